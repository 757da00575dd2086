"""Pages: keys of programs, and receipts anybody can look through."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import find_organisation, needs, public_page
from duru.blocks.programs.errors import KeyRefused
from duru.blocks.programs.models import ProgramKey
from duru.blocks.programs.operations import issue_key, revoke_key, rotate_key
from duru.blocks.programs.permissions import ISSUE, SEE_OWN
from duru.blocks.programs.queries import list_keys, list_signers
from duru.blocks.programs.receipts import prove_receipt
from duru.blocks.programs.web.forms import KeyForm, ReceiptForm
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page

MOST_SHOWN = 100
TITLE = "프로그램 연동"


@needs(SEE_OWN)
@require_http_methods(["GET", "POST"])
@sensitive_variables("whole")
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The key itself is on the answer to the POST alone: nobody can look it up later."""
    form = KeyForm(request.POST or None) if request.actor.may(ISSUE) else None
    whole = ""
    if request.method == "POST" and form is not None and form.is_valid():
        asked = form.cleaned_data
        organisation = find_organisation(public_id=asked.pop("organisation"))
        if organisation is None:
            raise Http404
        try:
            _, whole = issue_key(by=request.actor, organisation=organisation, at=timezone.now(), **asked)
        except KeyRefused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            form = KeyForm()
    return _page(request, form, whole)


@needs(SEE_OWN)
@require_POST
@sensitive_variables("whole")
@never_cache
def rotate(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        _, whole = rotate_key(by=request.actor, public_id=public_id, at=timezone.now())
    except ProgramKey.DoesNotExist:
        raise Http404 from None
    except KeyRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("programs:keys")
    return _page(request, KeyForm() if request.actor.may(ISSUE) else None, whole)


@needs(SEE_OWN)
@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        revoke_key(by=request.actor, public_id=public_id, at=timezone.now())
    except ProgramKey.DoesNotExist:
        raise Http404 from None
    messages.success(request, "열쇠를 회수했습니다. 지금부터 아무것도 열지 못합니다.")
    return redirect("programs:keys")


@public_page(
    "영수증이 우리 것인지 누구나 확인하는 쪽: 서명만 보고, 사람에 관한 것은 없으며, 아무것도 저장하지 않습니다."
)
@require_http_methods(["GET", "POST"])
@never_cache
@readonly_view
def receipts(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    proof = None
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            # A browser sends lines ended by \r\n; an answer of ours has no line ends at all.
            proof = prove_receipt(
                form.cleaned_data["receipt"], answer=answer.strip().encode() if answer.strip() else None
            )
        except ValueError as error:
            form.add_error("receipt", str(error))
    return render_page(
        request, "programs/receipts.html", {"form": form, "proof": proof, "signers": list_signers()},
        title="영수증 확인", lead="프로그램이 받은 답의 영수증에 우리 서명이 있는지 봅니다. 넣은 것은 저장하지 않습니다.",
        breadcrumbs=[("영수증 확인", "")],
    )  # fmt: skip


def _page(request: HttpRequest, form: KeyForm | None, whole: str) -> HttpResponse:
    now = timezone.now()
    return render_page(
        request,
        "programs/keys.html",
        {
            "form": form,
            "whole": whole,
            "keys": [(key, *_state(key, now)) for key in list_keys(request.actor)[:MOST_SHOWN]],
        },
        title=TITLE,
        lead="기관의 프로그램이 화면 대신 두루에 묻고 적는 열쇠입니다. 열쇠는 만들 때 한 번만 보입니다.",
        breadcrumbs=[(TITLE, "")],
    )


def _state(key: ProgramKey, now) -> tuple[str, str]:
    if key.revoked_at:
        return "회수", "neutral"
    return ("기한 지남", "neutral") if key.expires_at <= now else ("쓰는 중", "success")
