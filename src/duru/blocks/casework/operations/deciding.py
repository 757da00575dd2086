"""Decisions: one proposes, another approves; the process goes on with the outcome."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from duru.blocks.access.api import Actor
from duru.blocks.casework.enums import DecisionState, EventKind, TaskKind
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.events import CaseDecided
from duru.blocks.casework.models import Case, Decision, Task
from duru.blocks.casework.operations.changing import Change, changing
from duru.blocks.casework.operations.working import changing_task, check_duty, finish_task
from duru.blocks.casework.permissions import APPROVE

OUTCOME = "decision"  # the variable conditions of a process ask for

# Whether a decision waits for approval, and how many opinions are still out.
_BEFORE = b"""
SELECT EXISTS (SELECT FROM casework_decision WHERE case_id = $1 AND state = 'proposed'),
    (SELECT count(*) FROM casework_task WHERE case_id = $1 AND kind = 'consultation' AND state = 'open')
"""


def propose_decision(
    *,
    by: Actor,
    task_id: str,
    outcome: str,
    reason: str,
    at: datetime,
    conditions: str = "",
    version: int | None = None,
) -> Decision:
    """Put a decision up for approval; where the kind lets one person decide (전결), it takes effect at once.

    Args:
        outcome: key of the kind's outcomes.
        reason: why, with the article; a refusal must say it.

    Raises:
        CaseworkRefused: opinions are still out, one waits for approval already, the outcome is none of the kind, or a
            refusal has no reason.
        As `changing`.

    Source: 행정절차법 제23조 (이유 제시); 민원 처리에 관한 법률 제27조.
    """
    with changing_task(task_id, by=by, at=at, action="결정안 올림", version=version, writes_itself=False) as (
        change,
        task,
    ):
        if task.kind != TaskKind.DECISION:
            raise CaseworkRefused("결정하는 단계가 아닙니다.")
        check_duty(by, task, timezone.localdate(at))
        if by.membership_id is None:
            raise CaseworkRefused("결정은 사람이 합니다.")
        _check_outcome(change, outcome, reason)
        is_proposed, out = connection.fetch_prepared(_BEFORE, [change.case.id])[0]
        if is_proposed:
            raise CaseworkRefused("이미 결재를 기다리는 결정안이 있습니다.")
        if out:
            raise CaseworkRefused(f"회신을 기다리는 협의가 {out}건 있습니다. 회신을 받은 뒤에 결정해 주십시오.")
        decision = Decision(
            case=change.case,
            task=task,
            outcome=outcome,
            reason=reason.strip(),
            conditions=conditions.strip(),
            proposed_at=at,
            proposed_by_id=by.membership_id,
        )
        change.note(EventKind.PROPOSED, reason.strip(), task=task, outcome=outcome, conditions=conditions.strip())
        if change.kind.two_people:
            decision.save()
        else:
            _take_effect(change, task, decision)
    return decision


def approve_decision(*, by: Actor, public_id: str, at: datetime, version: int | None = None) -> Case:
    """Approve the decision of a case that waits for it; the process goes on with its outcome.

    Raises:
        CaseworkRefused: none waits, or it is one's own.
        As `changing`, with the permission to approve.
    """
    with changing(
        public_id, by=by, at=at, action="결정 승인", permission=APPROVE, version=version, lead_only=True
    ) as change:
        decision = _waiting(change, by)
        decision.state, decision.checked_at, decision.checked_by_id = DecisionState.APPROVED, at, by.membership_id
        decision.save(update_fields=["state", "checked_at", "checked_by"])
        decision.task.case = change.case
        _take_effect(change, decision.task, decision)
    return change.case


def send_back_decision(*, by: Actor, public_id: str, note: str, at: datetime, version: int | None = None) -> Case:
    """Send a proposed decision back to the one who made it, with the reason.

    Raises:
        CaseworkRefused: none waits, it is one's own, or no reason is given.
        As `changing`, with the permission to approve.
    """
    with changing(
        public_id, by=by, at=at, action="결정안 되돌림", permission=APPROVE, version=version, lead_only=True
    ) as change:
        if not note.strip():
            raise CaseworkRefused("되돌리는 까닭을 적어 주십시오.")
        decision = _waiting(change, by)
        decision.state, decision.checked_at, decision.checked_by_id = DecisionState.SENT_BACK, at, by.membership_id
        decision.note = note.strip()
        decision.save(update_fields=["state", "checked_at", "checked_by", "note"])
        change.note(EventKind.SENT_BACK, note.strip(), task=decision.task, outcome=decision.outcome)
    return change.case


def _take_effect(change: Change, task: Task, decision: Decision) -> None:
    label = change.kind.outcomes[decision.outcome]
    change.set(outcome=decision.outcome)
    change.silences_case = True  # the period has ended in time or late, but ended
    change.note(EventKind.DECIDED, decision.conditions, task=task, outcome=decision.outcome, label=label)
    change.to_publish.append(CaseDecided(change.case.public_id, change.case.kind, decision.outcome))
    finish_task(change, task, answers={OUTCOME: decision.outcome}, note=decision.reason)


def _waiting(change: Change, by: Actor) -> Decision:
    decision = Decision.objects.select_related("task").filter(case=change.case, state=DecisionState.PROPOSED).first()
    if decision is None:
        raise CaseworkRefused("결재를 기다리는 결정안이 없습니다.")
    if by.membership_id is None or decision.proposed_by_id == by.membership_id:
        raise CaseworkRefused(
            "올린 사람은 자기 결정안을 승인하거나 되돌릴 수 없습니다. 다른 결재자에게 요청해 주십시오."
        )
    return decision


def _check_outcome(change: Change, outcome: str, reason: str) -> None:
    kind = change.kind
    if outcome not in kind.outcomes:
        raise CaseworkRefused(f"결정을 {', '.join(kind.outcomes.values())} 가운데에서 골라 주십시오.")
    if outcome in kind.refusals and not reason.strip():
        raise CaseworkRefused("거부하는 이유와 근거 법조문을 적어 주십시오(행정절차법 제23조).")
