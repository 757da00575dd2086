"""The tables an official can open: fields of need, items of the survey, marks, levels of risk, periods. Dated rows with sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from duru.kernel.dated_rows import DatedRow, rows_from_csv
from duru.kernel.dated_rows import rows_on as _rows_on
from duru.kernel.days import Period, parse_period
from duru.services.care.enums import RiskLevel, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedDomain(DatedRow):
    """One of the ten fields of life in which needs are asked for (욕구 10영역)."""

    key: str
    label: str
    asks: str
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyItem(DatedRow):
    """One item of the survey before a plan; `side` says whose compartment the answer lies in, no choices mean free words."""

    key: str
    part: str
    label: str
    side: Side
    choices: str
    source: str
    status: str

    @property
    def words(self) -> tuple[str, ...]:
        """The answers to choose from, in their order; empty for free words."""
        return tuple(self.choices.split("|")) if self.choices else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagRule(DatedRow):
    """A mark that says what to do without saying why, and the survey answers that set it by themselves."""

    key: str
    label: str
    to_do: str
    item: str
    answers: frozenset[str]
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRule(DatedRow):
    """A level of risk and from what needs it follows: in at least `n_domains` of `domains` a level of `at_least`."""

    level: RiskLevel
    domains: frozenset[str]
    at_least: int
    n_domains: int
    because: str
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule(DatedRow):
    """How long something may take."""

    key: str
    label: str
    period: str
    source: str
    status: str

    @property
    def length(self) -> Period:
        """The period as the calendar counts it."""
        return parse_period(self.period)


_FILES = {
    NeedDomain: "need_domains.csv",
    SurveyItem: "survey_items.csv",
    FlagRule: "flags.csv",
    RiskRule: "risks.csv",
    PeriodRule: "periods.csv",
}
AnyRow = TypeVar("AnyRow", bound=DatedRow)


def all_rows(row_type: type[AnyRow]) -> tuple[AnyRow, ...]:
    """Return a whole table as shipped, in its order."""
    key: Any = row_type  # a class is hashable, which a generic one is not known to be
    return _read(key)


@cache
def _read(row_type: Any) -> tuple:
    return rows_from_csv(
        files("duru.services.care.rules").joinpath(_FILES[row_type]).read_text(encoding="utf-8"), row_type
    )


def rows_on(row_type: type[AnyRow], on: date) -> list[AnyRow]:
    """Return the rows of a table in force on a day."""
    return _rows_on(all_rows(row_type), on)


def period_on(key: str, on: date) -> PeriodRule:
    """Return the period of something on a day.

    Raises:
        KeyError: no row holds.
    """
    for row in rows_on(PeriodRule, on):
        if row.key == key:
            return row
    raise KeyError(key)
