"""Consents on paper: who is missing, print in bulk, scan what came back."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import Organisation, find_organisation, get_organisation, needs
from duru.blocks.audit.api import record_look
from duru.blocks.consent.enums import Item, Purpose, SheetAnswer
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.operations import print_sheets, take_sheets
from duru.blocks.consent.operations.sheets import MOST_A_PRINT
from duru.blocks.consent.permissions import RECORD
from duru.blocks.consent.queries import list_missing, recipient_of
from duru.blocks.consent.web.forms import WITHOUT_GRANTS, AskForm, MissingForm, ScanForm
from duru.blocks.consent.web.printing import sheets_response
from duru.blocks.consent.web.tables import MissingTable
from duru.blocks.consent.web.views.consents import mentions_of, person_or_404
from duru.blocks.registry.api import person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page


@needs(RECORD)
@readonly_view
def missing(request: HttpRequest) -> HttpResponseBase:
    form, organisation, purpose, rows = _asked_for(request, request.GET)
    recipient = recipient_of(organisation)
    shown: list[str] = []
    n_missing = rows.count()
    answer = list_page(
        request,
        rows,
        MissingTable,
        title="동의 받을 사람",
        lead=f"{organisation.name}의 이용자 가운데 ‘{Purpose(purpose).label}’ 동의가 없는 사람(미징구)입니다.",
        template="consent/missing.html",
        context={
            "form": form,
            "n_missing": n_missing,
            "print_label": f"동의서 {min(n_missing, MOST_A_PRINT)}장 인쇄",
            "print_url": reverse("consent:print_missing"),
            "scan_url": reverse("consent:scan"),
            "recipient_label": recipient.label,
            "kept": [(key, value) for key, value in request.GET.items() if key in form.fields],
            "most": MOST_A_PRINT,
        },
        table_kwargs={"shown": shown},
    )
    if shown:
        record_look(
            actor=request.actor.audit,
            action="동의 미징구 목록(가린 이름)",
            purpose="동의 받기",
            subjects=[person_ref(ref) for ref in shown],
        )
    return answer


@needs(RECORD)
@require_POST
def print_missing(request: HttpRequest) -> HttpResponse:
    _, organisation, purpose, rows = _asked_for(request, request.POST)
    # Those without a form first, so that pressing again brings the next ones.
    in_turn = rows.order_by(F("printed_at").asc(nulls_first=True), "name", "birth_year", "id")
    records = list(in_turn.select_related("organisation")[:MOST_A_PRINT])
    return _print(request, records, purpose, recipient_of(organisation), back=reverse("consent:missing"))


@needs(RECORD)
@require_POST
def print_for_person(request: HttpRequest, ref: str) -> HttpResponse:
    person = person_or_404(request, ref)
    form = AskForm(request.POST)
    back = reverse("consent:of", args=[person.public_id])
    if not form.is_valid():
        messages.error(request, "목적과 제공받는 자를 골라 주세요.")
        return redirect(back)
    besides = [Item.PUBLIC_GRANTS] if form.cleaned_data["with_grants"] else []
    records = list(mentions_of(request, person).order_by("-is_register", "-id")[:1])
    return _print(
        request, records, form.cleaned_data["purpose"], form.cleaned_data["recipient"], back=back, besides=besides
    )


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest) -> HttpResponse:
    form = ScanForm(request.POST or None)
    scanned = None
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        is_partly = answer == WITHOUT_GRANTS
        scanned = take_sheets(
            by=request.actor,
            numbers=form.cleaned_data["numbers"].splitlines(),
            answer=SheetAnswer.AGREED if is_partly else answer,
            left_out=[Item.PUBLIC_GRANTS] if is_partly else [],
            at=timezone.now(),
        )
        form = ScanForm(initial={"answer": answer})
    n_taken = sum(one.is_taken for one in scanned or ())
    return render_page(
        request,
        "consent/scan.html",
        {
            "form": form,
            "scanned": scanned,
            "n_taken": n_taken,
            "n_left": len(scanned or ()) - n_taken,
            "missing_url": reverse("consent:missing"),
        },
        title="돌아온 동의서 넣기",
        lead="동의서 오른쪽 위의 바코드를 찍습니다. 번호가 곧 증빙 번호가 됩니다.",
        breadcrumbs=[("동의 받을 사람", reverse("consent:missing")), ("스캔", "")],
    )


def _asked_for(request: HttpRequest, data):
    actor = request.actor
    form = MissingForm(data or None, may_choose=actor.is_official)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    organisation: Organisation | None = None
    if actor.is_official and asked.get("organisation"):
        organisation = find_organisation(public_id=asked["organisation"])
    organisation = organisation or get_organisation(actor.organisation_id)
    purpose = asked.get("purpose") or Purpose.OVERLAP_CHECK
    rows = list_missing(
        actor,
        organisation_id=organisation.id,
        purpose=purpose,
        recipient=recipient_of(organisation),
        on=timezone.localdate(),
    )
    if state := asked.get("state"):
        rows = rows.filter(sheet_number__isnull=state == "new")
    return form, organisation, purpose, rows


def _print(request, records, purpose: str, recipient: str, *, back: str, besides=()) -> HttpResponse:
    try:
        sheets = print_sheets(
            by=request.actor, records=records, purpose=purpose, recipient=recipient, besides=besides, at=timezone.now()
        )
    except ConsentRefused as refused:
        messages.error(request, str(refused))
        return redirect(back)
    return sheets_response(request, sheets)
