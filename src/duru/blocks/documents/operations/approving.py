"""The line of approval: submitted, signed, returned; the last signature gives number and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from duru.blocks.access.api import Actor
from duru.blocks.documents.values import LineStep

if TYPE_CHECKING:
    from duru.blocks.documents.models import Document


def submit_for_approval(*, by: Actor, document: str, line: Sequence[LineStep], seen: int, at: datetime) -> Document:
    """Send a draft along a line of approval; `propose_line` gives one that fits the rules.

    The drafter stands first and signs by submitting. Nobody stands twice in a line, so that who wrote does not decide; the last
    step decides and its rank must reach what the 전결 row of that kind and department asks (no row: 구청장).

    Raises:
        NotAllowed: the actor may not draft.
        DocumentRefused: the line is empty, does not end with 결재, names a person twice, or its last rank is too low.
        ChangedMeanwhile: `seen` is not the document's revision.
    """
    raise NotImplementedError


def approve(*, by: Actor, document: str, seen: int, at: datetime, comment: str = "") -> Document:
    """Sign the step that waits for the actor, or for whom the actor stands in that day (대결).

    With the last step the document is issued: 문서번호 and 시행일 are given and `DocumentIssued` is told, in one transaction.

    Raises:
        NotAllowed: the step waits for somebody else, or a stand-in wrote the draft.
        ChangedMeanwhile, DocumentRefused.
    """
    raise NotImplementedError


def return_draft(*, by: Actor, document: str, seen: int, reason: str, at: datetime) -> Document:
    """Send a document back to its drafter with a reason; all signatures of this round are void.

    Raises:
        NotAllowed, ChangedMeanwhile, DocumentRefused (no reason).
    """
    raise NotImplementedError


def withdraw_from_approval(*, by: Actor, document: str, seen: int, at: datetime) -> Document:
    """Take one's own document back while nobody but the drafter has signed (회수).

    Raises:
        NotAllowed, ChangedMeanwhile, DocumentRefused.
    """
    raise NotImplementedError


def issue(*, by: Actor, document: str, seen: int, at: datetime) -> Document:
    """Issue a draft whose template needs no approval (접수증): number and day are given, `DocumentIssued` is told.

    Raises:
        NotAllowed, ChangedMeanwhile, DocumentRefused (this kind needs approval).
    """
    raise NotImplementedError


def send_to_onnara(*, by: Actor, document: str, seen: int, at: datetime) -> Document:
    """Mark a draft as given to 온-나라 for approval; its HWPX is what leaves the house.

    Raises:
        NotAllowed, ChangedMeanwhile, DocumentRefused.
    """
    raise NotImplementedError


def take_back_from_onnara(
    *, by: Actor, document: str, number: str, effective_on: date, approved_by: str, seen: int, at: datetime
) -> Document:
    """Write down what 온-나라 gave: 문서번호, 시행일 and who decided. The document is issued and `DocumentIssued` told. Repeatable.

    Raises:
        NotAllowed, ChangedMeanwhile, DocumentRefused (number missing or known for another document).
    """
    raise NotImplementedError
