"""One paper: what it is, its picture, and the download with its reason."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_export
from duru.blocks.documents.adapters.previews import PICTURED, picture_of
from duru.blocks.documents.adapters.storage import store_of
from duru.blocks.documents.enums import ScanState
from duru.blocks.documents.errors import AttachmentRefused
from duru.blocks.documents.operations.attaching import attach
from duru.blocks.documents.permissions import ATTACH, SEE
from duru.blocks.documents.rules.names import MEDIA_TYPES
from duru.blocks.documents.values import asks_purpose
from duru.blocks.documents.web.forms import DownloadForm, PaperForm
from duru.blocks.documents.web.views.looking import attachment_or_404, document_or_404, look
from duru.blocks.tenancy.api import current_tenant_id
from duru.blocks.ui.api import render_page


@needs(SEE)
@require_http_methods(["GET", "POST"])
def attachment(request: HttpRequest, public_id: str) -> HttpResponse:
    found = attachment_or_404(request, public_id)
    wants_reason = asks_purpose(found.subject)
    form = DownloadForm(request.POST or None) if wants_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _hand_out(request, found, form.cleaned_data["purpose"] if form else "")
    card = look(request, "서류 보기", found.subject)
    return render_page(
        request,
        "documents/attachment.html",
        {
            "attachment": found,
            "card": card,
            "form": form,
            "is_scanned": found.scan_state == ScanState.CLEAN,
            "has_picture": found.kind in PICTURED,
            "facts": [
                ("서류", found.label or "-"),
                ("종류", found.get_kind_display()),
                ("크기", f"{found.size / 1024:,.0f} KiB"),
                ("올린 이", f"{found.added_by_name}{' (신청인)' if found.from_applicant else ''}"),
                ("올린 때", timezone.localtime(found.added_at).strftime("%Y-%m-%d %H:%M")),
                ("악성코드 검사", found.get_scan_state_display()),
                ("해시(SHA-256)", found.sha256),
            ],
        },
        title=found.name,
        breadcrumbs=[("문서", reverse("documents:list")), ("서류", "")],
    )


@needs(SEE)
@require_safe
def picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the paper as a picture; its own bytes never reach the browser here."""
    found = attachment_or_404(request, public_id)
    page = request.GET.get("page", "0")
    png = picture_of(
        store_of(current_tenant_id()).path(found.stored_name), found.kind, page=int(page) if page.isdigit() else 0
    )
    if png is None:
        raise Http404
    answer = HttpResponse(png, content_type="image/png")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@needs(ATTACH)
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lay a paper to a draft (붙임)."""
    document = document_or_404(request, public_id)
    form = PaperForm(request.POST, request.FILES)
    if not document.is_open_to_change:
        messages.error(request, "결재 중이거나 시행한 문서에는 서류를 붙일 수 없습니다.")
    elif not form.is_valid():
        messages.error(request, "붙일 파일을 골라 주세요.")
    else:
        file = form.cleaned_data["file"]
        try:
            attach(
                by=request.actor, subject=f"document:{public_id}", file=file, name=file.name, label=form.cleaned_data["label"],
                at=timezone.now(),
            )  # fmt: skip
        except AttachmentRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "서류를 붙였습니다.")
    return redirect("documents:document", public_id)


def _hand_out(request: HttpRequest, found, purpose: str) -> HttpResponse:
    record_export(
        actor=request.actor.audit,
        action="서류 내려받기",
        purpose=purpose or "문서 업무",
        subjects=[found.subject],
        detail={"attachment": found.public_id},
    )
    answer = FileResponse(store_of(current_tenant_id()).open(found.stored_name), content_type=MEDIA_TYPES[found.kind])
    answer["Content-Disposition"] = content_disposition_header(True, found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
