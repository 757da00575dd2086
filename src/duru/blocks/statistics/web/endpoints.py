"""JSON for programs: which tables there are, and one of them in one month, with its definitions."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Router, Schema

from duru.blocks.access.api import check_may
from duru.blocks.statistics.catalogue import find_standard, list_standards
from duru.blocks.statistics.enums import RollupState
from duru.blocks.statistics.errors import AskRefused, NoSnapshot
from duru.blocks.statistics.permissions import SEE_PUBLISHED
from duru.blocks.statistics.queries.reports import definitions_of, sources_line
from duru.blocks.statistics.queries.rollups import grid_of
from duru.blocks.statistics.rules.months import months_until
from duru.blocks.statistics.web.showing import answer_to, looking_of, shown

router = Router(tags=["통계"])


class TableOut(Schema):
    """A standard table."""

    key: str
    title: str
    topic: str


class LineOut(Schema):
    """One line; a hidden number is null and named in `hidden` by its place."""

    key: str | None = Field(description="나눈 값. 계는 null, 모름은 빈 글")
    label: str
    values: list[float | None]
    hidden: list[int]


class AnswerOut(Schema):
    """One table in one month."""

    key: str
    title: str
    month: str
    months: list[str]
    outside: bool
    headings: list[str]
    lines: list[LineOut]
    definitions: dict[str, str]
    sources: str


@router.get("/statistics", response=list[TableOut], summary="통계표 목록")
def tables(request: HttpRequest):
    """표준 통계표의 이름을 돌려줍니다."""
    check_may(request.actor, SEE_PUBLISHED)  # type: ignore[attr-defined]  # set by the middleware of access
    return [{"key": each.key, "title": each.title, "topic": each.topic} for each in list_standards()]


@router.get("/statistics/{key}", response=AnswerOut, summary="통계표 하나")
def table(request: HttpRequest, key: str, month: str = "", outside: bool = False):
    """한 달의 통계표를 정의와 함께 돌려줍니다. 아직 셈하지 않은 표는 맡겨 두고 422로 답하니 잠시 뒤 다시 물으십시오.

    구청 밖의 계정에는 작은 칸을 가리고, 구청 안에서도 outside=true면 가립니다.
    """
    check_may(request.actor, SEE_PUBLISHED)  # type: ignore[attr-defined]  # set by the middleware of access
    standard = find_standard(key)
    if standard is None:
        raise AskRefused("그런 통계표가 없습니다.", field="key")
    if standard.needs:
        check_may(request.actor, standard.needs)  # type: ignore[attr-defined]  # set by the middleware of access
    looking = looking_of(request)
    if looking.month is None or (month and str(looking.month) != month):
        raise AskRefused("그 달의 월말 자료가 없습니다. 달은 2026-10처럼 적습니다.", field="month")
    is_outside = looking.outside or outside
    try:
        rollup = answer_to(standard.question.over(months_until(looking.month, standard.n_months)))
    except NoSnapshot as missing:
        raise AskRefused(str(missing), field="month") from missing
    if rollup.state != RollupState.DONE:
        raise AskRefused("셈하고 있습니다. 잠시 뒤 다시 물어 주세요.")
    grid = grid_of(shown(rollup, outside=is_outside), outside=is_outside)
    return {
        "key": key, "title": standard.title, "month": str(looking.month), "months": rollup.question["months"],
        "outside": is_outside, "headings": [each.words for each in grid.headings],
        "lines": [
            {
                "key": line.key, "label": line.words, "values": [None if each.is_hidden else each.value for each in line.figures],
                "hidden": [at for at, each in enumerate(line.figures) if each.is_hidden],
            }
            for line in grid.lines
        ],
        "definitions": dict(definitions_of(rollup)), "sources": sources_line(rollup),
    }  # fmt: skip


tables.needs_permission = table.needs_permission = SEE_PUBLISHED  # type: ignore[attr-defined]  # stated as for pages
