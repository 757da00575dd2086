"""Turn solar dates into lunar ones for people who give their lunar birthday, and find the feasts of the calendar."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

from korean_lunar_calendar import KoreanLunarCalendar


@cache
def _months() -> tuple[list[date], list[tuple[int, int]]]:
    """Return the first solar day of every lunar month 1899-2050, and its (year, month).

    The calendar answers one date in a tenth of a millisecond; a table of its months answers thousands of birthdays.
    """
    calendar = KoreanLunarCalendar()
    found: dict[date, tuple[int, int]] = {}
    for year in range(1899, 2050):
        for month in range(1, 13):
            for leap in (False, True):
                if calendar.setLunarDate(year, month, 1, leap) and (not leap or calendar.isIntercalation):
                    start = date(calendar.solarYear, calendar.solarMonth, calendar.solarDay)
                    found.setdefault(start, (year, month))
    starts = sorted(found)
    return starts, [found[start] for start in starts]


def lunar_day(solar: date) -> tuple[int, int, int]:
    """Return the lunar year, month and day of a solar date between 1900 and 2049; a leap month keeps its number."""
    starts, months = _months()
    at = bisect_right(starts, solar) - 1
    return (*months[at], (solar - starts[at]).days + 1)


def feast_before(month: int, day: int, near: date) -> date:
    """Return the solar date of a lunar feast (설 1/1, 추석 8/15) last kept on or before `near`."""
    starts, months = _months()
    for year in (near.year, near.year - 1):
        found = starts[months.index((year, month))] + timedelta(days=day - 1)
        if found <= near:
            return found
    return near - timedelta(days=365)
