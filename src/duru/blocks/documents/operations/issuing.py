"""A document gets its number and day: by the last signature, without one, or from 온-나라."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.enums import DocumentState
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.events import DocumentIssued
from duru.blocks.documents.models import Document
from duru.blocks.documents.operations.drafting import lock_document, take_up
from duru.blocks.documents.operations.numbering import next_number
from duru.blocks.documents.permissions import DRAFT
from duru.blocks.tenancy.api import publish
from duru.conf.faults import reach


def issue(*, by: Actor, document: str, seen: int, at: datetime) -> Document:
    """Issue a draft whose template needs no approval (접수증): number and day are given, `DocumentIssued` is told.

    Raises:
        NotAllowed: the actor may not draft.
        ChangedMeanwhile: `seen` is not the document's revision.
        DocumentRefused: this kind needs approval, or the document is no draft.
    """
    check_may(by, DRAFT)
    with transaction.atomic():
        found = lock_document(document, seen)
        if found.needs_approval:
            raise DocumentRefused("결재를 받아야 시행할 수 있는 문서입니다.")
        if not found.is_open_to_change:
            raise DocumentRefused(f"‘{found.get_state_display()}’인 문서는 시행할 수 없습니다.")
        take_up(found, by)
        _log(by, "결재 없이 시행", found, at)
        give_number(found, decided_by="", at=at)
    return found


def send_to_onnara(*, by: Actor, document: str, seen: int, at: datetime) -> Document:
    """Mark a draft as given to 온-나라 for approval; its HWPX is what leaves the house.

    Raises:
        NotAllowed: the actor may not draft.
        ChangedMeanwhile: `seen` is not the document's revision.
        DocumentRefused: it is no draft.
    """
    check_may(by, DRAFT)
    with transaction.atomic():
        found = lock_document(document, seen)
        if not found.is_open_to_change:
            raise DocumentRefused(f"‘{found.get_state_display()}’인 문서는 온-나라로 보낼 수 없습니다.")
        take_up(found, by)
        found.state = DocumentState.OUTSIDE
        found.revision += 1
        found.save(update_fields=["state", "revision"])
        _log(by, "온-나라로 보냄", found, at)
    return found


def take_back_from_onnara(
    *, by: Actor, document: str, number: str, effective_on: date, approved_by: str, seen: int, at: datetime
) -> Document:
    """Write down what 온-나라 gave: 문서번호, 시행일 and who decided. The document is issued and `DocumentIssued` told. Repeatable.

    Raises:
        NotAllowed: the actor may not draft.
        ChangedMeanwhile: `seen` is not the document's revision.
        DocumentRefused: number or name is missing, the day lies in the future, the number is another document's, or the
            document is not with 온-나라.
    """
    check_may(by, DRAFT)
    number = number.strip()
    if not number or not approved_by.strip():
        raise DocumentRefused("온-나라의 문서번호와 결재한 사람을 적어 주세요.")
    if effective_on > timezone.localdate(at):
        raise DocumentRefused("시행일은 오늘보다 뒤일 수 없습니다.")
    with transaction.atomic():
        found = Document.objects.get(public_id=document)
        if (found.state, found.number, found.effective_on) == (DocumentState.ISSUED, number, effective_on):
            return found
        found = lock_document(document, seen)
        if found.state != DocumentState.OUTSIDE:
            raise DocumentRefused("온-나라로 보낸 문서만 돌려받을 수 있습니다.")
        found.from_onnara = True
        _log(by, "온-나라에서 받음", found, at)
        try:
            with transaction.atomic():
                _issue(found, number=number, effective_on=effective_on, decided_by=approved_by.strip(), at=at)
        except IntegrityError:
            raise DocumentRefused(f"문서번호 {number}은(는) 다른 문서의 번호입니다.") from None
    return found


def give_number(document: Document, *, decided_by: str, at: datetime) -> None:
    """Issue a locked document under the next number of its register. Part of a deed; the register stays locked until it ends."""
    on = timezone.localdate(at)
    number = next_number(organisation=document.organisation, department=document.department, on=on)
    reach("documents.before_issue_commit")
    _issue(document, number=number, effective_on=on, decided_by=decided_by, at=at)


def _issue(document: Document, *, number: str, effective_on: date, decided_by: str, at: datetime) -> None:
    document.state = DocumentState.ISSUED
    document.number, document.effective_on, document.issued_at = number, effective_on, at
    document.decided_by = decided_by[:60]
    document.revision += 1
    document.save()
    publish(DocumentIssued(document.public_id, document.subject, document.kind, number, effective_on.isoformat()))


def _log(by: Actor, action: str, document: Document, at: datetime) -> None:
    record_deed(
        actor=by.audit,
        action=action,
        subjects=[document.subject],
        detail={"document": document.public_id, "kind": document.kind},
        at=at,
    )
