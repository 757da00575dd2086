"""The one way to change a case: lock it, act, and write rows, history, engine state and audit in one transaction."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.functional import cached_property

from duru.blocks.access.api import Actor, NotAllowed, check_may
from duru.blocks.audit.api import deed_as_json
from duru.blocks.casework.engine.moves import Move, go_on
from duru.blocks.casework.enums import EventKind, TaskState, TimerKind
from duru.blocks.casework.errors import CaseChanged, CaseworkRefused
from duru.blocks.casework.events import CaseHappened
from duru.blocks.casework.faults import reach
from duru.blocks.casework.kinds import CaseKind, get_kind
from duru.blocks.casework.models import Case, CaseEvent, Task
from duru.blocks.casework.operations.locking import lock_case, lock_task
from duru.blocks.casework.operations.writing import MUTABLE, Alarm, write_rows
from duru.blocks.casework.permissions import WORK
from duru.blocks.casework.queries.calendar import office_calendar
from duru.blocks.casework.queries.cases import leads
from duru.blocks.casework.queries.people import department_of
from duru.blocks.casework.queries.specs import plan_of
from duru.blocks.casework.rules.notices import NOTICED
from duru.blocks.tenancy.api import publish
from duru.kernel.days import OfficeCalendar


@dataclass
class Change:
    """What one deed does to one locked case; written when the `changing` block ends.

    `task` is the one it was found by. `ended` are open tasks that are done now. `silences_case` takes the alarms of the case
    itself away, `ends` cancels all that is open.
    """

    case: Case
    by: Actor
    at: datetime
    action: str
    new_tasks: list[Task] = field(default_factory=list)
    ended: list[Task] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    news: list[CaseEvent] = field(default_factory=list)
    to_publish: list[Any] = field(default_factory=list)
    task: Task | None = None
    silences_case: bool = False
    ends: bool = False

    @property
    def kind(self) -> CaseKind:
        return get_kind(self.case.kind)

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The office calendar, read once a deed."""
        return office_calendar()

    def set(self, **values: Any) -> None:
        """Change fields of the case, those in `MUTABLE`."""
        for name, value in values.items():
            assert name in MUTABLE, name
            setattr(self.case, name, value)

    def note(self, kind: EventKind, text: str = "", *, task: Task | None = None, **detail: Any) -> CaseEvent:
        """Add a line to the history."""
        event = CaseEvent(
            case=self.case,
            at=self.at,
            kind=kind,
            actor_id=self.by.membership_id,
            actor_name=self.by.name,
            department=department_of(self.by),
            task_name=task.name if task else "",
            text=text,
            detail={"task": task.public_id, **detail} if task else detail,
        )
        self.news.append(event)
        return event

    def alarm(self, kind: TimerKind, at: datetime, task: Task | None = None) -> None:
        """Let something happen by itself at a moment."""
        self.alarms.append(Alarm(kind, at, task))

    def go_on(self, number: int) -> Move:
        """Let the process walk on from a step that is done."""
        if self.case.dump is None:
            raise CaseworkRefused("이미 끝난 민원입니다.")
        move = go_on(plan_of(self.case.spec), bytes(self.case.dump), number, self.case.variables)
        self.case.dump = move.dump
        return move


@contextmanager
def changing(
    public_id: str = "",
    *,
    task_id: str = "",
    by: Actor,
    at: datetime,
    action: str,
    permission: str = WORK,
    version: int | None = None,
    closed_too: bool = False,
    lead_only: bool = False,
    writes_itself: bool = True,
) -> Iterator[Change]:
    """Lock a case and write, when the block ends, all that the deed did to it.

    Args:
        public_id: of the case; or `task_id`, of one of its tasks, which is then `task` of the change.
        action: what the audit log calls the deed.
        version: the number the page was read at; None when the deed does not build on what was read.
        closed_too: also for a case that has ended.
        lead_only: the deed steers the case, which is for its responsible department.
        writes_itself: the block writes rows of its own, so that a refusal halfway must undo them. A deed that only notes in
            the change what is to be written spares a savepoint.

    Raises:
        NotAllowed: the actor lacks the permission, or is not of the department that may steer the case.
        Case.DoesNotExist: there is none with this public id in this tenant.
        CaseChanged: somebody changed the case since `version`.
        CaseworkRefused: the case has ended.
    """
    check_may(by, permission)
    with transaction.atomic() if writes_itself or not connection.in_atomic_block else nullcontext():
        case, task = lock_task(task_id) if task_id else (lock_case(public_id), None)
        reach("casework.locked")
        if version is not None and version != case.version:
            raise CaseChanged("그사이 다른 사람이 이 민원을 고쳤습니다. 새로 읽은 내용을 확인하고 다시 해 주십시오.")
        if lead_only and not leads(by, case):
            raise NotAllowed(f"이 민원의 진행은 {case.department}에서 정합니다.")
        if not case.is_open and not closed_too:
            raise CaseworkRefused(f"이미 끝난 민원입니다({case.get_state_display()}).")
        change = Change(case, by, at, action, task=task)
        yield change
        write(change)
    reach("casework.after_commit")


def write(change: Change) -> None:
    """Write a change: rows, history and the audit entry in one statement, then the announcements."""
    case = change.case
    detail = {"case": case.public_id, "kind": case.kind, "events": [event.kind for event in change.news]}
    reach("casework.all_noted")
    write_rows(
        case,
        at=change.at,
        opened=change.new_tasks,
        ended=change.ended,
        alarms=change.alarms,
        told=change.news,
        ends=change.ends,
        silences_case=change.silences_case,
        deed=deed_as_json(
            actor=change.by.audit,
            action=change.action,
            subjects=[f"case:{case.public_id}"],
            detail=detail,
            at=change.at,
        ),
    )
    reach("casework.rows_written")
    for event in change.to_publish:
        publish(event)
    for line in change.news:
        if line.kind in change.kind.tells or (change.kind.notices and line.kind in NOTICED):
            publish(CaseHappened(case.public_id, case.kind, line.id, line.kind))
    reach("casework.before_commit")


def cancel_open_tasks(change: Change, numbers: Collection[int]) -> None:
    """Cancel the open tasks of some step numbers, with their timers."""
    for task in Task.objects.filter(case=change.case, state=TaskState.OPEN, number__in=numbers):
        task.state, task.done_at = TaskState.CANCELLED, change.at
        change.ended.append(task)
