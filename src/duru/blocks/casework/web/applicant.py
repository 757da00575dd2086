"""The applicant's own page: receipt number and telephone, no login, big letters."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import public_page
from duru.blocks.casework.enums import CaseState
from duru.blocks.casework.kinds import get_kind
from duru.blocks.casework.models import Case, CasePause, Task
from duru.blocks.casework.operations.looking import TooManyTries, look_up_case
from duru.blocks.casework.queries.cases import lights_of
from duru.blocks.casework.rules.due import due_words
from duru.blocks.casework.web.forms import ReceiptForm
from duru.blocks.ui.api import render_page
from duru.kernel.masking import mask_name


@public_page("신청인이 접수번호와 전화번호를 함께 적어야 자기 민원의 단계만 보이고, 틀리면 늦춥니다.")
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Ask for receipt number and telephone, and show how far the case is."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and request.tenant is not None:
        try:
            found = look_up_case(
                receipt_no=form.cleaned_data["receipt_no"],
                phone=form.cleaned_data["phone"],
                origin=request.META.get("REMOTE_ADDR", ""),
                now=timezone.now(),
            )
        except TooManyTries as refused:
            form.add_error(None, str(refused))
            return _ask(request, form, status=429)
        if found is not None:
            return _show(request, found)
        form.add_error(None, "접수번호나 전화번호가 맞지 않습니다. 접수증을 보고 다시 적어 주십시오.")
    return _ask(request, form)


def _ask(request: HttpRequest, form: ReceiptForm, status: int = 200) -> HttpResponse:
    return render_page(
        request,
        "casework/status_ask.html",
        {"form": form},
        title="내 민원 보기",
        lead="접수증에 적힌 접수번호와, 신청할 때 적은 전화번호를 적어 주십시오.",
        status=status,
    )


def _show(request: HttpRequest, found: Case) -> HttpResponse:
    now = timezone.now()
    tasks = list(Task.objects.filter(case=found).only("stage", "state", "due_at").order_by("id"))
    kind = get_kind(found.kind)
    pause = CasePause.objects.filter(case=found, until_at__isnull=True, reason="supplement").first()
    return render_page(
        request,
        "casework/status.html",
        {
            "case": found,
            "kind": kind,
            "name": mask_name(found.applicant_name),
            "lights": lights_of(found, tasks, now=now),
            "due": due_words(found.due_at, found.state, now),
            "asked": pause.note if pause else "",
            "is_done": found.state == CaseState.DONE,
            "outcome": kind.outcomes.get(found.outcome, ""),
        },
        title="내 민원",
        lead=kind.label,
    )
