"""The door of `permits`: its tables and the decision over them."""

from duru.services.permits.rules import (
    Approval,
    Deemed,
    Distance,
    Kind,
    Limit,
    Lookup,
    Paper,
    ProcessingPeriod,
    Zone,
    ZoneException,
    guide,
    rows,
)

__all__ = [
    "Approval",
    "Deemed",
    "Distance",
    "Kind",
    "Limit",
    "Lookup",
    "Paper",
    "ProcessingPeriod",
    "Zone",
    "ZoneException",
    "guide",
    "rows",
]
