"""Reads of the ledger."""

from duru.blocks.consent.queries.consents import consents_in_force, get_consent, list_consents
from duru.blocks.consent.queries.effective import asker_of, effective_items, may_answer, recipient_of
from duru.blocks.consent.queries.missing import list_missing
from duru.blocks.consent.queries.sights import Sight, list_changes, list_sights

__all__ = [
    "Sight",
    "asker_of",
    "consents_in_force",
    "effective_items",
    "get_consent",
    "list_changes",
    "list_consents",
    "list_missing",
    "list_sights",
    "may_answer",
    "recipient_of",
]
