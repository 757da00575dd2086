from datetime import date, datetime, timedelta

import pytest

from duru.kernel.days import KST, OfficeHours, Pause, PauseReason, civil_deadline, parse_period
from duru.kernel.days.wording import day_words, days_words, length_words, moment_words, span_words
from duru.kernel.holidays_kr import shipped_calendar

pytestmark = pytest.mark.unit

CALENDAR = shipped_calendar(2017, 2027)


def test_a_day_names_its_year_only_when_it_is_another_one():
    assert day_words(date(2026, 12, 2)) == "2026년 12월 2일(수)"
    assert day_words(date(2026, 12, 2), after=date(2026, 1, 1)) == "12월 2일(수)"
    assert day_words(date(2027, 1, 1), after=date(2026, 12, 2), name="1월 1일") == "2027년 1월 1일(금, 공휴일)"


def test_midnight_begins_a_day_or_ends_one():
    midnight = datetime(2026, 12, 2, tzinfo=KST)
    assert moment_words(midnight, after=date(2026, 1, 1)) == "12월 2일(수) 0시"
    assert moment_words(midnight, after=date(2026, 1, 1), is_end=True) == "12월 1일(화) 24시"
    assert moment_words(midnight + timedelta(hours=17, minutes=5)) == "2026년 12월 2일(수) 17시 5분"


def test_lengths_and_spans():
    assert [length_words(timedelta(minutes=n)) for n in (30, 60, 450)] == ["30분", "1시간", "7시간 30분"]
    assert span_words(date(2026, 12, 1), date(2026, 12, 1), after=date(2026, 1, 1)) == "12월 1일(화)"
    assert span_words(date(2026, 12, 31), date(2027, 1, 2)) == "2026년 12월 31일(목)부터 2027년 1월 2일(토)까지"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        (["2026-11-28", "2026-11-29"], "11월 28일(토)·29일(일)"),
        (["2026-10-31", "2026-11-01"], "10월 31일(토), 11월 1일(일)"),
        (["2026-12-25", "2026-12-26"], "12월 25일(금, 기독탄신일)·26일(토)"),
        ([f"2026-11-{day}" for day in ("01", "07", "08", "14", "15", "21", "22")], "토·일요일 7일"),
    ],
)
def test_lists_of_days(days, words):
    assert days_words([date.fromisoformat(day) for day in days], CALENDAR, after=date(2026, 1, 1)) == words


def test_very_many_holidays_are_counted():
    year = [date(2017, 1, 1) + timedelta(n) for n in range(365)]
    words = days_words([day for day in year if not CALENDAR.is_working(day)], CALENDAR, after=date(2017, 1, 1))
    assert words.startswith("토·일요일 ")
    assert words.endswith(" 등 공휴일 18일")


def test_a_pause_in_hours_is_told_in_hours():
    received = datetime(2026, 11, 23, tzinfo=KST)
    outage = Pause(PauseReason.OUTAGE, received + timedelta(hours=9), received + timedelta(days=1))
    deadline = civil_deadline(
        received,
        parse_period("1일"),
        shipped_calendar(2026, 2027, hours=[OfficeHours(date(2026, 1, 1))]),
        pauses=[outage],
    )
    assert [step.text for step in deadline.steps[1:3]] == [
        "2026년 11월 23일(월) 0시에 접수하였으나 세지 않는 때여서 11월 24일(화) 9시부터 셉니다.",
        "세지 않는 기간(정보시스템 장애): 11월 23일(월) 9시부터 11월 23일(월) 24시까지.",
    ]
