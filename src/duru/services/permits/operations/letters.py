"""Letters drafted from what happens to a case; an official finishes them, and they go out over the line of approval."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from duru.blocks.access.api import Membership, Organisation, system_actor
from duru.blocks.casework.api import (
    Case,
    CaseEvent,
    Decision,
    DecisionState,
    Task,
    TaskKind,
    comment,
    get_kind,
)
from duru.blocks.documents.api import LetterRefused, Recipient, documents_of, draft_letter
from duru.blocks.documents.enums import LetterKind
from duru.services.permits.enums import Measure, Occasion
from duru.services.permits.kinds import PRIOR, facility_of
from duru.services.permits.queries import outcome_of
from duru.services.permits.rules import Kind, Letter, articles_in, find_letter, occasion_of

logger = logging.getLogger(__name__)

SUPPLEMENT_DAYS = 14  # proposed; the law leaves the length to the office (민원처리법 시행령 제24조)
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
    to, fields = _recipient(letter, case, event, task), _fields(letter.occasion, case, kind, event, task)
    about = f"case:{case.public_id}"
    if documents_of(about).filter(kind=letter.letter, recipient_name=to.name, drafted_at__gte=event.at).exists():
        return
    office = _office(event)
    try:
        draft_letter(
            by=_MACHINE, subject=about, kind=letter.letter, variant=letter.variant, fields=fields, to=to, on=on, at=event.at,
            organisation_id=office.id, department=case.department,
        )  # fmt: skip
    except LetterRefused as refused:
        logger.warning("case %s: no %s: %s", case.public_id, letter.letter, refused)
        said = f"저절로 기안하지 못한 문서: {LetterKind(letter.letter).label}. {refused}"
        comment(by=_MACHINE, public_id=case.public_id, text=said, at=timezone.now())


def _fields(occasion: Occasion, case: Case, kind: Kind | None, event: CaseEvent, task: Task | None) -> dict[str, Any]:
    matter = {"matter": case.title, "receipt_no": case.receipt_no}
    match occasion:
        case Occasion.RECEIVED:
            children = case.children.order_by("id")
            return matter | {
                "received_at": _minute(case.received_at),
                "due_on": _last_day(event.detail["due_at"]),
                "together": [f"{each.title} ({each.receipt_no}, {each.department})" for each in children],
                "officer": _officer(case, event),
            }
        case Occasion.SUPPLEMENT:
            return matter | {
                "missing": _lines(event.text),
                "reason": "내신 신청서와 서류로는 위의 것을 확인할 수 없습니다.",
                "until_on": timezone.localdate(event.at) + timedelta(days=SUPPLEMENT_DAYS),
            }
        case Occasion.EXTENDED:
            due_on, before = _last_day(event.detail["due_at"]), event.detail.get("before")
            return matter | {
                "reason": event.text,
                "due_on": due_on,
                "before_on": _last_day(before) if before else due_on,
            }
        case Occasion.ASKED | Occasion.ASKED_DEEMED:
            asked = _asked_at_once(case, event.at, is_deemed=occasion == Occasion.ASKED_DEEMED)
            return matter | {
                "place": case.answers.get("lot", case.title),
                "departments": [_head_of(each.department) for each in asked],
                "questions": [f"{each.department}: {each.question.removeprefix(f'{case.title}: ')}" for each in asked],
                "reply_by_on": min(_last_day(each.due_at) for each in asked if each.due_at),
            }
        case Occasion.REPLY_SOON | Occasion.REPLY_SOON_DEEMED | Occasion.REPLY_LATE:
            assert task is not None
            return matter | {"due_on": _last_day(event.detail["due_at"]), "task": task.question or task.name}
        case Occasion.CASE_LATE:
            return matter | {"due_on": _last_day(event.detail["due_at"]), "task": case.title}
        case Occasion.WORKS:
            return matter | {"facts": _facts(case, kind), "conditions": _conditions(case)}
        case Occasion.CERTIFICATE:
            assert kind is not None
            deemed = [each for each in outcome_of(case).approvals if each.deemed is not None]
            return {
                "certificate": f"{kind.label} {kind.certificate}",
                "basis": kind.basis.partition(";")[0],
                "holder": case.applicant_name,
                "facts": _facts(case, kind),
                "conditions": _conditions(case),
                "deemed": [f"{each.approval.label} ({each.deemed.basis})" for each in deemed],
            }
        case Occasion.REFUSED:
            decided = _decision(case)
            reason = decided.reason if decided else ""
            basis = articles_in(reason) or (kind.basis if kind else get_kind(case.kind).set_by)
            return matter | {"basis": basis, "reasons": _lines(reason)}
        case Occasion.RESULT:
            label, decided = get_kind(case.kind).outcomes.get(case.outcome, case.outcome), _decision(case)
            said = [f"결과: {label}", *(f"조건: {each}" for each in _conditions(case))]
            return matter | {"result": "\n".join([*said, *(_lines(decided.reason) if decided else [])])}
        case Occasion.RETURNED:
            return matter | {"result": event.text}
        case Occasion.TRANSFERRED:
            return matter | {"result": "\n".join(part for part in (event.detail.get("to", ""), event.text) if part)}


def _recipient(letter: Letter, case: Case, event: CaseEvent, task: Task | None) -> Recipient:
    match letter.to:
        case "departments":
            asked = _asked_at_once(case, event.at, is_deemed=letter.occasion == Occasion.ASKED_DEEMED)
            names = [_head_of(each.department) for each in asked]
            return Recipient(names[0] if len(names) == 1 else _SEVERAL, title="")
        case "department":
            return Recipient(_head_of(task.department if task else case.department), title="")
        case "lead":
            return Recipient(_head_of(case.department), title="")
    return Recipient(case.applicant_name, address=case.answers.get("address", ""))


def _asked_at_once(case: Case, at: datetime, *, is_deemed: bool) -> list[Task]:
    asked = Task.objects.filter(case=case, kind=TaskKind.CONSULTATION, opened_at=at).order_by("id")
    return [task for task in asked if bool(task.deemed_basis) == is_deemed]


def _facts(case: Case, kind: Kind | None) -> list[str]:
    form = case.answers
    facts = [f"시설: {kind.label}" if kind else "", f"설치 장소: {form['lot']}" if form.get("lot") else ""]
    for measure in Measure:
        size = form.get("area_m2" if measure == Measure.AREA else measure.value)
        if size is not None:
            label, _, unit = measure.label.partition("(")
            facts.append(f"{label}: {size:,g}{unit.rstrip(')')}")
    if form.get("remains"):
        facts.append(f"모실 유골: {form['remains']:,}구")
    return [fact for fact in facts if fact]


def _conditions(case: Case) -> list[str]:
    decided = _decision(case)
    return _lines(decided.conditions) if decided else []


def _decision(case: Case) -> Decision | None:
    return Decision.objects.filter(case=case, state=DecisionState.APPROVED).first()


def _is_received_with_parent(case: Case) -> bool:
    """One receipt names all that was received at once."""
    return case.parent is not None and case.parent.received_at == case.received_at


def _office(event: CaseEvent) -> Organisation:
    if event.actor is not None:
        return event.actor.organisation
    # The clock wrote the line: the office is that of whoever received the case.
    first = CaseEvent.objects.filter(case_id=event.case_id, actor__isnull=False).order_by("id").first()
    member = Membership.objects.select_related("organisation").filter(id=first.actor_id if first else None).first()
    return member.organisation if member else Organisation.objects.filter(is_public=True).order_by("id")[0]


def _officer(case: Case, event: CaseEvent) -> str:
    name = case.officer.user.name if case.officer else event.actor_name
    return " ".join(part for part in (case.department, name, _office(event).phone) if part)


def _head_of(department: str) -> str:
    return f"{department}장" if department.endswith("과") else department


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _last_day(due_at: datetime | str) -> date:
    """Return the last day of a period: its end is the first moment after it."""
    end = datetime.fromisoformat(due_at) if isinstance(due_at, str) else due_at
    return timezone.localdate(end - timedelta(minutes=1))


def _minute(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y. %-m. %-d. %H:%M")
