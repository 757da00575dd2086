"""Reads: what is kept of a person, what is due, what is over."""

from duru.services.rights.queries.expired import count_expired
from duru.services.rights.queries.own import Own, get_own
from duru.services.rights.queries.requests import count_open, list_destructions, list_requests, requests_of

__all__ = ["Own", "count_expired", "count_open", "get_own", "list_destructions", "list_requests", "requests_of"]
