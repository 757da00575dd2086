"""Reads of the desk of changes."""

from duru.services.changes.queries.ledger import Ledger, SourceSpeed, leak_ledger
from duru.services.changes.queries.matters import (
    changes_of_person,
    count_before_payment,
    count_ended,
    count_owing,
    find_change,
    list_changes,
    list_ended,
    list_returned,
    names_of,
    stops_in_force,
)

__all__ = [
    "Ledger",
    "SourceSpeed",
    "changes_of_person",
    "count_before_payment",
    "count_ended",
    "count_owing",
    "find_change",
    "leak_ledger",
    "list_changes",
    "list_ended",
    "list_returned",
    "names_of",
    "stops_in_force",
]
