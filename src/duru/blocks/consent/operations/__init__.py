"""Writes of the ledger, one deed a function."""

from duru.blocks.consent.operations.bodies import end_sharing_body, name_sharing_body
from duru.blocks.consent.operations.consents import record_consent, withdraw_consent

__all__ = ["end_sharing_body", "name_sharing_body", "record_consent", "withdraw_consent"]
