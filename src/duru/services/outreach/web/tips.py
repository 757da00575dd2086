"""What people tell: the public form without login, and the office's side of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs, public_page
from duru.blocks.audit.api import record_look
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import kdatetime, list_page, render_page
from duru.services.outreach.enums import Seen, TipState
from duru.services.outreach.errors import OutreachRefused
from duru.services.outreach.operations.tips import dismiss_tip, receive_tip, take_tip
from duru.services.outreach.permissions import ARRANGE, SEE, SEE_REPORTER
from duru.services.outreach.queries import tips_visible_to
from duru.services.outreach.web.forms import GiveForm, ReasonForm, TellForm
from duru.services.outreach.web.tables import TipTable, reporter_label
from duru.services.outreach.web.views import GROUP


@public_page("누구나 위기에 놓인 이웃을 알릴 수 있고(사회보장급여법 제13조), 아무것도 되돌려 보여 주지 않습니다.")
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take a tip; the page after it says the same whatever was told."""
    if request.tenant is None:
        raise Http404
    form, status = TellForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            receive_tip(
                reporter=data["reporter"], place=data["place"], seen=data["seen"], words=data["words"], contact=data["contact"],
                origin=request.META.get("REMOTE_ADDR", ""), at=timezone.now(),
            )  # fmt: skip
        except OutreachRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            status = 200 if refused.field else 429
        else:
            return redirect("outreach:told")
    return render_page(
        request, "outreach/tell.html", {"form": form}, title="도움이 필요한 이웃 알리기", status=status,
        lead="이름을 몰라도, 로그인하지 않아도 됩니다. 알린 분이 누구인지는 그 집에 알리지 않습니다.",
    )  # fmt: skip


@public_page("고맙다는 말과 전화번호뿐인 화면입니다.")
@require_http_methods(["GET"])
def told(request: HttpRequest) -> HttpResponse:
    return render_page(
        request, "outreach/told.html", {}, title="알려 주셔서 고맙습니다", lead="담당자가 직접 살피겠습니다."
    )


@needs(SEE)
@readonly_view
def tips(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        tips_visible_to(request.actor).order_by("-at", "-id"),
        TipTable,
        title="이웃의 신고",
        lead="검침원, 집배원, 이웃이 알린 것입니다. 확인 기한 안에 동에 넘깁니다.",
        template="outreach/tips.html",
        breadcrumbs=[GROUP, ("이웃의 신고", "")],
    )


@needs(SEE)
@require_http_methods(["GET"])
def tip(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _get(request, public_id)
    actor = request.actor
    record_look(actor=actor.audit, action="위기 신고 보기", purpose="위기가구 발굴", subjects=[f"tip:{public_id}"])
    facts = [
        ("어디", found.place),
        ("본 것", ", ".join(Seen(each).label for each in found.seen)),
        ("더 적은 것", found.words or "–"),
        ("알린 사람", reporter_label(found.reporter)),
        ("받은 때", kdatetime(found.at)),
        ("확인 기한", f"{found.due_on:%Y. %-m. %-d.}"),
        ("상태", TipState(found.state).label + (f": {found.dismissed_reason}" if found.dismissed_reason else "")),
    ]
    if may(actor, SEE_REPORTER):
        facts.append(("연락처", found.contact or "남기지 않음"))
    made = found.leads.first()
    return render_page(
        request,
        "outreach/tip.html",
        {
            "facts": facts,
            "tip": found,
            "lead_url": reverse("outreach:lead", args=[made.public_id]) if made else "",
            "may_arrange": may(actor, ARRANGE) and found.state == TipState.NEW,
        },
        title="이웃의 신고",
        breadcrumbs=[GROUP, ("이웃의 신고", reverse("outreach:tips")), ("신고", "")],
    )


@needs(ARRANGE)
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    _get(request, public_id)
    form = GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = take_tip(by=request.actor, public_id=public_id, to=form.cleaned_data["office"], at=timezone.now())
        except OutreachRefused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "발굴 대상으로 넘겼습니다.")
            return redirect("outreach:lead", made.public_id)
    return _ask(request, form, public_id, "발굴로 넘기기", "동에 넘기기")


@needs(ARRANGE)
@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, public_id: str) -> HttpResponse:
    _get(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            dismiss_tip(by=request.actor, public_id=public_id, reason=form.cleaned_data["reason"], at=timezone.now())
        except OutreachRefused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "까닭을 적고 마쳤습니다.")
            return redirect("outreach:tips")
    return _ask(request, form, public_id, "조치 없이 마치기", "마치기")


def _ask(request: HttpRequest, form, public_id: str, title: str, save: str) -> HttpResponse:
    return render_page(
        request, "outreach/form.html",
        {"form": form, "save_label": save, "back": reverse("outreach:tip", args=[public_id])}, title=title,
        breadcrumbs=[GROUP, ("이웃의 신고", reverse("outreach:tips")), (title, "")],
    )  # fmt: skip


def _get(request: HttpRequest, public_id: str):
    found = tips_visible_to(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
