"""Which days are worked: a table of holidays comes in as a value, so that a day named today counts today.

The functions take the bare days; `duru.kernel.days.calendar` holds them together with names and office hours.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from duru.kernel.days.spans import Span

_DAY = timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Holiday:
    """One row of the holiday table.

    Attributes:
        on: The day.
        name: Such as 삼일절, 대체공휴일(어린이날), 임시공휴일.
        kind: "statutory" (법정), "substitute" (대체), "election" (선거일) or "extra" (수시 지정).
    """

    on: date
    name: str
    kind: str = "statutory"


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Tell whether offices work: not Saturday, not Sunday, not in the holidays.

    Saturday is no public holiday by law, but no working day either.
    """
    return day.weekday() <= _FRIDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """Find the first working day after a day."""
    return working_day_from(day + _DAY, holidays)


def working_day_from(day: date, holidays: Collection[date]) -> date:
    """Find the first working day on or after a day, such as the end of a period that falls on a Sunday."""
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def working_day_until(day: date, holidays: Collection[date]) -> date:
    """Find the last working day on or before a day, such as a payment day that falls on a Saturday."""
    while not is_working_day(day, holidays):
        day -= _DAY
    return day


def count_working_days(span: Span, holidays: Collection[date]) -> int:
    """Count the working days of a span that has an end.

    Raises:
        ValueError: The span is open.
    """
    return sum(is_working_day(day, holidays) for day in span.days())
