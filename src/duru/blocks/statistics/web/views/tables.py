"""The standard tables: their list, and one of them in one month."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from duru.blocks.access.api import check_may, needs
from duru.blocks.statistics.catalogue import StandardTable, find_standard, find_subject, list_standards
from duru.blocks.statistics.enums import RollupState
from duru.blocks.statistics.errors import NoSnapshot
from duru.blocks.statistics.permissions import ASK, MANAGE, SEE, SEE_PUBLISHED
from duru.blocks.statistics.queries.reports import section_of
from duru.blocks.statistics.queries.saved import list_saved
from duru.blocks.statistics.rules.months import months_until
from duru.blocks.statistics.rules.question import Question
from duru.blocks.statistics.web.showing import (
    CRUMB,
    Looking,
    answer_to,
    file_answer,
    looking_of,
    paper_of,
    shown,
    table_context,
    wanted_file,
)
from duru.blocks.ui.api import render_page


@needs(SEE_PUBLISHED)
def tables(request: HttpRequest) -> HttpResponse:
    looking = looking_of(request)
    topics: dict[str, list[StandardTable]] = {}
    for standard in list_standards():
        if _may_see(request, standard):
            topics.setdefault(standard.topic, []).append(standard)
    return render_page(
        request,
        "statistics/tables.html",
        {
            "looking": looking,
            "topics": topics,
            "council": [each for group in topics.values() for each in group if each.is_for_council],
            "saved": list_saved(request.actor)[:40] if looking.may_choose else (),
            "may_ask": request.actor.may(ASK),
            "may_manage": request.actor.may(MANAGE),
        },
        title="통계표",
        lead="월말에 떠 둔 자료로 셉니다. 숫자 옆에 무엇을 어떻게 세었는지 함께 적습니다.",
        breadcrumbs=[("통계표", "")],
    )


@needs(SEE_PUBLISHED)
def table(request: HttpRequest, key: str) -> HttpResponse:
    standard = find_standard(key)
    if standard is None:
        raise Http404
    if standard.needs:
        check_may(request.actor, standard.needs)
    looking = looking_of(request)
    context = {"looking": looking, "standard": standard, "compare": request.GET.get("compare", "")}
    try:
        question, chart = _question(standard, looking, context["compare"])
        rollup = answer_to(question)
    except NoSnapshot as missing:
        return _page(request, standard, context | {"missing": str(missing)})
    kind = wanted_file(request)
    if kind and rollup.state == RollupState.DONE:
        section = section_of(
            shown(rollup, outside=looking.outside), standard.title, outside=looking.outside, note=standard.note,
            has_picture=bool(standard.chart),
        )  # fmt: skip
        title = f"{standard.title} {looking.month}"
        lead = f"{looking.month.words} 월말 기준"
        return file_answer(request, kind, paper_of(request, title, lead, [section], outside=looking.outside))
    shown_table = table_context(
        request, rollup, standard.title, outside=looking.outside, note=standard.note, chart=chart
    )
    return _page(request, standard, context | shown_table)


def _may_see(request: HttpRequest, standard: StandardTable) -> bool:
    needed = standard.needs or find_subject(standard.question.subject).needs
    return request.actor.may(needed) if needed != SEE else request.actor.may(SEE_PUBLISHED)


def _question(standard: StandardTable, looking: Looking, compare: str) -> tuple[Question, str]:
    """Return the question for the month that is looked at, and how it is drawn; compared months stand across."""
    if looking.month is None:
        raise NoSnapshot("아직 월말 자료가 없습니다.")
    question, n = standard.question, standard.n_months
    if compare in ("month", "year") and n == 1 and question.rows != "month":
        before = looking.month.plus(-1 if compare == "month" else -12)
        asked = Question(
            question.subject, question.measures, question.rows, "month", question.filters, (before, looking.month)
        )
        return asked, standard.chart or "hbar"
    return question.over(months_until(looking.month, n)), standard.chart


def _page(request: HttpRequest, standard: StandardTable, context: dict) -> HttpResponse:
    looking: Looking = context["looking"]
    faces = [("", "이달"), ("month", "지난달과"), ("year", "지난해 같은 달과")]
    if standard.n_months == 1 and looking.month:
        context["faces"] = [
            {
                "label": words, "is_current": context["compare"] == key,
                "url": f"{reverse('statistics:table', args=[standard.key])}?month={looking.month}&for={looking.audience}&compare={key}",
            }
            for key, words in faces
        ]  # fmt: skip
    return render_page(
        request,
        "statistics/table.html",
        context,
        title=standard.title,
        lead=f"{looking.month.words} 월말 기준" if looking.month else "",
        breadcrumbs=[CRUMB, (standard.title, "")],
    )
