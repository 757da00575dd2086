"""Whose turn is next: points by dated rows, each with its reason, and a draw anybody can repeat."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duru.kernel.dated_rows import DatedRow, read_table, rows_on
from duru.services.welfare.enums import RuleStatus
from duru.services.welfare.rules.facts import Fact, end_of

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPoint(DatedRow):
    """One ground for an earlier or later turn: `points` a time or month (`per`), never beyond `most`."""

    code: str
    label: str
    points: int
    most: int
    per: str
    basis: str
    source: str
    status: RuleStatus


@dataclass(frozen=True, slots=True)
class KnownNeed:
    """A known need of somebody: its category, and since which day it is known."""

    category: str
    since_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's points for one resource, with each reason as (label, points)."""

    points: int
    reasons: tuple[tuple[str, int], ...]


def turn_points() -> tuple[TurnPoint, ...]:
    """Return all rows of `rules/turn_points.csv`, in its order."""
    return read_table(__package__, "turn_points", TurnPoint)


def standing_of(needs: Sequence[KnownNeed], held: Sequence[Fact], *, category: str, on: date) -> Standing:
    """Return how somebody stands for a resource of a category on a day.

    `held` is what the person, and the home in common, received or receives.
    """
    recent = [fact for fact in held if fact.from_on <= on and (on - end_of(fact)).days < YEAR_DAYS]
    alike = [fact for fact in held if fact.category == category and fact.from_on <= on]
    counts = {
        "nothing": int(not recent),
        "need_same": int(any(need.category == category for need in needs)),
        "waiting": max((_months(need.since_on, on) for need in needs), default=0),
        "since_same": min((_months(fact.from_on, on) for fact in alike), default=1_000),
        "received": len(recent),
    }
    reasons = []
    for row in rows_on(turn_points(), on):
        points = row.points * counts.get(row.code, 0)
        points = min(points, row.most) if row.most >= 0 else max(points, row.most)
        if points:
            reasons.append((row.label, points))
    return Standing(sum(points for _, points in reasons), tuple(reasons))


def draw(seed: str, numbers: Sequence[int]) -> list[int]:
    """Return numbers in the order a published seed draws them: by SHA-256 of «seed:number», smallest first.

    Anybody can repeat it with the seed and the list of numbers:
    `sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())`.
    """
    return sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())


def _months(since: date, on: date) -> int:
    return max(0, (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day))
