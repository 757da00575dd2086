"""Pages of the door."""

from duru.blocks.giving.web.views.cards import make_card, print_card, take_card_back
from duru.blocks.giving.web.views.door import by_card, by_client, by_group, by_stranger, door, take_back
from duru.blocks.giving.web.views.ledger import give_back, ledger, void
from duru.blocks.giving.web.views.links import links, start, take_link_back
from duru.blocks.giving.web.views.papers import donations, other_sheet, print_cards
from duru.blocks.giving.web.views.stock import receipt, stock, stop_item

__all__ = [
    "by_card",
    "by_client",
    "by_group",
    "by_stranger",
    "donations",
    "door",
    "give_back",
    "ledger",
    "links",
    "other_sheet",
    "make_card",
    "print_card",
    "print_cards",
    "receipt",
    "start",
    "stock",
    "stop_item",
    "take_back",
    "take_card_back",
    "take_link_back",
    "void",
]
