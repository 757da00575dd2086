"""What the template of a letter asks for, out of a case, its history and its opinions: one function an occasion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from duru.blocks.access.api import Membership, Organisation
from duru.blocks.casework.api import Case, CaseEvent, Decision, DecisionState, Task, TaskKind, get_kind
from duru.services.permits.enums import Measure, Occasion
from duru.services.permits.queries import outcome_of
from duru.services.permits.rules import Kind, articles_in

SUPPLEMENT_DAYS = 14  # proposed; the law leaves the length to the office (민원처리법 시행령 제24조)

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about: the line of history that calls for it, its case and facility, and the task it is of, if any."""

    occasion: Occasion
    case: Case
    kind: Kind | None
    event: CaseEvent
    task: Task | None

    @property
    def matter(self) -> Fields:
        return {"matter": self.case.title, "receipt_no": self.case.receipt_no}


def fields_of(about: About) -> Fields:
    """Return what the template of the letter an occasion calls for is filled with."""
    return _FIELDS[about.occasion](about)


def asked_at_once(about: About) -> list[Task]:
    """Return the opinions that were asked for in the same deed, those with deemed consent apart from those without."""
    is_deemed = about.occasion == Occasion.ASKED_DEEMED
    asked = Task.objects.filter(case=about.case, kind=TaskKind.CONSULTATION, opened_at=about.event.at).order_by("id")
    return [task for task in asked if bool(task.deemed_basis) == is_deemed]


def head_of(department: str) -> str:
    """Return whom a letter to a department is addressed to."""
    return f"{department}장" if department.endswith("과") else department


def office_of(event: CaseEvent) -> Organisation:
    """Return the office whose letter it is: that of whoever did it, or of whoever received the case when the clock did it."""
    if event.actor is not None:
        return event.actor.organisation
    first = CaseEvent.objects.filter(case_id=event.case_id, actor__isnull=False).order_by("id").first()
    member = Membership.objects.select_related("organisation").filter(id=first.actor_id if first else None).first()
    return member.organisation if member else Organisation.objects.filter(is_public=True).order_by("id")[0]


def _received(about: About) -> Fields:
    children = about.case.children.order_by("id")
    return about.matter | {
        "received_at": timezone.localtime(about.case.received_at).strftime("%Y. %-m. %-d. %H:%M"),
        "due_on": _last_day(about.event.detail["due_at"]),
        "together": [f"{each.title} ({each.receipt_no}, {each.department})" for each in children],
        "officer": _officer(about),
    }


def _supplement(about: About) -> Fields:
    return about.matter | {
        "missing": _lines(about.event.text),
        "reason": "내신 신청서와 서류로는 위의 것을 확인할 수 없습니다.",
        "until_on": timezone.localdate(about.event.at) + timedelta(days=SUPPLEMENT_DAYS),
    }


def _extended(about: About) -> Fields:
    due_on, before = _last_day(about.event.detail["due_at"]), about.event.detail.get("before")
    return about.matter | {
        "reason": about.event.text,
        "due_on": due_on,
        "before_on": _last_day(before) if before else due_on,
    }


def _asked(about: About) -> Fields:
    case, asked = about.case, asked_at_once(about)
    return about.matter | {
        "place": case.answers.get("lot", case.title),
        "departments": [head_of(each.department) for each in asked],
        "questions": [f"{each.department}: {each.question.removeprefix(f'{case.title}: ')}" for each in asked],
        "reply_by_on": min(_last_day(each.due_at) for each in asked if each.due_at),
    }


def _late(about: About) -> Fields:
    task = about.task
    said = task.question or task.name if task else about.case.title
    return about.matter | {"due_on": _last_day(about.event.detail["due_at"]), "task": said}


def _works(about: About) -> Fields:
    return about.matter | {"facts": _facts(about), "conditions": _conditions(about)}


def _certificate(about: About) -> Fields:
    assert about.kind is not None  # an approval of another law has a result, no certificate of ours
    deemed = [each for each in outcome_of(about.case).approvals if each.deemed is not None]
    return {
        "certificate": f"{about.kind.label} {about.kind.certificate}",
        "basis": about.kind.basis.partition(";")[0],
        "holder": about.case.applicant_name,
        "facts": _facts(about),
        "conditions": _conditions(about),
        "deemed": [f"{each.approval.label} ({each.deemed.basis})" for each in deemed],
    }


def _refused(about: About) -> Fields:
    decided = _decision(about)
    reason = decided.reason if decided else ""
    basis = articles_in(reason) or (about.kind.basis if about.kind else get_kind(about.case.kind).set_by)
    return about.matter | {"basis": basis, "reasons": _lines(reason)}


def _result(about: About) -> Fields:
    case, decided = about.case, _decision(about)
    label = get_kind(case.kind).outcomes.get(case.outcome, case.outcome)
    said = [f"결과: {label}", *(f"조건: {each}" for each in _conditions(about))]
    return about.matter | {"result": "\n".join([*said, *(_lines(decided.reason) if decided else [])])}


def _returned(about: About) -> Fields:
    return about.matter | {"result": about.event.text}


def _transferred(about: About) -> Fields:
    said = (about.event.detail.get("to", ""), about.event.text)
    return about.matter | {"result": "\n".join(part for part in said if part)}


_FIELDS: Mapping[Occasion, Callable[[About], Fields]] = {
    Occasion.RECEIVED: _received,
    Occasion.SUPPLEMENT: _supplement,
    Occasion.EXTENDED: _extended,
    Occasion.ASKED: _asked,
    Occasion.ASKED_DEEMED: _asked,
    Occasion.REPLY_SOON: _late,
    Occasion.REPLY_SOON_DEEMED: _late,
    Occasion.REPLY_LATE: _late,
    Occasion.CASE_LATE: _late,
    Occasion.WORKS: _works,
    Occasion.CERTIFICATE: _certificate,
    Occasion.REFUSED: _refused,
    Occasion.RESULT: _result,
    Occasion.RETURNED: _returned,
    Occasion.TRANSFERRED: _transferred,
}


def _facts(about: About) -> list[str]:
    form, kind = about.case.answers, about.kind
    facts = [f"시설: {kind.label}" if kind else "", f"설치 장소: {form['lot']}" if form.get("lot") else ""]
    for measure in Measure:
        size = form.get("area_m2" if measure == Measure.AREA else measure.value)
        if size is not None:
            label, _, unit = measure.label.partition("(")
            facts.append(f"{label}: {size:,g}{unit.rstrip(')')}")
    if form.get("remains"):
        facts.append(f"모실 유골: {form['remains']:,}구")
    return [fact for fact in facts if fact]


def _conditions(about: About) -> list[str]:
    decided = _decision(about)
    return _lines(decided.conditions) if decided else []


def _decision(about: About) -> Decision | None:
    return Decision.objects.filter(case=about.case, state=DecisionState.APPROVED).first()


def _officer(about: About) -> str:
    case, event = about.case, about.event
    name = case.officer.user.name if case.officer else event.actor_name
    return " ".join(part for part in (case.department, name, office_of(event).phone) if part)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _last_day(due_at: datetime | str) -> date:
    """Return the last day of a period: its end is the first moment after it."""
    end = datetime.fromisoformat(due_at) if isinstance(due_at, str) else due_at
    return timezone.localdate(end - timedelta(minutes=1))
