"""The public holidays of Korea by rule, to fill the holiday table with.

The table is what counts: 임시공휴일 and election days are added to it by hand, the same day they are announced.

Source: 관공서의 공휴일에 관한 규정 제2조·제3조 (대통령령 제36290호, 2026-04-30); 공휴일에 관한 법률 (2026-02-10 개정, 제헌절).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from duru.kernel.births import LunarDay, lunar_to_solar
from duru.kernel.days import Holiday

FIRST_YEAR, LAST_YEAR = 2022, 2049  # before: other substitute rules; after: the lunar table of the library ends

# From when a rule differs. Source: 부칙 of the same decrees.
_LABOUR_AND_CONSTITUTION_DAY = 2026
_SUBSTITUTE_FOR_BUDDHA_AND_CHRISTMAS = 2023

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class _Rule:
    """A holiday of 제2조 and when it moves: on_saturday and on_sunday by its own day, on_holiday when it meets another."""

    on: date
    name: str
    on_saturday: bool = False
    on_sunday: bool = False
    on_holiday: bool = False


def public_holidays(year: int, *, extra: Iterable[Holiday] = ()) -> list[Holiday]:
    """List the public holidays of a year with their substitutes, Sundays left out, in order.

    설날 and 추석 move for a Sunday or another holiday, the national days, 부처님오신날, 노동절, 어린이날 and 기독탄신일 also for a
    Saturday; 1월 1일 and 현충일 never. A substitute is the next day that is neither Sunday nor holiday, and not a
    Saturday; two of them on one weekday get one day more.

    Args:
        year: 2022–2049.
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
    """Choose the holidays that get a substitute; of two on one weekday the second one moves (제3조 제1항)."""
    moving, seen = [], set()
    for rule in rules:
        weekday = rule.on.weekday()
        meets_another = rule.on in seen and weekday < _SATURDAY
        if (
            (weekday == _SATURDAY and rule.on_saturday)
            or (weekday == _SUNDAY and rule.on_sunday)
            or (meets_another and rule.on_holiday)
        ):
            moving.append(rule)
        seen.add(rule.on)
    return moving


def _rules(year: int) -> list[_Rule]:
    def national(month: int, day: int, name: str) -> _Rule:
        return _Rule(date(year, month, day), name, on_saturday=True, on_sunday=True, on_holiday=True)

    later = year >= _SUBSTITUTE_FOR_BUDDHA_AND_CHRISTMAS
    new_year, harvest = lunar_to_solar(LunarDay(year, 1, 1)), lunar_to_solar(LunarDay(year, 8, 15))
    buddha = lunar_to_solar(LunarDay(year, 4, 8))
    rules = [
        _Rule(date(year, 1, 1), "1월 1일"),
        *(_feast(new_year + at * _DAY, name) for at, name in ((-1, "설날 전날"), (0, "설날"), (1, "설날 다음 날"))),
        national(3, 1, "삼일절"),
        _Rule(buddha, "부처님 오신 날", later, later, True),
        national(5, 5, "어린이날"),
        _Rule(date(year, 6, 6), "현충일"),
        national(8, 15, "광복절"),
        *(_feast(harvest + at * _DAY, name) for at, name in ((-1, "추석 전날"), (0, "추석"), (1, "추석 다음 날"))),
        national(10, 3, "개천절"),
        national(10, 9, "한글날"),
        _Rule(date(year, 12, 25), "기독탄신일", later, later, later),
    ]
    if year >= _LABOUR_AND_CONSTITUTION_DAY:
        rules += [national(5, 1, "노동절"), national(7, 17, "제헌절")]
    return rules


def _feast(day: date, name: str) -> _Rule:
    return _Rule(day, name, on_sunday=True, on_holiday=True)
