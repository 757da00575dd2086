"""The door of consent."""

from duru.blocks.consent.enums import BodyClause, Item, ProofKind, Purpose, Recipient, Refusal
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.operations import end_sharing_body, name_sharing_body, record_consent, withdraw_consent
from duru.blocks.consent.queries import (
    asker_of,
    consents_in_force,
    effective_items,
    get_consent,
    list_consents,
    may_answer,
)
from duru.blocks.consent.rules import Asker, Effective, NeverShown, lawful_items, never_shown

__all__ = [
    "Asker",
    "BodyClause",
    "ConsentRefused",
    "Effective",
    "Item",
    "NeverShown",
    "ProofKind",
    "Purpose",
    "Recipient",
    "Refusal",
    "asker_of",
    "consents_in_force",
    "effective_items",
    "end_sharing_body",
    "get_consent",
    "lawful_items",
    "list_consents",
    "may_answer",
    "name_sharing_body",
    "never_shown",
    "record_consent",
    "withdraw_consent",
]
