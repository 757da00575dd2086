"""Months: written 2026-10, counted in Korean calendar days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SEOUL = ZoneInfo("Asia/Seoul")
_FORM = re.compile(r"(20\d\d|19\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def until(self) -> date:
        """The first day after it: spans are half-open."""
        return self.plus(1).first

    @property
    def last(self) -> date:
        """Its last day, for which stocks are counted."""
        return self.until - timedelta(days=1)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its half-open span of moments: midnight of its first day in Korea, and midnight of the first day after it."""
        first, until = (datetime.combine(day, time(), _SEOUL) for day in (self.first, self.until))
        return first, until

    def plus(self, months: int) -> Month:
        """Return the month so many months later (earlier when negative)."""
        at = self.year * 12 + self.number - 1 + months
        return Month(at // 12, at % 12 + 1)

    @property
    def words(self) -> str:
        """As people read it: 2026년 10월."""
        return f"{self.year}년 {self.number}월"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_of(day: date) -> Month:
    """Return the month a day lies in."""
    return Month(day.year, day.month)


def parse_month(text: str) -> Month:
    """Read 2026-10.

    Raises:
        ValueError: it is no month.
    """
    found = _FORM.fullmatch(text)
    if not found:
        raise ValueError(f"not a month: {text!r}")
    return Month(int(found[1]), int(found[2]))


def last_full_month(on: date) -> Month:
    """Return the last month that has ended by a day: on its own last day a month has not ended yet."""
    return month_of(on).plus(-1)


def months_until(month: Month, n: int) -> tuple[Month, ...]:
    """Return `n` months up to and with one, oldest first."""
    return tuple(month.plus(back) for back in range(1 - n, 1))
