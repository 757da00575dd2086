"""A letter is written from its template, and mended until it is submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from duru.blocks.access.api import Actor
from duru.blocks.documents.enums import Disclosure, Retention
from duru.blocks.documents.values import Recipient

if TYPE_CHECKING:
    from duru.blocks.documents.models import Document


def draft_letter(
    *,
    by: Actor,
    subject: str,
    kind: str,
    fields: Mapping[str, Any],
    to: Recipient,
    on: date,
    at: datetime,
    variant: str = "",
    title: str = "",
    disclosure: str = Disclosure.PARTIAL,
    disclosure_clauses: Sequence[int] = (6,),
    retention: str = Retention.YEARS_10,
) -> Document:
    """Write a letter from the template in force on a day; it is a draft with version 1.

    Args:
        kind: a `LetterKind`.
        fields: what the template asks for (`fields_of(kind, on=…)`): texts, whole numbers, days, lists of texts.
        on: the day whose template and legal texts are used.
        variant: a service's own wording of the kind ("funeral"); without one of that name the general template is used.
        title: replaces the template's.
        disclosure_clauses: the 호 of 정보공개법 §9① that close it; needed unless it is open.

    Raises:
        NotAllowed: the actor may not draft.
        LetterRefused: no template or a legal text has a gap on that day, a field is missing, unknown or breaks a term of law
            (의견제출 shorter than 10 days).
    """
    raise NotImplementedError


def revise_draft(
    *,
    by: Actor,
    document: str,
    seen: int,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
    body: str | None = None,
    title: str | None = None,
    to: Recipient | None = None,
    reason: str = "",
) -> Document:
    """Write the next version of a draft or returned document; older versions stay.

    Args:
        seen: `Document.revision` as the page showed it.
        fields: merges the template again (of the day of the draft); overrides a hand-written body.
        body: a text written by hand: paragraphs divided by empty lines.

    Raises:
        NotAllowed, ChangedMeanwhile, LetterRefused, DocumentRefused (it is in approval or issued).
    """
    raise NotImplementedError


def cancel_draft(*, by: Actor, document: str, seen: int, reason: str, at: datetime) -> Document:
    """Give up a draft or returned document; it stays readable and never gets a number.

    Raises:
        NotAllowed, ChangedMeanwhile, DocumentRefused.
    """
    raise NotImplementedError
