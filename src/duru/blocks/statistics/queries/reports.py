"""Which tables make a report, and how an answer becomes a section of a paper."""

from __future__ import annotations

from collections.abc import Sequence

from duru.blocks.statistics.catalogue import StandardTable
from duru.blocks.statistics.models import Rollup
from duru.blocks.statistics.papers import Section
from duru.blocks.statistics.queries.rollups import check_question, grid_of, sources_of
from duru.blocks.statistics.rules.question import question_of

# One page for the 구청장, and what 지역사회보장계획 (사회보장급여법 §35) leans on; keys nobody registered are left out.
MONTHLY = ("recipients-programme", "changes", "supply", "overlaps-verdict")
YEARLY = (
    "residents-age-sex", "residents-dong", "alone-old", "recipients-programme", "recipients-dong", "recipients-age",
    "changes-year", "supply", "supply-dong", "agencies", "handouts-month", "handouts-funding", "stock-agencies", "spread",
    "several", "overlaps-verdict", "overrides",
)  # fmt: skip


def definitions_of(rollup: Rollup) -> list[tuple[str, str]]:
    """Return what is printed beside an answer: what a row means, and what each measure counts."""
    question = question_of(rollup.question)
    subject = check_question(question)
    return [
        ("한 줄", subject.row_means),
        *((each.label, each.definition) for each in map(subject.measure, question.measures)),
    ]


def sources_line(rollup: Rollup) -> str:
    """Say from which snapshots an answer comes, when they were read, and from which registers."""
    question = question_of(rollup.question)
    subject = check_question(question)
    found = sources_of(rollup)
    months = ", ".join(f"{each.month_on:%Y-%m} 제{each.version}판({each.read_at:%Y-%m-%d} 읽음)" for each in found[-3:])
    before = f"{found[0].month_on:%Y-%m}부터, " if len(found) > 3 else ""
    return f"자료: {subject.source}. 월말 자료 {before}{months}"


def section_of(rollup: Rollup, title: str, *, outside: bool, note: str = "", has_picture: bool = True) -> Section:
    """Return an answer as a section of a paper."""
    return Section(
        title, grid_of(rollup, outside=outside), definitions_of(rollup), sources_line(rollup), note, has_picture
    )


def tables_of(keys: Sequence[str], known: Sequence[StandardTable]) -> list[StandardTable]:
    """Return the standard tables of these keys in their order."""
    by_key = {each.key: each for each in known}
    return [by_key[key] for key in keys if key in by_key]
