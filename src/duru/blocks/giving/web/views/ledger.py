"""The ledger of one agency, and what follows a line."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.models import DoorEntry
from duru.blocks.giving.operations import return_entry, void_entry
from duru.blocks.giving.permissions import SEE_LEDGER
from duru.blocks.giving.queries import list_entries
from duru.blocks.giving.rules import whole
from duru.blocks.giving.web.forms import ReturnForm, VoidForm
from duru.blocks.giving.web.tables import EntryFilter, EntryTable
from duru.blocks.giving.web.views.door import PURPOSE
from duru.blocks.registry.api import person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import confirm_page, list_page

_EXPORT = gated_export(
    "나눔 장부", "나눔 장부 내려받기", caution="받은 사람의 정보입니다. 업무에만 쓰고 다 쓴 뒤 지웁니다."
)


@needs(SEE_LEDGER)
@readonly_view
def ledger(request: HttpRequest) -> HttpResponseBase:
    shown: list[str] = []
    page = list_page(
        request,
        list_entries(request.actor),
        EntryTable,
        filterset=EntryFilter,
        export=_EXPORT,
        title="나눔 장부",
        lead="우리 기관이 나눈 것입니다. 줄은 고치지 않고, 잘못은 새 줄로 바로잡습니다.",
        table_kwargs={"shown": shown, "sees_protected": request.actor.named_officer},
    )
    if shown:
        record_look(
            actor=request.actor.audit,
            action="나눔 장부(가린 이름)",
            purpose=PURPOSE,
            subjects=[person_ref(ref) for ref in dict.fromkeys(shown)],
        )
    return page


@needs(SEE_LEDGER)
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    entry = _entry(request, public_id)
    form = ReturnForm(request.POST or None, initial={"quantity": whole(entry.quantity)})
    if request.method == "POST" and form.is_valid():
        try:
            return_entry(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        except DoorRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "반품을 적었습니다.")
            return redirect("giving:ledger")
    return confirm_page(
        request,
        title="반품",
        question=f"{entry.item.name} {whole(entry.quantity)}{entry.item.unit} 가운데 얼마나 돌아왔나요?",
        consequences=["돌아온 만큼은 받은 것으로 세지 않습니다.", "앞의 줄은 그대로 남고 새 줄이 생깁니다."],
        confirm_label="반품 적기",
        cancel_url=reverse("giving:ledger"),
        form=form,
    )


@needs(SEE_LEDGER)
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, public_id: str) -> HttpResponse:
    entry = _entry(request, public_id)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_entry(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        except DoorRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "정정했습니다. 바른 내용이 있으면 새로 적어 주세요.")
            return redirect("giving:ledger")
    return confirm_page(
        request,
        title="정정",
        question=f"{entry.item.name} {whole(entry.quantity)}{entry.item.unit} ‘{entry.get_kind_display()}’ 줄을 잘못으로 표시할까요?",
        consequences=[
            "이 줄은 받은 것으로도 나간 재고로도 세지 않습니다.",
            "앞의 줄은 그대로 남고 새 줄이 생깁니다.",
        ],
        confirm_label="정정",
        cancel_url=reverse("giving:ledger"),
        form=form,
        is_danger=True,
    )


def _entry(request: HttpRequest, public_id: str) -> DoorEntry:
    entry = list_entries(request.actor).filter(public_id=public_id).first()
    if entry is None:
        raise Http404("그런 줄이 없습니다.")
    return entry
