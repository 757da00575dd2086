"""Deeds of named people: this record is, or is not, that person. For ever, above every run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.enums import Band, DecisionKind, Via
from duru.blocks.linkage.errors import AlreadyApart, PersonUnknown, RecordNotLinked, SecondPersonNeeded
from duru.blocks.linkage.hinges import find_all
from duru.blocks.linkage.models import HumanDecision, Link, ReviewRule
from duru.blocks.linkage.operations.moves import Hands, check_stamp, follow, log, move_link
from duru.blocks.linkage.permissions import DECIDE
from duru.blocks.linkage.rules import compare_findings, needs_second
from duru.blocks.registry.api import Person, Profile, ensure_persons, people_visible_to
from duru.kernel.errors import Refused

LATER_DAYS = 7


@transaction.atomic
def split_record(record_id: int, *, by: Actor, reason: str, now: datetime, seen: str = "") -> Person:
    """Take a record off its person: a named decision that it speaks of somebody else. Returns the record's new person.

    The record becomes a person of its own until the next run finds another; it never comes back to this one by itself. Events,
    statuses and household rows follow at once, and `LinkChanged` lets the floors above conclude anew. What that starts and stops
    is kept with the decision.

    Args:
        seen: `stamp` of the link as it was on the screen; empty to decide whatever it is now.

    Raises:
        NotAllowed: `by` may not decide.
        RecordNotLinked: unknown record, one never linked, or one of a protected person whom `by` may not see.
        ChangedMeanwhile: the link is no longer as it was seen.
        AlreadyApart: the record is the only one of its person.
        SecondPersonNeeded: benefits would be started or stopped, and the tenant asks two persons for that.
        Refused: no reason was given, or the record is a row of the resident register.
    """
    check_may(by, DECIDE)
    link = locked_link(record_id, by)
    check_stamp(link, seen)
    part(link, Hands.of(by), reason=_reason(reason), now=now)
    return Person.objects.get(id=link.person_id)


@transaction.atomic
def join_record(record_id: int, person: Person, *, by: Actor, reason: str, now: datetime, seen: str = "") -> Link:
    """Decide that a record speaks of a person. Repeatable; the link stays whatever later runs find.

    Raises:
        NotAllowed: `by` may not decide.
        RecordNotLinked: unknown record, one never linked, or one that `by` may not see.
        PersonUnknown: there is no such person for `by`.
        ChangedMeanwhile, SecondPersonNeeded: as `split_record`.
        Refused: the record is a row of the resident register and belongs to another resident.
    """
    check_may(by, DECIDE)
    link = locked_link(record_id, by)
    check_stamp(link, seen)
    if not people_visible_to(by).filter(id=person.id).exists():
        raise PersonUnknown("그런 사람이 없습니다.")
    join(link, person.id, Hands.of(by), reason=reason.strip()[:200], now=now)
    return link


@transaction.atomic
def reject_rival(record_id: int, person: Person, *, by: Actor, reason: str, now: datetime, seen: str = "") -> Link:
    """Decide that a record does not speak of a person it is not linked to now ("다른 사람"); its link stays.

    Where it is linked to exactly this person, this is `split_record`.

    Raises:
        As `split_record`.
    """
    check_may(by, DECIDE)
    link = locked_link(record_id, by)
    check_stamp(link, seen)
    reject(link, person.id, Hands.of(by), reason=reason.strip()[:200], now=now)
    return link


@transaction.atomic
def decide_later(record_id: int, *, by: Actor, today: date) -> Link:
    """Put a review off for a week; nothing else changes.

    Raises:
        NotAllowed, RecordNotLinked: as `split_record`.
    """
    check_may(by, DECIDE)
    link = locked_link(record_id, by)
    link.later_until = today + timedelta(days=LATER_DAYS)
    link.save(update_fields=["later_until"])
    return link


def locked_link(record_id: int, by: Actor) -> Link:
    """Return the link of a record, locked until the deed ends: of two who decide at once the second waits and then sees it.

    Raises:
        RecordNotLinked: there is none, or `by` may not know of its person.
    """
    link = Link.objects.select_for_update(of=("self",)).select_related("record").filter(record_id=record_id).first()
    if link is None or not people_visible_to(by).filter(id=link.person_id).exists():
        raise RecordNotLinked("이어진 기록이 없습니다.")
    return link


def rule_in_force(on: date) -> ReviewRule | None:
    """Return the dated row that says how decisions are made on a day, None where none was ever set: one person decides."""
    return ReviewRule.objects.filter(effective_from__lte=on).order_by("-effective_from", "-id").first()


def part(link: Link, hands: Hands, *, reason: str, now: datetime) -> HumanDecision:
    """Take the record off the person it is linked to; as `split_record`, for a link already locked and allowed."""
    if link.via == Via.REGISTER:
        raise Refused(
            "주민 명단의 기록은 그 사람의 바탕이라 떼어낼 수 없습니다. 잘못 이어진 기관 기록을 떼어내세요.",
            field="record",
        )
    if not Link.objects.filter(person_id=link.person_id).exclude(id=link.id).exists():
        raise AlreadyApart("이 기록만으로 된 사람이라 떼어낼 것이 없습니다.")
    old_person = link.person_id
    before = find_all([old_person], on=_day(now))
    (new_person,) = ensure_persons([_profile(link.record)])
    decision = _decide(link.record_id, old_person, DecisionKind.SPLIT, hands, reason, now)
    move_link(link, new_person, decision.id, rival_id=old_person)
    follow(link, {old_person, new_person})
    _keep_consequences(decision, before, {old_person, new_person}, hands, now)
    log(link, {old_person, new_person}, hands, "기록 떼어내기", reason)
    return decision


def join(link: Link, person_id: int, hands: Hands, *, reason: str, now: datetime) -> HumanDecision | None:
    """Link the record to a person; as `join_record`, for a link already locked and allowed. None where a register row stands already."""
    if link.via == Via.REGISTER:
        if link.person_id == person_id:
            return None
        raise Refused("주민 명단의 기록은 다른 주민에게 이을 수 없습니다.", field="record")
    concerned = {link.person_id, person_id}
    is_move = len(concerned) > 1
    before = find_all(concerned, on=_day(now)) if is_move else []
    decision = _decide(link.record_id, person_id, DecisionKind.JOIN, hands, reason, now)
    move_link(link, person_id, decision.id, rival_id=None)
    follow(link, concerned)
    if is_move:
        _keep_consequences(decision, before, concerned, hands, now)
    log(link, concerned, hands, "같은 사람으로 정함", reason)
    return decision


def reject(link: Link, person_id: int, hands: Hands, *, reason: str, now: datetime) -> HumanDecision:
    """Decide that the record is not this person; as `reject_rival`, for a link already locked and allowed."""
    if link.person_id == person_id:
        return part(link, hands, reason=reason or "확인 화면에서 다른 사람으로 정함", now=now)
    decision = _decide(link.record_id, person_id, DecisionKind.SPLIT, hands, reason, now)
    link.band, link.rival_id, link.decision_id, link.later_until = Band.HUMAN, None, decision.id, None
    link.save(update_fields=["band", "rival", "decision_id", "later_until"])
    log(link, {link.person_id, person_id}, hands, "다른 사람으로 정함", reason)
    return decision


def _keep_consequences(
    decision: HumanDecision, before: list, person_ids: set[int], hands: Hands, now: datetime
) -> None:
    """Write what the move started and stopped; where two persons are asked for and one acts, undo everything by raising."""
    consequences = compare_findings(before, find_all(person_ids, on=_day(now)))
    rule = rule_in_force(_day(now))
    if rule is not None and rule.needs_second and not hands.second_ref and needs_second(consequences):
        raise SecondPersonNeeded(consequences)
    decision.consequences = [each.to_dict() for each in consequences]
    decision.save(update_fields=["consequences"])


def _day(now: datetime) -> date:
    return timezone.localtime(now).date()


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("다른 사람으로 보는 까닭을 적어 주세요(통화로 확인, 생년월일 다름 등).", field="reason")
    return reason.strip()[:200]


def _decide(record_id: int, person_id: int, kind: str, hands: Hands, reason: str, now: datetime) -> HumanDecision:
    return HumanDecision.objects.create(
        record_id=record_id,
        person_id=person_id,
        kind=kind,
        by_ref=hands.by_ref,
        by_name=hands.by_name,
        second_ref=hands.second_ref,
        second_name=hands.second_name,
        reason=reason,
        decided_at=now,
    )


def _profile(record: SourceRecord) -> Profile:
    return Profile(
        name=record.name, birth_on=record.birth_on, birth_year=record.birth_year, sex=record.sex, phone=record.phone,
        address=record.address_typed, building_id=record.building_id, unit=record.unit, dong_code=record.dong_code,
    )  # fmt: skip
