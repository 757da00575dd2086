"""What is written on a case: notes, survey, marks, needs, referrals, plans and visits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import close_glass, glass_open, needs
from duru.blocks.documents.errors import LetterRefused
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.services.care.enums import NoteKind, Side, VisitState
from duru.services.care.errors import CareRefused
from duru.services.care.models import CareFlag, CarePlan, NeedFinding, Referral, SurveyAnswer, Visit
from duru.services.care.operations.cases import answer_survey, end_flag, find_needs, set_flag, write_note
from duru.services.care.operations.letters import draft_plan_letter
from duru.services.care.operations.together import (
    agree_plan,
    ask_other_side,
    make_plan,
    plan_visit,
    reply_referral,
    report_visit,
)
from duru.services.care.permissions import OTHER_SIDE, PLAN, SEE, WRITE
from duru.services.care.queries import case_subject, cases_visible_to, side_of, visits_between
from duru.services.care.web.deeds import form_page
from duru.services.care.web.forms import (
    PLAN_ROWS,
    AgreeForm,
    FlagForm,
    NeedsForm,
    NoteForm,
    PlanForm,
    ReferralForm,
    ReplyForm,
    ResultForm,
    ServiceForm,
    SurveyForm,
    VisitForm,
)
from duru.services.care.web.views.cases import GROUP, crumbs_of, get_or_404, note_look, url_of


def _own_side(request: HttpRequest) -> Side:
    side = side_of(request.actor)
    if side is None:
        raise Http404
    return side


def _deed(
    request: HttpRequest, public_id: str, form: Any, act, *, title: str, save: str, said: str, lead: str = "", **more
):
    found = get_or_404(request, public_id)
    if request.method == "GET":
        note_look(request, found, f"통합사례: {title}")

    def do(filled: Any) -> str:
        act(filled)
        return url_of(found)

    return form_page(
        request, form, do, title=title, save_label=save, back=url_of(found), said=said, crumbs=crumbs_of(found),
        lead=lead or f"{found.record.name} 님", **more,
    )  # fmt: skip


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    side = _own_side(request)

    def act(form: NoteForm) -> None:
        write_note(
            by=request.actor, case_id=public_id, kind=NoteKind(form.cleaned_data["kind"]), text=form.cleaned_data["text"],
            at=timezone.now(),
        )  # fmt: skip

    return _deed(
        request, public_id, NoteForm(request.POST or None, side=side), act, title=f"{side.label} 기록 적기", save="적기",
        said="기록을 적었습니다.", lead=f"{side.label} 쪽만 봅니다. 상대 쪽은 본인이 동의했거나 비상일 때만 봅니다.",
    )  # fmt: skip


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, public_id: str) -> HttpResponse:
    side, found = _own_side(request), get_or_404(request, public_id)
    known = dict(SurveyAnswer.objects.filter(case=found, side=side).values_list("item", "answer"))

    def act(form: SurveyForm) -> None:
        answer_survey(by=request.actor, case_id=public_id, answers=form.answers(), at=timezone.now())

    return _deed(
        request, public_id, SurveyForm(request.POST or None, side=side, on=timezone.localdate(), initial=known), act,
        title=f"조사 ({side.label} 쪽 항목)", save="답 적기", said="조사 답을 적었습니다.",
        lead="돌봄통합지원법 제10조제3항의 항목입니다(세부는 확인 필요). 건강 항목의 답은 할 일 표시로만 복지 쪽에 갑니다.",
    )  # fmt: skip


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def flags(request: HttpRequest, public_id: str) -> HttpResponse:
    found, today = get_or_404(request, public_id), timezone.localdate()
    held = list(CareFlag.objects.filter(case=found, until_on=None).values_list("flag", flat=True)) if _own_side(request) == Side.HEALTH else []  # fmt: skip

    def act(form: FlagForm) -> None:
        chosen = set(form.cleaned_data["flags"])
        for flag in chosen - set(held):
            set_flag(by=request.actor, case_id=public_id, flag=flag, at=timezone.now())
        for flag in set(held) - chosen:
            end_flag(by=request.actor, case_id=public_id, flag=flag, at=timezone.now())

    return _deed(
        request, public_id, FlagForm(request.POST or None, on=today, initial={"flags": held}), act, title="건강 표시",
        save="표시 고치기", said="표시를 고쳤습니다.", lead="까닭 없이 할 일만 알립니다. 복지 쪽은 본인이 동의했을 때 봅니다.",
    )  # fmt: skip


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_or_404(request, public_id)
    initial: dict[str, Any] = {}
    for row in NeedFinding.objects.filter(case=found):
        initial |= {row.domain: row.level, f"{row.domain}_words": row.words}

    def act(form: NeedsForm) -> None:
        find_needs(by=request.actor, case_id=public_id, found=form.found(), at=timezone.now())

    return _deed(
        request, public_id, NeedsForm(request.POST or None, on=timezone.localdate(), initial=initial), act,
        title="욕구 10영역", save="욕구 적기", said="욕구를 적었습니다.", lead="물어본 영역만 적습니다. 위기도는 까닭과 함께 나옵니다.",
        template="care/needs.html",
    )  # fmt: skip


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    other = _own_side(request).other

    def act(form: ReferralForm) -> None:
        ask_other_side(
            by=request.actor, case_id=public_id, asked=form.cleaned_data["asked"], due_on=form.cleaned_data["due_on"],
            at=timezone.now(),
        )  # fmt: skip

    return _deed(
        request, public_id, ReferralForm(request.POST or None), act, title=f"{other.label} 쪽에 의뢰", save="의뢰",
        said=f"{other.label} 쪽에 의뢰했습니다.",
    )  # fmt: skip


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = cases_visible_to(request.actor).values("id")
    referral = Referral.objects.select_related("case").filter(public_id=public_id, case__in=visible).first()
    if referral is None:
        raise Http404

    def act(form: ReplyForm) -> None:
        reply_referral(by=request.actor, public_id=public_id, reply=form.cleaned_data["reply"], at=timezone.now())

    return _deed(
        request, referral.case.public_id, ReplyForm(request.POST or None), act, title="의뢰에 회신", save="회신",
        said="회신했습니다.", lead=f"부탁: {referral.asked}",
    )  # fmt: skip


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    today = timezone.localdate()
    initial = {"from_on": today, "last_on": today + timedelta(days=182)}
    rows = formset_factory(ServiceForm, extra=PLAN_ROWS)(
        request.POST or None, prefix="s", form_kwargs={"on": today, "use_required_attribute": False}
    )

    def act(form: PlanForm) -> None:
        if not rows.is_valid():
            raise CareRefused("서비스 줄을 다시 확인해 주세요.")
        services = [service for row in rows if (service := row.service())]
        make_plan(
            by=request.actor, case_id=public_id, goal=form.cleaned_data["goal"], from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["last_on"] + timedelta(days=1), services=services, at=timezone.now(),
        )  # fmt: skip

    return _deed(
        request, public_id, PlanForm(request.POST or None, initial=initial), act, title="개인별지원계획", save="계획 적기",
        said="계획을 적었습니다. 본인이 동의하면 동의를 적어 주세요.",
        lead="내용, 양·주기, 기간, 제공기관, 연계 방법을 적습니다(돌봄통합지원법 제13조).", template="care/plan.html",
        context={"rows": rows},
    )  # fmt: skip


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def agree_to_plan(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = cases_visible_to(request.actor).values("id")
    found = CarePlan.objects.select_related("case").filter(public_id=public_id, case__in=visible).first()
    if found is None:
        raise Http404

    def act(form: AgreeForm) -> None:
        agree_plan(
            by=request.actor, public_id=public_id, on=form.cleaned_data["on"], proof=form.cleaned_data["proof"], at=timezone.now()
        )  # fmt: skip

    return _deed(
        request, found.case.public_id, AgreeForm(request.POST or None, initial={"on": timezone.localdate()}), act,
        title="계획 동의 적기", save="동의 적기", said="계획에 동의한 것을 적었습니다.",
    )  # fmt: skip


@needs(PLAN)
@require_POST
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_or_404(request, public_id)
    try:
        document = draft_plan_letter(by=request.actor, case_id=public_id, at=timezone.now())
    except (CareRefused, LetterRefused) as refused:
        from django.contrib import messages  # leaf: this refusal alone is told beside the page

        messages.error(request, str(refused))
        return redirect(url_of(found))
    return redirect("documents:document", document.public_id)


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    found, side, actor = get_or_404(request, public_id), _own_side(request), request.actor
    tomorrow = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    initial = {"visit_at": tomorrow, f"{side}_by": actor.membership_id}

    def act(form: VisitForm) -> None:
        data = form.cleaned_data
        plan_visit(
            by=actor, case_id=public_id, visit_at=data["visit_at"], purpose=data["purpose"], at=timezone.now(),
            welfare_by=data.get("welfare_by"), health_by=data.get("health_by"),
        )  # fmt: skip

    return _deed(
        request, public_id, VisitForm(request.POST or None, with_health=found.with_health, initial=initial), act, title="방문 잡기",
        save="달력에 넣기", said="방문을 달력에 넣었습니다.", lead="두 쪽이 함께 가면 한 번에 끝납니다.",
    )  # fmt: skip


@needs(WRITE)
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    visible = cases_visible_to(request.actor).values("id")
    found = Visit.objects.select_related("case").filter(public_id=public_id, case__in=visible).first()
    if found is None:
        raise Http404

    def act(form: ResultForm) -> None:
        report_visit(
            by=request.actor, public_id=public_id, state=VisitState(form.cleaned_data["state"]),
            result=form.cleaned_data["result"], at=timezone.now(),
        )  # fmt: skip

    return _deed(
        request, found.case.public_id, ResultForm(request.POST or None), act, title="방문 결과", save="결과 적기",
        said="방문 결과를 적었습니다.", lead=f"할 일: {found.purpose}",
    )  # fmt: skip


@needs(WRITE)
@require_POST
def shut_glass(request: HttpRequest, public_id: str) -> HttpResponse:
    found, now = get_or_404(request, public_id), timezone.now()
    glass = glass_open(request.actor, OTHER_SIDE.key, case_subject(found), at=now)
    if glass is not None:
        close_glass(by=request.actor, public_id=glass.public_id, at=now)
    return redirect(url_of(found))


@needs(SEE)
@readonly_view
def calendar(request: HttpRequest) -> HttpResponse:
    """Two weeks of visits from the week of `?from=`: joint ones stand out; names are masked."""
    from duru.kernel.masking import mask_name  # leaf: this page alone masks by hand

    actor, today = request.actor, timezone.localdate()
    try:
        start = today.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        start = today
    start -= timedelta(days=start.weekday())
    days = [start + timedelta(days=n) for n in range(14)]
    mine = request.GET.get("mine") == "yes"
    found: dict[Any, list] = {day: [] for day in days}
    for each in visits_between(actor, from_on=start, until_on=days[-1] + timedelta(days=1), mine=mine):
        found[timezone.localdate(each.at)].append((each, mask_name(each.case.record.name), url_of(each.case)))
    here = reverse("care:calendar")
    keep = "&mine=yes" if mine else ""
    return render_page(
        request,
        "care/calendar.html",
        {
            "weeks": [[(day, found[day]) for day in days[n : n + 7]] for n in (0, 7)],
            "today": today,
            "before": f"{here}?from={start - timedelta(days=14)}{keep}",
            "after": f"{here}?from={start + timedelta(days=14)}{keep}",
            "tabs": [
                {"label": "모두", "url": f"{here}?from={start}", "is_current": not mine},
                {"label": "내 방문", "url": f"{here}?from={start}&mine=yes", "is_current": mine},
            ],
        },
        title="방문 달력",
        lead="복지와 보건이 함께 가는 방문을 한 달력에서 봅니다.",
        breadcrumbs=[GROUP, ("방문 달력", "")],
    )
