"""What holds for every calendar, receipt, period, pause and extension."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.days import (
    KST,
    Extension,
    ExtensionReason,
    Holiday,
    OfficeCalendar,
    OfficeHours,
    Pause,
    PauseReason,
    Period,
    Span,
    Unit,
    civil_deadline,
    duty_deadline,
    enforcement_deadline,
    general_deadline,
    notice_deadline,
    restriction_deadline,
    supplement_deadline,
    working_time,
)

pytestmark = pytest.mark.unit

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST = date(2026, 1, 1)
EARLY_CLOSING = (OfficeHours(FIRST), OfficeHours(date(2026, 3, 1), time(9), time(17), None, None))
SHIFTED_LUNCH = (OfficeHours(FIRST, time(8, 30), time(17, 30), time(11, 30), time(12, 30)),)

days = st.integers(0, 120).map(lambda n: FIRST + timedelta(n))
moments = st.builds(
    lambda day, minute: datetime.combine(day, time(), tzinfo=KST) + minute * MINUTE, days, st.integers(0, 1439)
)
calendars = st.builds(
    lambda on, hours: OfficeCalendar(
        tuple(Holiday(day, "공휴일") for day in sorted(on)), Span(FIRST, date(2040, 1, 1)), hours
    ),
    st.sets(days, max_size=20),
    st.sampled_from([(OfficeHours(FIRST),), EARLY_CLOSING, SHIFTED_LUNCH]),
)
in_hours = st.one_of(
    st.integers(1, 60).map(lambda n: Period(n, Unit.HOUR)), st.integers(1, 5).map(lambda n: Period(n, Unit.DAY))
)
in_days = st.integers(6, 40).map(lambda n: Period(n, Unit.DAY))
by_calendar = st.builds(Period, st.integers(1, 6), st.sampled_from([Unit.WEEK, Unit.MONTH, Unit.YEAR]))
any_days = st.integers(1, 90).map(lambda n: Period(n, Unit.DAY))
civil_periods = in_hours | in_days | by_calendar
reasons = st.sampled_from([PauseReason.SUPPLEMENT, PauseReason.EXAMINATION, PauseReason.OUTAGE, PauseReason.HEARING])
pauses = st.builds(
    lambda reason, start, length: Pause(reason, start, start + length * MINUTE),
    reasons,
    moments,
    st.integers(0, 20_000),
)
some_pauses = st.lists(pauses, max_size=4)


def pieces(pause: Pause, cut: datetime) -> list[Pause]:
    return [Pause(pause.reason, pause.from_at, cut), Pause(pause.reason, cut, pause.until_at)]


@given(moments, in_hours, calendars, some_pauses)
def test_a_deadline_in_hours_lies_inside_office_hours(received, period, calendar, stops):
    deadline = civil_deadline(received, period, calendar, pauses=stops)
    assert any(start < deadline.due_at <= end for start, end in calendar.sessions(deadline.last_on))
    assert received <= deadline.due_at


@given(moments, in_hours, calendars, some_pauses)
def test_exactly_the_hours_of_the_period_are_counted(received, period, calendar, stops):
    deadline = civil_deadline(received, period, calendar, pauses=stops)
    hours = period.n * (8 if period.unit == Unit.DAY else 1)
    assert working_time(received, deadline.due_at, calendar, stops) == timedelta(hours=hours)


@given(moments, st.integers(1, 30), calendars, some_pauses)
def test_counting_minute_by_minute_gives_the_same_end(received, hours, calendar, stops):
    """The slow, obvious way on a grid of half hours."""
    half = 30 * MINUTE
    received = received.replace(minute=received.minute // 30 * 30)
    stops = [
        Pause(stop.reason, stop.from_at.replace(minute=0), stop.until_at.replace(minute=30))
        for stop in stops
        if stop.until_at - stop.from_at >= 60 * MINUTE
    ]
    left, at = 2 * hours, received
    while left:
        works = any(start <= at < end for start, end in calendar.sessions(at.date()))
        paused = any(start <= at < end for start, end in (stop.moments() for stop in stops))
        left -= works and not paused
        at += half
    assert civil_deadline(received, Period(hours, Unit.HOUR), calendar, pauses=stops).due_at == at


@given(moments, in_days, calendars, some_pauses)
def test_exactly_the_days_of_the_period_are_counted(received, period, calendar, stops):
    deadline = civil_deadline(received, period, calendar, pauses=stops)
    out = {day for stop in stops if (span := stop.days()) for day in span.days()}
    counted = [
        day
        for day in Span.inclusive(received.date(), deadline.last_on).days()
        if calendar.is_working(day) and day not in out
    ]
    assert len(counted) == period.n
    assert (counted[0], counted[-1]) == (deadline.starts_on, deadline.last_on)


@given(moments, moments, in_hours | in_days, calendars, some_pauses)
def test_who_comes_later_is_never_answered_earlier(one, other, period, calendar, stops):
    first, second = (civil_deadline(at, period, calendar, pauses=stops) for at in sorted([one, other]))
    assert first.due_at <= second.due_at


@given(days, days, by_calendar | any_days, calendars)
def test_a_later_day_never_ends_earlier_by_the_calendar(one, other, period, calendar):
    early, late = sorted([one, other])
    for count in (
        lambda day: general_deadline(day, period, calendar, set_by=""),
        lambda day: supplement_deadline(day, period, calendar),
        lambda day: restriction_deadline(day, period, calendar),
        lambda day: duty_deadline(day, period, calendar, set_by=""),
        lambda day: enforcement_deadline(day, period, calendar),
    ):
        assert count(early).due_at <= count(late).due_at


@given(days, days, any_days, calendars, some_pauses)
def test_a_later_day_never_ends_earlier_with_pauses(one, other, period, calendar, stops):
    early, late = (general_deadline(day, period, calendar, set_by="", pauses=stops) for day in sorted([one, other]))
    assert early.last_on <= late.last_on


@given(moments, civil_periods, calendars, some_pauses, days)
def test_a_new_holiday_never_makes_a_deadline_earlier(received, period, calendar, stops, holiday):
    longer = calendar.with_holidays([Holiday(holiday, "임시공휴일", "extra")])
    day = received.date()
    for count in (
        lambda cal: civil_deadline(received, period, cal, pauses=stops).due_at,
        lambda cal: general_deadline(day, Period(20, Unit.DAY), cal, set_by="", pauses=stops).due_at,
        lambda cal: duty_deadline(day, Period(20, Unit.DAY), cal, set_by="").due_at,
    ):
        assert count(calendar) <= count(longer)
    notice = [notice_deadline(day, Period(10, Unit.DAY), cal, set_by="").last_on for cal in (longer, calendar)]
    assert notice == sorted(notice)
    ends = {restriction_deadline(day, Period(20, Unit.DAY), cal).last_on for cal in (longer, calendar)}
    assert len(ends) == 1


@given(moments, civil_periods, calendars, pauses, some_pauses, st.floats(0, 1))
def test_splitting_a_pause_changes_nothing(received, period, calendar, pause, others, share):
    cut = pause.from_at + int((pause.until_at - pause.from_at) / MINUTE * share) * MINUTE
    whole = civil_deadline(received, period, calendar, pauses=[*others, pause])
    parts = civil_deadline(received, period, calendar, pauses=[*pieces(pause, cut), *others])
    assert (whole.last_on, whole.due_at) == (parts.last_on, parts.due_at)
    general = [
        general_deadline(received.date(), Period(20, Unit.DAY), calendar, set_by="", pauses=stops).last_on
        for stops in ([pause], pieces(pause, cut))
    ]
    assert general[0] == general[1]


@given(moments, in_hours, calendars, st.floats(0, 1), st.floats(0, 1))
def test_a_pause_inside_the_period_adds_its_own_working_time(received, period, calendar, one, other):
    without = civil_deadline(received, period, calendar).due_at
    minutes = (without - received) / MINUTE
    start, end = (received + int(minutes * share) * MINUTE for share in sorted([one, other]))
    with_pause = civil_deadline(received, period, calendar, pauses=[Pause(PauseReason.HEARING, start, end)]).due_at
    assert working_time(without, with_pause, calendar) == working_time(start, end, calendar)


@given(moments, civil_periods, calendars, some_pauses)
def test_order_and_repetition_of_pauses_do_not_matter(received, period, calendar, stops):
    once = civil_deadline(received, period, calendar, pauses=stops)
    twice = civil_deadline(received, period, calendar, pauses=[*reversed(stops), *stops])
    assert once.due_at == twice.due_at


@given(moments, in_days, st.integers(1, 40), calendars, some_pauses)
def test_a_lengthened_period_in_days_ends_as_the_longer_one(received, period, more, calendar, stops):
    extension = Extension(Period(more, Unit.DAY), ExtensionReason.FACT_FINDING, received)
    longer = civil_deadline(received, Period(period.n + more, Unit.DAY), calendar, pauses=stops)
    assert civil_deadline(received, period, calendar, pauses=stops, extensions=[extension]).due_at == longer.due_at


@given(moments, civil_periods, calendars, some_pauses)
def test_every_step_is_a_sentence_and_the_end_stands_in_the_last_ones(received, period, calendar, stops):
    deadline = civil_deadline(received, period, calendar, pauses=stops)
    assert all(step.text.endswith(".") for step in deadline.steps)
    told = [step.text for step in deadline.steps if "끝납니다" in step.text or "근무시간이 됩니다" in step.text]
    assert f"{deadline.last_on.month}월 {deadline.last_on.day}일" in told[-1]
    assert calendar.is_working(deadline.last_on)


@given(days, any_days | by_calendar, calendars)
def test_general_periods_never_end_on_a_day_of_rest_and_move_only_over_such_days(event, period, calendar):
    deadline = general_deadline(event, period, calendar, set_by="")
    empty = OfficeCalendar((), calendar.known)
    nominal = restriction_deadline(event + DAY, period, empty).last_on
    assert calendar.is_working(deadline.last_on)
    between = Span(nominal, deadline.last_on) if nominal < deadline.last_on else None
    assert nominal <= deadline.last_on
    assert between is None or not any(calendar.is_working(day) for day in between.days())


@given(days, any_days, st.integers(1, 30), calendars, some_pauses)
def test_counting_day_by_day_gives_the_same_end_by_the_calendar(event, period, more, calendar, stops):
    """The slow, obvious way: count days that are not paused, then go on to one that is worked and not paused."""
    out = {day for stop in stops if (span := stop.days()) for day in span.days()}

    def run(after: date, n: int) -> tuple[date, date]:
        counted = []
        day = after
        while len(counted) < n:
            day += DAY
            if day not in out:
                counted.append(day)
        while day in out or not calendar.is_working(day):
            day += DAY
        return counted[0], day

    first, last = run(event, period.n)
    plain = general_deadline(event, period, calendar, set_by="", pauses=stops)
    assert (plain.starts_on, plain.last_on) == (first, last)
    extension = Extension(
        Period(more, Unit.DAY), ExtensionReason.UNAVOIDABLE, datetime.combine(event, time(), tzinfo=KST)
    )
    longer = general_deadline(event, period, calendar, set_by="", pauses=stops, extensions=[extension])
    assert longer.last_on == run(last, more)[1]
