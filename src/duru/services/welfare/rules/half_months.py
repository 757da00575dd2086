"""The month of a change pro rata: what part of a month's 생계급여 is paid here, by dated rows."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from duru.kernel.dated_rows import DatedRow, rows_from_csv, rows_on
from duru.services.welfare.enums import MonthEvent, RuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfMonth(DatedRow):
    """One row: an event on one of the days first_day to last_day of a month leaves `percent` of that month's 생계급여 to pay here."""

    event: MonthEvent
    first_day: int
    last_day: int
    percent: int
    sentence: str
    basis: str
    source: str
    status: RuleStatus


@cache
def half_months() -> tuple[HalfMonth, ...]:
    """Return all rows of `rules/half_months.csv`, in its order."""
    return rows_from_csv(
        resources.files(__package__).joinpath("half_months.csv").read_text(encoding="utf-8"), HalfMonth
    )


def half_month(event: MonthEvent, on: date) -> HalfMonth:
    """Return the row in force for an event on a day.

    Raises:
        LookupError: no row was in force on that day.

    Source: 국민기초생활 보장법 시행규칙 §6②③.
    """
    for row in rows_on(half_months(), on):
        if row.event == event and row.first_day <= on.day <= row.last_day:
            return row
    raise LookupError(f"no row for {event} on {on}")


def pro_rata_won(monthly_won: int, event: MonthEvent, on: date) -> int:
    """Return the won of the month of an event, in whole won, cut off below."""
    return monthly_won * half_month(event, on).percent // 100
