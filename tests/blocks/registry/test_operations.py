"""Persons in bulk, links that move, statuses that hold, decisions with a name."""

import pytest

from duru.blocks.access.api import NotAllowed, Role, system_actor
from duru.blocks.audit.api import list_entries
from duru.blocks.registry.api import (
    AlreadyAlive,
    HouseholdMember,
    LifeEvent,
    Person,
    Profile,
    StatusChange,
    StatusDecision,
    apply_life_events,
    attach_records,
    delete_persons_without_records,
    ensure_persons,
    list_unsupported_statuses,
    record_alive,
    record_gone,
    refresh_profiles,
    set_protection,
    set_status,
)
from duru.blocks.registry.datasets import EventDay, store_life_events, store_residents
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.errors import Refused
from tests.blocks.registry.conftest import actor, add_office, add_person, add_record, batch_of, day, link

pytestmark = pytest.mark.django_db


def tell(office, record, kind, on, *, reported=True, reason="") -> LifeEvent:
    values = {"kind": kind, "on": EventDay(day(on)), "reason": reason}
    if reported:
        values["reported_on"] = day(on)
    store_life_events(batch_of(office, (record, "", values), dataset="life_events"))
    return LifeEvent.objects.get(record=record, kind=kind, on=day(on))


def standing(person: Person) -> tuple:
    person.refresh_from_db()
    return person.status, str(person.status_on) if person.status_on else None, person.status_event_id


# --- persons ------------------------------------------------------------------------------------------------------


def test_equal_profiles_make_different_persons_in_order(here):
    twin = Profile("홍길동", birth_on=day("1955-03-01"), sex="M", phone="01012345678")
    ids = ensure_persons([twin, Profile("LI WEI"), twin])
    assert len(set(ids)) == 3
    people = Person.objects.in_bulk(ids)
    assert [people[i].name for i in ids] == ["홍길동", "LI WEI", "홍길동"]
    first = people[ids[0]]
    assert (first.name_choseong, first.birth_year, first.phone_tail, first.status, len(first.public_id)) == (
        "ㅎㄱㄷ", 1955, "5678", "living", 26,
    )  # fmt: skip


def test_nobody_costs_nothing(here):
    assert ensure_persons([]) == []
    assert refresh_profiles({}) == 0
    assert attach_records([]) == 0
    assert set_status([]) == 0
    assert apply_life_events() == 0


def test_a_refresh_counts_what_changed_and_keeps_status_and_protection(office):
    person = add_person("홍길동", is_protected=True)
    set_status([StatusChange(person.id, "suspected", day("2026-10-30"), tell_event(office).id)])
    assert refresh_profiles({person.id: Profile("홍길동")}) == 0
    assert refresh_profiles({person.id: Profile("홍길동", phone="01099998888", dong_code="9711051000")}) == 1
    person.refresh_from_db()
    assert (person.phone_tail, person.status, person.is_protected) == ("8888", "suspected", True)


def tell_event(office) -> LifeEvent:
    return tell(office, add_record(office, "누구"), "death", "2026-10-30", reported=False)


def test_too_long_texts_are_cut_and_not_refused(here):
    (person_id,) = ensure_persons([Profile("가" * 200, address="나" * 500, unit="다" * 90)])
    person = Person.objects.get(id=person_id)
    assert (len(person.name), len(person.address), len(person.unit)) == (80, 200, 40)


# --- links --------------------------------------------------------------------------------------------------------


def test_household_and_events_follow_the_link(office):
    record = add_record(office, "홍길동")
    store_residents(batch_of(office, (record, "100", {})))
    tell(office, record, "move_out", "2026-10-01")
    first, second = add_person("홍길동"), add_person("홍길동")
    assert link((record, first)) == 2
    assert link((record, first)) == 0
    assert link((record, second)) == 2
    assert HouseholdMember.objects.get().person_id == LifeEvent.objects.get().person_id == second.id
    assert link((record, None)) == 2
    assert HouseholdMember.objects.get().person_id is None


def test_a_marked_record_protects_whom_it_is_linked_to(office):
    record, person, other = add_record(office, "박정숙"), add_person("박정숙"), add_person("박정숙")
    store_residents(batch_of(office, (record, "100", {"is_protected": True})))
    link((record, person))
    assert dict(Person.objects.values_list("id", "is_protected")) == {person.id: True, other.id: False}


# --- statuses -----------------------------------------------------------------------------------------------------


def test_a_confirmed_death_is_applied_once(office):
    record, person = add_record(office), add_person()
    event = tell(office, record, "death", "2026-10-30")
    link((record, person))
    assert apply_life_events([person.id]) == 1
    assert standing(person) == ("dead", "2026-10-30", event.id)
    assert apply_life_events() == 0


def test_a_suspected_death_gives_way_to_a_confirmed_one(office):
    heard, sure, person = add_record(office), add_record(office), add_person()
    tell(office, heard, "death", "2026-10-29", reason="화장예약")
    link((heard, person))
    apply_life_events()
    assert standing(person)[0] == "suspected"
    event = tell(office, sure, "death", "2026-10-30")
    link((sure, person))
    apply_life_events()
    assert standing(person) == ("dead", "2026-10-30", event.id)


def test_gone_and_come_back(office):
    out, back, person = add_record(office), add_record(office), add_person()
    tell(office, out, "move_out", "2026-03-01")
    link((out, person))
    apply_life_events()
    assert standing(person)[0] == "moved_out"
    tell(office, back, "move_in", "2026-06-01")
    link((back, person))
    assert apply_life_events() == 1
    assert standing(person) == ("living", None, None)


def test_residence_unknown_is_not_gone(office):
    record, person = add_record(office), add_person()
    tell(office, record, "residence_unknown", "2026-03-01")
    link((record, person))
    assert apply_life_events() == 0
    assert standing(person) == ("living", None, None)


def test_the_dead_stay_dead_when_their_event_goes_to_somebody_else(office):
    record, person, other = add_record(office), add_person(), add_person()
    tell(office, record, "death", "2026-10-30")
    link((record, person))
    apply_life_events()
    link((record, other))
    apply_life_events()
    assert (standing(person)[0], standing(other)[0]) == ("dead", "dead")
    # … but nobody may overlook it.
    assert list(list_unsupported_statuses()) == [person]


def test_set_status_is_repeatable_and_never_restarts(office):
    person, event = add_person(), tell_event(office)
    change = StatusChange(person.id, "dead", day("2026-10-30"), event.id)
    assert (set_status([change]), set_status([change])) == (1, 0)
    assert set_status([StatusChange(person.id, "suspected", day("2026-11-01"), event.id)]) == 0
    assert standing(person)[0] == "dead"


# --- decisions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def thought_dead(office):
    record, person = add_record(office), add_person()
    tell(office, record, "death", "2026-10-30")
    link((record, person))
    apply_life_events()
    return person


def test_a_named_person_finds_somebody_alive_and_the_same_event_stops_nobody_again(office, thought_dead):
    record_alive(thought_dead.id, by=actor(), reason="가정 방문하여 본인 확인")
    assert standing(thought_dead) == ("living", None, None)
    assert apply_life_events() == 0
    old = LifeEvent.objects.get()
    assert set_status([StatusChange(thought_dead.id, "dead", day("2026-10-30"), old.id)]) == 0
    decision = StatusDecision.objects.get()
    assert (decision.by_ref, decision.by_name, decision.previous_status, decision.event_id) == (
        "user:7", "김담당", "dead", old.id,
    )  # fmt: skip
    entry = list_entries().get(action="생존 확인")
    assert entry.subject_refs == [f"person:{thought_dead.public_id}"]


def test_a_new_event_can_stop_them_again(office, thought_dead):
    record_alive(thought_dead.id, by=actor(), reason="통화")
    later = add_record(office)
    tell(office, later, "death", "2026-11-20")
    link((later, thought_dead))
    assert apply_life_events() == 1
    assert standing(thought_dead)[0] == "dead"


def test_a_decision_needs_a_name_a_reason_and_a_right(office, thought_dead):
    with pytest.raises(Refused, match="담당자의 이름"):
        record_alive(thought_dead.id, by=system_actor(), reason="자동")
    with pytest.raises(Refused, match="방법"):
        record_alive(thought_dead.id, by=actor(), reason="  ")
    for role in set(Role) - {Role.CASEWORKER, Role.WELFARE_LEAD}:
        with pytest.raises(NotAllowed):
            record_alive(thought_dead.id, by=actor(role), reason="방문")
    assert standing(thought_dead)[0] == "dead"


def test_a_named_person_finds_a_death_before_the_list_and_only_a_person_leads_back(office):
    found = add_person()
    record_gone(found.id, status="dead", on=day("2026-11-20"), by=actor(), reason="사망신고 접수")
    assert standing(found) == ("dead", "2026-11-20", None)
    record_gone(found.id, status="moved_out", on=day("2026-11-21"), by=actor(), reason="전출")
    assert (apply_life_events(), standing(found)[0]) == (0, "dead")
    record_alive(found.id, by=actor(), reason="동명이인의 신고")
    assert standing(found)[0] == "living"
    for by, reason in ((system_actor(), "말소"), (actor(), " ")):
        with pytest.raises(Refused):
            record_gone(found.id, status="dead", on=day("2026-11-20"), by=by, reason=reason)
    with pytest.raises(NotAllowed):
        record_gone(found.id, status="dead", on=day("2026-11-20"), by=actor(Role.AGENCY_WORKER), reason="말소")


def test_the_living_need_no_decision(here):
    with pytest.raises(AlreadyAlive):
        record_alive(add_person().id, by=actor(), reason="방문")


def test_only_the_privacy_officer_protects_and_ends_protection(office):
    record, person = add_record(office), add_person()
    store_residents(batch_of(office, (record, "1", {"is_protected": True})))
    link((record, person))
    for role in set(Role) - {Role.PRIVACY_OFFICER}:
        with pytest.raises(NotAllowed):
            set_protection(person.id, is_protected=False, by=actor(role), reason="해제 신청")
    set_protection(person.id, is_protected=False, by=actor(Role.PRIVACY_OFFICER), reason="해제 신청")
    link((record, person))  # the old mark does not come back by itself
    person.refresh_from_db()
    assert not person.is_protected


def test_empty_persons_go_but_not_those_somebody_decided_about(office, thought_dead):
    empty = add_person("빈사람")
    record_alive(thought_dead.id, by=actor(), reason="방문")
    delete_persons_without_records([empty.id, thought_dead.id])
    assert list(Person.objects.all()) == [thought_dead]


def test_another_tenant_is_not_touched(db):
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(here.id):
        office = add_office()
        record, person = add_record(office), add_person()
        event = tell(office, record, "death", "2026-10-30")
        link((record, person))
    with tenant_scope(there.id):
        assert attach_records([(record.id, None)]) == 0
        assert refresh_profiles({person.id: Profile("다른이름")}) == 0
        assert set_status([StatusChange(person.id, "dead", day("2026-10-30"), event.id)]) == 0
        assert (apply_life_events(), Person.objects.count(), LifeEvent.objects.count()) == (0, 0, 0)
    with tenant_scope(here.id):
        assert Person.objects.get().name == "홍길동"
