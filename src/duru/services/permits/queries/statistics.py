"""How many days departments take to answer, and cases to be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.utils import timezone

from duru.blocks.casework.api import Decision, DecisionState, Opinion, Task, TaskKind, TaskState, list_kinds
from duru.services.permits.kinds import KEYS


@dataclass(frozen=True, slots=True)
class DaysTaken:
    """One line: how many, how long, how many in time. Days are whole calendar days, the first left out; None where there is none.

    `n_waiting` are still out; `n_silent` were taken for consent by law and count as neither in time nor late.
    """

    name: str
    n_done: int
    n_waiting: int
    n_in_time: int
    n_silent: int
    median_days: float | None
    most_days: int | None

    @property
    def in_time_percent(self) -> int | None:
        """Share that came in time, of those somebody answered."""
        judged = self.n_done - self.n_silent
        return round(100 * self.n_in_time / judged) if judged else None


@dataclass(slots=True)
class _Pile:
    days: list[int]
    n_waiting: int = 0
    n_in_time: int = 0
    n_silent: int = 0

    def line(self, name: str) -> DaysTaken:
        middle = float(median(self.days)) if self.days else None
        most = max(self.days, default=None)
        return DaysTaken(
            name, len(self.days) + self.n_silent, self.n_waiting, self.n_in_time, self.n_silent, middle, most
        )


def days_by_department(year: int) -> list[DaysTaken]:
    """Return one line a department that was asked for opinions in a year, the slowest first."""
    piles: dict[str, _Pile] = defaultdict(lambda: _Pile([]))
    asked = Task.objects.filter(case_kind__in=KEYS, kind=TaskKind.CONSULTATION, **_within("opened_at", year))
    asked = asked.exclude(state=TaskState.CANCELLED)
    for name, opened_at, due_at, done_at, opinion in asked.values_list(
        "department", "opened_at", "due_at", "done_at", "opinion"
    ).iterator():
        pile = piles[name]
        if opinion == Opinion.DEEMED:
            pile.n_silent += 1
        elif done_at is None:
            pile.n_waiting += 1
        else:
            _add(pile, opened_at, due_at, done_at)
    return _slowest_first(pile.line(name) for name, pile in piles.items())


def days_by_kind(year: int) -> list[DaysTaken]:
    """Return one line a kind of case decided in a year, from receipt to decision, the slowest first.

    Time that stood still (보완 …) is in the days: it is what the applicant waited. In time is what was decided by its due date.
    """
    labels = {kind.key: kind.label for kind in list_kinds()}
    piles: dict[str, _Pile] = defaultdict(lambda: _Pile([]))
    decided = Decision.objects.filter(
        case__kind__in=KEYS, state=DecisionState.APPROVED, **_within("checked_at", year)
    ).values_list("case__kind", "case__received_at", "case__due_at", "checked_at")
    for kind, received_at, due_at, checked_at in decided.iterator():
        _add(piles[kind], received_at, due_at, checked_at)
    return _slowest_first(pile.line(labels.get(kind, kind)) for kind, pile in piles.items())


def _add(pile: _Pile, begun_at: datetime, due_at: datetime | None, ended_at: datetime) -> None:
    pile.days.append((timezone.localdate(ended_at) - timezone.localdate(begun_at)).days)
    pile.n_in_time += due_at is None or ended_at < due_at


def _slowest_first(lines: Iterable[DaysTaken]) -> list[DaysTaken]:
    return sorted(lines, key=lambda each: (-(each.median_days or 0), each.name))


def _within(column: str, year: int) -> dict[str, datetime]:
    here = timezone.get_current_timezone()
    return {
        f"{column}__gte": datetime(year, 1, 1, tzinfo=here),
        f"{column}__lt": datetime(year + 1, 1, 1, tzinfo=here),
    }
