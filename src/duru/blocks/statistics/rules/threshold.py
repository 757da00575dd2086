"""Fewer persons than this are a small cell: a dated rule."""

from dataclasses import dataclass
from datetime import date

from duru.kernel.dated_rows import DatedRow, read_table, rows_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(DatedRow):
    """One row: fewer than `persons` are hidden outside the office. Source: the column `source`."""

    persons: int
    source: str
    status: str


def list_thresholds() -> tuple[Threshold, ...]:
    """Return all rows of threshold.csv."""
    return read_table(__package__, "threshold", Threshold)


def threshold_on(day: date) -> int:
    """Return how many persons a shown cell has at least.

    Raises:
        LookupError: no row is in force.
    """
    found = rows_on(list_thresholds(), day)
    if not found:
        raise LookupError(f"no threshold on {day}")
    return found[-1].persons
