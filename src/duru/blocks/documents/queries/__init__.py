"""Reads of papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from duru.blocks.documents.models import Attachment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from duru.blocks.access.api import Actor
    from duru.blocks.documents.models import Document
    from duru.blocks.documents.values import LineStep


def attachments_of(subject: str) -> QuerySet[Attachment]:
    """Return the papers of a subject, oldest first."""
    return Attachment.objects.filter(subject=subject).order_by("added_at", "id")


def documents_of(subject: str) -> QuerySet[Document]:
    """Return the documents about a subject, newest first, with their deliveries at hand."""
    raise NotImplementedError


def get_document(public_id: str) -> Document:
    """Return one document of the tenant.

    Raises:
        Document.DoesNotExist: there is none with this public id.
    """
    raise NotImplementedError


def documents_waiting_for(actor: Actor, *, on: date) -> QuerySet[Document]:
    """Return the documents whose next signature is the actor's, own or as stand-in, oldest first."""
    raise NotImplementedError


def propose_line(actor: Actor, *, kind: str, department: str, on: date) -> Sequence[LineStep]:
    """Return a line that fits the 전결 rows: the posts of the department between the drafter and who decides. May be empty."""
    raise NotImplementedError
