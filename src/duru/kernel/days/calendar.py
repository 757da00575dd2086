"""The office calendar: holidays with their names and office hours with their dates, as one value."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from duru.kernel.days.holidays import Holiday, is_working_day
from duru.kernel.days.spans import Span

# Korea has kept this offset all year round since 1988; a fixed one needs no time zone files.
KST = timezone(timedelta(hours=9), "KST")

_DAY = timedelta(days=1)

Session = tuple[datetime, datetime]  # [from, until), both on one day


def korean_minute(at: datetime) -> datetime:
    """Give a moment in Korean time, cut to the minute, as receipts are stamped.

    Raises:
        ValueError: The moment has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a moment without time zone: {at}")
    return at.astimezone(KST).replace(second=0, microsecond=0)


def day_start(day: date) -> datetime:
    """Give midnight at the beginning of a Korean day."""
    return datetime.combine(day, time(), tzinfo=KST)


@dataclass(frozen=True, slots=True, order=True)
class OfficeHours:
    """Office hours that hold from a day on, until the next row.

    They say when time runs, not how much of it a day of a period is worth: that is always 8 hours
    (민원 처리에 관한 법률 제19조 제1항), also where a counter closes early in winter.

    Attributes:
        from_on: First day.
        opens, closes: Korean wall clock.
        lunch_from, lunch_until: The break in which no working time runs, both None when there is none.

    Raises:
        ValueError: The times are not in order.
    """

    from_on: date
    opens: time = time(9)
    closes: time = time(18)
    lunch_from: time | None = time(12)
    lunch_until: time | None = time(13)

    def __post_init__(self) -> None:
        if (self.lunch_from is None) != (self.lunch_until is None):
            raise ValueError("a lunch break needs both ends")
        times = [self.opens, self.lunch_from or self.opens, self.lunch_until or self.opens, self.closes]
        if times != sorted(times) or self.opens == self.closes:
            raise ValueError(f"office hours out of order: {times}")

    def sessions(self, day: date) -> list[Session]:
        """List the spans of working time of a worked day, in order."""
        ends = [self.opens, self.lunch_from or self.closes, self.lunch_until or self.closes, self.closes]
        first, pause, again, last = (datetime.combine(day, end, tzinfo=KST) for end in ends)
        return [(start, end) for start, end in ((first, pause), (again, last)) if start < end]


# Source: 민원 처리에 관한 법률 시행령 제8조의3 제1항 (민원실 9시–18시; 조례로 달리 정할 수 있음); the lunch hour from
# 지방공무원 복무규정 제2조 (확인 필요: the text is not in our collection of statutes).
STANDARD_HOURS = OfficeHours(date(1990, 1, 1))


@dataclass(frozen=True)
class OfficeCalendar:
    """Which days and minutes an office works.

    Built above from the rows of the holiday table and of the office hours, so that a day the government names today
    counts from the next calculation on.

    Attributes:
        holidays: Public holidays but Sundays, in any order; several on one day are allowed.
        known: The days for which the table of holidays is filled. Beyond them only weekends are known, and a deadline
            that looks there says so.
        hours: Dated rows of office hours; the first one also holds before its day.

    Raises:
        ValueError: There are no office hours.

    Source: 관공서의 공휴일에 관한 규정 제2조·제3조.
    """

    holidays: tuple[Holiday, ...]
    known: Span
    hours: tuple[OfficeHours, ...] = (STANDARD_HOURS,)
    _names: dict[date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("a calendar needs office hours")
        names: dict[date, str] = {}
        for holiday in self.holidays:
            names[holiday.on] = f"{names[holiday.on]}·{holiday.name}" if holiday.on in names else holiday.name
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "hours", tuple(sorted(self.hours)))

    def with_holidays(self, extra: Iterable[Holiday]) -> "OfficeCalendar":
        """Make the same calendar with more holidays, such as a 임시공휴일 named today."""
        return OfficeCalendar((*self.holidays, *extra), self.known, self.hours)

    def is_working(self, day: date) -> bool:
        """Tell whether offices work: not Saturday, not Sunday, no holiday."""
        return is_working_day(day, self._names)

    def name_of(self, day: date) -> str:
        """Give the name of a holiday, empty for any other day."""
        return self._names.get(day, "")

    def working_from(self, day: date) -> date:
        """Find the first working day on or after a day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def working_until(self, day: date) -> date:
        """Find the last working day on or before a day."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def hours_on(self, day: date) -> OfficeHours:
        """Find the office hours in force on a day."""
        found = self.hours[0]
        for row in self.hours:
            if row.from_on <= day:
                found = row
        return found

    def sessions(self, day: date) -> list[Session]:
        """List the spans of working time of a day, in order; none on a day that is not worked."""
        return self.hours_on(day).sessions(day) if self.is_working(day) else []
