"""The line of approval: submitted, signed, returned; the last signature gives number and day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, NotAllowed, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.enums import DocumentState, SignedAs, StepRole, StepState
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.events import DocumentReturned
from duru.blocks.documents.models import ApprovalStep, Document
from duru.blocks.documents.operations.drafting import lock_document, take_up
from duru.blocks.documents.operations.issuing import give_number
from duru.blocks.documents.permissions import APPROVE, DRAFT
from duru.blocks.documents.queries.people import absences_covered_by, least_rank, names_of, ranks_on
from duru.blocks.documents.rules.lines import check_line, signed_as
from duru.blocks.documents.values import LineStep
from duru.blocks.tenancy.api import publish


def submit_for_approval(*, by: Actor, document: str, line: Sequence[LineStep], seen: int, at: datetime) -> Document:
    """Send a draft along a line of approval; `propose_line` gives one that fits the rules.

    The drafter stands first and signs by submitting. Nobody stands twice in a line, so that who wrote does not decide; the last
    step decides and its rank must reach what the 전결 row of that kind and department asks (no row: 구청장).

    Raises:
        NotAllowed: the actor may not draft, or is no person.
        DocumentRefused: the line is empty, does not end with 결재, names a person twice, or its last rank is too low.
        ChangedMeanwhile: `seen` is not the document's revision.
    """
    check_may(by, DRAFT)
    if by.membership_id is None:
        raise NotAllowed("결재는 사람이 올려야 합니다.")
    on = timezone.localdate(at)
    with transaction.atomic():
        found = lock_document(document, seen)
        if not found.is_open_to_change:
            raise DocumentRefused(f"‘{found.get_state_display()}’인 문서는 결재를 올릴 수 없습니다.")
        people = {by.membership_id, *(each.membership_id for each in line)}
        ranks = ranks_on(on, of=people)
        least = least_rank(kind=found.kind, variant=found.variant, department=found.department, on=on)
        check_line(line, drafter_id=by.membership_id, ranks=ranks, least=least)
        if found.drafted_by_id in {each.membership_id for each in line}:
            raise DocumentRefused("처음 기안한 사람은 같은 문서를 검토하거나 결재할 수 없습니다.")
        take_up(found, by)
        names = names_of(people)
        found.round_no += 1
        steps = [LineStep(StepRole.DRAFT, by.membership_id), *line]
        ApprovalStep.objects.bulk_create(
            ApprovalStep(
                document=found,
                round_no=found.round_no,
                position=position,
                role=each.role,
                membership_id=each.membership_id,
                name=names[each.membership_id][:60],
                rank=ranks[each.membership_id],
            )
            for position, each in enumerate(steps)
        )
        first = found.steps.get(round_no=found.round_no, position=0)
        _sign(first, by, at=at, comment="", state=StepState.DONE, right=SignedAs.OWN)
        _move(found, DocumentState.IN_APPROVAL)
        _log(by, "결재 올림", found, at, n_steps=len(steps))
    return found


def approve(*, by: Actor, document: str, seen: int, at: datetime, comment: str = "") -> Document:
    """Sign the step that waits for the actor, or for whom the actor stands in that day (대결).

    With the last step the document is issued: 문서번호 and 시행일 are given and `DocumentIssued` is told, in one transaction.

    Raises:
        NotAllowed: the step waits for somebody else, or a stand-in wrote the draft.
        ChangedMeanwhile: `seen` is not the document's revision: of two who sign at once the second is told so.
        DocumentRefused: it is not in approval.
    """
    check_may(by, APPROVE)
    with transaction.atomic():
        found, step, right = _turn_of(by, document, seen, at)
        _sign(step, by, at=at, comment=comment, state=StepState.DONE, right=right)
        if step.role == StepRole.APPROVE:
            _log(by, "결재", found, at, signed_as=right)
            give_number(found, decided_by=by.name, at=at)
        else:
            _move(found, DocumentState.IN_APPROVAL)
            _log(by, StepRole(step.role).label, found, at, signed_as=right)
    return found


def return_draft(*, by: Actor, document: str, seen: int, reason: str, at: datetime) -> Document:
    """Send a document back to its drafter with a reason; all signatures of this round are void.

    A document that lies with 온-나라 is written down as returned there by whoever may draft.

    Raises:
        NotAllowed: it is not the actor's turn.
        ChangedMeanwhile: `seen` is not the document's revision.
        DocumentRefused: no reason is given, or it is not in approval.
    """
    if not reason.strip():
        raise DocumentRefused("반려하는 까닭을 적어 주세요.")
    with transaction.atomic():
        if Document.objects.filter(public_id=document, state=DocumentState.OUTSIDE).exists():
            check_may(by, DRAFT)
            found = lock_document(document, seen)
        else:
            check_may(by, APPROVE)
            found, step, right = _turn_of(by, document, seen, at)
            _sign(step, by, at=at, comment=reason.strip(), state=StepState.RETURNED, right=right)
        _move(found, DocumentState.RETURNED)
        _log(by, "반려", found, at, purpose=reason.strip()[:200])
        publish(DocumentReturned(found.public_id, found.subject, found.kind))
    return found


def withdraw_from_approval(*, by: Actor, document: str, seen: int, at: datetime) -> Document:
    """Take one's own document back while nobody but the drafter has signed (회수).

    Raises:
        NotAllowed: somebody else submitted it.
        ChangedMeanwhile: `seen` is not the document's revision.
        DocumentRefused: it is not in approval, or somebody has signed already.
    """
    check_may(by, DRAFT)
    with transaction.atomic():
        found = lock_document(document, seen)
        steps = list(found.steps.filter(round_no=found.round_no).order_by("position"))
        if found.state != DocumentState.IN_APPROVAL:
            raise DocumentRefused("결재 중인 문서만 회수할 수 있습니다.")
        if steps[0].membership_id != by.membership_id:
            raise NotAllowed("결재를 올린 사람만 회수할 수 있습니다.")
        if any(each.state == StepState.DONE for each in steps[1:]):
            raise DocumentRefused("이미 서명한 사람이 있어 회수할 수 없습니다. 반려를 요청해 주세요.")
        found.steps.filter(round_no=found.round_no).delete()
        _move(found, DocumentState.DRAFT)
        _log(by, "결재 회수", found, at)
    return found


def next_step(document: Document) -> ApprovalStep | None:
    """Return the step whose turn it is, or None when the document is not in approval."""
    if document.state != DocumentState.IN_APPROVAL:
        return None
    return document.steps.filter(round_no=document.round_no, state=StepState.WAITING).order_by("position").first()


def _turn_of(by: Actor, document: str, seen: int, at: datetime) -> tuple[Document, ApprovalStep, SignedAs]:
    found = lock_document(document, seen)
    step = next_step(found)
    if step is None:
        raise DocumentRefused(f"‘{found.get_state_display()}’인 문서는 결재할 수 없습니다.")
    if by.membership_id is None:
        raise NotAllowed("결재는 사람이 해야 합니다.")
    is_stand_in = step.membership_id != by.membership_id
    if is_stand_in:
        if step.membership_id not in absences_covered_by(by, on=timezone.localdate(at)):
            raise NotAllowed(f"지금은 {step.name}({step.get_role_display()})의 차례입니다.")
        first = found.steps.get(round_no=found.round_no, position=0)
        if by.membership_id in (found.drafted_by_id, first.membership_id):
            raise NotAllowed("기안한 사람은 같은 문서를 대결할 수 없습니다.")
    return found, step, signed_as(is_stand_in=is_stand_in, role=step.role, rank=step.rank)


def _sign(step: ApprovalStep, by: Actor, *, at: datetime, comment: str, state: str, right: str) -> None:
    step.state, step.signed_as, step.comment = state, right, comment.strip()[:500]
    step.signed_by_id, step.signed_name, step.signed_at = by.membership_id, by.name[:60], at
    step.save()


def _move(document: Document, state: str) -> None:
    document.state = state
    document.revision += 1
    document.save(update_fields=["state", "revision", "round_no"])


def _log(by: Actor, action: str, document: Document, at: datetime, *, purpose: str = "", **detail) -> None:
    record_deed(
        actor=by.audit,
        action=action,
        purpose=purpose,
        subjects=[document.subject],
        detail={"document": document.public_id, "version": document.version_no, **detail},
        at=at,
    )
