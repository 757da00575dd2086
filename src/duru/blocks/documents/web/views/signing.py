"""Submit, sign, send back, take back, issue; to 온-나라 and from there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import NotAllowed, needs
from duru.blocks.documents.enums import DocumentState
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.models import Document
from duru.blocks.documents.operations.approving import (
    approve,
    return_draft,
    submit_for_approval,
    withdraw_from_approval,
)
from duru.blocks.documents.operations.issuing import issue, send_to_onnara, take_back_from_onnara
from duru.blocks.documents.permissions import APPROVE, DRAFT
from duru.blocks.documents.queries.people import people_to_sign, propose_line
from duru.blocks.documents.web.forms import CommentForm, LineForm, OnnaraForm, ReasonForm, SeenForm
from duru.blocks.documents.web.views.looking import document_or_404
from duru.blocks.ui.api import confirm_page


@needs(DRAFT)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    document = document_or_404(request, public_id)
    today = timezone.localdate()
    line = propose_line(
        request.actor, kind=document.kind, variant=document.variant, department=document.department, on=today
    )
    form = LineForm(
        request.POST or None,
        people=people_to_sign(request.actor, on=today),
        line=line,
        initial={"seen": document.revision},
    )
    return _ask(
        request, document, form, "결재 올리기", "누가 검토하고 결재하나요?", "결재 올리기",
        ["기안한 사람은 같은 문서를 결재할 수 없습니다.", "마지막 사람이 결재하면 문서번호와 시행일이 붙습니다."],
        lambda: submit_for_approval(
            by=request.actor, document=public_id, line=form.line, seen=form.cleaned_data["seen"], at=timezone.now()
        ),
        "결재를 올렸습니다.",
    )  # fmt: skip


@needs(APPROVE)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    document = document_or_404(request, public_id)
    form = CommentForm(request.POST or None, initial={"seen": document.revision})
    return _ask(
        request, document, form, "서명", f"‘{document.title}’에 서명할까요?", "서명",
        ["서명은 되돌릴 수 없습니다.", "마지막 결재이면 바로 시행됩니다."],
        lambda: approve(by=request.actor, document=public_id, at=timezone.now(), **form.cleaned_data),
        "서명했습니다.",
    )  # fmt: skip


@needs(APPROVE)
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    document = document_or_404(request, public_id)
    form = ReasonForm(request.POST or None, initial={"seen": document.revision})
    return _ask(
        request, document, form, "반려", f"‘{document.title}’을(를) 돌려보낼까요?", "반려",
        ["이번에 한 서명은 모두 없던 것이 되고, 기안자가 고쳐 다시 올립니다."],
        lambda: return_draft(by=request.actor, document=public_id, at=timezone.now(), **form.cleaned_data),
        "돌려보냈습니다.",
        is_danger=True,
    )  # fmt: skip


@needs(DRAFT)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    return _do(request, public_id, lambda seen: withdraw_from_approval(by=request.actor, document=public_id, seen=seen, at=timezone.now()), "회수했습니다.")  # fmt: skip


@needs(DRAFT)
@require_POST
def issue_now(request: HttpRequest, public_id: str) -> HttpResponse:
    return _do(request, public_id, lambda seen: issue(by=request.actor, document=public_id, seen=seen, at=timezone.now()), "시행했습니다.")  # fmt: skip


@needs(DRAFT)
@require_http_methods(["GET", "POST"])
def onnara(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a draft to 온-나라, or write down what came back."""
    document = document_or_404(request, public_id)
    if document.state == DocumentState.OUTSIDE:
        form = OnnaraForm(
            request.POST or None, initial={"seen": document.revision, "effective_on": timezone.localdate()}
        )
        return _ask(
            request, document, form, "온-나라 결과 적기", "온-나라에서 받은 문서번호와 시행일을 적어 주세요.", "적기",
            ["적으면 시행한 문서가 되고, 기간을 세기 시작할 수 있습니다."],
            lambda: take_back_from_onnara(by=request.actor, document=public_id, at=timezone.now(), **form.cleaned_data),
            "문서번호와 시행일을 적었습니다.",
        )  # fmt: skip
    form = SeenForm(request.POST or None, initial={"seen": document.revision})
    return _ask(
        request, document, form, "온-나라로 보내기", "이 문서를 온-나라에서 결재하나요?", "보낸 것으로 적기",
        ["HWPX 파일을 내려받아 온-나라에 올려 주세요. 두루는 온-나라와 연결되어 있지 않습니다.", "결재가 끝나면 문서번호와 시행일을 여기에 적습니다."],
        lambda: send_to_onnara(by=request.actor, document=public_id, at=timezone.now(), **form.cleaned_data),
        "온-나라로 보낸 것으로 적었습니다. HWPX 파일을 내려받아 올려 주세요.",
    )  # fmt: skip


def _ask(
    request: HttpRequest, document: Document, form, title: str, question: str, label: str, consequences: list[str],
    deed: Callable[[], object], done: str, *, is_danger: bool = False,
) -> HttpResponse:  # fmt: skip
    back = reverse("documents:document", args=[document.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except (DocumentRefused, NotAllowed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    return confirm_page(
        request, title=title, question=question, confirm_label=label, cancel_url=back, form=form, consequences=consequences,
        is_danger=is_danger, breadcrumbs=[("문서", reverse("documents:list")), ("문서 보기", back), (title, "")],
    )  # fmt: skip


def _do(request: HttpRequest, public_id: str, deed: Callable[[int], object], done: str) -> HttpResponse:
    document_or_404(request, public_id)
    form = SeenForm(request.POST)
    try:
        deed(form.cleaned_data["seen"] if form.is_valid() else 0)
    except (DocumentRefused, NotAllowed) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("documents:document", public_id)
