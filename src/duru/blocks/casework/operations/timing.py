"""What happens by itself: reminders, overdue, deemed consent. Each timer acts once, however many workers look."""

from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor, system_actor
from duru.blocks.casework.enums import EventKind, TaskState, TimerKind
from duru.blocks.casework.events import TaskDue
from duru.blocks.casework.faults import reach
from duru.blocks.casework.models import Timer
from duru.blocks.casework.operations.changing import Change, write
from duru.blocks.casework.operations.consulting import deem_consent
from duru.blocks.casework.operations.locking import lock_case_if_free
from duru.blocks.tenancy.api import tenant_scope

_CLOCK: Actor = system_actor("기한 알림")


def fire_timers(*, tenant_id: int, now: datetime, most: int = 1_000) -> int:
    """Let every timer that is due act, each in a transaction of its own; returns how many acted.

    The row of the case is locked before its timer, in the order every deed does it; a case another worker has is left to
    that worker. The timer goes in the transaction in which it acts, so that a kill neither loses nor repeats it.
    """
    n_fired = 0
    with tenant_scope(tenant_id):
        due = list(Timer.objects.filter(at__lte=now).order_by("at", "id").values_list("id", "case_id")[:most])
    for timer_id, case_id in due:
        with tenant_scope(tenant_id):
            n_fired += _fire(timer_id, case_id, now)
        reach("casework.after_commit")
    return n_fired


def _fire(timer_id: int, case_id: int, now: datetime) -> int:
    with transaction.atomic():
        case = lock_case_if_free(case_id)
        timer = Timer.objects.select_related("task").filter(id=timer_id, at__lte=now).first() if case else None
        if case is None or timer is None:
            return 0  # another worker has it, or a deed has moved or ended it
        change = Change(case, _CLOCK, now, timer.get_kind_display())
        Timer.objects.filter(id=timer_id).delete()
        reach("casework.timer_taken")
        _act(change, timer)
        write(change)
    return 1


def _act(change: Change, timer: Timer) -> None:
    task, kind = timer.task, TimerKind(timer.kind)
    if task is not None:
        task.case = change.case
        if task.state != TaskState.OPEN:
            return
    if kind == TimerKind.DEEMED:
        assert task is not None  # the timer's own constraint: only tasks have one
        deem_consent(change, task)
        return
    is_reminder = kind in (TimerKind.CASE_REMINDER, TimerKind.TASK_REMINDER)
    due_at = task.due_at if task else change.case.due_at
    change.note(
        EventKind.REMINDED if is_reminder else EventKind.OVERDUE,
        task=task,
        timer=kind,
        due_at=due_at.isoformat() if due_at else "",
    )
    change.to_publish.append(
        TaskDue(change.case.public_id, task.public_id if task else "", change.case.kind, is_reminder)
    )
