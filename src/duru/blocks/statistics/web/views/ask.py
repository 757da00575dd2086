"""A table made by hand: choose, see, keep."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import needs
from duru.blocks.statistics.catalogue import find_subject, list_subjects
from duru.blocks.statistics.enums import RollupState
from duru.blocks.statistics.errors import AskRefused, NoSnapshot
from duru.blocks.statistics.models import Rollup, SavedTable
from duru.blocks.statistics.operations.saved import change_saved, drop_saved, question_of_saved, save_table
from duru.blocks.statistics.permissions import ASK, SEE
from duru.blocks.statistics.queries import get_rollup, get_saved
from duru.blocks.statistics.queries.reports import section_of
from duru.blocks.statistics.queries.rollups import check_question
from duru.blocks.statistics.rules.question import question_of
from duru.blocks.statistics.web.forms import AskForm, ChangeForm, KeepForm
from duru.blocks.statistics.web.showing import (
    CRUMB,
    answer_to,
    file_answer,
    looking_of,
    paper_of,
    shown,
    table_context,
    wanted_file,
)
from duru.blocks.ui.api import confirm_page, render_page

_CRUMB = ("직접 만들기", "/statistics/ask")


@needs(ASK)
def ask(request: HttpRequest) -> HttpResponse:
    return render_page(
        request,
        "statistics/ask.html",
        {
            "subjects": [each for each in list_subjects() if request.actor.may(each.needs)],
            "looking": looking_of(request),
        },
        title="통계표 직접 만들기",
        lead="무엇에 대해 셀지 먼저 고릅니다.",
        breadcrumbs=[CRUMB, ("직접 만들기", "")],
    )


@needs(ASK)
def ask_about(request: HttpRequest, subject: str) -> HttpResponse:
    found = find_subject(subject)
    if found is None or not request.actor.may(found.needs):
        raise Http404
    looking = looking_of(request)
    form = AskForm(found, looking.months, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rollup = answer_to(form.question())
            return redirect(
                f"{reverse('statistics:answer', args=[rollup.public_id])}?chart={form.cleaned_data['chart']}"
            )
        except AskRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        except NoSnapshot as missing:
            form.add_error("first", str(missing))
    return render_page(
        request,
        "statistics/ask_about.html",
        {"subject": found, "form": form, "looking": looking},
        title=f"{found.label}: 표 만들기",
        lead=f"한 줄은 {found.row_means}입니다. {found.source}",
        breadcrumbs=[CRUMB, _CRUMB, (found.label, "")],
    )


@needs(ASK)
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        rollup = get_rollup(public_id)
    except Rollup.DoesNotExist as unknown:
        raise Http404 from unknown
    question = question_of(rollup.question)
    subject = check_question(question)
    chart = request.GET.get("chart", "hbar")
    chart = chart if chart in ("hbar", "bar", "line", "") else "hbar"
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            saved_table = save_table(
                by=request.actor, title=given["title"], question=question, chart=chart, note=given["note"], at=timezone.now(),
                n_months=len(question.months) if given["is_rolling"] else 0, is_shared=given["is_shared"], mail=given["mail"],
            )  # fmt: skip
        except AskRefused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, "통계표를 저장했습니다. 통계표 목록에서 한 번에 다시 봅니다.")
            return redirect("statistics:saved", public_id=saved_table.public_id)
    title = f"{subject.label}: 만든 표"
    return _show(
        request, rollup, title, chart, {"form": form, "change_url": reverse("statistics:ask_about", args=[subject.key])}
    )


@needs(SEE)
def saved(request: HttpRequest, public_id: str) -> HttpResponse:
    kept = _get(request, public_id)
    looking = looking_of(request)
    context = {"saved": kept, "looking": looking, "is_own": kept.by_id == request.actor.membership_id}
    try:
        if looking.month is None:
            raise NoSnapshot("아직 월말 자료가 없습니다.")
        rollup = answer_to(question_of_saved(kept, looking.month))
    except (NoSnapshot, AskRefused) as missing:
        return render_page(
            request, "statistics/answer.html", context | {"missing": str(missing)}, title=kept.title,
            breadcrumbs=[CRUMB, (kept.title, "")],
        )  # fmt: skip
    return _show(request, rollup, kept.title, kept.chart, context)


@needs(ASK)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    kept = _get(request, public_id)
    start = {"title": kept.title, "note": kept.note, "is_shared": kept.is_shared, "mail": kept.mail}
    form = ChangeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        change_saved(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "바꾸었습니다.")
        return redirect("statistics:saved", public_id=public_id)
    return render_page(
        request, "statistics/change.html", {"form": form, "saved": kept}, title=f"{kept.title}: 고치기",
        breadcrumbs=[CRUMB, (kept.title, reverse("statistics:saved", args=[public_id])), ("고치기", "")],
    )  # fmt: skip


@needs(ASK)
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    kept = _get(request, public_id)
    if request.method == "POST":
        drop_saved(by=request.actor, public_id=public_id, at=timezone.now())
        messages.success(request, "통계표를 지웠습니다.")
        return redirect("statistics:tables")
    return confirm_page(
        request, title="통계표 지우기", question=f"‘{kept.title}’ 통계표를 지울까요?", confirm_label="지우기",
        cancel_url=reverse("statistics:saved", args=[public_id]), is_danger=True, breadcrumbs=[CRUMB, (kept.title, "")],
        consequences=["함께 보던 사람에게도 보이지 않습니다.", "월말 자료와 다른 표는 그대로 남습니다."],
    )  # fmt: skip


def _get(request: HttpRequest, public_id: str) -> SavedTable:
    try:
        return get_saved(request.actor, public_id)
    except SavedTable.DoesNotExist as unknown:
        raise Http404 from unknown


def _show(request: HttpRequest, rollup: Rollup, title: str, chart: str, context: dict) -> HttpResponse:
    looking = looking_of(request)
    question = question_of(rollup.question)
    first, last = question.months[0], question.months[-1]
    lead = f"{last.words} 월말 기준" if first == last else f"{first.words}부터 {last.words}까지"
    kind = wanted_file(request)
    if kind and rollup.state == RollupState.DONE:
        section = section_of(
            shown(rollup, outside=looking.outside), title, outside=looking.outside, has_picture=bool(chart)
        )
        return file_answer(request, kind, paper_of(request, title, lead, [section], outside=looking.outside))
    shown_table = table_context(request, rollup, title, outside=looking.outside, chart=chart)
    return render_page(
        request, "statistics/answer.html", {"looking": looking} | context | shown_table, title=title, lead=lead,
        breadcrumbs=[CRUMB, (title, "")],
    )  # fmt: skip
