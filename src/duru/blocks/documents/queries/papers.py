"""Reads of attachments and documents."""

from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from duru.blocks.access.api import Actor
from duru.blocks.documents.enums import DocumentState
from duru.blocks.documents.models import ApprovalStep, Attachment, Document
from duru.blocks.documents.queries.people import absences_covered_by
from duru.blocks.documents.values import describe_subjects


def attachments_of(subject: str) -> QuerySet[Attachment]:
    """Return the papers of a subject, oldest first."""
    return Attachment.objects.filter(subject=subject).order_by("added_at", "id")


def get_attachment(public_id: str) -> Attachment:
    """Return one paper of the tenant.

    Raises:
        Attachment.DoesNotExist: there is none with this public id.
    """
    return Attachment.objects.get(public_id=public_id)


def list_documents(actor: Actor) -> QuerySet[Document]:
    """Return the documents an actor may see by themselves, newest first: of the own department, or in whose line they stand.

    A document of another department is seen through its subject (`may_see_document`). The machine sees all.
    """
    found = Document.objects.select_related("organisation").order_by("-drafted_at", "-id")
    if actor.is_system:
        return found
    own = Q(organisation_id=actor.organisation_id)
    if actor.department:
        own &= Q(department=actor.department)
    signs = ApprovalStep.objects.filter(
        document_id=OuterRef("pk"), membership_id__in={actor.membership_id, *absences_covered_by(actor, on=localdate())}
    )
    return found.filter(own | Exists(signs))


def may_see_document(actor: Actor, document: Document) -> bool:
    """Say whether an actor may see a document: by themselves, or because its subject is shown to them."""
    if list_documents(actor).filter(pk=document.pk).exists():
        return True
    return document.subject in describe_subjects(actor, [document.subject])


def may_see_attachment(actor: Actor, attachment: Attachment) -> bool:
    """Say whether an actor may see a paper: its subject is shown to them, or it belongs to a document that is."""
    prefix, _, public_id = attachment.subject.partition(":")
    if prefix == "document":
        found = Document.objects.filter(public_id=public_id).first()
        return found is not None and may_see_document(actor, found)
    return attachment.subject in describe_subjects(actor, [attachment.subject])


def documents_of(subject: str) -> QuerySet[Document]:
    """Return the documents about a subject, newest first, with their deliveries at hand."""
    found = Document.objects.filter(subject=subject).select_related("organisation").prefetch_related("deliveries")
    return found.order_by("-drafted_at", "-id")


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
