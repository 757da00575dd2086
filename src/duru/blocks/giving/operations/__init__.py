"""Writes of the door, one deed a function."""

from duru.blocks.giving.operations.cards import issue_card, issue_cards, revoke_card
from duru.blocks.giving.operations.entries import (
    decline_item,
    give_item,
    give_to_group,
    give_to_stranger,
    return_entry,
    void_entry,
)
from duru.blocks.giving.operations.links import issue_record_link, revoke_record_link, use_record_link
from duru.blocks.giving.operations.stock import add_item, end_item, give_receipt, receive_lot

__all__ = [
    "add_item",
    "decline_item",
    "end_item",
    "give_item",
    "give_receipt",
    "give_to_group",
    "give_to_stranger",
    "issue_card",
    "issue_cards",
    "issue_record_link",
    "receive_lot",
    "return_entry",
    "revoke_card",
    "revoke_record_link",
    "use_record_link",
    "void_entry",
]
