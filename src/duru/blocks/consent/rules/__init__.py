"""Decide about consents, and about what the law lets into an answer. Pure: values in, verdict out."""

from duru.blocks.consent.rules.consents import check_consent, holds_on
from duru.blocks.consent.rules.effective import Effective, decide
from duru.blocks.consent.rules.lawful import (
    Asker,
    LawfulItem,
    NeverShown,
    lawful_items,
    list_lawful_rows,
    list_never_shown_rows,
    never_shown,
)

__all__ = [
    "Asker",
    "Effective",
    "LawfulItem",
    "NeverShown",
    "check_consent",
    "decide",
    "holds_on",
    "lawful_items",
    "list_lawful_rows",
    "list_never_shown_rows",
    "never_shown",
]
