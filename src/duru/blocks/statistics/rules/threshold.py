"""Fewer persons than this are a small cell: a dated rule."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from duru.kernel.dated_rows import DatedRow, rows_from_csv, rows_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(DatedRow):
    """One row: fewer than `persons` are hidden outside the office. Source: the column `source`."""

    persons: int
    source: str
    status: str


@cache
def list_thresholds() -> tuple[Threshold, ...]:
    """Return all rows of threshold.csv."""
    return rows_from_csv(Path(__file__).with_name("threshold.csv").read_text(encoding="utf-8"), Threshold)


def threshold_on(day: date) -> int:
    """Return how many persons a shown cell has at least.

    Raises:
        LookupError: no row is in force.
    """
    found = rows_on(list_thresholds(), day)
    if not found:
        raise LookupError(f"no threshold on {day}")
    return found[-1].persons
