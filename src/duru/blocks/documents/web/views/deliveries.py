"""Letters go out and arrive."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.documents.enums import DeliveryMethod, DeliveryState
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.models import Delivery
from duru.blocks.documents.operations.delivering import deliver, mark_failed, mark_posted, mark_served
from duru.blocks.documents.operations.drafting import recipient_of
from duru.blocks.documents.permissions import DELIVER
from duru.blocks.documents.queries import list_documents
from duru.blocks.documents.values import Recipient
from duru.blocks.documents.web.forms import DeliverForm, FailedForm, ServedForm
from duru.blocks.documents.web.tables import PostTable
from duru.blocks.documents.web.views.looking import document_or_404
from duru.blocks.ui.api import Column, list_page, render_page, xlsx_response

POST_COLUMNS = [
    Column("no", "연번", value=lambda row: row[0], width=6),
    Column("number", "문서번호", value=lambda row: row[1].document.number, width=28),
    Column("title", "제목", value=lambda row: row[1].document.title, width=40),
    Column("name", "받는 이", value=lambda row: row[1].to_name),
    Column("postcode", "우편번호", value=lambda row: row[1].to_postcode, width=10),
    Column("address", "주소", value=lambda row: row[1].to_address, width=50),
    Column("registered", "등기번호", "우체국에서 받아 적는 칸", value=lambda row: "", width=18),
]


@needs(DELIVER)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    document = document_or_404(request, public_id)
    back = reverse("documents:document", args=[public_id])
    to = recipient_of(document)
    start = {"to_name": to.name, "to_address": to.address, "to_postcode": to.postcode, "to_email": to.email}
    form = DeliverForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = Recipient(data["to_name"], data["to_address"], data["to_postcode"], data["to_email"], to.title)
        try:
            deliver(
                by=request.actor, document=public_id, how=data["how"], to=who, agreed=data["agreed"], note=data["note"], at=timezone.now()
            )  # fmt: skip
        except DocumentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "보낼 것으로 적었습니다.")
            return redirect(back)
    return render_page(
        request,
        "documents/form.html",
        {"form": form, "back": back, "label": "보내기"},
        title="문서 보내기",
        lead="도달한 날부터 기간을 셉니다. 닿으면 도달일을 적어 주세요.",
        breadcrumbs=[("문서", reverse("documents:list")), ("문서 보기", back), ("보내기", "")],
    )


@needs(DELIVER)
@require_http_methods(["GET", "POST"])
def served(request: HttpRequest, public_id: str) -> HttpResponse:
    delivery = _delivery(request, public_id)
    form = ServedForm(request.POST or None, initial={"on": timezone.localdate()})
    return _write(request, delivery, form, "도달일 적기", mark_served, "도달일을 적었습니다.")


@needs(DELIVER)
@require_http_methods(["GET", "POST"])
def failed(request: HttpRequest, public_id: str) -> HttpResponse:
    delivery = _delivery(request, public_id)
    form = FailedForm(request.POST or None, initial={"on": timezone.localdate()})
    return _write(
        request, delivery, form, "돌아온 것 적기", mark_failed, "돌아온 것으로 적었습니다. 다른 방법으로 보내 주세요."
    )


@needs(DELIVER)
@require_http_methods(["GET", "POST"])
def post_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for the post office; a POST hands out the list and marks its letters as sent."""
    waiting = (
        Delivery.objects.filter(
            how=DeliveryMethod.POST, state=DeliveryState.PLANNED, document__in=list_documents(request.actor).order_by()
        )
        .select_related("document")
        .order_by("planned_at", "id")
    )
    if request.method == "POST":
        now = timezone.now()
        sent = mark_posted(by=request.actor, deliveries=[each.public_id for each in waiting], at=now)
        if not sent:
            messages.info(request, "보낼 우편이 없습니다.")
            return redirect("documents:post")
        return xlsx_response(
            list(enumerate(sent, start=1)),
            POST_COLUMNS,
            f"우편 발송 목록 {timezone.localdate():%Y%m%d}",
            title="우편 발송 목록",
            notes=[f"만든 사람: {request.actor.name}", f"만든 때: {timezone.localtime(now):%Y-%m-%d %H:%M}"],
        )
    return list_page(
        request,
        waiting,
        PostTable,
        title="우편 발송",
        lead="목록을 내려받으면 모두 보낸 것으로 적힙니다. 닿으면 문서마다 도달일을 적어 주세요.",
        template="documents/post_list.html",
        breadcrumbs=[("문서", reverse("documents:list")), ("우편 발송", "")],
    )


def _delivery(request: HttpRequest, public_id: str) -> Delivery:
    found = Delivery.objects.select_related("document").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    document_or_404(request, found.document.public_id)
    return found


def _write(request: HttpRequest, delivery: Delivery, form, title: str, deed, done: str) -> HttpResponse:
    back = reverse("documents:document", args=[delivery.document.public_id])
    if request.method == "POST" and form.is_valid():
        try:
            deed(by=request.actor, delivery=delivery.public_id, at=timezone.now(), **form.cleaned_data)
        except DocumentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    return render_page(
        request,
        "documents/form.html",
        {"form": form, "back": back, "label": "적기"},
        title=f"{title}",
        lead=f"{delivery.document.title} · {delivery.get_how_display()} · {delivery.to_name}",
        breadcrumbs=[("문서", reverse("documents:list")), ("문서 보기", back), (title, "")],
    )
