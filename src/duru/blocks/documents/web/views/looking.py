"""What every page of papers begins with: find it, or answer as if it did not exist."""

from django.http import Http404, HttpRequest

from duru.blocks.audit.api import record_denial, record_look
from duru.blocks.documents.models import Attachment, Document
from duru.blocks.documents.queries import get_attachment, get_document, may_see_attachment, may_see_document
from duru.blocks.documents.values import SubjectCard, describe_subjects


def document_or_404(request: HttpRequest, public_id: str) -> Document:
    """Return a document the actor may see. A hidden one answers like one that does not exist, and the try is logged."""
    try:
        found = get_document(public_id)
    except Document.DoesNotExist:
        raise Http404 from None
    if not may_see_document(request.actor, found):
        record_denial(actor=request.actor.audit, action="문서 보기", subjects=[found.subject])
        raise Http404
    return found


def attachment_or_404(request: HttpRequest, public_id: str) -> Attachment:
    """Return a paper the actor may see; else as `document_or_404`."""
    try:
        found = get_attachment(public_id)
    except Attachment.DoesNotExist:
        raise Http404 from None
    if not may_see_attachment(request.actor, found):
        record_denial(actor=request.actor.audit, action="서류 보기", subjects=[found.subject])
        raise Http404
    return found


def look(request: HttpRequest, action: str, subject: str) -> SubjectCard | None:
    """Log that a subject's paper is looked at, with the persons it is about; returns the subject's card."""
    card = describe_subjects(request.actor, [subject]).get(subject)
    record_look(
        actor=request.actor.audit,
        action=action,
        purpose=f"문서 업무: {card.title}" if card else "문서 업무",
        subjects=[subject, *(card.persons if card else ())],
    )
    return card
