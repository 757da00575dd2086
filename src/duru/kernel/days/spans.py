"""Months, ages and half-open spans of Korean calendar days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


def month_start(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def add_months(day: date, n_months: int) -> date:
    """Move a day by whole months, back for a negative number; 31 January + 1 is the last day of February.

    Source: 민법 제160조 제3항 (최종의 월에 해당일이 없으면 그 월의 말일).
    """
    months = day.year * 12 + day.month - 1 + n_months
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - _DAY).day
    return date(year, month + 1, min(day.day, last))


def age_on(born_on: date, day: date) -> int:
    """Count full years of life (만 나이) on a day; who was born on 29 February turns older on 1 March.

    Negative before birth.

    Source: 행정기본법 제7조의2; 민법 제158조.
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A span of Korean calendar days, [first, until): the first day is in it, the last named day is not.

    Attributes:
        from_on: First day.
        until_on: First day after it, None for a span without end. An empty span has both equal.

    Raises:
        ValueError: The end lies before the beginning.
    """

    from_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on < self.from_on:
            raise ValueError(f"span ends before it begins: {self.from_on} – {self.until_on}")

    @classmethod
    def of_day(cls, day: date) -> "Span":
        """Make the span of one day."""
        return cls(day, day + _DAY)

    @classmethod
    def of_month(cls, day: date) -> "Span":
        """Make the span of the month a day lies in."""
        return cls(month_start(day), add_months(month_start(day), 1))

    @classmethod
    def inclusive(cls, first: date, last: date | None) -> "Span":
        """Make a span from its first and last day, as people write them: 3.1–3.31 has until_on 4.1."""
        return cls(first, None if last is None else last + _DAY)

    @property
    def last_on(self) -> date | None:
        """The last day inside, None for an open span; the day before the first one when empty."""
        return None if self.until_on is None else self.until_on - _DAY

    @property
    def n_days(self) -> int | None:
        """Length in days, None for an open span."""
        return None if self.until_on is None else (self.until_on - self.from_on).days

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in the span."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Span") -> bool:
        """Tell whether two spans share at least one day; spans that only touch do not, an empty one never does."""
        shared = self.intersection(other)
        return shared is not None

    def intersection(self, other: "Span") -> "Span | None":
        """Give the days both spans have, None when there are none."""
        from_on = max(self.from_on, other.from_on)
        ends = [end for end in (self.until_on, other.until_on) if end is not None]
        until_on = min(ends) if ends else None
        return Span(from_on, until_on) if until_on is None or from_on < until_on else None

    def days(self) -> Iterator[date]:
        """Go through the days in order.

        Raises:
            ValueError: The span is open.
        """
        if self.until_on is None:
            raise ValueError("an open span has no last day")
        return (self.from_on + timedelta(days=n) for n in range((self.until_on - self.from_on).days))

    def months(self) -> Iterator[date]:
        """Go through the first days of the months the span touches, in order.

        Raises:
            ValueError: The span is open.
        """
        if self.until_on is None:
            raise ValueError("an open span has no last month")
        return self._months(self.until_on)

    def _months(self, until_on: date) -> Iterator[date]:
        month = month_start(self.from_on)
        while month < until_on and self.from_on < until_on:
            yield month
            month = add_months(month, 1)
