"""The public holidays of Korea by rule, to fill the holiday table with.

The table is what counts: 임시공휴일 and election days are added to it by hand, the same day they are announced. Those of
the past are listed here, so that old cases are counted as they were.

Source: 관공서의 공휴일에 관한 규정 제2조·제3조 (대통령령 제36290호, 2026-04-30) and its 부칙; 공휴일에 관한 법률 (2026-02-10
개정, 제헌절).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from duru.kernel.births import LunarDay, lunar_to_solar
from duru.kernel.days import STANDARD_HOURS, Holiday, OfficeCalendar, OfficeHours, Span

FIRST_YEAR, LAST_YEAR = 2014, 2049  # before: other substitute rules; after: the lunar table of the library ends

# From when a rule differs. Source: the decrees that changed 관공서의 공휴일에 관한 규정.
_NATIONAL_DAYS_MOVE = date(2021, 8, 4)  # 대통령령 제31930호: 국경일, as 어린이날 since 2013 (제24828호)
_BUDDHA_AND_CHRISTMAS_MOVE = date(2023, 5, 4)  # 제33448호
_LABOUR_AND_CONSTITUTION_DAY = 2026  # 제36290호: 노동절 from 1 May, 제헌절 from 11 May

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6

# Days of 제2조 제10호의2 and 제11호; a presidential election after a vacancy is no 임기만료 선거 and was named 임시공휴일.
ANNOUNCED = (
    Holiday(date(2014, 6, 4), "제6회 전국동시지방선거일", "election"),
    Holiday(date(2015, 8, 14), "임시공휴일(광복 70주년)", "extra"),
    Holiday(date(2016, 4, 13), "제20대 국회의원선거일", "election"),
    Holiday(date(2016, 5, 6), "임시공휴일", "extra"),
    Holiday(date(2017, 5, 9), "임시공휴일(제19대 대통령선거일)", "extra"),
    Holiday(date(2017, 10, 2), "임시공휴일", "extra"),
    Holiday(date(2018, 6, 13), "제7회 전국동시지방선거일", "election"),
    Holiday(date(2020, 4, 15), "제21대 국회의원선거일", "election"),
    Holiday(date(2020, 8, 17), "임시공휴일", "extra"),
    Holiday(date(2022, 3, 9), "제20대 대통령선거일", "election"),
    Holiday(date(2022, 6, 1), "제8회 전국동시지방선거일", "election"),
    Holiday(date(2023, 10, 2), "임시공휴일", "extra"),
    Holiday(date(2024, 4, 10), "제22대 국회의원선거일", "election"),
    Holiday(date(2024, 10, 1), "임시공휴일(국군의 날)", "extra"),
    Holiday(date(2025, 1, 27), "임시공휴일", "extra"),
    Holiday(date(2025, 6, 3), "임시공휴일(제21대 대통령선거일)", "extra"),
    Holiday(date(2026, 6, 3), "제9회 전국동시지방선거일", "election"),
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A holiday of 제2조 and when it moves: on_saturday and on_sunday by its own day, on_holiday when it meets another."""

    on: date
    name: str
    on_saturday: bool = False
    on_sunday: bool = False
    on_holiday: bool = False


def shipped_calendar(
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
    *,
    extra: Iterable[Holiday] = (),
    hours: Sequence[OfficeHours] = (STANDARD_HOURS,),
) -> OfficeCalendar:
    """Make an office calendar of whole years from the rules and the announced days.

    Args:
        first_year, last_year: Both included, 2014–2049.
        extra: Further election days and 임시공휴일; substitutes go round them.
        hours: Dated office hours.

    Raises:
        ValueError: A year without rules.
    """
    named = [*ANNOUNCED, *extra]
    years = range(first_year, last_year + 1)
    holidays = [
        holiday
        for year in years
        for holiday in public_holidays(year, extra=[day for day in named if day.on.year == year])
    ]
    return OfficeCalendar(tuple(holidays), Span(date(first_year, 1, 1), date(last_year + 1, 1, 1)), tuple(hours))


def public_holidays(year: int, *, extra: Iterable[Holiday] = ()) -> list[Holiday]:
    """List the public holidays of a year with their substitutes, Sundays left out, in order.

    설날 and 추석 move for a Sunday or another holiday, the national days, 부처님오신날, 노동절, 어린이날 and 기독탄신일 also for a
    Saturday; 1월 1일 and 현충일 never. Before August 2021 only 어린이날, 설날 and 추석 moved, before May 2023 부처님오신날 and
    기독탄신일 did not. A substitute is the next day that is neither Sunday nor holiday, and not a Saturday; two of them on
    one weekday get one day more.

    Args:
        year: 2014–2049.
        extra: Election days and 임시공휴일 of the year; substitutes go round them.

    Raises:
        ValueError: Another year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no holiday rules for {year}")
    rules = sorted(_rules(year), key=lambda rule: rule.on)
    given = sorted(extra, key=lambda holiday: holiday.on)
    taken = {rule.on for rule in rules} | {holiday.on for holiday in given}
    substitutes = []
    for rule in _moving(rules):
        day = rule.on + _DAY
        while day in taken or day.weekday() >= _SATURDAY:
            day += _DAY
        taken.add(day)
        substitutes.append(Holiday(day, f"대체공휴일({rule.name})", "substitute"))
    statutory = [Holiday(rule.on, rule.name) for rule in rules]
    return sorted([*statutory, *substitutes, *given], key=lambda holiday: holiday.on)


def _moving(rules: list[_Rule]) -> list[_Rule]:
    """Choose the holidays that get a substitute; of two on one weekday one moves (제3조 제1항 제3호)."""
    moving: list[_Rule] = []
    for on, group in groupby(rules, key=lambda rule: rule.on):
        together = list(group)
        if on.weekday() == _SATURDAY:
            moving += [rule for rule in together if rule.on_saturday]
        elif on.weekday() == _SUNDAY:
            moving += [rule for rule in together if rule.on_sunday]
        elif len(together) > 1:
            moving += [rule for rule in together if rule.on_holiday][1 - len(together) :]
    return moving


def _rules(year: int) -> list[_Rule]:
    def movable(on: date, name: str, since: date = date.min) -> _Rule:
        moves = on >= since
        return _Rule(on, name, on_saturday=moves, on_sunday=moves, on_holiday=moves)

    def national(month: int, day: int, name: str) -> _Rule:
        return movable(date(year, month, day), name, _NATIONAL_DAYS_MOVE)

    new_year, harvest = lunar_to_solar(LunarDay(year, 1, 1)), lunar_to_solar(LunarDay(year, 8, 15))
    buddha = lunar_to_solar(LunarDay(year, 4, 8))
    rules = [
        _Rule(date(year, 1, 1), "1월 1일"),
        *(_feast(new_year + at * _DAY, name) for at, name in ((-1, "설날 전날"), (0, "설날"), (1, "설날 다음 날"))),
        national(3, 1, "삼일절"),
        movable(buddha, "부처님 오신 날", _BUDDHA_AND_CHRISTMAS_MOVE),
        movable(date(year, 5, 5), "어린이날"),
        _Rule(date(year, 6, 6), "현충일"),
        national(8, 15, "광복절"),
        *(_feast(harvest + at * _DAY, name) for at, name in ((-1, "추석 전날"), (0, "추석"), (1, "추석 다음 날"))),
        national(10, 3, "개천절"),
        national(10, 9, "한글날"),
        movable(date(year, 12, 25), "기독탄신일", _BUDDHA_AND_CHRISTMAS_MOVE),
    ]
    if year >= _LABOUR_AND_CONSTITUTION_DAY:
        rules += [national(5, 1, "노동절"), national(7, 17, "제헌절")]
    return rules


def _feast(day: date, name: str) -> _Rule:
    return _Rule(day, name, on_sunday=True, on_holiday=True)
