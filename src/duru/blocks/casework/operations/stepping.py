"""Moving a process on: steps that open become tasks, the end of the process closes the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from duru.blocks.casework.engine.plans import Step
from duru.blocks.casework.enums import CaseState, EventKind, TaskKind, TimerKind
from duru.blocks.casework.events import CaseClosed
from duru.blocks.casework.faults import reach
from duru.blocks.casework.models import Task
from duru.blocks.casework.operations.changing import Change, cancel_open_tasks
from duru.blocks.casework.rules.due import reminder_at, task_deadline
from duru.kernel.days import (
    CountingRule,
    Extension,
    ExtensionReason,
    OfficeCalendar,
    Pause,
    Period,
    civil_rule,
    parse_period,
)


def open_steps(change: Change, steps: Mapping[int, Step]) -> None:
    """Make a task for each step that has opened, with its due date and timers."""
    for number, step in steps.items():
        task = Task(
            case=change.case,
            case_kind=change.case.kind,
            number=number,
            key=step.key,
            name=step.name,
            kind=step.kind,
            stage=step.stage,
            form=step.form,
            department=step.department or change.case.department,
            opened_at=change.at,
        )
        if step.kind == TaskKind.WORK and not step.department:
            task.assignee_id = change.case.officer_id
        set_clock(change, task, step.period)
        change.new_tasks.append(task)
        change.note(EventKind.TASK_OPENED, task=task, department=task.department)


def set_clock(change: Change, task: Task, period: Period | None) -> None:
    """Give a new task its due date and timers; without a period of its own it is due when the case is.

    The case's period ends with its decision: what comes after (works, a certificate) is due only where the step says when.

    Where the law says so, silence becomes consent at that date.

    Source: 행정기본법 제24조제4항 (deemed consent); 민원처리법 제20조 (reply dates, no deemed consent).
    """
    case = change.case
    if task.kind == TaskKind.CONSULTATION:
        deemed = change.kind.deemed_rule(
            received_on=timezone.localdate(case.received_at),
            step=task.key,
            department=task.department,
            variables=case.variables,
        )
        if deemed is not None:
            period, task.deemed_basis = deemed.period, deemed.basis
    if period is not None:
        task.period = str(period)
        task.rule = CountingRule.GENERAL if task.kind == TaskKind.CONSULTATION else civil_rule(period)
        task.due_at = due_at_of(task, calendar=change.calendar)
        set_task_alarms(change, task)
    else:
        task.due_at = (
            None if case.outcome else case.due_at
        )  # and moves along with it (reset_case_alarms); the case's own timers tell of it


def due_at_of(task: Task, *, calendar: OfficeCalendar, pauses: Sequence[Pause] = ()) -> datetime:
    """Calculate the due date of a task whose period is known, with a reply extension and the pauses of its case."""
    extensions = []
    if task.reply_extension:
        extensions = [Extension(parse_period(task.reply_extension), ExtensionReason.UNAVOIDABLE, task.opened_at)]
    return task_deadline(
        opened_at=task.opened_at,
        period=parse_period(task.period),
        rule=task.rule,
        calendar=calendar,
        basis=task.deemed_basis,
        extensions=extensions,
        pauses=pauses,
    ).due_at


def set_task_alarms(change: Change, task: Task) -> None:
    """Set the timers of a task that has a due date: deemed consent or overdue at the date, a reminder before it."""
    if task.due_at is None:
        return
    change.alarm(TimerKind.DEEMED if task.deemed_basis else TimerKind.TASK_DUE, task.due_at, task)
    remind = reminder_at(task.due_at, change.calendar, days_before=2)
    if remind > change.at + timedelta(hours=1):
        change.alarm(TimerKind.TASK_REMINDER, remind, task)


def finish_step(change: Change, task: Task) -> None:
    """Tell the process that a task is done, and open or cancel what follows from it."""
    if task.number is not None:
        move = change.go_on(task.number)
        reach("casework.engine_moved")
        if move.gone:
            cancel_open_tasks(change, move.gone)
        open_steps(change, move.opened)
        if move.is_over:
            close(change, CaseState.DONE)


def close(change: Change, state: CaseState, text: str = "", **detail) -> None:
    """End a case: nothing is open any more, the engine's state goes, no timer fires."""
    change.alarms.clear()
    change.ends, change.case.dump = True, None
    change.set(state=state, closed_at=change.at)
    change.note(EventKind.CLOSED if state == CaseState.DONE else EventKind(state), text, **detail)
    change.to_publish.append(CaseClosed(change.case.public_id, change.case.kind, state))
