"""The month of an event: what part of a benefit is still due here, what becomes of it afterwards, and which payments left.

The table is `months.csv`, rows with their article; the calendar of pay days is pure. Values in, values out.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from duru.blocks.benefits.enums import Afterwards, CatalogueStatus, MonthEvent
from duru.kernel.dated_rows import DatedRow, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRule(DatedRow):
    """One row: an event on one of the days first_day to last_day leaves `percent` of that month's benefit due here.

    `programmes` empty means every benefit without a row of its own. `others_left` is "yes" or "no" where the law asks whether another
    recipient is left in the household, "" where it does not.
    """

    programmes: frozenset[str]
    event: frozenset[str]
    others_left: str
    first_day: int
    last_day: int
    percent: int
    afterwards: Afterwards
    sentence: str
    basis: str
    source: str
    status: CatalogueStatus

    @property
    def of_what(self) -> str:
        """Return the benefits and the events of the row in words, for a table an official reads."""
        return ", ".join(sorted(self.programmes)) or "그 밖의 급여"

    @property
    def when(self) -> str:
        """Return the events of the row in words."""
        return ", ".join(each.label for each in MonthEvent if each in self.event)

    @property
    def is_due(self) -> bool:
        """Say whether anything of the month of the event is due here."""
        return self.percent > 0


def month_rules() -> tuple[MonthRule, ...]:
    """Return all rows of `months.csv`, in its order."""
    return read_table(__package__, "months", MonthRule)


def month_rule(event: MonthEvent, on: date, *, programme: str, others_left: bool = False) -> MonthRule:
    """Return the row in force for an event on a day: the benefit's own, else the general one.

    Args:
        others_left: another recipient of the same benefit is left in the household.

    Raises:
        LookupError: no row was in force on that day.
    """
    found = [
        row
        for row in month_rules()
        if event in row.event
        and row.holds_on(on)
        and row.first_day <= on.day <= row.last_day
        and (not row.programmes or programme in row.programmes)
        and row.others_left in ("", "yes" if others_left else "no")
    ]
    if not found:
        raise LookupError(f"no row for {event} on {on}")
    return next((row for row in found if row.programmes), found[0])


def month_won(monthly_won: int, rule: MonthRule) -> int:
    """Return the won of the month of an event that are due here, in whole won, cut off below."""
    return monthly_won * rule.percent // 100


def months_paid_after(*, event_on: date, from_on: date, until_on: date | None, pays_on: int | None, on: date) -> int:
    """Count the monthly payments after the month of the event that have left by day `on`, inclusive.

    Only months strictly after the month of the event count: that month itself is mostly lawful. A payment leaves on
    day `pays_on` (the last day of shorter months; the 1st when unknown). Span of the grant [from_on, until_on).

    Source: 기초연금법 §14① (through the month in which the right is lost); 장애인연금법 §13①.
    """
    return len(paid_days_after(event_on=event_on, from_on=from_on, until_on=until_on, pays_on=pays_on, on=on))


def paid_days_after(
    *, event_on: date, from_on: date, until_on: date | None, pays_on: int | None, on: date
) -> list[date]:
    """Return the pay days `months_paid_after` counts, oldest first."""
    year, month = next_month(event_on.year, event_on.month)
    start = (from_on.year, from_on.month)
    found = []
    while (year, month) <= (on.year, on.month):
        payment = pay_day(year, month, pays_on)
        running = (year, month) >= start and (until_on is None or date(year, month, 1) < until_on)
        if running and payment <= on:
            found.append(payment)
        year, month = next_month(year, month)
    return found


def next_payment(*, until_on: date | None, pays_on: int | None, on: date) -> date | None:
    """Return the next day money would leave, `on` itself included; None when the grant has ended before it."""
    if pays_on is None:
        return None
    day = pay_day(on.year, on.month, pays_on)
    if day < on:
        day = pay_day(*next_month(on.year, on.month), pays_on)
    return day if until_on is None or day < until_on else None


def pay_day(year: int, month: int, pays_on: int | None) -> date:
    """Return the pay day of a month: the last day when the month is shorter, the 1st when none is known."""
    return date(year, month, min(pays_on or 1, calendar.monthrange(year, month)[1]))


def next_month(year: int, month: int) -> tuple[int, int]:
    """Return the calendar month after a month."""
    return (year + 1, 1) if month == 12 else (year, month + 1)
