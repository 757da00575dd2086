"""The one page for the 구청장, and the yearly pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from duru.blocks.access.api import needs
from duru.blocks.statistics.catalogue import find_subject, list_standards
from duru.blocks.statistics.enums import RollupState
from duru.blocks.statistics.errors import NoSnapshot
from duru.blocks.statistics.models import Rollup
from duru.blocks.statistics.papers import Section
from duru.blocks.statistics.permissions import SEE
from duru.blocks.statistics.queries.reports import MONTHLY, YEARLY, section_of, tables_of
from duru.blocks.statistics.queries.rollups import grid_of
from duru.blocks.statistics.rules.months import Month, months_until
from duru.blocks.statistics.rules.question import Question
from duru.blocks.statistics.web.showing import (
    CRUMB,
    Looking,
    answer_to,
    drawing_of,
    file_answer,
    looking_of,
    paper_of,
    shown,
    wanted_file,
)
from duru.blocks.ui.api import render_page

# The big figures of the month: words, subject, measure.
_FIGURES = (
    ("주민", "residents", "persons"),
    ("홀로 사는 65세 이상", "residents", "alone_old"),
    ("공적급여를 받는 사람", "recipients", "persons"),
    ("월 급여액", "recipients", "won"),
    ("기관이 준 것", "handouts", "cases"),
    ("받은 사람", "handouts", "persons"),
)


@needs(SEE)
def month(request: HttpRequest) -> HttpResponse:
    return _report(request, "월간 복지 현황", MONTHLY, "한 달의 복지를 한 장으로 봅니다.", is_one_page=True)


@needs(SEE)
def year(request: HttpRequest) -> HttpResponse:
    return _report(
        request, "연간 복지 통계", YEARLY, "지역사회보장계획(사회보장급여법 §35)과 지역사회보장조사에 쓰는 표를 한 묶음으로 봅니다.", is_one_page=False,
    )  # fmt: skip


def _report(request: HttpRequest, title: str, keys: Sequence[str], lead: str, *, is_one_page: bool) -> HttpResponse:
    looking = looking_of(request)
    context: dict = {"looking": looking, "sections": [], "is_waiting": False}
    if looking.month is not None:
        sections, is_waiting = _sections(looking, keys)
        figures, more_waiting = _figures(looking.month) if is_one_page else ([], False)
        context |= {"is_waiting": is_waiting or more_waiting, "figures": figures}
        kind = wanted_file(request)
        if kind and not context["is_waiting"]:
            named = [(words, text) for words, text, _, _ in figures]
            paper = paper_of(
                request, f"{title} {looking.month}", f"{looking.month.words} 월말 기준", sections, outside=looking.outside,
                figures=named,
            )  # fmt: skip
            return file_answer(request, kind, replace(paper, is_one_page=is_one_page))
        context["sections"] = [
            (f"chart{at}", section, drawing_of(section.grid, "hbar") if section.has_picture else None)
            for at, section in enumerate(sections)
        ]
    return render_page(
        request, "statistics/report.html", context, title=title,
        lead=f"{looking.month.words} 월말 기준. {lead}" if looking.month else lead, breadcrumbs=[CRUMB, (title, "")],
    )  # fmt: skip


def _sections(looking: Looking, keys: Sequence[str]) -> tuple[list[Section], bool]:
    found, is_waiting = [], False
    assert looking.month is not None
    for standard in tables_of(keys, list_standards()):
        try:
            rollup = answer_to(standard.question.over(months_until(looking.month, standard.n_months)))
        except NoSnapshot:
            continue  # a table over six months needs six
        if rollup.state == RollupState.DONE:
            found.append(
                section_of(
                    shown(rollup, outside=looking.outside),
                    standard.title,
                    outside=looking.outside,
                    note=standard.note,
                    has_picture=bool(standard.chart),
                )  # fmt: skip
            )
        is_waiting |= rollup.state == RollupState.WAITING
    return found, is_waiting


def _figures(at: Month) -> tuple[list[tuple[str, str, str, str]], bool]:
    """Return (words, number, change against the month before, unit) of the big figures, and whether one still waits."""
    figures, is_waiting = [], False
    for words, subject, measure in _FIGURES:
        known = find_subject(subject)
        if known is None:
            continue
        now, before = (
            _total(Question(subject, (measure,), months=(at,))),
            _total(Question(subject, (measure,), months=(at.plus(-1),))),
        )
        if now is None:
            continue
        is_waiting |= now.state == RollupState.WAITING
        if now.state != RollupState.DONE:
            continue
        value, unit = _only(now), known.measure(measure).unit
        change = ""
        if before is not None and before.state == RollupState.DONE:
            change = f"지난달보다 {value - _only(before):+,}" if value != _only(before) else "지난달과 같음"
        figures.append((words, f"{value:,}{unit}", change, unit))
    return figures, is_waiting


def _total(question: Question) -> Rollup | None:
    try:
        return answer_to(question)
    except NoSnapshot:
        return None


def _only(rollup: Rollup) -> int:
    return int(grid_of(rollup, outside=False).lines[-1].figures[0].value or 0)
