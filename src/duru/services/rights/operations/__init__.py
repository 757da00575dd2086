"""Writes: requests and their answers, destruction and its log."""

from duru.services.rights.operations.destroying import destroy_again, destroy_expired, destroy_records
from duru.services.rights.operations.requests import answer_request, receive_request

__all__ = ["answer_request", "destroy_again", "destroy_expired", "destroy_records", "receive_request"]
