"""The list of shared cases, one case on one page, opening one, and breaking the glass."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duru.blocks.access.api import GLASS_FLAG, glass_open, may, needs, open_glass
from duru.blocks.audit.api import record_look
from duru.blocks.casework.api import Task, due_words, may_open_case, office_calendar
from duru.blocks.linkage.api import records_of_person
from duru.blocks.registry.api import Person, get_person, person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import kdatetime, list_page, render_page
from duru.services.care.enums import Origin, ReferralState, Side, Through
from duru.services.care.errors import CareRefused
from duru.services.care.models import CareCase, NeedFinding, Referral
from duru.services.care.operations.cases import agree_to_share, open_joint_case
from duru.services.care.permissions import BREAK_GLASS, OPEN, OTHER_SIDE, PLAN, SEE, SEE_NUMBERS, WRITE
from duru.services.care.queries import (
    answers_for,
    care_numbers,
    case_of,
    case_subject,
    cases_visible_to,
    flag_words,
    flags_for,
    lines_of,
    needs_of,
    notes_for,
    open_steps,
    plan_in_force,
    referrals_of,
    risk_of_case,
    sees_flags,
    side_of,
    sides_of,
    visits_of,
)
from duru.services.care.rules import SurveyItem, rows_on
from duru.services.care.web.deeds import form_page
from duru.services.care.web.forms import AgreementForm, GlassForm, OpenForm
from duru.services.care.web.tables import RISK_TONES, CareTable

GROUP = ("찾아가는 복지", "")


def crumbs_of(case: CareCase | None = None) -> list[tuple[str, str]]:
    """Return the way from home to a case."""
    start = [GROUP, ("통합사례", reverse("care:cases"))]
    return [*start, ("사례", url_of(case))] if case else start


def url_of(case: CareCase) -> str:
    """Return the address of a case's page."""
    return reverse("care:case", args=[case.public_id])


def get_or_404(request: HttpRequest, public_id: str) -> CareCase:
    """Return a case the one who asks may know of; what is none of their business looks like nothing."""
    case = cases_visible_to(request.actor).filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def note_look(request: HttpRequest, case: CareCase, action: str, *, through: list[Through] = []) -> None:  # noqa: B006 - never changed
    """Record the look at a case and its person, flagged where it went through broken glass."""
    persons = Person.objects.filter(links__record_id=case.record_id).values_list("public_id", flat=True)
    record_look(
        actor=request.actor.audit, action=action, purpose="통합사례관리",
        subjects=[case_subject(case), *(person_ref(each) for each in persons)],
        flags=[GLASS_FLAG] if Through.GLASS in through else [],
    )  # fmt: skip


@needs(SEE)
@readonly_view
def cases(request: HttpRequest) -> HttpResponseBase:
    actor = request.actor
    step = Task.objects.filter(case__public_id=OuterRef("case_ref"), state="open").order_by("id").values("name")
    found = NeedFinding.objects.filter(case=OuterRef("pk")).values(each=JSONObject(domain="domain", level="level"))
    rows = cases_visible_to(actor).annotate(step=Subquery(step[:1]), found=ArraySubquery(found))
    if request.GET.get("waits") == "yes":
        open_ones = Referral.objects.filter(to_side=side_of(actor) or "", state=ReferralState.OPEN)
        rows = rows.filter(id__in=open_ones.values("case_id"))
    return list_page(
        request,
        rows.order_by("-opened_at", "-id"),
        CareTable,
        title="통합사례",
        lead="복지와 보건이 한 사람을 함께 돕습니다. 진단은 보건 쪽에만, 할 일은 양쪽에 보입니다.",
        breadcrumbs=crumbs_of(),
    )


@needs(SEE)
@require_safe
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    found, today = get_or_404(request, public_id), timezone.localdate()
    sides = sides_of(actor, found, at=now)
    note_look(request, found, "통합사례 보기", through=list(sides.values()))
    work = case_of(found)
    own = side_of(actor)
    plan = plan_in_force(found)
    notes = list(notes_for(actor, found, at=now))
    items = {row.key: row for row in rows_on(SurveyItem, today)}
    glass = glass_open(actor, OTHER_SIDE.key, case_subject(found), at=now)
    context: dict[str, Any] = {
        "care": found,
        "own": own,
        "facts": [
            ("이름", found.record.name),
            ("생년월일", f"{found.record.birth_on:%Y. %-m. %-d.}" if found.record.birth_on else found.record.birth_year or "–"),
            ("전화", found.record.phone_typed or "–"),
            ("사는 곳", found.record.address_typed or "–"),
            ("맡은 기관", found.organisation.name),
            ("시작", Origin(found.origin).label),
            ("여는 까닭", found.reason),
        ],
        "steps": [(task, due_words(task.due_at, "", now)) for task in open_steps([found])[found.case_ref]],
        "work": work,
        "work_url": reverse("casework:case", args=[work.public_id]) if may_open_case(actor, work) else "",
        "flags": flag_words([each.flag for each in flags_for(actor, found, at=now)], on=today),
        "sees_flags": sees_flags(actor, found, at=now),
        "sides": [
            {
                "side": side,
                "through": sides.get(side),
                "notes": [each for each in notes if each.side == side],
                "is_own": side == own,
            }
            for side in ([own, own.other] if own else [])
        ],
        "glass": glass,
        "answers": [(items[each.item].label, each.answer) for each in answers_for(actor, found, at=now) if each.item in items],
        "needs": needs_of(found, on=today),
        "risk": (risk := risk_of_case(found, on=today)),
        "risk_tone": RISK_TONES[risk.level],
        "referrals": [(each, Side(each.to_side).label, each.to_side == own, each.due_on < today) for each in referrals_of(found)],
        "plan": plan,
        "plan_lines": lines_of(plan) if plan else [],
        "visits": list(visits_of(found)[:8]),
        "may_write": may(actor, WRITE) and work.is_open,
        "may_plan": may(actor, PLAN) and work.is_open,
        "may_open": may(actor, OPEN) and work.is_open,
        "is_health": own == Side.HEALTH,
        "today": today,
    }  # fmt: skip
    return render_page(
        request,
        "care/case.html",
        context,
        title=f"{found.record.name} 님의 통합사례",
        breadcrumbs=crumbs_of(found),
    )


@needs(OPEN)
@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case for the person of `?person=`: the way comes from that person's page, where the purpose was stated."""
    actor = request.actor
    try:
        person = get_person(actor, request.GET.get("person", ""))
    except Person.DoesNotExist:
        return render_page(
            request,
            "care/open_who.html",
            {},
            title="통합사례 열기",
            lead="먼저 도울 사람을 찾습니다.",
            breadcrumbs=crumbs_of(),
        )
    record = records_of_person(person.id).order_by("-is_register", "id").first()
    if record is None:
        raise Http404

    def act(form: OpenForm) -> str:
        made = open_joint_case(
            by=actor, record=record, origin=Origin(form.cleaned_data["origin"]), reason=form.cleaned_data["reason"],
            agreed=form.agreement(), at=timezone.now(),
        )  # fmt: skip
        return url_of(made)

    record_look(
        actor=actor.audit, action="통합사례 열기 화면", purpose="통합사례관리", subjects=[person_ref(person.public_id)]
    )
    return form_page(
        request, OpenForm(request.POST or None, initial={"origin": Origin.OFFICE}), act, title="통합사례 열기", save_label="사례 열기",
        back=reverse("registry:person", args=[person.public_id]), said="통합사례를 열었습니다.", crumbs=crumbs_of(),
        lead=f"{person.name} 님과 함께 계획을 세웁니다. 보건소와 나누려면 본인의 동의가 있어야 합니다.",
    )  # fmt: skip


@needs(OPEN)
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_or_404(request, public_id)

    def act(form: AgreementForm) -> str:
        agreed = form.agreement()
        if agreed is None:
            raise CareRefused("동의한 것을 골라 주세요.", field="is_shared")
        agree_to_share(by=request.actor, case_id=public_id, agreed=agreed, at=timezone.now())
        return url_of(found)

    return form_page(
        request, AgreementForm(request.POST or None), act, title="동의 적기", save_label="동의 적기", back=url_of(found),
        said="동의를 적었습니다.", crumbs=crumbs_of(found), lead="본인이 서명한 동의서를 보고 적습니다.",
    )  # fmt: skip


@needs(BREAK_GLASS)
@require_http_methods(["GET", "POST"])
def break_glass(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_or_404(request, public_id)

    def act(form: GlassForm) -> str:
        open_glass(
            by=request.actor, key=OTHER_SIDE.key, subject=case_subject(found), reason=form.cleaned_data["reason"],
            at=timezone.now(), calendar=office_calendar(),
        )  # fmt: skip
        return url_of(found)

    return form_page(
        request, GlassForm(request.POST or None), act, title="비상 열람", save_label="까닭을 남기고 열기", back=url_of(found),
        said=f"{OTHER_SIDE.hours}시간 동안 다른 칸을 볼 수 있습니다. 다음 근무일에 검토합니다.", crumbs=crumbs_of(found),
        template="care/glass.html", context={"glass": OTHER_SIDE, "name": found.record.name},
    )  # fmt: skip


@needs(SEE_NUMBERS)
@readonly_view
def numbers(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return render_page(
        request,
        "care/numbers.html",
        {"numbers": care_numbers(on=today), "at": kdatetime(timezone.now())},
        title="통합사례 현황",
        lead="사람의 이름 없이 숫자만 봅니다.",
        breadcrumbs=[GROUP, ("통합사례 현황", "")],
    )
