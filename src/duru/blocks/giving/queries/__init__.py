"""Reads of the door."""

from duru.blocks.giving.queries.cards import cards_of, find_card, person_of_card
from duru.blocks.giving.queries.ledger import list_entries, list_links
from duru.blocks.giving.queries.stock import Choice, find_choice, list_choices, list_items, list_lots

__all__ = [
    "Choice",
    "cards_of",
    "find_card",
    "find_choice",
    "list_choices",
    "list_entries",
    "list_items",
    "list_links",
    "list_lots",
    "person_of_card",
]
