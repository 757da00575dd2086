"""The door of consent."""

from duru.blocks.consent.enums import Item, ProofKind, Purpose, Recipient
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.operations import record_consent, withdraw_consent
from duru.blocks.consent.queries import consents_in_force, get_consent, list_consents

__all__ = [
    "ConsentRefused",
    "Item",
    "ProofKind",
    "Purpose",
    "Recipient",
    "consents_in_force",
    "get_consent",
    "list_consents",
    "record_consent",
    "withdraw_consent",
]
