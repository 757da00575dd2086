"""Writes of the register: persons made and refreshed in bulk for linkage, statuses, and decisions of named people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.registry.enums import LifeEventKind, LifeEventState, PersonStatus
from duru.blocks.registry.errors import AlreadyAlive
from duru.blocks.registry.models import LifeEvent, Person, StatusDecision
from duru.blocks.registry.rules import EventFact, Standing, derive_standing, may_follow
from duru.blocks.tenancy.api import arriving, bulk_insert, bulk_update
from duru.kernel.errors import Refused
from duru.kernel.hangul import choseong
from duru.kernel.ids import new_public_id
from duru.kernel.names import parse_name

_CHUNK = 10_000
_PROFILE = (
    "name", "name_key", "name_choseong", "birth_on", "birth_year", "sex", "phone", "phone_tail", "address", "building_id", "unit",
    "dong_code", "is_register",
)  # fmt: skip
_WIDTHS = {"name": 80, "name_key": 80, "name_choseong": 80, "phone": 20, "address": 200, "unit": 40, "dong_code": 10}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is shown of a person, taken from the best linked record by whoever links; phone as digits."""

    name: str
    birth_on: date | None = None
    birth_year: int | None = None
    sex: str = ""
    phone: str = ""
    address: str = ""
    building_id: int | None = None
    unit: str = ""
    dong_code: str = ""
    is_register: bool = False


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What an event makes of a person."""

    person_id: int
    status: str
    on: date
    event_id: int


def ensure_persons(profiles: Sequence[Profile]) -> list[int]:
    """Make one person per profile and return their ids in order.

    Equal profiles make different persons: whether two mentions are one is linkage's question, never answered here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('registry_person', 'id')) FROM generate_series(1, %s)",
            [len(profiles)],
        )
        ids = [person_id for (person_id,) in cursor.fetchall()]
    now = timezone.now()
    bulk_insert(
        Person,
        ("id", "public_id", *_PROFILE),
        ((person_id, new_public_id(), *_profile_values(each)) for person_id, each in zip(ids, profiles, strict=True)),
        same={"is_protected": False, "status": PersonStatus.LIVING, "created_at": now, "refreshed_at": now},
    )
    return ids


def refresh_profiles(profiles: Mapping[int, Profile]) -> int:
    """Bring what is shown of persons up to date, and return how many rows changed. Repeatable; status and protection stay."""
    rows = ((person_id, *_profile_values(profile)) for person_id, profile in sorted(profiles.items()))
    return bulk_update(Person, ("id", *_PROFILE), rows, same={"refreshed_at": timezone.now()})


def _profile_values(profile: Profile) -> list:
    values = {
        "name": profile.name,
        "name_key": _name_key(profile.name),
        "name_choseong": choseong(profile.name),
        "birth_on": profile.birth_on,
        "birth_year": profile.birth_year or (profile.birth_on.year if profile.birth_on else None),
        "sex": profile.sex,
        "phone": profile.phone,
        "phone_tail": profile.phone[-4:],
        "address": profile.address,
        "building_id": profile.building_id,
        "unit": profile.unit,
        "dong_code": profile.dong_code,
        "is_register": profile.is_register,
    }
    return [values[name][: _WIDTHS[name]] if name in _WIDTHS else values[name] for name in _PROFILE]


def _name_key(name: str) -> str:
    try:
        return parse_name(name).roman_key
    except Refused:
        return ""  # an odd name is still a person; it is found by its letters


def attach_records(links: Iterable[tuple[int, int | None]]) -> int:
    """Tell the register which person each source record speaks of now: (record id, person id or None). Repeatable.

    Household members and life events follow, so that a split repairs the household card; a person one of whose register records is
    marked 비공개 becomes protected in the same transaction. Returns how many rows followed. Statuses are `apply_life_events`'.
    """
    followed = 0
    columns = {"record_id": "bigint", "person_id": "bigint"}
    with arriving("attached", columns, links), connection.cursor() as cursor:
        cursor.execute("ANALYZE attached")
        for table in ("registry_householdmember", "registry_lifeevent"):
            cursor.execute(
                f"UPDATE {table} t SET person_id = n.person_id FROM attached n "
                "WHERE t.record_id = n.record_id AND t.person_id IS DISTINCT FROM n.person_id"
            )
            followed += cursor.rowcount
        cursor.execute(
            "UPDATE registry_person SET is_protected = true WHERE NOT is_protected AND id IN "
            "(SELECT m.person_id FROM registry_householdmember m JOIN attached n USING (person_id) WHERE m.is_protected)"
        )
    return followed


def set_status(changes: Sequence[StatusChange]) -> int:
    """Set statuses that stand on events, and return how many persons changed. Repeatable: the same changes again do nothing.

    What may follow what is `rules.may_follow`: dead stays dead here. A change on an event that a named person has refuted is
    not made.
    """
    changed = 0
    for chunk in _chunks(changes, _CHUNK):
        with transaction.atomic():
            people = {
                p.id: p
                for p in Person.objects.select_for_update().filter(id__in=[c.person_id for c in chunk]).order_by("id")
            }
            refuted = set(
                StatusDecision.objects.filter(person_id__in=people).values_list("person_id", "event_id").order_by()
            )
            moved = []
            for change in chunk:
                person = people.get(change.person_id)
                if person is None or (person.id, change.event_id) in refuted:
                    continue
                standing = Standing(change.status, change.on, change.event_id)
                if _put(person, standing, has_returned=False):
                    moved.append(person)
            changed += _write_statuses(moved)
    return changed


def apply_life_events(person_ids: Iterable[int] | None = None) -> int:
    """Derive the statuses of persons from the events linked to them now, and return how many changed. Repeatable.

    Args:
        person_ids: whom to look at; None for everybody who has events (some 20,000 a year and 구).
    """
    events = LifeEvent.objects.filter(person__isnull=False)
    if person_ids is not None:
        events = events.filter(person_id__in=list(person_ids))
    refuted = set(StatusDecision.objects.values_list("person_id", "event_id").order_by())
    by_person: dict[int, list[EventFact]] = {}
    columns = ("person_id", "id", "kind", "on", "state", "is_death")
    for person_id, *fact in events.order_by("id").values_list(*columns).iterator(_CHUNK):
        by_person.setdefault(person_id, []).append(EventFact(*fact, is_refuted=(person_id, fact[0]) in refuted))
    changed = 0
    for chunk in _chunks(sorted(by_person), _CHUNK):
        with transaction.atomic():
            moved = []
            for person in Person.objects.select_for_update().filter(id__in=chunk).order_by("id"):
                facts = by_person[person.id]
                returned = any(e.kind == LifeEventKind.MOVE_IN and e.state == LifeEventState.CONFIRMED for e in facts)
                if _put(person, derive_standing(facts), has_returned=returned):
                    moved.append(person)
            changed += _write_statuses(moved)
    return changed


def replay_statuses(person_ids: Iterable[int]) -> int:
    """Derive anew the statuses that stand on an event a named person has just taken off somebody; returns how many changed.

    For human decisions about links only: the machine never leads back from dead or suspected (`rules.may_follow`), a person who
    says that the notice was about somebody else does. Statuses whose event is still theirs stay.
    """
    people = list(
        Person.objects.select_for_update()
        .filter(id__in=list(person_ids), status_event__isnull=False)
        .exclude(status_event__person_id=F("id"))
        .order_by("id")
    )
    refuted = set(StatusDecision.objects.filter(person__in=people).values_list("person_id", "event_id").order_by())
    columns = ("id", "kind", "on", "state", "is_death")
    for person in people:
        events = LifeEvent.objects.filter(person=person).order_by("id").values_list(*columns)
        standing = derive_standing(EventFact(*fact, is_refuted=(person.id, fact[0]) in refuted) for fact in events)
        person.status, person.status_on, person.status_event_id = standing.status, standing.on, standing.event_id
    return _write_statuses(people)


def _write_statuses(people: Iterable[Person]) -> int:
    rows = ((person.id, person.status, person.status_on, person.status_event_id) for person in people)
    return bulk_update(Person, ("id", "status", "status_on", "status_event_id"), rows)


def _put(person: Person, standing: Standing, *, has_returned: bool) -> bool:
    """Set a person's standing when it may follow; says whether anything changed."""
    if person.status == standing.status and person.status != PersonStatus.DEAD and standing.event_id is not None:
        is_new = (person.status_on, person.status_event_id) != (standing.on, standing.event_id)
        person.status_on, person.status_event_id = standing.on, standing.event_id
        return is_new
    if not may_follow(person.status, standing.status, has_returned=has_returned):
        return False
    person.status, person.status_on, person.status_event_id = standing.status, standing.on, standing.event_id
    return True


@transaction.atomic
def record_gone(person_id: int, *, status: str, on: date, by: Actor, reason: str) -> Person:
    """Record a named person's finding, on a proof, that somebody died or moved out before a list says so. Repeatable.

    Nothing is written when it is known already, or when somebody dead is said to have moved. No event stands behind it: only
    `record_alive` leads back.

    Args:
        status: dead or moved_out.
        on: the day it happened.

    Raises:
        NotAllowed: `by` may not decide. The machine may not either: the finding has a name.
        Refused: no reason was given.
    """
    check_may(by, "registry.decide_status")
    if by.is_system:
        raise Refused("사망과 전출의 확정은 담당자의 이름으로만 기록할 수 있습니다.", field="by")
    if not reason.strip():
        raise Refused("무엇으로 확인했는지 적어 주세요(말소, 사망신고 등).", field="reason")
    person = Person.objects.select_for_update().get(id=person_id)
    before = person.status
    if not may_follow(before, status):
        return person
    person.status, person.status_on, person.status_event = status, on, None
    person.save(update_fields=["status", "status_on", "status_event", "refreshed_at"])
    record_deed(
        actor=by.audit,
        action="사망·전출 확정",
        purpose=reason.strip()[:200],
        subjects=[f"person:{person.public_id}"],
        detail={"from": before, "to": status},
    )
    return person


@transaction.atomic
def record_alive(person_id: int, *, by: Actor, reason: str) -> Person:
    """Record a named person's decision that somebody lives (생존 확인) and set them living.

    Every event that says otherwise stands refuted for this person for ever; a new event can stop them again.

    Raises:
        NotAllowed: `by` may not decide. The machine may not either: the decision has a name.
        AlreadyAlive: the person is neither dead, suspected nor moved out.
        Refused: no reason was given.
    """
    check_may(by, "registry.decide_status")
    if by.is_system:
        raise Refused("생존 확인은 담당자의 이름으로만 기록할 수 있습니다.", field="by")
    if not reason.strip():
        raise Refused("생존을 확인한 방법을 적어 주세요(방문, 통화 등).", field="reason")
    person = Person.objects.select_for_update().get(id=person_id)
    if person.status == PersonStatus.LIVING:
        raise AlreadyAlive("이미 생존으로 기록된 사람입니다.", field="person")
    against = set(
        LifeEvent.objects.filter(person=person).exclude(is_death=False, kind__in=_HARMLESS).values_list("id", flat=True)
    )
    if person.status_event_id:
        against.add(person.status_event_id)
    known = set(StatusDecision.objects.filter(person=person).values_list("event_id", flat=True))
    StatusDecision.objects.bulk_create(
        StatusDecision(
            person=person,
            event_id=event_id,
            previous_status=person.status,
            by_ref=by.ref,
            by_name=by.name,
            reason=reason.strip()[:200],
        )
        for event_id in sorted(against - known)
    )
    before = person.status
    person.status, person.status_on, person.status_event = PersonStatus.LIVING, None, None
    person.save(update_fields=["status", "status_on", "status_event", "refreshed_at"])
    record_deed(
        actor=by.audit,
        action="생존 확인",
        purpose=reason.strip()[:200],
        subjects=[f"person:{person.public_id}"],
        detail={"from": before},
    )
    return person


_HARMLESS = (LifeEventKind.MOVE_IN, LifeEventKind.SPLIT, LifeEventKind.BIRTH, LifeEventKind.RESIDENCE_UNKNOWN, LifeEventKind.DEREGISTRATION)  # fmt: skip


@transaction.atomic
def set_protection(person_id: int, *, is_protected: bool, by: Actor, reason: str) -> Person:
    """Protect a person (비공개 대상) or end it, by a named decision. The lists only ever add protection.

    Raises:
        NotAllowed, Refused: no right, or no reason.
    """
    check_may(by, "registry.protect")
    if not reason.strip():
        raise Refused("지정하거나 해제하는 근거를 적어 주세요.", field="reason")
    person = Person.objects.select_for_update().get(id=person_id)
    person.is_protected = is_protected
    person.save(update_fields=["is_protected", "refreshed_at"])
    person.memberships.update(is_protected=is_protected)
    record_deed(
        actor=by.audit,
        action="비공개 지정" if is_protected else "비공개 해제",
        purpose=reason.strip()[:200],
        subjects=[f"person:{person.public_id}"],
    )
    return person


def delete_persons_without_records(person_ids: Iterable[int]) -> int:
    """Delete persons that linkage has emptied (all their records went to others); returns how many.

    A person on whom a named decision stands is kept: the decision must not vanish with a relink.
    """
    ids = [*person_ids]
    kept = set(StatusDecision.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    busy = set(LifeEvent.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    deleted, _ = Person.objects.filter(id__in=set(ids) - kept - busy).delete()
    return deleted


def _chunks(rows: Iterable, size: int):
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk
