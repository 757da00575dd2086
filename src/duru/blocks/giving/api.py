"""The door of the door: cards, what was handed over, and what a floor above shows there."""

from duru.blocks.giving.enums import Delivery, EntryKind, Hand
from duru.blocks.giving.errors import DoorRefused, LinkSpent
from duru.blocks.giving.hinges import register_door_note
from duru.blocks.giving.models import Card, DoorEntry, Item, Lot
from duru.blocks.giving.operations import (
    add_item,
    decline_item,
    give_item,
    give_to_group,
    give_to_stranger,
    issue_card,
    issue_cards,
    issue_record_link,
    receive_lot,
    return_entry,
    revoke_card,
    use_record_link,
    void_entry,
)
from duru.blocks.giving.queries import Choice, find_card, list_choices, list_entries, list_lots, person_of_card
from duru.blocks.giving.rules import read_card_code

__all__ = [
    "Card",
    "Choice",
    "Delivery",
    "DoorEntry",
    "DoorRefused",
    "EntryKind",
    "Hand",
    "Item",
    "LinkSpent",
    "Lot",
    "add_item",
    "decline_item",
    "find_card",
    "give_item",
    "give_to_group",
    "give_to_stranger",
    "issue_card",
    "issue_cards",
    "issue_record_link",
    "list_choices",
    "list_entries",
    "list_lots",
    "person_of_card",
    "read_card_code",
    "receive_lot",
    "register_door_note",
    "return_entry",
    "revoke_card",
    "use_record_link",
    "void_entry",
]
