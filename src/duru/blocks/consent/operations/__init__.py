"""Writes of the ledger, one deed a function."""

from duru.blocks.consent.operations.bodies import end_sharing_body, name_sharing_body
from duru.blocks.consent.operations.consents import record_consent, withdraw_consent
from duru.blocks.consent.operations.sheets import Scanned, print_sheets, take_sheets

__all__ = [
    "Scanned",
    "end_sharing_body",
    "name_sharing_body",
    "print_sheets",
    "record_consent",
    "take_sheets",
    "withdraw_consent",
]
