"""Deeds of named people: this record is, or is not, that person. For ever, above every run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.enums import Band, DecisionKind, Via
from duru.blocks.linkage.errors import AlreadyApart, PersonUnknown, RecordNotLinked
from duru.blocks.linkage.events import LinkChanged
from duru.blocks.linkage.models import HumanDecision, Link
from duru.blocks.linkage.permissions import DECIDE
from duru.blocks.registry.api import (
    Person,
    Profile,
    apply_life_events,
    attach_records,
    ensure_persons,
    people_visible_to,
    person_ref,
)
from duru.blocks.tenancy.api import current_tenant_id, publish
from duru.kernel.errors import Refused

LATER_DAYS = 7


@transaction.atomic
def split_record(record_id: int, *, by: Actor, reason: str, now: datetime) -> Person:
    """Take a record off its person: a named decision that it speaks of somebody else. Returns the record's new person.

    The record becomes a person of its own until the next run finds another; it never comes back to this one by itself. Events
    and household rows follow at once, and `LinkChanged` lets the floors above conclude anew.

    Raises:
        NotAllowed: `by` may not decide.
        RecordNotLinked: unknown record, one never linked, or one of a protected person whom `by` may not see.
        AlreadyApart: the record is the only one of its person.
        Refused: no reason was given, or the record is a row of the resident register.
    """
    check_may(by, DECIDE)
    link = _locked_link(record_id, by)
    reason = _reason(reason)
    if link.via == Via.REGISTER:
        raise Refused(
            "주민 명단의 기록은 그 사람의 바탕이라 떼어낼 수 없습니다. 잘못 이어진 기관 기록을 떼어내세요.",
            field="record",
        )
    if not Link.objects.filter(person_id=link.person_id).exclude(id=link.id).exists():
        raise AlreadyApart("이 기록만으로 된 사람이라 떼어낼 것이 없습니다.")
    old_person = link.person_id
    (new_person,) = ensure_persons([_profile(link.record)])
    decision = _decide(link.record_id, old_person, DecisionKind.SPLIT, by, reason, now)
    _move(link, new_person, decision, rival_id=old_person)
    _follow(link, {old_person, new_person}, by, "기록 떼어내기", reason)
    return Person.objects.get(id=new_person)


@transaction.atomic
def join_record(record_id: int, person: Person, *, by: Actor, reason: str, now: datetime) -> Link:
    """Decide that a record speaks of a person. Repeatable; the link stays whatever later runs find.

    Raises:
        NotAllowed: `by` may not decide.
        RecordNotLinked: unknown record, one never linked, or one that `by` may not see.
        PersonUnknown: there is no such person for `by`.
        Refused: the record is a row of the resident register and belongs to another resident.
    """
    check_may(by, DECIDE)
    link = _locked_link(record_id, by)
    if not people_visible_to(by).filter(id=person.id).exists():
        raise PersonUnknown("그런 사람이 없습니다.")
    if link.via == Via.REGISTER:
        if link.person_id == person.id:
            return link
        raise Refused("주민 명단의 기록은 다른 주민에게 이을 수 없습니다.", field="record")
    old_person = link.person_id
    decision = _decide(link.record_id, person.id, DecisionKind.JOIN, by, reason.strip()[:200], now)
    _move(link, person.id, decision, rival_id=None)
    _follow(link, {old_person, person.id}, by, "같은 사람으로 정함", reason.strip()[:200])
    return link


@transaction.atomic
def reject_rival(record_id: int, person: Person, *, by: Actor, reason: str, now: datetime) -> Link:
    """Decide that a record does not speak of a person it is not linked to now ("다른 사람"); its link stays.

    Where it is linked to exactly this person, this is `split_record`.

    Raises:
        As `split_record`.
    """
    check_may(by, DECIDE)
    link = _locked_link(record_id, by)
    if link.person_id == person.id:
        split_record(record_id, by=by, reason=reason or "확인 화면에서 다른 사람으로 정함", now=now)
        return Link.objects.get(id=link.id)
    decision = _decide(link.record_id, person.id, DecisionKind.SPLIT, by, reason.strip()[:200], now)
    link.band, link.rival_id, link.decision_id, link.later_until = Band.HUMAN, None, decision.id, None
    link.save(update_fields=["band", "rival", "decision_id", "later_until"])
    _audit(link, {link.person_id, person.id}, by, "다른 사람으로 정함", reason.strip()[:200])
    return link


@transaction.atomic
def decide_later(record_id: int, *, by: Actor, today: date) -> Link:
    """Put a review off for a week; nothing else changes.

    Raises:
        NotAllowed, RecordNotLinked: as `split_record`.
    """
    check_may(by, DECIDE)
    link = _locked_link(record_id, by)
    link.later_until = today + timedelta(days=LATER_DAYS)
    link.save(update_fields=["later_until"])
    return link


def _locked_link(record_id: int, by: Actor) -> Link:
    link = Link.objects.select_for_update(of=("self",)).select_related("record").filter(record_id=record_id).first()
    if link is None or not people_visible_to(by).filter(id=link.person_id).exists():
        raise RecordNotLinked("이어진 기록이 없습니다.")
    return link


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("다른 사람으로 보는 까닭을 적어 주세요(통화로 확인, 생년월일 다름 등).", field="reason")
    return reason.strip()[:200]


def _decide(record_id: int, person_id: int, kind: str, by: Actor, reason: str, now: datetime) -> HumanDecision:
    return HumanDecision.objects.create(
        record_id=record_id,
        person_id=person_id,
        kind=kind,
        by_ref=by.ref,
        by_name=by.name,
        reason=reason,
        decided_at=now,
    )


def _move(link: Link, person_id: int, decision: HumanDecision, *, rival_id: int | None) -> None:
    link.person_id, link.rival_id, link.decision_id = person_id, rival_id, decision.id
    link.band, link.via, link.probability = Band.HUMAN, Via.HUMAN, 1.0
    link.bits, link.margin, link.reasons, link.evidence_id, link.later_until = None, None, [], None, None
    link.save()


def _follow(link: Link, person_ids: set[int], by: Actor, action: str, reason: str) -> None:
    """Let the register follow the move, write the log, tell the floors above."""
    attach_records([(link.record_id, link.person_id)])
    apply_life_events(person_ids)
    _audit(link, person_ids, by, action, reason)
    publish(
        LinkChanged(tenant_id=current_tenant_id(), record_ids=(link.record_id,), person_ids=tuple(sorted(person_ids)))
    )


def _audit(link: Link, person_ids: set[int], by: Actor, action: str, reason: str) -> None:
    refs = Person.objects.filter(id__in=person_ids).order_by("id").values_list("public_id", flat=True)
    record_deed(
        actor=by.audit,
        action=action,
        purpose=reason,
        subjects=[*(person_ref(public_id) for public_id in refs), f"record:{link.record.public_id}"],
    )


def _profile(record: SourceRecord) -> Profile:
    return Profile(
        name=record.name, birth_on=record.birth_on, birth_year=record.birth_year, sex=record.sex, phone=record.phone,
        address=record.address_typed, building_id=record.building_id, unit=record.unit, dong_code=record.dong_code,
    )  # fmt: skip
