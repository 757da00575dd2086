"""A letter is written from its template, and mended until it is submitted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from duru.blocks.access.api import Actor, Organisation, check_may, get_organisation
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.enums import Disclosure, DocumentState, LetterKind, Retention
from duru.blocks.documents.errors import ChangedMeanwhile, DocumentRefused, LetterRefused
from duru.blocks.documents.models import Document, DocumentVersion, LetterTemplate
from duru.blocks.documents.operations.wording import legal_texts_on, sentence_of, template_on
from duru.blocks.documents.permissions import DRAFT
from duru.blocks.documents.rules.blocks import Block, read_blocks
from duru.blocks.documents.rules.fields import check_fields
from duru.blocks.documents.rules.merging import merge, merge_line
from duru.blocks.documents.rules.offices import department_of
from duru.blocks.documents.values import Recipient

MOST_BODY_CHARS = 50_000
CLAUSES = range(1, 9)  # 정보공개법 §9①1–8


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
    organisation_id: int | None = None,
    department: str = "",
) -> Document:
    """Write a letter from the template in force on a day; it is a draft with version 1.

    Args:
        kind: a `LetterKind`.
        fields: what the template asks for (`fields_of(kind, on=…)`): texts, whole numbers, days, lists of texts.
        on: the day whose template and legal texts are used.
        variant: a service's own wording of the kind ("funeral"); without one of that name the general template is used.
        title: replaces the template's.
        disclosure_clauses: the 호 of 정보공개법 §9① that close it; needed unless it is open.
        organisation_id, department: whose letter it is; the actor's own when left out, needed when the machine writes.

    Raises:
        NotAllowed: the actor may not draft.
        LetterRefused: no template or a legal text has a gap on that day, a field is missing, unknown or breaks a term of law
            (의견제출 shorter than 10 days).
    """
    check_may(by, DRAFT)
    if (office_id := organisation_id or by.organisation_id) is None:
        raise LetterRefused("어느 기관의 문서인지 정해야 합니다.")
    if not to.name.strip():
        raise LetterRefused("받는 이를 적어 주세요.")
    clauses, template = _clauses(disclosure, disclosure_clauses), template_on(kind, variant, on)
    kept, blocks, merged_title = _write(template, fields, to, on)
    document = Document(
        subject=subject,
        kind=LetterKind(kind),
        variant=variant,
        title=(title.strip() or merged_title)[:200],
        worded_on=on,
        template=template,
        fields=kept,
        needs_approval=template.needs_approval,
        disclosure=Disclosure(disclosure),
        disclosure_clauses=clauses,
        retention=Retention(retention),
        **_drafter(by, get_organisation(office_id), department, at),
        **_recipient(to),
    )
    with transaction.atomic():
        document.save()
        _add_version(document, by, blocks, at=at, by_hand=False, reason="")
        detail = {"document": document.public_id, "kind": document.kind}
        record_deed(actor=by.audit, action="기안", subjects=[subject], detail=detail, at=at)
    return document


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
        body: a text written by hand, marked up as templates are; it may not drop a legal text the template carries.

    Raises:
        NotAllowed: the actor may not draft.
        ChangedMeanwhile: `seen` is not the document's revision.
        LetterRefused: as `draft_letter`; or a text written by hand is empty or has lost a legal text.
        DocumentRefused: it is in approval, issued or given up.
    """
    check_may(by, DRAFT)
    with transaction.atomic():
        found = lock_document(document, seen)
        if not found.is_open_to_change:
            raise DocumentRefused(f"‘{found.get_state_display()}’인 문서는 고칠 수 없습니다.")
        take_up(found, by)
        if to is not None:
            for name, value in _recipient(to).items():
                setattr(found, name, value)
        blocks: list[Block] = found.versions.get(no=found.version_no).blocks
        merged_title = found.title
        if fields is not None and found.template is not None:
            who = to or recipient_of(found)
            found.fields, blocks, merged_title = _write(found.template, fields, who, found.worded_on)
        elif body is not None:
            blocks = _by_hand(body, blocks)
        found.title = ((title or "").strip() or merged_title)[:200]
        found.version_no += 1
        found.revision += 1
        found.save()
        _add_version(found, by, blocks, at=at, by_hand=fields is None and body is not None, reason=reason)
        record_deed(
            actor=by.audit,
            action="기안 고침",
            subjects=[found.subject],
            detail={"document": found.public_id, "version": found.version_no},
            at=at,
        )
    return found


def cancel_draft(*, by: Actor, document: str, seen: int, reason: str, at: datetime) -> Document:
    """Give up a draft or returned document; it stays readable and never gets a number.

    Raises:
        NotAllowed: the actor may not draft.
        ChangedMeanwhile: `seen` is not the document's revision.
        DocumentRefused: it is in approval or issued, or no reason is given.
    """
    check_may(by, DRAFT)
    if not reason.strip():
        raise DocumentRefused("폐기하는 까닭을 적어 주세요.")
    with transaction.atomic():
        found = lock_document(document, seen)
        if not found.is_open_to_change:
            raise DocumentRefused(f"‘{found.get_state_display()}’인 문서는 폐기할 수 없습니다.")
        found.state = DocumentState.CANCELLED
        found.revision += 1
        found.save(update_fields=["state", "revision"])
        record_deed(
            actor=by.audit,
            action="기안 폐기",
            purpose=reason.strip()[:200],
            subjects=[found.subject],
            detail={"document": found.public_id},
            at=at,
        )
    return found


def lock_document(public_id: str, seen: int) -> Document:
    """Return a document locked for the rest of the transaction, if it is still what the page showed.

    Raises:
        Document.DoesNotExist: there is none with this public id.
        ChangedMeanwhile: somebody else has changed it.
    """
    found = Document.objects.select_for_update(of=("self",)).select_related("organisation").get(public_id=public_id)
    if found.revision != seen:
        raise ChangedMeanwhile("그 사이 다른 사람이 이 문서를 바꾸었습니다. 다시 열어 확인한 뒤 처리해 주세요.")
    return found


def take_up(document: Document, by: Actor) -> None:
    """Make the first official who works on a locked letter of the machine its drafter: a letter names whom to ask (행정절차법 제24조제3항)."""
    if document.drafted_by_id is None and by.membership_id is not None:
        document.drafted_by_id, document.drafter_name = by.membership_id, by.name[:60]
        document.save(update_fields=["drafted_by", "drafter_name"])


def recipient_of(document: Document) -> Recipient:
    """Return the recipient a document is written to."""
    return Recipient(
        document.recipient_name,
        document.recipient_address,
        document.recipient_postcode,
        document.recipient_email,
        document.recipient_title,
    )


def _write(template: LetterTemplate, fields: Mapping[str, Any], to: Recipient, on: date):
    texts = legal_texts_on(template.legal_texts, on)
    kept = check_fields(template.fields, fields, on=on, days_of={code: each.days for code, each in texts.items()})
    values = kept | {
        "law": {code: sentence_of(each) for code, each in texts.items()},
        "to": {"name": to.name, "title": to.title, "address": to.address},
        "on": on.isoformat(),
    }
    return kept, merge(template.body, values), merge_line(template.title, values)


def _by_hand(body: str, before: Sequence[Block]) -> list[Block]:
    if len(body) > MOST_BODY_CHARS:
        raise LetterRefused(f"본문은 {MOST_BODY_CHARS:,}자까지 적을 수 있습니다. 긴 내용은 붙임으로 옮겨 주세요.")
    blocks = read_blocks(body)
    if not blocks:
        raise LetterRefused("본문을 적어 주세요.")
    # What a law makes the letter say is not the writer's to leave out.
    left = {each["text"] for each in blocks if each["kind"] == "notice"}
    lost = [each["text"] for each in before if each["kind"] == "notice" and each["text"] not in left]
    if lost:
        raise LetterRefused(f"법령이 정한 문구는 지우거나 바꿀 수 없습니다: {lost[0][:60]}…")
    return blocks


def _clauses(disclosure: str, clauses: Sequence[int]) -> list[int]:
    if disclosure == Disclosure.OPEN:
        return []
    chosen = sorted(set(clauses))
    if not chosen or any(each not in CLAUSES for each in chosen):
        raise LetterRefused("비공개·부분공개 문서는 정보공개법 제9조제1항의 해당 호(1~8)를 골라야 합니다.")
    return chosen


def _drafter(by: Actor, organisation: Organisation, department: str, at: datetime) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "department": department_of(organisation.name, department or by.department),
        "drafted_by_id": by.membership_id,
        "drafter_name": by.name[:60],
        "drafter_contact": organisation.phone,
        "drafted_at": at,
    }


def _recipient(to: Recipient) -> dict[str, str]:
    return {
        "recipient_name": to.name.strip()[:80],
        "recipient_title": to.title.strip()[:20],
        "recipient_address": to.address.strip()[:200],
        "recipient_postcode": to.postcode.strip()[:5],
        "recipient_email": to.email.strip()[:120],
    }


def _add_version(
    document: Document, by: Actor, blocks: Sequence[Block], *, at: datetime, by_hand: bool, reason: str
) -> None:
    DocumentVersion.objects.create(
        document=document,
        no=document.version_no,
        title=document.title,
        blocks=list(blocks),
        by_hand=by_hand,
        written_by=by.name[:60],
        written_at=at,
        reason=reason.strip()[:200],
    )
