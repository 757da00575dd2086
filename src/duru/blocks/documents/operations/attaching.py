"""Papers are laid to a subject, and taken away for good."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from duru.blocks.access.api import Actor

if TYPE_CHECKING:
    from duru.blocks.documents.models import Attachment


def attach(
    *, by: Actor, subject: str, file: BinaryIO, name: str, at: datetime, label: str = "", from_applicant: bool = False
) -> Attachment:
    """Keep a file as a paper of a subject: its kind is told by content, it is measured, scanned and hashed.

    The bytes are on disk before the row commits; a kill in between leaves a file that no row names, swept after a day.

    Args:
        subject: what the paper belongs to, opaque here: "case:…", "person:…", "document:…".
        file: open for reading bytes, at its beginning.
        name: as the sender's machine called it; only shown, never believed.
        label: which paper of a list it is ("토지사용승낙서").
        from_applicant: the paper came in by the applicant's own page, not by an official.

    Raises:
        NotAllowed: the actor may not attach.
        AttachmentRefused: too large, of a kind nobody may send, harmful, or its name claims another kind.
    """
    raise NotImplementedError


def destroy_attachment(*, by: Actor, attachment: str, reason: str, at: datetime) -> None:
    """Delete a paper for good, row and bytes; the log keeps that and why.

    Raises:
        NotAllowed: the actor may not.
        Attachment.DoesNotExist: there is none with this public id.
        AttachmentRefused: no reason is given, or it is a paper of an issued document.
    """
    raise NotImplementedError
