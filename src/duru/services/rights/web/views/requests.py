"""Requests that wait, and their answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.registry.api import person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.kernel.masking import mask_name
from duru.services.rights.enums import RequestState
from duru.services.rights.errors import RequestRefused
from duru.services.rights.operations import answer_request
from duru.services.rights.permissions import ANSWER
from duru.services.rights.queries import list_requests
from duru.services.rights.web.forms import AnswerForm
from duru.services.rights.web.tables import RequestFilter, RequestTable


@needs(ANSWER)
@readonly_view
def requests(request: HttpRequest) -> HttpResponseBase:
    shown: list[str] = []
    page = list_page(
        request,
        list_requests(request.actor),
        RequestTable,
        filterset=RequestFilter,
        title="권리 요구",
        lead="열람·정정·삭제·처리정지는 받은 다음 날부터 10일 안에 답합니다(개인정보보호법 시행령 §41④, §43③, §44②).",
        table_kwargs={"shown": shown},
    )
    if shown:
        record_look(
            actor=request.actor.audit,
            action="권리 요구 목록(가린 이름)",
            purpose="권리 요구 처리",
            subjects=[person_ref(ref) for ref in shown],
        )
    return page


@needs(ANSWER)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    asked = list_requests(request.actor).filter(public_id=public_id).first()
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answered = answer_request(
                by=request.actor,
                public_id=public_id,
                is_granted=form.cleaned_data["is_granted"] == "yes",
                answer=form.cleaned_data["answer"],
                at=timezone.now(),
            )
        except RequestRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"‘{answered.get_state_display()}’(으)로 답했습니다. 본인의 종이와 화면에 나옵니다."
            )
            return redirect("rights:requests")
    record_look(
        actor=request.actor.audit,
        action="권리 요구 보기",
        purpose="권리 요구 처리",
        subjects=[person_ref(asked.person_ref)],
    )
    return render_page(
        request,
        "rights/answer.html",
        {
            "asked": asked,
            "is_open": asked.state == RequestState.OPEN,
            "facts": [
                ("누구", mask_name(asked.name)),
                ("어느 기관의 기록", asked.organisation.name if asked.organisation else "모든 기관"),
                ("내용", asked.words),
                ("대리인", asked.by_proxy or "–"),
                ("받은 날", f"{asked.received_on:%Y. %-m. %-d.}"),
                ("처리기한", f"{asked.due_on:%Y. %-m. %-d.}"),
                ("상태", asked.get_state_display()),
                ("답", asked.answer or "–"),
            ],
            "form": form,
        },
        title=f"{asked.get_kind_display()} 요구",
        breadcrumbs=[("권리 요구", reverse("rights:requests")), (asked.get_kind_display(), "")],
    )
