"""Rules, check runs and what they found; what was asked before giving, and whose turn is next."""

from duru.services.welfare.models.findings import Gone, GoneItem, Mark, Overlap, OverlapItem, Silent
from duru.services.welfare.models.giving import GiftOverride, ListCheck
from duru.services.welfare.models.rules import OverlapRule
from duru.services.welfare.models.runs import CheckRun
from duru.services.welfare.models.turns import NextTurn, TurnEntry

__all__ = [
    "CheckRun",
    "GiftOverride",
    "Gone",
    "GoneItem",
    "ListCheck",
    "Mark",
    "NextTurn",
    "Overlap",
    "OverlapItem",
    "OverlapRule",
    "Silent",
    "TurnEntry",
]
