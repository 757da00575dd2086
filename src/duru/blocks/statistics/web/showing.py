"""What the pages about tables have in common: which month, for whom, and how a table is shown and taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from duru.blocks.audit.api import record_export
from duru.blocks.documents.api import RenderingFailed
from duru.blocks.statistics.enums import Audience, RollupState
from duru.blocks.statistics.models import Rollup
from duru.blocks.statistics.operations.answers import ask_for, publish
from duru.blocks.statistics.papers import Paper, hwpx_of, pdf_of, xlsx_of
from duru.blocks.statistics.permissions import DRILL, SEE
from duru.blocks.statistics.queries.reports import section_of
from duru.blocks.statistics.queries.rollups import check_question
from duru.blocks.statistics.queries.snapshots import list_months
from duru.blocks.statistics.rules.drawing import series_of
from duru.blocks.statistics.rules.grid import Grid
from duru.blocks.statistics.rules.months import Month, parse_month
from duru.blocks.statistics.rules.question import Question, question_of
from duru.blocks.statistics.rules.sheets import csv_bytes
from duru.blocks.statistics.tasks import compute
from duru.kernel.errors import Refused

CRUMB = ("통계표", "/statistics/")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
}
_MOST_DRAWN = 40


@dataclass(frozen=True, slots=True)
class Looking:
    """Which month is looked at, which there are, and whether small cells are hidden."""

    month: Month | None
    months: list[Month]
    outside: bool
    may_choose: bool

    @property
    def audience(self) -> Audience:
        return Audience.OUTSIDE if self.outside else Audience.INSIDE


def looking_of(request: HttpRequest) -> Looking:
    """Read month and audience of a request; who works outside the office sees hidden cells whatever is asked."""
    months = list_months()
    try:
        asked = parse_month(request.GET.get("month", ""))
    except ValueError:
        asked = None
    may_choose = request.actor.may(SEE)  # type: ignore[attr-defined]  # set by the middleware of access
    outside = not may_choose or request.GET.get("for") == Audience.OUTSIDE
    return Looking(asked if asked in months else (months[0] if months else None), months, outside, may_choose)


def answer_to(question: Question) -> Rollup:
    """Return the answer, promised to the worker when it is not there yet."""
    rollup, is_open = ask_for(question, now=timezone.now())
    if is_open and rollup.state != RollupState.FAILED:
        compute.defer(rollup_id=rollup.id)
    return rollup


def shown(rollup: Rollup, *, outside: bool) -> Rollup:
    """Return a computed answer ready to be shown to somebody."""
    return publish(rollup, now=timezone.now()) if outside else rollup


def drawing_of(grid: Grid, kind: str) -> dict[str, Any] | None:
    """Return what the chart part needs, None when there is nothing to draw."""
    unit, series = series_of(grid)
    lines = grid.body
    if not kind or not lines or len(lines) > _MOST_DRAWN or not any(any(values) for _, values in series):
        return None
    factor = 100 if unit == "비율" else 1
    return {
        "labels": [line.words for line in lines],
        "series": [
            {
                "name": name,
                "values": [
                    None if value is None else round(value * factor, 1) if factor > 1 else value for value in values
                ],
            }
            for name, values in series
        ],
        "kind": kind,
        "unit": "%" if unit == "비율" else unit,
    }


def urls_of_people(request: HttpRequest, rollup: Rollup, *, outside: bool) -> str:
    """Return the address behind the numbers, "" where the actor may not go there or rows are not about persons."""
    subject = check_question(question_of(rollup.question))
    if outside or not subject.unit_sql or not request.actor.may(DRILL):  # type: ignore[attr-defined]  # middleware
        return ""
    return reverse("statistics:people", args=[rollup.public_id])


def paper_of(request: HttpRequest, title: str, lead: str, sections, *, outside: bool, figures=()) -> Paper:
    """Return the paper of a page, with the office and the band above it."""
    tenant = request.tenant  # type: ignore[attr-defined]  # set by the middleware of tenancy
    words = [
        str(Audience.OUTSIDE.label if outside else Audience.INSIDE.label),
        *(["시험자료"] if tenant.is_demo else []),
    ]
    return Paper(title, tenant.name, lead, tuple(sections), tuple(figures), " · ".join(words))


def file_answer(request: HttpRequest, kind: str, paper: Paper) -> HttpResponse:
    """Answer with a paper as a file; the download is recorded. CSV holds the first table.

    Raises:
        Refused: this machine cannot write that kind of file; says what to install.
    """
    try:
        body = {
            "xlsx": lambda: xlsx_of(paper), "csv": lambda: csv_bytes(paper.sections[0].grid), "pdf": lambda: pdf_of(paper),
            "hwpx": lambda: hwpx_of(paper),
        }[kind]()  # fmt: skip
    except RenderingFailed as failed:
        raise Refused(str(failed)) from failed
    record_export(
        actor=request.actor.audit, action="통계표 내려받기", purpose=paper.title,  # type: ignore[attr-defined]  # middleware
        detail={"kind": kind, "band": paper.band, "tables": [section.title for section in paper.sections]},
    )  # fmt: skip
    response = HttpResponse(body, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{paper.title}.{kind}")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def wanted_file(request: HttpRequest) -> str:
    """Return the kind of file that is asked for, "" for a page."""
    kind = request.GET.get("export", "")
    return kind if kind in TYPES else ""


def table_context(
    request: HttpRequest, rollup: Rollup, title: str, *, outside: bool, note: str = "", chart: str = "hbar"
) -> dict:
    """Return what the part of a page with one table needs."""
    if rollup.state != RollupState.DONE:
        return {"rollup": rollup, "is_waiting": rollup.state == RollupState.WAITING}
    rollup = shown(rollup, outside=outside)
    section = section_of(rollup, title, outside=outside, note=note)
    return {
        "rollup": rollup,
        "section": section,
        "grid": section.grid,
        "drawing": drawing_of(section.grid, chart),
        "people_url": urls_of_people(request, rollup, outside=outside),
    }
