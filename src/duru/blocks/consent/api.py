"""The door of consent."""

from duru.blocks.consent.enums import BodyClause, Item, ProofKind, Purpose, Recipient, Refusal
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.operations import (
    Scanned,
    end_sharing_body,
    name_sharing_body,
    print_sheets,
    record_consent,
    take_sheets,
    withdraw_consent,
)
from duru.blocks.consent.operations.erasing import erase_consents
from duru.blocks.consent.queries import (
    Sight,
    asker_of,
    consents_in_force,
    effective_items,
    get_consent,
    list_consents,
    list_missing,
    list_sights,
    may_answer,
)
from duru.blocks.consent.rules import (
    Asker,
    Effective,
    NeverShown,
    lawful_items,
    list_lawful_rows,
    list_never_shown_rows,
    never_shown,
)

__all__ = [
    "erase_consents",
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
    "Scanned",
    "Sight",
    "asker_of",
    "consents_in_force",
    "effective_items",
    "end_sharing_body",
    "get_consent",
    "lawful_items",
    "list_consents",
    "list_lawful_rows",
    "list_missing",
    "list_never_shown_rows",
    "list_sights",
    "may_answer",
    "name_sharing_body",
    "never_shown",
    "print_sheets",
    "record_consent",
    "take_sheets",
    "withdraw_consent",
]
