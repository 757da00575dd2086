"""What people tell through the public form, and what becomes of it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Organisation, check_may, system_actor
from duru.blocks.audit.api import record_deed
from duru.kernel.rrn import cut_rrn
from duru.services.outreach.datasets import deadline_on
from duru.services.outreach.enums import LeadState, Seen, TipState
from duru.services.outreach.errors import OutreachRefused
from duru.services.outreach.models import Lead, Tip
from duru.services.outreach.permissions import ARRANGE
from duru.services.outreach.queries import count_from
from duru.services.outreach.rules import Reporter, rows_on

MOST_AN_HOUR = 5  # of one sender
MOST_OF_ALL = 300  # of everybody; a flood, not a neighbourhood


@transaction.atomic
def receive_tip(
    *,
    reporter: str,
    place: str,
    seen: Collection[str],
    at: datetime,
    words: str = "",
    contact: str = "",
    origin: str = "",
) -> Tip:
    """Take what somebody saw. Nothing about anybody is told back, whoever asks.

    Args:
        origin: Network address; only a keyed hash of it is kept, until the tip is dealt with.

    Raises:
        OutreachRefused: no place, nothing seen, or too many came from there.

    Source: 사회보장급여법 제13조제1항·제2항.
    """
    place, words, contact = (cut_rrn(" ".join(text.split()))[0] for text in (place, words, contact))
    if len(place) < 4:
        raise OutreachRefused("어디인지 알 수 있게 적어 주세요. 예: 나래로 7 반지하, 초록 대문", field="place")
    chosen = [each for each in Seen.values if each in set(seen)]
    if not chosen:
        raise OutreachRefused("무엇을 보셨는지 하나는 골라 주세요.", field="seen")
    if reporter not in {row.key for row in rows_on(Reporter, timezone.localdate(at))}:
        raise OutreachRefused("어떤 일을 하시는 분인지 골라 주세요.", field="reporter")
    mark, hour_ago = _mark(origin), at - timedelta(hours=1)
    if (mark and count_from(mark, since=hour_ago) >= MOST_AN_HOUR) or Tip.objects.filter(at__gte=hour_ago).count() >= MOST_OF_ALL:  # fmt: skip
        raise OutreachRefused("잠시 뒤에 다시 알려 주세요. 급하면 129(보건복지상담센터)나 119로 전화해 주세요.")
    tip = Tip.objects.create(
        at=at, reporter=reporter, place=place[:200], seen=chosen, words=words[:500], contact=contact[:60], sender_mark=mark,
        due_on=deadline_on("tip", timezone.localdate(at)),
    )  # fmt: skip
    record_deed(
        actor=system_actor("신고 받기").audit, action="위기 신고 받음", subjects=[f"tip:{tip.public_id}"], at=at
    )
    return tip


@transaction.atomic
def take_tip(*, by: Actor, public_id: str, to: Organisation, at: datetime) -> Lead:
    """Make a lead of a tip and give it to a 동.

    Raises:
        NotAllowed: the actor may not arrange.
        OutreachRefused: it has been dealt with, or there is none.
    """
    check_may(by, ARRANGE)
    tip = _new(public_id)
    tip.state, tip.sender_mark = TipState.TAKEN, ""
    tip.save(update_fields=["state", "sender_mark"])
    lead = Lead.objects.create(
        tip=tip, other_words=", ".join(Seen(each).label for each in tip.seen)[:200], received_at=tip.at, due_on=tip.due_on,
        organisation=to, state=LeadState.GIVEN,
    )  # fmt: skip
    record_deed(
        actor=by.audit, action="위기 신고를 발굴로", subjects=[f"tip:{public_id}", f"lead:{lead.public_id}"], at=at
    )
    return lead


@transaction.atomic
def dismiss_tip(*, by: Actor, public_id: str, reason: str, at: datetime) -> Tip:
    """End a tip without a lead, with a reason.

    Raises:
        NotAllowed, OutreachRefused: as `take_tip`; or no reason.
    """
    check_may(by, ARRANGE)
    tip = _new(public_id)
    if not reason.strip():
        raise OutreachRefused("조치하지 않는 까닭을 적어 주세요.", field="reason")
    tip.state, tip.dismissed_reason, tip.sender_mark = TipState.DISMISSED, reason.strip(), ""
    tip.save(update_fields=["state", "dismissed_reason", "sender_mark"])
    record_deed(actor=by.audit, action="위기 신고 조치 없음", subjects=[f"tip:{public_id}"], at=at)
    return tip


def _new(public_id: str) -> Tip:
    tip = Tip.objects.select_for_update().filter(public_id=public_id).first()
    if tip is None:
        raise OutreachRefused("그런 신고가 없습니다.")
    if tip.state != TipState.NEW:
        raise OutreachRefused("이미 처리한 신고입니다.")
    return tip


def _mark(origin: str) -> str:
    if not origin:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), f"tip:{origin}".encode(), hashlib.sha256).hexdigest()
