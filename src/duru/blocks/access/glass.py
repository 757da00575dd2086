"""Breaking the glass: in an emergency somebody opens what the role alone does not show, for some hours, with a reason,
and another person reviews it on the next working day.

An app declares what may be opened (`declare_glass`), asks `glass_open(actor, …)` where its queries hold the wall, and passes
`flags=[GLASS_FLAG]` with each look through it, so that the reviewer finds them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from duru.blocks.access.actors import Actor
from duru.blocks.access.enums import GlassVerdict
from duru.blocks.access.errors import GlassRefused, NotAllowed
from duru.blocks.access.models import GlassOpening
from duru.blocks.access.permissions import check_may
from duru.blocks.audit.api import AuditEntry, list_entries, record_deed
from duru.kernel.days import OfficeCalendar
from duru.kernel.holidays_kr import shipped_calendar

GLASS_FLAG = "비상 열람"
REVIEW = "access.review_glass"
_SHORTEST_REASON = 8  # letters: "의식 없음, 119 동행" passes, "급함" does not
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Glass:
    """One thing that may be opened in an emergency.

    Attributes:
        key: Stored in rows, "service.noun"; never changed.
        label: What opens, in Korean words.
        permission: Who may break it (a declared permission).
        hours: How long it stays open.
        basis: Law and article by which an emergency allows it; shown on the page.
    """

    key: str
    label: str
    permission: str
    hours: int
    basis: str


_glasses: dict[str, Glass] = {}


def declare_glass(glass: Glass) -> Glass:
    """Declare once what may be opened; called where the app declares its permissions.

    Raises:
        ValueError: the key is taken with another meaning, or it never closes by itself.
    """
    if glass.hours < 1 or _glasses.setdefault(glass.key, glass) != glass:
        raise ValueError(f"glass {glass.key!r} is declared twice or for ever")
    return glass


def get_glass(key: str) -> Glass:
    """Return what was declared under a key.

    Raises:
        KeyError: no app declared it.
    """
    return _glasses[key]


@transaction.atomic
def open_glass(
    *, by: Actor, key: str, subject: str, reason: str, at: datetime, calendar: OfficeCalendar | None = None
) -> GlassOpening:
    """Open one thing about one subject for the one who asks; what is open already is returned (safe to repeat).

    Args:
        subject: What the opening is about, as the log writes it: "case:…", "person:…", "map:…".
        calendar: The tenant's, where the caller has it, for the day of review; by default the shipped one.

    Raises:
        KeyError: nobody declared this glass.
        NotAllowed: the role may not break it, or it is the machine that asks.
        GlassRefused: the reason is missing or says too little.

    Source: 개인정보보호법 제15조제1항제5호, 제18조제2항제3호 (급박한 생명·신체·재산의 이익); 안전성 확보조치 기준 제8조 (사유 확인).
    """
    glass = get_glass(key)
    check_may(by, glass.permission)
    if by.membership_id is None:
        raise NotAllowed("비상 열람은 사람만 열 수 있습니다. 본인 계정으로 로그인해 주세요.")
    reason = reason.strip()
    if len(reason) < _SHORTEST_REASON:
        raise GlassRefused("무슨 일이 급한지 여덟 글자 넘게 적어 주세요. 예: 의식 없음, 119 동행 중", field="reason")
    if found := glass_open(by, key, subject, at=at):
        return found
    on = timezone.localdate(at)
    opening = GlassOpening.objects.create(
        kind=key, subject_ref=subject, reason=reason, opened_by_id=by.membership_id, opened_at=at,
        until_at=at + timedelta(hours=glass.hours), review_by_on=_review_day(on, calendar),
    )  # fmt: skip
    record_deed(
        actor=by.audit, action=f"비상 열람 열기: {glass.label}", purpose="비상", subjects=[subject], flags=[GLASS_FLAG], at=at,
        detail={"glass": opening.public_id, "hours": glass.hours},
    )  # fmt: skip
    return opening


def glass_open(actor: Actor, key: str, subject: str, *, at: datetime) -> GlassOpening | None:
    """Find the opening through which this actor may look now, None when there is none: one small query.

    An opening holds for the one who opened it alone, and only until its hour.
    """
    if actor.membership_id is None:
        return None
    return (
        GlassOpening.objects.filter(
            opened_by_id=actor.membership_id, kind=key, subject_ref=subject, opened_at__lte=at, until_at__gt=at,
            closed_at=None,
        )
        .order_by("-until_at")
        .first()
    )  # fmt: skip


@transaction.atomic
def close_glass(*, by: Actor, public_id: str, at: datetime) -> GlassOpening:
    """Close one's own opening before its hour; closing it again changes nothing.

    Raises:
        GlassRefused: there is no such opening of one's own.
    """
    opening = _locked(public_id)
    if by.membership_id is None or opening.opened_by_id != by.membership_id:
        raise GlassRefused("자기가 연 비상 열람만 닫을 수 있습니다.")
    if opening.closed_at is None and opening.until_at > at:
        opening.closed_at = at
        opening.save(update_fields=["closed_at"])
        record_deed(
            actor=by.audit, action="비상 열람 닫기", subjects=[opening.subject_ref], flags=[GLASS_FLAG], at=at,
            detail={"glass": public_id},
        )  # fmt: skip
    return opening


@transaction.atomic
def review_glass(*, by: Actor, public_id: str, is_justified: bool, note: str, at: datetime) -> GlassOpening:
    """Say whether an emergency opening was justified; once, by somebody else, after it is over.

    Raises:
        NotAllowed: `by` may not review.
        GlassRefused: it is one's own, still open, reviewed already, or found wanting without a word why.
    """
    check_may(by, REVIEW)
    opening = _locked(public_id)
    if by.membership_id is None or opening.opened_by_id == by.membership_id:
        raise GlassRefused("자기가 연 비상 열람은 다른 사람이 검토합니다.")
    if opening.reviewed_at is not None:
        raise GlassRefused("이미 검토한 비상 열람입니다.")
    if is_open_at(opening, at):
        raise GlassRefused("아직 열려 있습니다. 닫힌 뒤에 검토해 주세요.")
    note = note.strip()
    if not is_justified and not note:
        raise GlassRefused("까닭이 왜 모자란지 적어 주세요.", field="note")
    opening.verdict = GlassVerdict.JUSTIFIED if is_justified else GlassVerdict.UNJUSTIFIED
    opening.reviewed_by_id, opening.reviewed_at, opening.review_note = by.membership_id, at, note
    opening.save(update_fields=["verdict", "reviewed_by", "reviewed_at", "review_note"])
    record_deed(
        actor=by.audit, action="비상 열람 검토", subjects=[opening.subject_ref], flags=[GLASS_FLAG], at=at,
        detail={"glass": public_id, "verdict": opening.verdict},
    )  # fmt: skip
    return opening


def is_open_at(opening: GlassOpening, at: datetime) -> bool:
    """Tell whether one may look through an opening at a moment."""
    return opening.opened_at <= at < (opening.closed_at or opening.until_at)


def list_openings() -> QuerySet[GlassOpening]:
    """Return all emergency openings of the tenant with who opened and reviewed them, newest first."""
    return GlassOpening.objects.select_related(
        "opened_by__user", "opened_by__organisation", "reviewed_by__user"
    ).order_by("-opened_at", "-id")


def list_unreviewed(*, at: datetime) -> QuerySet[GlassOpening]:
    """Return what is over and waits for its review, the earliest due first."""
    over = Q(until_at__lte=at) | Q(closed_at__isnull=False)
    return list_openings().filter(over, reviewed_at=None).order_by("review_by_on", "id")


def looks_through(opening: GlassOpening) -> QuerySet[AuditEntry]:
    """Return what its opener saw through it, oldest first: the looks flagged so, about its subject, in its time."""
    return (
        list_entries()
        .filter(
            actor_ref=f"user:{opening.opened_by.user_id}",
            subject_refs__contains=[opening.subject_ref],
            flags__contains=[GLASS_FLAG],
            kind="look",
            at__gte=opening.opened_at,
            at__lt=opening.closed_at or opening.until_at,
        )
        .order_by("at", "id")
    )


def _review_day(opened_on: date, calendar: OfficeCalendar | None) -> date:
    return (calendar or shipped_calendar()).working_from(opened_on + _DAY)


def _locked(public_id: str) -> GlassOpening:
    opening = GlassOpening.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if opening is None:
        raise GlassRefused("그런 비상 열람이 없습니다.")
    return opening
