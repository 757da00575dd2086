"""The monthly review of the log: what is unusual, in plain words, and that somebody reviewed it.

Source: 개인정보의 안전성 확보조치 기준 §8② (접속기록을 월 1회 이상 점검, 내려받기의 사유 확인).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db import connection

from duru.blocks.audit.actors import SYSTEM, AuditActor
from duru.blocks.audit.enums import EntryKind
from duru.blocks.audit.models import AuditEntry
from duru.blocks.audit.operations import record_deed

MANY_PEOPLE, TIMES_USUAL = 100, 3  # a day of many people is unusual beside one's own other days only
MANY_LOOKS_AT_ONE = 10
MANY_DENIALS = 5
MANY_EXPORTS = 3
REVIEW = "접속기록 월 점검"
SEOUL = ZoneInfo("Asia/Seoul")

_DAYS = """
SELECT actor_ref, (at AT TIME ZONE 'Asia/Seoul')::date,
       count(*) FILTER (WHERE kind = 'look'), coalesce(sum(cardinality(subject_refs)) FILTER (WHERE kind = 'look'), 0),
       count(*) FILTER (WHERE kind = 'export'), count(*) FILTER (WHERE kind = 'denial')
  FROM audit_auditentry WHERE at >= %s AND at < %s AND actor_ref <> %s GROUP BY 1, 2 ORDER BY 2, 1
"""
_SAME_PERSON = """
SELECT actor_ref, count(*) FROM audit_auditentry, unnest(subject_refs) AS subject
 WHERE kind = 'look' AND at >= %s AND at < %s AND actor_ref <> %s GROUP BY actor_ref, subject HAVING count(*) >= %s
"""
_FLAGS = """
SELECT actor_ref, flag, count(*) FROM audit_auditentry, unnest(flags) AS flag
 WHERE at >= %s AND at < %s AND actor_ref <> %s GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class ActorDay:
    """What one actor did on one day (Korean date)."""

    actor_ref: str
    day: date
    n_looks: int = 0
    n_people: int = 0
    n_exports: int = 0
    n_denials: int = 0


@dataclass(frozen=True, slots=True)
class Unusual:
    """Something to ask an actor about: why, in plain words, and on which day (None: over the whole time)."""

    actor_ref: str
    reason: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A stretch of the log: its numbers, what is unusual, and who reviewed it when (None: nobody yet)."""

    since: date
    until: date
    n_looks: int
    n_people: int
    n_exports: int
    n_denials: int
    n_actors: int
    unusual: tuple[Unusual, ...]
    reviewed_by: str | None
    reviewed_at: datetime | None
    opinion: str


def find_unusual(
    days: Iterable[ActorDay], same_person: Sequence[tuple[str, int]], flags: Sequence[tuple[str, str, int]]
) -> list[Unusual]:
    """Return what stands out. A day is held to the same actor's other days, never to other people's work.

    Args:
        same_person: (actor, looks at one and the same person), those above the bound only.
        flags: (actor, flag, how often), as written beside each look when it happened.
    """
    found = []
    of_actor: dict[str, list[ActorDay]] = defaultdict(list)
    for day in days:
        of_actor[day.actor_ref].append(day)
    for actor, own in sorted(of_actor.items()):
        for day in own:
            others = [other.n_people for other in own if other.day != day.day and other.n_people]
            usual = median(others) if others else 0
            if day.n_people >= MANY_PEOPLE and day.n_people >= TIMES_USUAL * usual:
                words = f"다른 날은 보통 {usual:,.0f}명" if others else "다른 날은 본 적 없음"
                found.append(Unusual(actor, f"하루에 {day.n_people:,}명을 봄({words})", day.day))
            if day.n_denials >= MANY_DENIALS:
                found.append(Unusual(actor, f"하루에 {day.n_denials:,}번 거부됨", day.day))
            if day.n_exports >= MANY_EXPORTS:
                found.append(Unusual(actor, f"하루에 {day.n_exports:,}번 내려받음", day.day))
    found += [Unusual(actor, f"같은 사람 한 명을 {n:,}번 봄") for actor, n in sorted(same_person)]
    return found + [Unusual(actor, f"‘{flag}’ 표시된 기록 {n:,}건") for actor, flag, n in sorted(flags)]


def review_of(since: date, until: date) -> Review:
    """Return the review of the days from `since` to before `until` (Korean dates)."""
    start, end = (datetime(day.year, day.month, day.day, tzinfo=SEOUL) for day in (since, until))
    span = [start, end, SYSTEM.ref]
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, span)
        days = [ActorDay(*row) for row in cursor.fetchall()]
        cursor.execute(_SAME_PERSON, [*span, MANY_LOOKS_AT_ONE])
        same_person = cursor.fetchall()
        cursor.execute(_FLAGS, span)
        flags = cursor.fetchall()
    done = (
        AuditEntry.objects.filter(kind=EntryKind.DEED, action=REVIEW, detail__since=since.isoformat())
        .order_by("id")
        .last()
    )
    return Review(
        since, until, sum(d.n_looks for d in days), sum(d.n_people for d in days), sum(d.n_exports for d in days),
        sum(d.n_denials for d in days), len({d.actor_ref for d in days}), tuple(find_unusual(days, same_person, flags)),
        done.actor_ref if done else None, done.at if done else None, done.purpose if done else "",
    )  # fmt: skip


def month_of(day: date) -> tuple[date, date]:
    """Return the first day of a day's month and of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def finish_review(*, actor: AuditActor, review: Review, opinion: str) -> None:
    """Write down that the month was reviewed, in the log itself: numbers and opinion stay as they were that day."""
    record_deed(
        actor=actor, action=REVIEW, purpose=opinion,
        detail={
            "since": review.since.isoformat(), "n_looks": review.n_looks, "n_exports": review.n_exports,
            "n_denials": review.n_denials, "n_unusual": len(review.unusual),
        },
    )  # fmt: skip


def count_lately(today: date) -> int:
    """Return how much stands out yesterday and today; late hours alone call nobody, the monthly review shows them."""
    found = review_of(today - timedelta(days=1), today + timedelta(days=1)).unusual
    return sum("업무시간 외" not in each.reason for each in found)


def is_review_due(today: date) -> int:
    """Return 1 when last month has looks that nobody reviewed, else 0."""
    review = review_of(*month_of(today.replace(day=1) - timedelta(days=1)))
    return int(bool(review.n_looks) and review.reviewed_at is None)
