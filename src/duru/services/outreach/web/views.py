"""Pages of outreach: rounds, leads, one lead, signals and their rates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duru.blocks.access.api import NotAllowed, may, needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.documents.errors import LetterRefused
from duru.blocks.linkage.api import records_of_person
from duru.blocks.registry.api import Person, get_person, person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.kernel.errors import Refused
from duru.services.outreach.enums import LeadState, Seen, TryKind, TryOutcome
from duru.services.outreach.models import Lead, OutreachRound
from duru.services.outreach.operations.leads import (
    add_lead,
    assign_round,
    close_lead,
    give_lead,
    hand_to_care,
    reasons_of,
    record_try,
)
from duru.services.outreach.operations.letters import PHONE, VISIT, draft_note
from duru.services.outreach.permissions import ARRANGE, SEE, SEE_RATES, WORK
from duru.services.outreach.queries import (
    leads_visible_to,
    list_rounds,
    rates_of_signals,
    result_label,
    tries_of,
)
from duru.services.outreach.rules import SignalKind, rows_on
from duru.services.outreach.web.forms import AddForm, CloseForm, DayForm, GiveForm, ReasonForm, TryForm
from duru.services.outreach.web.tables import STATE_TONES, LeadFilter, LeadTable

GROUP = ("찾아가는 복지", "")


@needs(SEE)
@readonly_view
def leads(request: HttpRequest) -> HttpResponseBase:
    closed = ExpressionWrapper(Q(state=LeadState.CLOSED), output_field=BooleanField())
    return list_page(
        request,
        leads_visible_to(request.actor).annotate(is_closed=closed).order_by("is_closed", "due_on", "id"),
        LeadTable,
        filterset=LeadFilter,
        title="발굴 대상",
        lead="점수는 없습니다. 왜 살펴야 하는지만 보이고, 결과는 사람이 적습니다.",
        export=gated_export(
            "발굴 대상", "발굴 대상 내려받기", caution="사회보장급여법 제31조: 업무 밖으로 쓰지 마세요."
        ),
        breadcrumbs=[GROUP, ("발굴 대상", "")],
    )


@needs(SEE_RATES)
@readonly_view
def rounds(request: HttpRequest) -> HttpResponse:
    return render_page(
        request,
        "outreach/rounds.html",
        {
            "rounds": list_rounds(on=timezone.localdate()),
            "may_arrange": may(request.actor, ARRANGE),
            "may_upload": may(request.actor, "exchange.upload"),
        },
        title="회차와 배정",
        lead="한 해 여섯 번 오는 명단입니다. 명단은 ‘자료 올리기’에서 ‘위기가구 발굴 명단’으로 올립니다.",
        breadcrumbs=[GROUP, ("회차와 배정", "")],
    )


@needs(ARRANGE)
@require_POST
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        n, homeless = assign_round(by=request.actor, public_id=public_id, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        more = f" 동을 모르는 {homeless}가구는 목록에서 직접 넘겨 주세요." if homeless else ""
        messages.success(request, f"{n}가구를 동별로 배정했습니다.{more}")
    return redirect("outreach:rounds")


@needs(SEE_RATES)
@readonly_view
def signals(request: HttpRequest) -> HttpResponse:
    chosen = OutreachRound.objects.filter(public_id=request.GET.get("round", "")).first()
    today = timezone.localdate()
    rows = {row.label: row for row in rows_on(SignalKind, today)}
    rates = rates_of_signals(chosen.id if chosen else None)
    return render_page(
        request,
        "outreach/signals.html",
        {
            "rates": [
                (label, rate, f"{rate.share:.0%}" if rate.share is not None else "5가구 미만이라 셈하지 않음")
                for label, rate in rates
            ],
            "kinds": list(rows.values()),
            "chosen": chosen,
        },
        title="신호와 적중률",
        lead=f"{chosen} 명단에서" if chosen else "지금까지 온 모든 회차에서",
        breadcrumbs=[GROUP, ("신호와 적중률", "")],
    )


@needs(SEE)
@require_safe
def lead(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _get(request, public_id))


@needs(WORK)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put the person of `?person=` on the list: the way comes from that person's page, where the purpose was stated."""
    try:
        person = get_person(request.actor, request.GET.get("person", ""))
    except Person.DoesNotExist:
        raise Http404 from None
    record, form = records_of_person(person.id).order_by("-is_register", "id").first(), AddForm(request.POST or None)
    if record is None:
        raise Http404
    record_look(
        actor=request.actor.audit,
        action="발굴 대상 올리기 화면",
        purpose="위기가구 발굴",
        subjects=[person_ref(person.public_id)],
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_lead(by=request.actor, record=record, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, "발굴 대상으로 올렸습니다.")
            return redirect("outreach:lead", made.public_id)
    back = reverse("registry:person", args=[person.public_id])
    return render_page(
        request, "outreach/form.html", {"form": form, "save_label": "올리기", "back": back}, title="발굴 대상으로 올리기",
        lead=f"{person.name} 님 가구", breadcrumbs=[GROUP, ("발굴 대상", reverse("outreach:leads")), ("올리기", "")],
    )  # fmt: skip


@needs(WORK)
@require_POST
def try_once(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = _get(request, public_id), TryForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            record_try(
                by=request.actor, public_id=public_id, kind=TryKind(data["kind"]), outcome=TryOutcome(data["outcome"]),
                note=data["note"], at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, "연락을 적었습니다.")
            return redirect("outreach:lead", public_id)
    return _show(request, found, try_form=form)


@needs(WORK)
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = _get(request, public_id), CloseForm(request.POST)
    if form.is_valid():
        try:
            closed = close_lead(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            again = f" {closed.recheck_on:%-m월 %-d일}에 다시 봅니다." if closed.recheck_on else ""
            messages.success(request, f"‘{result_label(closed.result)}’으로 마쳤습니다.{again}")
            return redirect("outreach:lead", public_id)
    return _show(request, found, close_form=form)


@needs(ARRANGE)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = _get(request, public_id), GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_lead(by=request.actor, public_id=public_id, to=form.cleaned_data["office"], at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "동에 넘겼습니다.")
            return redirect("outreach:lead", public_id)
    return _ask(request, form, found, "동에 넘기기", "넘기기")


@needs(WORK)
@require_http_methods(["GET", "POST"])
def to_care(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = _get(request, public_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hand_to_care(by=request.actor, public_id=public_id, reason=form.cleaned_data["reason"], at=timezone.now())
        except (Refused, NotAllowed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "통합사례로 넘겼습니다. 잠시 뒤 통합사례 목록에 나타납니다.")
            return redirect("outreach:lead", public_id)
    return _ask(request, form, found, "통합사례로 넘기기", "넘기기")


@needs(WORK)
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, public_id: str, variant: str) -> HttpResponse:
    found = _get(request, public_id)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            document = draft_note(
                by=request.actor, public_id=public_id, variant=variant, on=form.cleaned_data["on"], at=timezone.now()
            )
        except (Refused, LetterRefused) as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("documents:document", document.public_id)
    title = {VISIT: "방문 안내문", PHONE: "전화번호 제공 알림"}[variant]
    form.fields["on"].label = {VISIT: "찾아간 날", PHONE: "번호를 받은 날"}[variant]
    return _ask(request, form, found, title, "편지 만들기")


def _ask(request: HttpRequest, form: Any, found: Lead, title: str, save: str) -> HttpResponse:
    back = reverse("outreach:lead", args=[found.public_id])
    return render_page(
        request, "outreach/form.html", {"form": form, "save_label": save, "back": back}, title=title,
        breadcrumbs=[GROUP, ("발굴 대상", reverse("outreach:leads")), (title, "")],
    )  # fmt: skip


def _show(request: HttpRequest, found: Lead, *, try_form: Any = None, close_form: Any = None) -> HttpResponse:
    actor, record = request.actor, found.record
    persons = Person.objects.filter(links__record_id=found.record_id).values_list("public_id", flat=True)
    record_look(
        actor=actor.audit, action="발굴 대상 보기", purpose="위기가구 발굴",
        subjects=[f"lead:{found.public_id}", *(person_ref(each) for each in persons if record)],
    )  # fmt: skip
    person = next(iter(persons), "") if record else ""
    if record:
        facts = [
            ("이름", record.name),
            ("생년월일", record.birth_typed or "–"),
            ("전화", record.phone_typed or "–"),
            ("사는 곳", record.address_typed or "–"),
        ]
    else:
        facts = [
            ("어디", found.tip.place),
            ("본 것", ", ".join(Seen(each).label for each in found.tip.seen)),
            ("더 적은 것", found.tip.words or "–"),
        ]
    facts += [
        ("회차", str(found.round) if found.round else "이웃의 신고"),
        ("맡은 동", found.organisation.name if found.organisation else "아직 없음"),
        ("담당", found.assignee.user.name if found.assignee else "–"),
        ("처리 기한", f"{found.due_on:%Y. %-m. %-d.}"),
    ]
    is_open = found.state != LeadState.CLOSED
    works = may(actor, WORK)
    return render_page(
        request,
        "outreach/lead.html",
        {
            "lead_row": found,
            "tone": STATE_TONES[found.state],
            "facts": facts,
            "reasons": reasons_of(found),
            "tries": list(tries_of(found)),
            "try_form": (try_form or TryForm(initial={"kind": TryKind.CALL})) if works and not found.care_ref else None,
            "close_form": (close_form or CloseForm()) if works and is_open else None,
            "result": result_label(found.result),
            "is_open": is_open,
            "works": works,
            "may_give": may(actor, ARRANGE) and is_open,
            "person_url": reverse("registry:person", args=[person]) if person else "",
            "is_due": bool(found.recheck_on and found.recheck_on <= timezone.localdate()),
        },
        title=f"{record.name} 님 가구" if record else "신고된 곳",
        breadcrumbs=[GROUP, ("발굴 대상", reverse("outreach:leads")), ("대상", "")],
    )


def _get(request: HttpRequest, public_id: str) -> Lead:
    found = leads_visible_to(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
