"""Pure decisions about proposals: shares, similarity, points, and until when one may ask again.

Source: 국민제안규정(대통령령) 제5조제3항, 제6조, 제8조, 제10조, 제12조, 제14조제3항, 제22조.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duru.kernel.dated_rows import DatedRow, read_table, rows_on
from duru.kernel.days import OfficeCalendar, Period, Unit, add_months, general_deadline
from duru.kernel.errors import Refused
from duru.services.participation.enums import Axis, Ground

_WORDS = re.compile(r"[0-9A-Za-z가-힣]+")
_PARTICLES = (
    "으로",
    "에서",
    "에게",
    "까지",
    "부터",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
)
ALIKE_FROM = 0.35  # share of common word pieces from which two ideas are shown side by side; a person judges


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight(DatedRow):
    """A dated row: what an axis counts for, in points of a hundred."""

    axis: Axis
    points: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(DatedRow):
    """A dated row: from how many points a proposal has a grade. Local; the national rule sets none."""

    label: str
    from_points: int
    source: str


def check_shares(shares: Mapping[str, int]) -> str:
    """Check the shares of those who propose together and return who leads (주제안자): the largest share.

    Args:
        shares: Name → whole per cent.

    Raises:
        Refused: nobody, a share below one, a sum that is not 100, or two largest shares among more than two.

    Source: 국민제안규정 제5조제3항.
    """
    if not shares:
        raise Refused("제안자를 적어 주세요.", field="authors")
    if any(share < 1 for share in shares.values()) or sum(shares.values()) != 100:
        raise Refused(f"기여도의 합은 100%여야 합니다. 지금은 {sum(shares.values())}%입니다.", field="authors")
    most = max(shares.values())
    leaders = [name for name, share in shares.items() if share == most]
    if len(leaders) > 1 and len(shares) > 2:
        raise Refused("기여도가 가장 큰 한 사람이 주제안자입니다. 기여도를 다시 나눠 주세요.", field="authors")
    # Two with equal shares agree on the leader; the one named first is the one they agreed on.
    return leaders[0]


def split_prize(won: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Divide a prize by shares, in whole won; what is left by rounding down goes to the leader.

    Source: 국민제안규정 제18조제1항 단서.
    """
    leader = check_shares(shares)
    parts = {name: won * share // 100 for name, share in shares.items()}
    parts[leader] += won - sum(parts.values())
    return parts


def pieces(text: str) -> frozenset[str]:
    """Return the word pieces two ideas are compared by: pairs of syllables of each word without its particle."""
    found = set()
    for word in _WORDS.findall(text.lower()):
        for particle in _PARTICLES:
            if len(word) > len(particle) + 1 and word.endswith(particle):
                word = word[: -len(particle)]
                break
        found |= {word} if len(word) < 3 else {word[i : i + 2] for i in range(len(word) - 1)}
    return frozenset(found)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two ideas share, 0 to 1: common pieces over those of the shorter one."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def total_points(scores: Sequence[Mapping[Axis, int]], *, on: date) -> Decimal | None:
    """Return the mean of all reviewers' weighted points, to one decimal; None before anybody scored.

    Args:
        scores: One mapping a reviewer, axis → 0 to 10.

    Raises:
        Refused: an axis is missing, or marks lie outside 0 to 10.
    """
    weights = {row.axis: row.points for row in weights_on(on)}
    totals = []
    for marks in scores:
        if set(marks) != set(Axis) or not all(0 <= mark <= 10 for mark in marks.values()):
            raise Refused("다섯 항목에 0점부터 10점까지 적어 주세요.", field="scores")
        totals.append(Decimal(sum(weights[axis] * mark for axis, mark in marks.items())) / 10)
    return round(sum(totals, Decimal(0)) / len(totals), 1) if totals else None


def grade_of(points: Decimal | None, *, on: date) -> str:
    """Return the grade of a total, empty below the lowest band."""
    if points is None:
        return ""
    bands = sorted((row for row in grades_on(on)), key=lambda row: -row.from_points)
    return next((row.label for row in bands if points >= row.from_points), "")


def may_ask_again_until(ground: Ground, *, notified_on: date, calendar: OfficeCalendar) -> date:
    """Return the last day on which a proposer may ask for another examination.

    Source: 국민제안규정 제12조제1항 (15일), 제14조제3항 (2년).
    """
    period, article = {
        Ground.OBJECTION: (Period(15, Unit.DAY), "국민제안규정 제12조제1항"),
        Ground.DONE_AFTER_ALL: (Period(2, Unit.YEAR), "국민제안규정 제14조제3항"),
    }[ground]
    return general_deadline(notified_on, period, calendar, set_by=article).last_on


def kept_until(decided_on: date, *, is_adopted: bool) -> date:
    """Return the first day on which a proposal need not be kept any longer: three years when adopted, else two.

    Source: 국민제안규정 제22조.
    """
    return add_months(decided_on, 36 if is_adopted else 24)


def weights_on(day: date) -> list[Weight]:
    """Return what each axis counts for on a day."""
    return rows_on(read_table(__package__, "weights", Weight), day)


def grades_on(day: date) -> list[Grade]:
    """Return the bands of points in force on a day."""
    return rows_on(read_table(__package__, "grades", Grade), day)
