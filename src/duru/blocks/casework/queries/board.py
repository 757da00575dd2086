"""The board: open tasks in the order they are due, read through partial indexes, never counted to the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from duru.blocks.access.api import Actor, may
from duru.blocks.casework.enums import DecisionState, TaskState
from duru.blocks.casework.models import Decision, Mention, Task
from duru.blocks.casework.permissions import SEE_ALL
from duru.blocks.casework.queries.people import department_of
from duru.blocks.documents.api import members_stood_in_for

COUNTED_TO = 1_000  # more than so many is "1,000건 넘음": nobody works through them one by one
SCOPES = {"mine": "내 일", "department": "우리 부서", "all": "전체"}
WHENS = {"": "모두", "late": "기한 지남", "today": "오늘까지", "week": "7일 안"}


@dataclass(frozen=True)
class BoardPage:
    """One page of the board: its tasks with their cases, and from where the next page goes on (empty at the end)."""

    tasks: list[Task]
    next_after: str


def board_tasks(actor: Actor, *, scope: str, when: str = "", kind: str = "", now: datetime) -> QuerySet[Task]:
    """Return the open tasks of a board in no order.

    Args:
        scope: mine (with those of members one stands in for), department, all (for who may see all).
        when: late, today, week or empty.
        kind: key of a kind or empty.
        now: the moment of looking; days are Korean.
    """
    found = Task.objects.filter(state=TaskState.OPEN)
    if scope == "all" and may(actor, SEE_ALL):
        pass
    elif scope == "department":
        found = found.filter(department=department_of(actor))
    else:
        away = members_stood_in_for(actor.membership_id, timezone.localdate(now))
        found = found.filter(assignee_id__in=[actor.membership_id, *away])
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if when == "late":
        found = found.filter(due_at__lte=now)
    elif when == "today":
        found = found.filter(due_at__gt=now, due_at__lte=midnight + timedelta(days=1))
    elif when == "week":
        found = found.filter(due_at__gt=now, due_at__lte=midnight + timedelta(days=8))
    return found.filter(case_kind=kind) if kind else found


def list_board(tasks: QuerySet[Task], *, after: str = "", size: int = 25, latest_first: bool = False) -> BoardPage:
    """Return one page in the order of due dates, paused ones last; `after` is the `next_after` of the page before."""
    rows = list(_in_order(tasks, after, size + 1, latest_first))
    if len(rows) <= size:
        return BoardPage(rows, "")
    last = rows[size - 1]
    return BoardPage(rows[:size], f"{last.due_at.isoformat() if last.due_at else ''}_{last.id}")


def iterate_board(tasks: QuerySet[Task], *, most: int) -> Iterator[Task]:
    """Go through a board in its order, for a file; page by page, so that memory stays flat."""
    after, n = "", 0
    while n < most:
        page = list_board(tasks, after=after, size=min(1_000, most - n))
        yield from page.tasks
        n += len(page.tasks)
        after = page.next_after
        if not after:
            return


def _in_order(tasks: QuerySet[Task], after: str, n: int, latest_first: bool) -> Iterator[Task]:
    """Read n rows after a place: first those with a date, then those without (two reads, each along one index)."""
    tasks = tasks.select_related("case", "assignee__user").defer(
        "case__answers", "case__variables", "case__dump", "answers"
    )
    due_at, last_id = _place(after)
    n_left = n
    if due_at is not None or not last_id:
        dated = tasks.filter(due_at__isnull=False).order_by(*(("-due_at", "-id") if latest_first else ("due_at", "id")))
        if due_at is not None:
            beyond = Q(due_at__lte=due_at) if latest_first else Q(due_at__gte=due_at)
            passed = Q(due_at=due_at) & (Q(id__gte=last_id) if latest_first else Q(id__lte=last_id))
            dated = dated.filter(beyond & ~passed)
        rows = list(dated[:n])
        n_left -= len(rows)
        yield from rows
        last_id = 0
    if n_left > 0:
        yield from tasks.filter(due_at__isnull=True, id__gt=last_id).order_by("id")[:n_left]


def _place(after: str) -> tuple[datetime | None, int]:
    """Read the place a page ended at; what cannot be read is the beginning."""
    due, _, number = after.rpartition("_")
    if not number.isdigit():
        return None, 0
    try:
        return (datetime.fromisoformat(due) if due else None), int(number)
    except ValueError:
        return None, 0


def count_up_to(tasks: QuerySet[Task], most: int = COUNTED_TO) -> int:
    """Count, but no further than one more than `most`."""
    return tasks.order_by().values("id")[: most + 1].count()


def count_calls(actor: Actor) -> int:
    """Count the cases a member was called on in a comment and has not opened since."""
    return Mention.objects.filter(member_id=actor.membership_id, seen_at__isnull=True).values("case").distinct().count()


def list_calls(actor: Actor) -> QuerySet[Mention]:
    """Return the comments that call on a member and were not seen yet, newest first."""
    found = Mention.objects.filter(member_id=actor.membership_id, seen_at__isnull=True)
    return found.select_related("event", "case").order_by("-id")


def count_decisions_for(actor: Actor) -> int:
    """Count the decisions of a member's department that wait for approval by somebody other than who made them."""
    waiting = Decision.objects.filter(state=DecisionState.PROPOSED, case__department=department_of(actor))
    return waiting.exclude(proposed_by_id=actor.membership_id).count()
