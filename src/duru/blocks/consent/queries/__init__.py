"""Reads of the ledger."""

from duru.blocks.consent.queries.consents import consents_in_force, get_consent, list_consents
from duru.blocks.consent.queries.effective import asker_of, effective_items, may_answer, recipient_of

__all__ = [
    "asker_of",
    "consents_in_force",
    "effective_items",
    "get_consent",
    "list_consents",
    "may_answer",
    "recipient_of",
]
