"""Notices of discharge: the hospital tells, the office takes or closes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_look
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.services.care.enums import NoticeState
from duru.services.care.errors import CareRefused
from duru.services.care.models import DischargeNotice
from duru.services.care.operations.discharges import close_notice, notify_discharge, take_notice
from duru.services.care.permissions import NOTIFY, OPEN, SEE_NOTICES
from duru.services.care.queries import diagnosis_of, notices_visible_to
from duru.services.care.web.deeds import form_page
from duru.services.care.web.forms import NoticeForm, ReasonForm, TakeForm
from duru.services.care.web.tables import NoticeTable, OwnNoticeTable
from duru.services.care.web.views.cases import GROUP, url_of


@needs(SEE_NOTICES)
@readonly_view
def notices(request: HttpRequest) -> HttpResponseBase:
    rows = notices_visible_to(request.actor)
    if (state := request.GET.get("state", "")) in NoticeState.values:
        rows = rows.filter(state=state)
    return list_page(
        request,
        rows.order_by("state", "due_on", "id") if not state else rows.order_by("due_on", "id"),
        NoticeTable,
        title="퇴원 통보",
        lead="병원이 환자의 동의를 받아 알린 것입니다(돌봄통합지원법 제11조). 기한 안에 먼저 연락합니다.",
        breadcrumbs=[GROUP, ("퇴원 통보", "")],
    )


@needs(NOTIFY)
@readonly_view
def own_notices(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        notices_visible_to(request.actor).order_by("-notified_at", "-id"),
        OwnNoticeTable,
        title="우리 병원의 퇴원 통보",
        lead="알린 환자가 어떻게 이어졌는지 봅니다. 돕는 내용은 보이지 않습니다.",
        breadcrumbs=[GROUP, ("우리 병원의 통보", "")],
    )


@needs(NOTIFY)
@require_http_methods(["GET", "POST"])
def notify(request: HttpRequest) -> HttpResponse:
    def act(form: NoticeForm) -> str:
        data = form.cleaned_data
        notify_discharge(
            by=request.actor, typed=form.typed(), discharged_on=data["discharged_on"], consented_on=data["consented_on"],
            needs=data["needs"], diagnosis=data["diagnosis"], at=timezone.now(),
        )  # fmt: skip
        return reverse("care:own_notices")

    return form_page(
        request, NoticeForm(request.POST or None), act, title="퇴원 알리기", save_label="구에 알리기", back=reverse("care:own_notices"),
        said="구에 알렸습니다.", crumbs=[GROUP], lead="환자가 동의하면 집으로 돌아간 뒤의 돌봄을 구와 보건소가 이어 갑니다.",
    )  # fmt: skip


@needs(SEE_NOTICES)
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(request, public_id)
    actor, record = request.actor, found.record
    record_look(
        actor=actor.audit,
        action="퇴원 통보 보기",
        purpose="통합돌봄",
        subjects=[f"discharge:{public_id}", f"record:{record.public_id}"],
    )
    diagnosis = diagnosis_of(actor, found)
    facts: list[tuple[str, Any]] = [
        ("환자", record.name),
        ("생년월일", record.birth_typed or "–"),
        ("전화", record.phone_typed or "–"),
        ("지낼 곳", record.address_typed or "–"),
        ("병원", found.organisation.name),
        ("퇴원일", f"{found.discharged_on:%Y. %-m. %-d.}"),
        ("동의한 날", f"{found.consented_on:%Y. %-m. %-d.}"),
        ("필요한 돌봄", found.needs),
        ("첫 연락 기한", f"{found.due_on:%Y. %-m. %-d.}"),
        ("상태", NoticeState(found.state).label + (f": {found.closed_reason}" if found.closed_reason else "")),
    ]
    if diagnosis:
        facts.append(("진단·투약(보건소만 봄)", diagnosis))
    return render_page(
        request,
        "care/notice.html",
        {
            "facts": facts,
            "case_url": url_of(found.case) if found.case and found.state == NoticeState.TAKEN else "",
            "may_take": may(actor, OPEN) and found.state == NoticeState.WAITING,
            "notice": found,
        },
        title="퇴원 통보",
        lead=f"{record.name} 님이 집으로 돌아갑니다.",
        breadcrumbs=[GROUP, ("퇴원 통보", reverse("care:notices")), ("통보", "")],
    )


@needs(OPEN)
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(request, public_id)

    def act(form: TakeForm) -> str:
        agreed = form.agreement()
        if agreed is None:
            raise CareRefused("병원에서 온 사례는 보건소와 함께 돕는 데 동의를 받은 뒤에 엽니다.", field="is_shared")
        made = take_notice(
            by=request.actor, public_id=public_id, reason=form.cleaned_data["reason"], agreed=agreed, at=timezone.now()
        )  # fmt: skip
        return url_of(made)

    return form_page(
        request, TakeForm(request.POST or None, initial={"is_shared": True, "reason": found.needs}), act, title="통합사례로 열기",
        save_label="사례 열기", back=reverse("care:notice", args=[public_id]), said="통합사례를 열었습니다.",
        crumbs=[GROUP, ("퇴원 통보", reverse("care:notices"))], lead="만나거나 통화해 동의를 받은 뒤에 엽니다.",
    )  # fmt: skip


@needs(OPEN)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    _get(request, public_id)

    def act(form: ReasonForm) -> str:
        close_notice(by=request.actor, public_id=public_id, reason=form.cleaned_data["reason"], at=timezone.now())
        return reverse("care:notices")

    return form_page(
        request, ReasonForm(request.POST or None), act, title="사례 없이 마치기", save_label="마치기",
        back=reverse("care:notice", args=[public_id]), said="퇴원 통보를 마쳤습니다.",
        crumbs=[GROUP, ("퇴원 통보", reverse("care:notices"))],
    )  # fmt: skip


def _get(request: HttpRequest, public_id: str) -> DischargeNotice:
    found = notices_visible_to(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
