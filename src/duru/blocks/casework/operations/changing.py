"""The one way to change a case: lock it, act, and write rows, history, engine state and audit in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property

from duru.blocks.access.api import Actor, NotAllowed, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.engine.runs import Run
from duru.blocks.casework.enums import EventKind, TaskState, TimerKind
from duru.blocks.casework.errors import CaseChanged, CaseworkRefused
from duru.blocks.casework.events import CaseHappened
from duru.blocks.casework.faults import reach
from duru.blocks.casework.kinds import CaseKind, get_kind
from duru.blocks.casework.models import Case, CaseEvent, EngineState, Task, Timer
from duru.blocks.casework.permissions import WORK
from duru.blocks.casework.queries.calendar import office_calendar
from duru.blocks.casework.queries.cases import leads
from duru.blocks.casework.queries.people import department_of
from duru.blocks.casework.queries.specs import plan_of
from duru.blocks.tenancy.api import publish
from duru.kernel.days import OfficeCalendar


@dataclass
class Change:
    """What one deed does to one locked case; written when the `changing` block ends."""

    case: Case
    by: Actor
    at: datetime
    action: str
    new_tasks: list[Task] = field(default_factory=list)
    new_timers: list[Timer] = field(default_factory=list)
    news: list[CaseEvent] = field(default_factory=list)
    to_publish: list[Any] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    run: Run | None = None
    drops_engine: bool = False

    @property
    def kind(self) -> CaseKind:
        return get_kind(self.case.kind)

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The office calendar, read once a deed."""
        return office_calendar()

    def set(self, **values: Any) -> None:
        """Change fields of the case."""
        for name, value in values.items():
            setattr(self.case, name, value)
            self.changed.add(name)

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
        self.new_timers.append(Timer(case=self.case, task=task, kind=kind, at=at))

    def load_run(self) -> Run:
        """Restore the process of this case, once a deed."""
        if self.run is None:
            if self.case.dump is None:
                raise CaseworkRefused("이미 끝난 민원입니다.")
            self.run = Run.load(plan_of(self.case.spec), self.case.variables, bytes(self.case.dump))
        return self.run


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
) -> Iterator[Change]:
    """Lock a case and write, when the block ends, all that the deed did to it.

    Args:
        public_id: of the case; or `task_id`, of one of its tasks.
        action: what the audit log calls the deed.
        version: the number the page was read at; None when the deed does not build on what was read.
        closed_too: also for a case that has ended.
        lead_only: the deed steers the case, which is for its responsible department.

    Raises:
        NotAllowed: the actor lacks the permission, or is not of the department that may steer the case.
        Case.DoesNotExist: there is none with this public id in this tenant.
        CaseChanged: somebody changed the case since `version`.
        CaseworkRefused: the case has ended.
    """
    check_may(by, permission)
    with transaction.atomic():
        case = locked_cases().get(**({"tasks__public_id": task_id} if task_id else {"public_id": public_id}))
        reach("casework.locked")
        if version is not None and version != case.version:
            raise CaseChanged("그사이 다른 사람이 이 민원을 고쳤습니다. 새로 읽은 내용을 확인하고 다시 해 주십시오.")
        if lead_only and not leads(by, case):
            raise NotAllowed(f"이 민원의 진행은 {case.department}에서 정합니다.")
        if not case.is_open and not closed_too:
            raise CaseworkRefused(f"이미 끝난 민원입니다({case.get_state_display()}).")
        change = Change(case, by, at, action)
        yield change
        write(change)
    reach("casework.after_commit")


def locked_cases(*, skip_locked: bool = False) -> QuerySet[Case]:
    """Return cases to lock, with what a deed needs of them: the digest of the process, and `dump`, the engine's state."""
    engine = EngineState.objects.filter(case_id=OuterRef("id")).values("dump")
    cases = Case.objects.select_for_update(of=("self",), skip_locked=skip_locked).select_related("spec")
    return cases.defer("spec__bpmn", "answers").annotate(dump=Subquery(engine))


def write(change: Change) -> None:
    """Write a change: tasks first, timers and history refer to them; the audit entry and announcements last."""
    case = change.case
    if change.new_tasks:
        Task.objects.bulk_create(change.new_tasks)
    reach("casework.tasks_written")
    if change.new_timers:
        Timer.objects.bulk_create(change.new_timers)
    reach("casework.timers_written")
    CaseEvent.objects.bulk_create(change.news)
    reach("casework.history_written")
    if change.drops_engine:
        EngineState.objects.filter(case=case).delete()
    elif change.run is not None:
        EngineState.objects.filter(case=case).update(dump=change.run.dump())
    reach("casework.state_written")
    case.version += 1
    case.save(update_fields=[*sorted(change.changed), "version"])
    detail = {"case": case.public_id, "kind": case.kind, "events": [event.kind for event in change.news]}
    record_deed(
        actor=change.by.audit, action=change.action, subjects=[f"case:{case.public_id}"], detail=detail, at=change.at
    )
    for event in change.to_publish:
        publish(event)
    for line in change.news:
        if line.kind in change.kind.tells:
            publish(CaseHappened(case.public_id, case.kind, line.id, line.kind))
    reach("casework.before_commit")


def cancel_open_tasks(change: Change, numbers: set[int] | None = None) -> int:
    """Cancel open tasks of a case, all or those of some step numbers, with their timers; returns how many."""
    found = Task.objects.filter(case=change.case, state=TaskState.OPEN)
    if numbers is not None:
        found = found.filter(number__in=numbers)
    ids = list(found.values_list("id", flat=True))
    if ids:
        Timer.objects.filter(task_id__in=ids).delete()
        Task.objects.filter(id__in=ids).update(state=TaskState.CANCELLED, done_at=change.at)
    return len(ids)
