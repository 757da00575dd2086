"""The list, what waits for me, one document, its files."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_export
from duru.blocks.documents.enums import DocumentState, FileFormat
from duru.blocks.documents.errors import RenderingFailed
from duru.blocks.documents.models import Document
from duru.blocks.documents.operations.approving import next_step
from duru.blocks.documents.operations.writing_out import read_file
from duru.blocks.documents.permissions import DELIVER, DRAFT, SEE
from duru.blocks.documents.queries import attachments_of, documents_waiting_for, list_documents
from duru.blocks.documents.queries.people import absences_covered_by
from duru.blocks.documents.queries.sheets import sheet_of, steps_of
from duru.blocks.documents.rules.names import MEDIA_TYPES, clean_name
from duru.blocks.documents.web.tables import STATE_TONES, DocumentFilter, DocumentTable, WaitingTable, delivery_rows
from duru.blocks.documents.web.views.looking import document_or_404, look
from duru.blocks.ui.api import Export, list_page, render_page


@needs(SEE)
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    def gate(request, n_rows):
        record_export(actor=request.actor.audit, action="문서 목록 내려받기", purpose="문서 업무", detail={"n": n_rows})

    return list_page(
        request,
        list_documents(request.actor),
        DocumentTable,
        title="문서",
        lead="우리 부서가 만들었거나 내가 결재선에 있는 문서입니다.",
        filterset=DocumentFilter,
        export=Export("문서 목록", gate=gate),
        template="documents/document_list.html",
        context={"can_draft": may(request.actor, DRAFT), "can_send": may(request.actor, DELIVER)},
    )


@needs(SEE)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        documents_waiting_for(request.actor, on=timezone.localdate()),
        WaitingTable,
        title="내 결재",
        lead="내 차례이거나, 자리를 비운 사람을 대신해 서명할 문서입니다.",
        breadcrumbs=[("문서", "/documents/"), ("내 결재", "")],
    )


@needs(SEE)
@require_safe
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    found = document_or_404(request, public_id)
    card = look(request, "문서 보기", found.subject)
    today = timezone.localdate()
    asked = request.GET.get("version", "")
    version_no = int(asked) if asked.isdigit() and 0 < int(asked) <= found.version_no else found.version_no
    return render_page(
        request,
        "documents/document.html",
        {
            "document": found,
            "tone": STATE_TONES[DocumentState(found.state)],
            "card": card,
            "facts": _facts(found),
            "steps": steps_of(found),
            "sheet": sheet_of(found, version_no=version_no),
            "version_no": version_no,
            "versions": found.versions.order_by("-no") if found.version_no > 1 else [],
            "attachments": attachments_of(f"document:{found.public_id}"),
            "deliveries": delivery_rows(found.deliveries.order_by("id")),
            "formats": FileFormat.choices,
            **_may(request, found, today),
        },
        title=found.title,
        breadcrumbs=[("문서", "/documents/"), ("문서 보기", "")],
    )


@needs(SEE)
@require_safe
def file(request: HttpRequest, public_id: str, format: str) -> HttpResponse:
    """Hand out a document as a file; it is written in the log like every download."""
    found = document_or_404(request, public_id)
    if format not in FileFormat.values:
        raise Http404
    try:
        content = read_file(found, format, at=timezone.now())
    except RenderingFailed as failed:
        messages.error(request, str(failed))
        return redirect("documents:document", public_id)
    record_export(
        actor=request.actor.audit,
        action=f"문서 내려받기({format.upper()})",
        purpose=f"문서 업무: {found.get_kind_display()}",
        subjects=[found.subject],
        detail={"document": found.public_id},
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPES[format])
    name = clean_name(f"{found.number} {found.title}.{format}".strip(), format)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _facts(document: Document) -> list[tuple[str, object]]:
    closed = ", ".join(f"{each}호" for each in document.disclosure_clauses)
    disclosure = document.get_disclosure_display() + (f" (정보공개법 제9조제1항 {closed})" if closed else "")
    served = document.served_on
    return [
        ("종류", document.get_kind_display()),
        ("문서번호", document.number or "시행할 때 붙습니다"),
        ("시행일", document.effective_on or "아직 시행하지 않았습니다"),
        ("도달일", served or "아직 닿지 않았습니다"),
        ("받는 이", f"{document.recipient_name} {document.recipient_title}"),
        ("처리과", f"{document.organisation.name} {document.department}"),
        ("기안", document.drafter_name),
        (
            "결재",
            f"{document.decided_by}{' (온-나라)' if document.from_onnara else ''}" if document.decided_by else "-",
        ),
        ("공개구분", disclosure),
        ("보존기간", document.get_retention_display()),
    ]


def _may(request: HttpRequest, document: Document, today: date) -> dict[str, bool]:
    actor = request.actor
    writes = may(actor, DRAFT)
    step = next_step(document)
    covered = {actor.membership_id, *absences_covered_by(actor, on=today)}
    my_turn = step is not None and step.membership_id in covered
    first = document.steps.filter(round_no=document.round_no, position=0).first() if step else None
    return {
        "can_edit": writes and document.is_open_to_change,
        "can_submit": writes and document.is_open_to_change and document.needs_approval,
        "can_issue": writes and document.is_open_to_change and not document.needs_approval,
        "can_sign": my_turn
        and not (step.membership_id != actor.membership_id and document.drafted_by_id == actor.membership_id),
        "can_withdraw": first is not None and first.membership_id == actor.membership_id and step.position == 1,
        "can_take_back": writes and document.state == DocumentState.OUTSIDE,
        "can_send": may(actor, DELIVER) and document.state == DocumentState.ISSUED,
        "can_attach": writes and document.is_open_to_change,
    }
