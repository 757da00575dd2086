"""Meetings about a case and what is to be paid with it."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.casework.api import Case, get_case
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.services.permits.enums import ChargeKind, MeetingKind
from duru.services.permits.kinds import approval_of
from duru.services.permits.models import Charge, Meeting
from duru.services.permits.operations.charges import note_paid, set_charge
from duru.services.permits.operations.meetings import call_meeting, write_minutes
from duru.services.permits.permissions import CHARGE, MEET
from duru.services.permits.queries import departments_to_invite
from duru.services.permits.rules import charges_of, meetings_of
from duru.services.permits.web.forms import ChargeForm, MeetingForm, MinutesForm, PaidForm


@needs(MEET)
@require_http_methods(["GET", "POST"])
def new_meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Call a meeting about a case."""
    case = _case(request, public_id)
    known = meetings_of(approval_of(case.kind), on=timezone.localdate())
    form = MeetingForm(
        request.POST or None, meetings=known, initial={"departments": ", ".join(departments_to_invite(case)), "agenda": case.title}
    )  # fmt: skip

    def deed() -> Meeting:
        data = form.cleaned_data
        return call_meeting(case, by=request.actor, at=timezone.now(), **{**data, "kind": MeetingKind(data["kind"])})

    return _ask(
        request, case, form, deed, "회의 알리기",
        "알린 회의는 민원 이력에 적힙니다. 개발행위 일괄협의회는 3일 전까지 알리고, 신청일부터 10일 안에 열어야 합니다(국토계획법 시행령 제59조의2제1항·제2항).",
    )  # fmt: skip


@needs(MEET)
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a meeting; before its minutes are written, ask for them."""
    found = Meeting.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    case = _case(request, found.case_ref)
    record_look(actor=request.actor.audit, action="회의 보기", purpose="민원 처리", subjects=[f"case:{case.public_id}"])
    form = MinutesForm(request.POST or None) if found.written_at is None and found.held_at <= timezone.now() else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            write_minutes(public_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "회의록을 적었습니다. 결과는 민원 이력에도 적혔습니다.")
            return redirect("permits:meeting", public_id)
    return render_page(
        request,
        "permits/meeting.html",
        {"meeting": found, "form": form, "facts": _facts(found)},
        title=found.get_kind_display(),
        lead=f"{case.receipt_no} {case.title}",
        breadcrumbs=[("인허가", ""), (case.receipt_no, _back(case)), ("회의", "")],
    )


@needs(CHARGE)
@require_http_methods(["GET", "POST"])
def new_charge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write what is to be paid with a case."""
    case = _case(request, public_id)
    usual = charges_of(approval_of(case.kind), on=timezone.localdate())
    form = ChargeForm(request.POST or None, usual=usual)

    def deed() -> Charge:
        data = form.cleaned_data
        return set_charge(case, by=request.actor, at=timezone.now(), **{**data, "kind": ChargeKind(data["kind"])})

    return _ask(
        request, case, form, deed, "수수료·부담금 적기",
        "고지와 수납은 세외수입 시스템에서 합니다. 여기에는 얼마를 언제까지 내는지, 냈는지만 적습니다.",
    )  # fmt: skip


@needs(CHARGE)
@require_http_methods(["GET", "POST"])
def paid(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that a charge came in."""
    charge = Charge.objects.filter(public_id=public_id).first()
    if charge is None:
        raise Http404
    case, form = _case(request, charge.case_ref), PaidForm(request.POST or None)
    return _ask(
        request, case, form, lambda: note_paid(public_id, by=request.actor, at=timezone.now(), **form.cleaned_data), "낸 날 적기",
        f"{charge.name} {charge.amount_won:,}원",
    )  # fmt: skip


def _ask(
    request: HttpRequest, case: Case, form: Form, deed: Callable[[], object], title: str, lead: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"{title}: 적었습니다.")
            return redirect(_back(case))
    return render_page(
        request,
        "permits/deed.html",
        {"form": form, "back": _back(case), "label": title},
        title=title,
        lead=lead,
        breadcrumbs=[("인허가", ""), (case.receipt_no, _back(case)), (title, "")],
    )


def _back(case: Case) -> str:
    """The page over all that was received together."""
    return reverse("permits:overview", args=[case.parent.public_id if case.parent else case.public_id])


def _facts(meeting: Meeting) -> list[tuple[str, object]]:
    facts = [
        ("여는 때", timezone.localtime(meeting.held_at).strftime("%Y. %-m. %-d. %H:%M")),
        ("곳", meeting.place),
        ("안건", meeting.agenda),
        ("부르는 부서", ", ".join(meeting.departments)),
        ("알린 때", f"{timezone.localtime(meeting.called_at):%Y. %-m. %-d. %H:%M} {meeting.called_by}"),
    ]
    if meeting.written_at:
        facts += [
            ("온 사람", meeting.attendees),
            ("회의 내용", meeting.minutes),
            ("결과", meeting.result),
            ("적은 이", f"{timezone.localtime(meeting.written_at):%Y. %-m. %-d. %H:%M} {meeting.written_by}"),
        ]
    return facts


def _case(request: HttpRequest, public_id: str) -> Case:
    try:
        return get_case(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None
