from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from duru.kernel.days import KST, Holiday, OfficeCalendar, OfficeHours, Period, Span, Unit, civil_deadline, working_time

pytestmark = pytest.mark.unit

YEAR = Span(date(2026, 1, 1), date(2027, 1, 1))
CHRISTMAS = Holiday(date(2026, 12, 25), "기독탄신일")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def test_a_day_named_today_counts_today():
    calendar = OfficeCalendar((CHRISTMAS,), YEAR)
    longer = calendar.with_holidays([Holiday(date(2026, 12, 24), "임시공휴일", "extra")])
    assert calendar.is_working(date(2026, 12, 24))
    assert not longer.is_working(date(2026, 12, 24))
    assert longer.name_of(date(2026, 12, 24)) == "임시공휴일"
    assert (longer.working_from(date(2026, 12, 24)), longer.working_until(date(2026, 12, 27))) == (
        date(2026, 12, 28),
        date(2026, 12, 23),
    )


def test_two_holidays_on_one_day_keep_both_names():
    day = date(2025, 5, 5)
    calendar = OfficeCalendar((Holiday(day, "어린이날"), Holiday(day, "부처님 오신 날")), YEAR)
    assert calendar.name_of(day) == "어린이날·부처님 오신 날"


def test_office_hours_change_on_their_day_and_the_first_row_holds_before_it():
    summer, winter = OfficeHours(date(2026, 3, 1)), OfficeHours(date(2026, 11, 1), closes=time(17))
    calendar = OfficeCalendar((), YEAR, (winter, summer))
    assert calendar.hours_on(date(2026, 1, 5)) == summer
    assert calendar.hours_on(date(2026, 10, 31)) == summer
    assert calendar.hours_on(date(2026, 11, 1)) == winter
    # Friday 30 October 17–18 gives one hour, then days of seven hours: Monday, Tuesday, one hour of Wednesday
    deadline = civil_deadline(at("2026-10-30 17:00"), Period(2, Unit.DAY), calendar)
    assert deadline.due_at == at("2026-11-04 10:00")


def test_a_day_without_lunch_break_is_one_session():
    hours = OfficeHours(date(2026, 1, 1), lunch_from=None, lunch_until=None)
    assert [(start.hour, end.hour) for start, end in hours.sessions(date(2026, 1, 5))] == [(9, 18)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": time(18), "closes": time(9)},
        {"opens": time(9), "closes": time(9), "lunch_from": None, "lunch_until": None},
        {"lunch_from": None},
        {"lunch_from": time(8)},
        {"lunch_until": time(19)},
    ],
)
def test_hours_out_of_order_are_refused(wrong):
    with pytest.raises(ValueError, match=r"hours|lunch"):
        OfficeHours(date(2026, 1, 1), **wrong)


def test_a_calendar_without_hours_is_refused():
    with pytest.raises(ValueError, match="hours"):
        OfficeCalendar((), YEAR, ())


def test_moments_of_other_time_zones_are_read_in_korean_time_and_naive_ones_refused():
    calendar = OfficeCalendar((), YEAR)
    utc = datetime(2026, 11, 23, 0, 10, 59, tzinfo=ZoneInfo("UTC"))
    assert civil_deadline(utc, Period(1, Unit.HOUR), calendar).due_at == at("2026-11-23 10:10")
    with pytest.raises(ValueError, match="time zone"):
        civil_deadline(datetime(2026, 11, 23, 9), Period(1, Unit.HOUR), calendar)


def test_working_time_between_two_moments():
    calendar = OfficeCalendar((CHRISTMAS,), YEAR)
    assert working_time(at("2026-12-24 17:00"), at("2026-12-28 10:30"), calendar) == timedelta(hours=2, minutes=30)
    assert working_time(at("2026-12-28 12:00"), at("2026-12-28 13:00"), calendar) == timedelta(0)
    assert working_time(at("2026-12-28 12:00"), at("2026-12-27 13:00"), calendar) == timedelta(0)
