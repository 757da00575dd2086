"""The three ways time is counted: working minutes, days that count, and the calendar of the civil code."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from duru.kernel.days.calendar import OfficeCalendar, Session, day_start, korean_minute
from duru.kernel.days.pauses import Pause, paused_moments
from duru.kernel.days.periods import Period, Unit
from duru.kernel.days.spans import Span, add_months

_DAY = timedelta(days=1)
_NOTHING = timedelta()


def _without(session: Session, paused: Sequence[Session]) -> list[Session]:
    """Cut paused stretches, merged and in order, out of one session."""
    start, end = session
    left = []
    for from_at, until_at in paused:
        if until_at <= start or from_at >= end:
            continue
        if start < from_at:
            left.append((start, from_at))
        start = min(until_at, end)
    if start < end:
        left.append((start, end))
    return left


def _sessions_of(day: date, since: datetime, calendar: OfficeCalendar, paused: Sequence[Session]) -> list[Session]:
    sessions = []
    for start, end in calendar.sessions(day):
        if end > since:
            sessions += _without((max(start, since), end), paused)
    return sessions


def spend_working_time(
    since: datetime, amount: timedelta, calendar: OfficeCalendar, paused: Sequence[Session] = ()
) -> tuple[datetime, list[tuple[date, timedelta]]]:
    """Run working time from a moment on until an amount is used up.

    The end lies in a session or on its closing minute, never on the opening of the next one: 8 hours from 9:00 end at
    18:00 the same day.

    Args:
        since: A minute in Korean time.
        amount: Working time, more than nothing.
        calendar: Days and hours.
        paused: Stretches to leave out, merged and in order.

    Returns:
        The end, and how much was used on which day, days without any left out.
    """
    left, day, used = amount, since.date(), []
    while True:
        spent = _NOTHING
        for start, end in _sessions_of(day, since, calendar, paused):
            if left - spent <= end - start:
                used.append((day, left))
                return start + (left - spent), used
            spent += end - start
        if spent:
            used.append((day, spent))
            left -= spent
        day += _DAY


def working_time(
    from_at: datetime, until_at: datetime, calendar: OfficeCalendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """Measure the working time between two moments, pauses left out; nothing when the second is not later.

    Raises:
        ValueError: A moment has no time zone, or a pause still lasts.
    """
    since, until = korean_minute(from_at), korean_minute(until_at)
    paused, total, day = paused_moments(pauses), _NOTHING, since.date()
    while day_start(day) < until:
        for start, end in _sessions_of(day, since, calendar, paused):
            total += max(min(end, until) - start, _NOTHING)
        day += _DAY
    return total


def first_running_day(day: date, paused: Sequence[Span]) -> date:
    """Find the first day on or after a day that is not paused."""
    while is_paused(day, paused):
        day += _DAY
    return day


def is_paused(day: date, paused: Sequence[Span]) -> bool:
    """Tell whether a day lies in one of the spans."""
    return any(day in span for span in paused)


def nth_working_day(first: date, n: int, calendar: OfficeCalendar, paused: Sequence[Span]) -> tuple[date, list[date]]:
    """Count worked days that are not paused, the first one included when it counts.

    Returns:
        The n-th such day, and the first n of them.
    """
    day, counted = first, []
    while True:
        if calendar.is_working(day) and not is_paused(day, paused):
            counted.append(day)
            if len(counted) == n:
                return day, counted
        day += _DAY


def calendar_end(first: date, period: Period, paused: Sequence[Span]) -> date:
    """Find the last day of a period that runs by the calendar from its first day on, paused days added at the end.

    A month from 31 January ends on the last day of February, one from 1 March on 31 March: the day before the one of
    the same number, or the last day of the month when there is none.

    Raises:
        ValueError: The period is written in hours.

    Source: 민법 제159조·제160조.
    """
    if period.unit == Unit.HOUR:
        raise ValueError("hours do not run by the calendar")
    if period.unit in (Unit.DAY, Unit.WEEK):
        end = first + period.n * (7 if period.unit == Unit.WEEK else 1) * _DAY - _DAY
    else:
        same = add_months(first, period.n * (12 if period.unit == Unit.YEAR else 1))
        end = same - _DAY if same.day == first.day else same
    return _lengthened(Span.inclusive(first, end), paused)


def _lengthened(span: Span, paused: Sequence[Span]) -> date:
    owed = sum(shared.n_days or 0 for each in paused if (shared := span.intersection(each)) is not None)
    end = span.last_on
    assert end is not None
    while owed:
        end += _DAY
        owed -= not is_paused(end, paused)
    return end
