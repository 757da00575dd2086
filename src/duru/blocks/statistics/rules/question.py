"""A question: what is counted, split by what, of which rows, over which months. Values only; the same question has the same hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from duru.blocks.statistics.rules.months import Month, parse_month
from duru.kernel.canonical import canonical_hash

MOST_MEASURES = 6
MOST_MONTHS = 60
MOST_VALUES = 200


@dataclass(frozen=True)
class Question:
    """One question.

    `rows` and `columns` are keys of dimensions ("" for none; `columns` only beside `rows`); `filters` keep rows whose value is
    one of those named; `months` oldest first, empty in a template whose months are told when it is asked.
    """

    subject: str
    measures: tuple[str, ...]
    rows: str = ""
    columns: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    months: tuple[Month, ...] = ()

    def over(self, months: Sequence[Month]) -> Question:
        """Return the same question for these months."""
        return replace(self, months=tuple(months))

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "subject": self.subject,
            "measures": list(self.measures),
            "rows": self.rows,
            "columns": self.columns,
            "filters": {key: sorted(values) for key, values in sorted(self.filters.items()) if values},
            "months": [str(month) for month in self.months],
        }

    @property
    def hash(self) -> str:
        """Name the question: 32 hex digits over its canonical form."""
        return canonical_hash(self.as_dict()).hex()[:32]


def question_of(value: Mapping[str, Any]) -> Question:
    """Read what `as_dict` wrote.

    Raises:
        ValueError: it is no question.
    """
    try:
        return Question(
            subject=str(value["subject"]),
            measures=tuple(map(str, value["measures"])),
            rows=str(value.get("rows", "")),
            columns=str(value.get("columns", "")),
            filters={str(key): tuple(map(str, values)) for key, values in dict(value.get("filters", {})).items()},
            months=tuple(parse_month(str(month)) for month in value.get("months", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a question") from error


def faults_of(
    question: Question, *, measures: Sequence[str], dimensions: Sequence[str], is_stock: bool
) -> list[tuple[str, str]]:
    """Return why a question has no honest answer, as (field, Korean sentence); nothing when it has one.

    Args:
        measures: keys the subject knows; `dimensions` likewise, "month" among them.
        is_stock: rows tell how things stood on a last day, so that months may stand beside each other but not be added.
    """
    faults = []
    if not question.measures or not set(question.measures) <= set(measures):
        faults.append(("measures", "셀 것을 하나 이상 목록에서 골라 주세요."))
    if len(question.measures) > MOST_MEASURES:
        faults.append(("measures", f"셀 것은 {MOST_MEASURES}가지까지 고를 수 있습니다."))
    splits = [key for key in (question.rows, question.columns) if key]
    if not set(splits) <= set(dimensions):
        faults.append(("rows", "나눌 것을 목록에서 골라 주세요."))
    if question.columns and not question.rows:
        faults.append(("rows", "가로로 나누려면 세로로 나눌 것을 먼저 골라 주세요."))
    if question.rows and question.rows == question.columns:
        faults.append(("columns", "세로와 가로에 서로 다른 것을 골라 주세요."))
    if not set(question.filters) <= set(dimensions) - {"month"}:
        faults.append(("filters", "거를 것을 목록에서 골라 주세요."))
    if any(len(values) > MOST_VALUES for values in question.filters.values()):
        faults.append(("filters", f"거르는 값은 {MOST_VALUES}개까지 고를 수 있습니다."))
    if not question.months:
        faults.append(("months", "어느 달의 자료로 셀지 골라 주세요."))
    if len(question.months) > MOST_MONTHS:
        faults.append(("months", f"한 번에 {MOST_MONTHS}달까지 셀 수 있습니다."))
    if is_stock and len(question.months) > 1 and "month" not in splits:
        faults.append(("columns", "월말 현재 수는 달끼리 더할 수 없습니다. 세로나 가로를 '달'로 나누어 주세요."))
    return faults
