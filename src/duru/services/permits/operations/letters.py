"""Letters drafted from what happens to a case; an official finishes them, and they go out over the line of approval."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from duru.blocks.access.api import system_actor
from duru.blocks.casework.api import Case, CaseEvent, Task, comment, get_kind
from duru.blocks.documents.api import LetterRefused, Recipient, documents_of, draft_letter
from duru.blocks.documents.enums import LetterKind
from duru.services.permits.enums import Occasion
from duru.services.permits.kinds import PRIOR, facility_of
from duru.services.permits.operations.letter_fields import About, asked_at_once, fields_of, head_of, office_of
from duru.services.permits.rules import Letter, find_letter, occasion_of

logger = logging.getLogger(__name__)

_SEVERAL = "수신자 참조"
_MACHINE = system_actor("편지 기안")


def write_letter(event_id: int) -> None:
    """Draft the letter that a line of a case's history calls for, unless somebody has written it since.

    What cannot be written (a sentence of law has a gap that day) is told in the case's history, never lost in silence.
    """
    event = CaseEvent.objects.select_related("case", "actor__organisation").get(id=event_id)
    task = Task.objects.filter(public_id=event.detail.get("task", "")).first()
    case, kind = event.case, facility_of(event.case.kind)
    is_prior = case.kind == PRIOR
    occasion = occasion_of(
        event.kind,
        event.detail,
        step=task.key if task else "",
        is_deemed=bool(task and task.deemed_basis),
        is_past=bool(event.detail.get("due_at")) and datetime.fromisoformat(event.detail["due_at"]) <= event.at,
        is_facility=kind is not None,
        # What a 사전심사 answers is no 처분: its "no" is told as a result, not as a refusal to dispute.
        is_refused=not is_prior and case.outcome in get_kind(case.kind).refusals,
    )
    on = timezone.localdate(event.at)
    letter = find_letter(occasion, kind, is_prior=is_prior, on=on) if occasion else None
    if letter is None or (occasion == Occasion.RECEIVED and _is_received_with_parent(case)):
        return
    about = About(letter.occasion, case, kind, event, task)
    to, fields, subject = _recipient(letter, about), fields_of(about), f"case:{case.public_id}"
    if documents_of(subject).filter(kind=letter.letter, recipient_name=to.name, drafted_at__gte=event.at).exists():
        return
    office = office_of(event)
    try:
        draft_letter(
            by=_MACHINE, subject=subject, kind=letter.letter, variant=letter.variant, fields=fields, to=to, on=on, at=event.at,
            organisation_id=office.id, department=case.department,
        )  # fmt: skip
    except LetterRefused as refused:
        logger.warning("case %s: no %s: %s", case.public_id, letter.letter, refused)
        said = f"저절로 기안하지 못한 문서: {LetterKind(letter.letter).label}. {refused}"
        comment(by=_MACHINE, public_id=case.public_id, text=said, at=timezone.now())


def _recipient(letter: Letter, about: About) -> Recipient:
    case, task = about.case, about.task
    match letter.to:
        case "departments":
            names = [head_of(each.department) for each in asked_at_once(about)]
            return Recipient(names[0] if len(names) == 1 else _SEVERAL, title="")
        case "department":
            return Recipient(head_of(task.department if task else case.department), title="")
        case "lead":
            return Recipient(head_of(case.department), title="")
    return Recipient(case.applicant_name, address=case.answers.get("address", ""))


def _is_received_with_parent(case: Case) -> bool:
    """One receipt names all that was received at once."""
    return case.parent is not None and case.parent.received_at == case.received_at
