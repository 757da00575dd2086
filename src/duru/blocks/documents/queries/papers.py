"""Reads of attachments and documents."""

from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from duru.blocks.access.api import Actor
from duru.blocks.documents.enums import DocumentState
from duru.blocks.documents.models import ApprovalStep, Attachment, Document
from duru.blocks.documents.queries.people import absences_covered_by


def attachments_of(subject: str) -> QuerySet[Attachment]:
    """Return the papers of a subject, oldest first."""
    return Attachment.objects.filter(subject=subject).order_by("added_at", "id")


def get_attachment(public_id: str) -> Attachment:
    """Return one paper of the tenant.

    Raises:
        Attachment.DoesNotExist: there is none with this public id.
    """
    return Attachment.objects.get(public_id=public_id)


def list_documents() -> QuerySet[Document]:
    """Return the documents of the tenant, newest first."""
    return Document.objects.select_related("organisation").order_by("-drafted_at", "-id")


def documents_of(subject: str) -> QuerySet[Document]:
    """Return the documents about a subject, newest first, with their deliveries at hand."""
    return list_documents().filter(subject=subject).prefetch_related("deliveries")


def get_document(public_id: str) -> Document:
    """Return one document of the tenant.

    Raises:
        Document.DoesNotExist: there is none with this public id.
    """
    return Document.objects.select_related("organisation").get(public_id=public_id)


def documents_waiting_for(actor: Actor, *, on: date) -> QuerySet[Document]:
    """Return the documents whose next signature is the actor's, own or as stand-in, oldest first."""
    covered = {actor.membership_id, *absences_covered_by(actor, on=on)} - {None}
    waiting = ApprovalStep.objects.filter(document_id=OuterRef("pk"), round_no=OuterRef("round_no"), state="waiting")
    first = waiting.order_by().values("document_id").annotate(first=Min("position")).values("first")
    mine = waiting.filter(membership_id__in=covered, position=OuterRef("next_position"))
    return (
        Document.objects.filter(state=DocumentState.IN_APPROVAL)
        .annotate(next_position=Subquery(first))
        .filter(Exists(mine))
        # A stand-in does not decide what they wrote.
        .filter(~Q(drafted_by_id=actor.membership_id) | Q(drafted_by__isnull=True))
        .order_by(F("drafted_at"), "id")
    )
