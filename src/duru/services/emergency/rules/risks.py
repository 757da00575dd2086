"""The table of risks: dated rows an official can read, and the points they give. Points order a list; they diagnose nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from duru.kernel.dated_rows import DatedRow, read_table, rows_on
from duru.services.emergency.enums import Factor, Hazard

# From these points on a person is called first (red), and called at all (orange).
FIRST, SOON = 60, 20
_UNDERGROUND = re.compile(r"(?:^|-)B\d|지하|지층")


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(DatedRow):
    """One row: what makes somebody vulnerable, and its points in each emergency.

    `words` are looked for in the kind of a need; `years` is the age the row begins or ends at. `tells`: alone it is enough to be called.
    """

    code: str
    label: str
    factor: Factor
    words: frozenset[str]
    years: int | None
    fire: int
    blackout: int
    flood: int
    cold: int
    tells: bool
    basis: str
    status: str

    def points(self, hazard: str) -> int:
        """Return the points in one emergency."""
        return int(getattr(self, Hazard(hazard).value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelter(DatedRow):
    """Which kinds of facilities one goes to in an emergency."""

    hazard: Hazard
    kinds: frozenset[str]
    label: str
    basis: str
    status: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person: year of birth, needs as (kind, since), the unit of the address, whether nobody else lives there."""

    birth_year: int | None = None
    needs: tuple[tuple[str, date], ...] = ()
    unit: str = ""
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is on the sheet: the words of the row, its points, and since when a list says so (None: not from a list)."""

    code: str
    label: str
    points: int
    since_on: date | None = None
    is_telling: bool = True


def risks_on(day: date) -> list[Risk]:
    """Return the rows of the table of risks in force on a day, in their order."""
    return rows_on(read_table(__package__, "risks", Risk), day)


def shelters_on(day: date) -> list[Shelter]:
    """Return which facilities are shelters in which emergency on a day."""
    return rows_on(read_table(__package__, "shelters", Shelter), day)


def assess(facts: Facts, hazard: str, risks: Sequence[Risk], *, on: date) -> tuple[int, list[Reason]]:
    """Return the points of one person and the reasons, heaviest first.

    Of several ages only the heaviest counts, and a cellar counts once, whether a list or the address tells it. Somebody whose age is not known
    gets no points for it.
    """
    reasons: dict[str, Reason] = {}
    for risk in risks:
        since = _holds(risk, facts, on)
        if isinstance(since, bool):
            continue
        found = Reason(risk.code, risk.label, risk.points(hazard), since, risk.tells)
        group = _GROUPS.get(risk.code, risk.factor if risk.factor in _ONE_OF else risk.code)
        if group not in reasons or found.points > reasons[group].points:
            reasons[group] = found
    ordered = sorted(reasons.values(), key=lambda reason: (-reason.points, reason.code))
    return sum(reason.points for reason in ordered), ordered


_ONE_OF = (Factor.AGE_FROM, Factor.AGE_BELOW)
_GROUPS = {"underground": "cellar", "severe": "disability", "disabled": "disability"}


def _holds(risk: Risk, facts: Facts, on: date) -> date | Literal[False] | None:
    """Return False where the row does not hold, the day a list said so, or None where no list is behind it."""
    age = on.year - facts.birth_year if facts.birth_year else None
    match risk.factor:
        case Factor.NEED:
            days = [since for kind, since in facts.needs if any(word in kind for word in risk.words)]
            return max(days) if days else False
        case Factor.AGE_FROM:
            return None if age is not None and age >= (risk.years or 0) else False
        case Factor.AGE_BELOW:
            return None if age is not None and age < (risk.years or 0) else False
        case Factor.UNDERGROUND:
            return None if _UNDERGROUND.search(facts.unit) else False
        case Factor.ALONE:
            return None if facts.is_alone and age is not None and age >= (risk.years or 0) else False


def tone_of(points: int) -> str:
    """Return how urgent points are, as the tones of the pages: danger, warning, info."""
    return "danger" if points >= FIRST else "warning" if points >= SOON else "info"
