from datetime import date

import pytest

from duru.kernel.days import Holiday
from duru.kernel.holidays_kr import ANNOUNCED, FIRST_YEAR, LAST_YEAR, public_holidays, shipped_calendar

pytestmark = pytest.mark.unit


def substitutes(year: int, **extra: object) -> list[date]:
    return [holiday.on for holiday in public_holidays(year, **extra) if holiday.kind == "substitute"]


def test_the_year_2026():
    assert [(f"{holiday.on:%m-%d}", holiday.name) for holiday in public_holidays(2026)] == [
        ("01-01", "1월 1일"), ("02-16", "설날 전날"), ("02-17", "설날"), ("02-18", "설날 다음 날"), ("03-01", "삼일절"), ("03-02", "대체공휴일(삼일절)"),
        ("05-01", "노동절"), ("05-05", "어린이날"), ("05-24", "부처님 오신 날"), ("05-25", "대체공휴일(부처님 오신 날)"), ("06-06", "현충일"),
        ("07-17", "제헌절"), ("08-15", "광복절"), ("08-17", "대체공휴일(광복절)"), ("09-24", "추석 전날"), ("09-25", "추석"), ("09-26", "추석 다음 날"),
        ("10-03", "개천절"), ("10-05", "대체공휴일(개천절)"), ("10-09", "한글날"), ("12-25", "기독탄신일"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "days"),
    [  # years up to 2030 agree with the library `holidays` 0.109, day by day, but for elections still to come
        (2014, ["09-10"]),
        (2015, ["09-29"]),
        (2016, ["02-10"]),
        (2017, ["01-30", "10-06"]),  # 개천절 met 추석 전날, and only 추석 could move then
        (2018, ["05-07", "09-26"]),
        (2019, ["05-06"]),
        (2020, ["01-27"]),  # 삼일절 and 현충일 fell on weekends and did not move
        (2021, ["08-16", "10-04", "10-11"]),  # the national days move since August
        (2022, ["09-12", "10-10"]),
        (2023, ["01-24", "05-29"]),
        (2024, ["02-12", "05-06"]),
        (2025, ["03-03", "05-06", "10-08"]),  # 5 May 2025 is 어린이날 and 부처님 오신 날 at once
        (2027, ["02-09", "05-03", "07-19", "08-16", "10-04", "10-11", "12-27"]),
        (2028, ["10-05"]),  # 개천절 lies inside 추석
        (2029, ["05-07", "05-21", "09-24"]),
        (2030, ["02-05", "05-06"]),
    ],
)
def test_substitutes_of_other_years(year, days):
    assert [f"{day:%m-%d}" for day in substitutes(year)] == days


def test_labour_and_constitution_day_begin_in_2026():
    assert not {"노동절", "제헌절"} & {holiday.name for holiday in public_holidays(2025)}
    assert {"노동절", "제헌절"} <= {holiday.name for holiday in public_holidays(2026)}


def test_new_year_and_memorial_day_never_move():
    names = {holiday.name for year in range(FIRST_YEAR, LAST_YEAR + 1) for holiday in public_holidays(year)}
    assert not {"대체공휴일(1월 1일)", "대체공휴일(현충일)"} & names


def test_substitutes_go_round_days_the_government_names():
    extra = Holiday(date(2026, 3, 2), "임시공휴일", "extra")
    assert substitutes(2026, extra=[extra])[0] == date(2026, 3, 3)


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_no_substitute_falls_on_a_weekend_or_another_holiday(year):
    holidays = public_holidays(year)
    others = {holiday.on for holiday in holidays if holiday.kind != "substitute"}
    moved = substitutes(year)
    assert all(day.weekday() < 5 and day not in others for day in moved)
    assert len(moved) == len(set(moved))
    assert [holiday.on for holiday in holidays] == sorted(holiday.on for holiday in holidays)


@pytest.mark.parametrize("year", [2013, 2050])
def test_other_years_have_no_rule_here(year):
    with pytest.raises(ValueError, match=str(year)):
        public_holidays(year)


def test_the_shipped_calendar_holds_rules_and_announced_days():
    calendar = shipped_calendar(2026, 2027)
    assert calendar.name_of(date(2026, 6, 3)) == "제9회 전국동시지방선거일"
    assert calendar.name_of(date(2026, 3, 2)) == "대체공휴일(삼일절)"
    assert (calendar.known.from_on, calendar.known.last_on) == (date(2026, 1, 1), date(2027, 12, 31))
    assert not calendar.is_working(date(2027, 12, 27))
    assert calendar.is_working(date(2025, 12, 25))  # beyond the table only weekends are known


def test_a_named_day_of_another_year_is_taken_into_its_own():
    extra = Holiday(date(2027, 3, 2), "임시공휴일", "extra")
    assert not shipped_calendar(2026, 2027, extra=[extra]).is_working(date(2027, 3, 2))
    assert shipped_calendar(2026, 2026, extra=[extra]).is_working(date(2027, 3, 2))


def test_no_announced_day_is_a_holiday_by_rule():
    for named in ANNOUNCED:
        assert named.on not in {holiday.on for holiday in public_holidays(named.on.year)}
        assert named.on.weekday() < 5
