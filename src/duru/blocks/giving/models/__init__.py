"""Tables of the door."""

from duru.blocks.giving.models.cards import Card
from duru.blocks.giving.models.entries import DoorEntry
from duru.blocks.giving.models.links import RecordLink
from duru.blocks.giving.models.stock import Item, Lot

__all__ = ["Card", "DoorEntry", "Item", "Lot", "RecordLink"]
