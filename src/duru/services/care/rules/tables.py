"""The tables an official can open: fields of need, items of the survey, marks, levels of risk, periods. Dated rows with sources."""

from __future__ import annotations

from dataclasses import dataclass

from duru.kernel.dated_rows import DatedRow, PeriodRule, Tables
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


_TABLES = Tables(
    __package__,
    {
        NeedDomain: "need_domains",
        SurveyItem: "survey_items",
        FlagRule: "flags",
        RiskRule: "risks",
        PeriodRule: "periods",
    },
)
all_rows, rows_on, period_on = _TABLES.all_rows, _TABLES.rows_on, _TABLES.period_on
