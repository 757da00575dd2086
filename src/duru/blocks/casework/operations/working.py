"""Working on tasks: taking one, giving one to somebody, standing in, finishing it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from duru.blocks.access.api import Actor, Membership
from duru.blocks.casework.enums import EventKind, TaskKind, TaskState
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import Task
from duru.blocks.casework.operations.changing import Change, changing
from duru.blocks.casework.operations.opening import is_plain
from duru.blocks.casework.operations.stepping import finish_step
from duru.blocks.casework.permissions import ARRANGE, WORK
from duru.blocks.casework.queries.people import department_of, get_member
from duru.blocks.casework.rules.duty import may_work_on
from duru.blocks.casework.rules.forms import check_form
from duru.blocks.documents.api import members_stood_in_for


def claim_task(*, by: Actor, task_id: str, at: datetime, version: int | None = None) -> Task:
    """Take a free task of one's own department; taking one's own again changes nothing.

    Raises:
        CaseworkRefused: somebody has it, it is another department's, or it is done.
        As `changing`.
    """
    with changing_task(task_id, by=by, at=at, action="할 일 맡기", version=version) as (change, task):
        if task.assignee_id is not None and task.assignee_id != by.membership_id:
            raise CaseworkRefused("이미 다른 사람이 맡은 일입니다.")
        check_duty(by, task, at.date())
        _give(change, task, by.membership_id, EventKind.CLAIMED, "")
    return task


def assign_task(
    *, by: Actor, task_id: str, to: Membership, at: datetime, note: str = "", version: int | None = None
) -> Task:
    """Give a task to a member (배정); the task moves to that member's department when it is another one.

    Raises:
        CaseworkRefused: the member works no longer, or the task is done.
        As `changing`, with the permission to arrange work.
    """
    with changing_task(task_id, by=by, at=at, action="배정", permission=ARRANGE, version=version) as (change, task):
        _check_active(to)
        _give(change, task, to.id, EventKind.ASSIGNED, note, to=to)
    return task


def delegate_task(
    *, by: Actor, task_id: str, to: Membership, at: datetime, note: str = "", version: int | None = None
) -> Task:
    """Hand one's own task to a colleague of the same department.

    Raises:
        CaseworkRefused: it is not one's own, or the colleague works elsewhere or no longer.
        As `changing`.
    """
    with changing_task(task_id, by=by, at=at, action="대결", version=version) as (change, task):
        _check_active(to)
        if not by.is_system and task.assignee_id != by.membership_id:
            raise CaseworkRefused("자기가 맡은 일만 넘길 수 있습니다.")
        if (to.department or to.organisation.name) != task.department:
            raise CaseworkRefused("같은 부서의 동료에게만 넘길 수 있습니다. 다른 부서라면 배정을 요청해 주십시오.")
        _give(change, task, to.id, EventKind.DELEGATED, note, to=to)
    return task


def complete_task(
    *,
    by: Actor,
    task_id: str,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
    note: str = "",
    version: int | None = None,
) -> Task:
    """Finish a task with what its form asks for; the process walks on to the next steps in the same transaction.

    Raises:
        CaseworkRefused: it is somebody else's, it is done, or it is an opinion or a decision (they have doors of their own).
        FormRefused: the form is not filled in rightly.
        ProcessRefused: the process cannot go on with these answers.
        As `changing`.
    """
    with changing_task(task_id, by=by, at=at, action="단계 처리", version=version, writes_itself=False) as (
        change,
        task,
    ):
        if task.kind != TaskKind.WORK:
            word = "의견을 회신해" if task.kind == TaskKind.CONSULTATION else "결정안을 올려"
            raise CaseworkRefused(f"이 일은 {word} 주십시오.")
        check_duty(by, task, at.date())
        if task.form:
            check_form(change.kind.forms[task.form], answers or {})
        change.note(EventKind.TASK_DONE, note.strip(), task=task)
        finish_task(change, task, answers=dict(answers or {}), note=note)
    return task


def finish_task(change: Change, task: Task, *, answers: dict[str, Any], note: str, opinion: str = "") -> None:
    """Mark a task done, hand its answers to the process and walk on. The caller has written its line of history."""
    task.state, task.done_at, task.done_by_id = TaskState.DONE, change.at, change.by.membership_id
    task.answers, task.note, task.opinion = answers, note.strip(), opinion
    change.ended.append(task)
    if plain := {name: value for name, value in answers.items() if is_plain(value)}:
        change.case.variables.update(plain)
    finish_step(change, task)


@contextmanager
def changing_task(
    task_id: str,
    *,
    by: Actor,
    at: datetime,
    action: str,
    permission: str = WORK,
    version: int | None = None,
    writes_itself: bool = True,
) -> Iterator[tuple[Change, Task]]:
    """`changing` for the case of a task: yields the change and the open task.

    Raises:
        Case.DoesNotExist: there is no such task in this tenant.
        CaseworkRefused: the task is done, or the case has ended.
        As `changing`.
    """
    with changing(
        task_id=task_id,
        by=by,
        at=at,
        action=action,
        permission=permission,
        version=version,
        writes_itself=writes_itself,
    ) as change:
        task = change.task
        assert task is not None  # it was found by it
        if task.state != TaskState.OPEN:
            raise CaseworkRefused(f"이미 끝난 일입니다({task.name}, {task.get_state_display()}).")
        yield change, task


def check_duty(by: Actor, task: Task, today: date) -> None:
    """Refuse a task that is not the actor's, nor their department's while it is free, nor that of one they stand in for.

    Raises:
        CaseworkRefused: naming whose it is.
    """
    mine = may_work_on(
        department=task.department,
        assignee_id=task.assignee_id,
        actor_department=department_of(by),
        actor_id=by.membership_id,
        # Asked only where it can matter: somebody else has the task.
        stands_in_for=members_stood_in_for(by.membership_id, today)
        if task.assignee_id not in (None, by.membership_id)
        else (),
    )
    if not mine:
        whose = get_member(task.assignee_id).user.name if task.assignee_id else task.department
        raise CaseworkRefused(f"'{task.name}'은(는) {whose}의 일입니다.")


def _give(
    change: Change, task: Task, member_id: int | None, event: EventKind, note: str, *, to: Membership | None = None
) -> None:
    if task.assignee_id == member_id:
        return
    before, task.assignee_id = task.assignee_id, member_id
    if to is not None:
        task.department = to.department or to.organisation.name
    task.save(update_fields=["assignee", "department"])
    change.note(event, note.strip(), task=task, before=before, after=member_id, name=to.user.name if to else "")


def _check_active(member: Membership) -> None:
    if not member.is_active:
        raise CaseworkRefused("지금 근무하지 않는 사람에게는 맡길 수 없습니다.")
