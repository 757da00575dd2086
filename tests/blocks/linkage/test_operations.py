"""Runs and human decisions on the database."""

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.audit.api import AuditEntry
from duru.blocks.linkage.api import (
    AlreadyApart,
    Band,
    HumanDecision,
    Link,
    LinkRun,
    RecordNotLinked,
    RunState,
    Via,
    decide_later,
    join_record,
    link_tenant,
    reject_rival,
    split_record,
)
from duru.blocks.linkage.engine import assign as assign_module
from duru.blocks.linkage.operations import steps
from duru.blocks.registry.api import LifeEvent, LifeEventKind, LifeEventState, Person, PersonStatus
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.errors import Refused
from tests.blocks.linkage.conftest import NOW, actor, add_office, add_record, person_of, state

pytestmark = pytest.mark.django_db


def run(tenant):
    return link_tenant(tenant_id=tenant.id, now=NOW)


def test_residents_become_persons_and_mentions_find_them(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    done = run(here)
    assert done.state == RunState.DONE
    assert Person.objects.count() == len(residents)
    assert person_of(mention) == person_of(residents[2])
    assert Link.objects.get(record=mention).band == Band.CERTAIN
    assert Link.objects.get(record=residents[2]).via == Via.REGISTER


def test_second_run_changes_nothing(here, residents, centre, church):
    add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    add_record(church, "오갑순", "1944-02-11", phone="01099990001")
    first = run(here)
    before, persons = state(), set(Person.objects.values_list("public_id", "name", "refreshed_at"))
    second = run(here)
    assert state() == before
    assert set(Person.objects.values_list("public_id", "name", "refreshed_at")) == persons
    assert first.counts["links_added"] == len(residents) + 3
    assert (second.counts["links_added"], second.counts["links_changed"], second.counts["persons_new"]) == (0, 0, 0)


def test_mentions_outside_the_register_become_one_person(here, residents, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    other = add_record(church, "오갑순", "1944", phone="01099990001")
    run(here)
    assert person_of(one) == person_of(other)
    assert not person_of(one).is_register
    assert person_of(one).birth_on == one.birth_on


def test_new_version_of_a_register_row_stays_the_same_person(here, residents, civil):
    run(here)
    person = person_of(residents[0])
    newer = add_record(
        civil, "김영희", "1946-03-02", sex="F", phone="01077770001", is_register=True, household_no="00000001", dataset="residents"
    )  # fmt: skip
    run(here)
    assert person_of(newer) == person
    person.refresh_from_db()
    assert person.phone == "01077770001"


def test_agency_person_keeps_its_id_when_it_moves_into_the_register(here, residents, centre, church, civil):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    add_record(church, "오갑순", "1944-02-11", phone="01099990001")
    run(here)
    before = person_of(one).public_id
    row = add_record(
        civil, "오갑순", "1944-02-11", sex="F", phone="01099990001", is_register=True, household_no="00000099", dataset="residents"
    )  # fmt: skip
    run(here)
    assert person_of(row).public_id == before
    assert person_of(one).is_register


def test_split_survives_another_run_and_another_import(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    resident = person_of(mention)
    apart = split_record(mention.id, by=actor(), reason="통화로 확인: 다른 사람", now=NOW)
    assert person_of(mention) == apart != resident
    run(here)
    add_record(centre, "박철수", "1951-12-24", phone="01011110003", sex="M")
    run(here)
    assert person_of(mention) == apart
    assert person_of(residents[2]) == resident


def test_split_from_a_person_outside_the_register_survives(here, residents, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    other = add_record(church, "오갑순", "1944-02-11", phone="01099990001")
    run(here)
    together = person_of(one)
    split_record(other.id, by=actor(), reason="모녀", now=NOW)
    run(here)
    assert person_of(one) == together
    assert person_of(other) != together


def test_split_record_does_not_come_back_through_a_third_mention(here, residents, centre, church):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    resident = person_of(mention)
    split_record(mention.id, by=actor(), reason="다른 사람", now=NOW)
    add_record(church, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    assert person_of(mention) != resident


def test_join_holds_against_all_evidence(here, residents, centre):
    stranger = add_record(centre, "김순이", "1946", phone="")
    run(here)
    resident = person_of(residents[0])
    join_record(stranger.id, resident, by=actor(), reason="개명", now=NOW)
    run(here)
    link = Link.objects.get(record=stranger)
    assert (link.person, link.band, link.via) == (resident, Band.HUMAN, Via.HUMAN)


def test_join_to_a_person_outside_the_register_holds(here, residents, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    other = add_record(church, "오아무개", "1950-01-01")
    run(here)
    join_record(other.id, person_of(one), by=actor(), reason="본인 확인", now=NOW)
    run(here)
    assert person_of(other) == person_of(one)


def test_later_decision_overrules_an_earlier_one(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    resident = person_of(mention)
    split_record(mention.id, by=actor(), reason="다른 사람", now=NOW)
    join_record(mention.id, resident, by=actor(), reason="다시 확인", now=NOW)
    run(here)
    assert person_of(mention) == resident
    assert HumanDecision.objects.count() == 2


def test_rejected_rival_is_not_offered_again(here, residents, centre):
    unsure = add_record(centre, "박철서", "1951", phone="")
    run(here)
    link = Link.objects.get(record=unsure)
    assert link.band == Band.REVIEW
    other = link.rival or link.person
    reject_rival(unsure.id, other, by=actor(), reason="", now=NOW)
    run(here)
    link.refresh_from_db()
    assert (link.band, link.rival) == (Band.NEW, None)
    assert link.person != other


def test_register_row_and_lone_record_cannot_be_split(here, residents, centre):
    lone = add_record(centre, "오갑순", "1944-02-11")
    run(here)
    with pytest.raises(Refused, match="주민 명단"):
        split_record(residents[0].id, by=actor(), reason="다름", now=NOW)
    with pytest.raises(AlreadyApart):
        split_record(lone.id, by=actor(), reason="다름", now=NOW)


def test_split_needs_a_reason_and_is_logged_without_names(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    with pytest.raises(Refused, match="까닭"):
        split_record(mention.id, by=actor(), reason=" ", now=NOW)
    split_record(mention.id, by=actor(), reason="통화로 확인", now=NOW)
    entry = AuditEntry.objects.get(action="기록 떼어내기")
    assert len(entry.subject_refs) == 3
    assert "박철수" not in f"{entry.subject_refs}{entry.detail}"


@pytest.mark.parametrize(
    "role", [Role.MAYOR, Role.AGENCY_WORKER, Role.RECORDER, Role.PERMIT_OFFICER, Role.PRIVACY_OFFICER, Role.ADMIN]
)
def test_others_may_not_decide(here, residents, centre, role):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    with pytest.raises(NotAllowed):
        split_record(mention.id, by=actor(role), reason="다름", now=NOW)
    assert HumanDecision.objects.count() == 0


def test_protected_person_looks_like_no_record(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    Person.objects.filter(id=person_of(mention).id).update(is_protected=True)
    with pytest.raises(RecordNotLinked):
        split_record(mention.id, by=actor(), reason="다름", now=NOW)
    split_record(mention.id, by=actor(named_officer=True), reason="다름", now=NOW)


def test_review_put_off_comes_back_after_a_week(here, residents, centre):
    unsure = add_record(centre, "박철서", "1951", phone="")
    run(here)
    link = decide_later(unsure.id, by=actor(), today=NOW.date())
    assert (link.later_until - NOW.date()).days == 7
    run(here)
    link.refresh_from_db()
    assert link.later_until is not None


def test_confirmed_death_follows_the_link_and_leaves_with_it(here, residents, civil, centre):
    told = add_record(civil, "박철수", "1951-12-24", phone="01011110003", dataset="life_events")
    LifeEvent.objects.create(
        kind=LifeEventKind.DEATH, on=NOW.date(), state=LifeEventState.CONFIRMED, is_death=True, record=told
    )
    run(here)
    assert person_of(residents[2]).status == PersonStatus.DEAD
    assert LifeEvent.objects.get().person == person_of(residents[2])
    split_record(told.id, by=actor(), reason="동명이인", now=NOW)
    assert LifeEvent.objects.get().person == person_of(told)


def test_run_that_dies_leaves_the_old_links(here, residents, centre, monkeypatch):
    add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    before = state()
    add_record(centre, "이순자", "1940-01-05", phone="01011110004")

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    # The last step of a run: links are written by then, but not in force.
    monkeypatch.setattr(steps, "apply_life_events", die)
    with pytest.raises(KeyboardInterrupt):
        run(here)
    assert state() == before
    assert LinkRun.objects.order_by("-id").first().state == RunState.ABORTED
    monkeypatch.undo()
    assert run(here).counts["links_added"] == 1


def test_run_left_running_by_a_killed_process_is_closed_by_the_next(here, residents):
    LinkRun.objects.create(started_at=NOW, model_name="지난 실행")
    run(here)
    assert list(LinkRun.objects.order_by("id").values_list("state", flat=True)) == [RunState.ABORTED, RunState.DONE]


def test_decision_made_while_a_run_works_is_not_overwritten(here, residents, centre, monkeypatch):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    shipped = assign_module.assign

    def decide_meanwhile(*args, **kwargs):
        split_record(mention.id, by=actor(), reason="그 사이에 정함", now=NOW)
        return shipped(*args, **kwargs)

    monkeypatch.setattr(steps, "assign", decide_meanwhile)
    run(here)
    assert person_of(mention) != person_of(residents[2])


def test_other_tenant_sees_and_links_nothing_of_this_one(here, residents, centre, db):
    add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    run(here)
    n_links = Link.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duru.tenant', '', true)")
    assert Link.objects.count() == 0
    assert LinkRun.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duru.tenant', %s, true)", [str(here.id)])
    assert Link.objects.count() == n_links


def test_two_tenants_link_apart(db):
    first = add_tenant(code="9999900001", name="달맞이구")
    second = add_tenant(code="9999900002", name="솔뫼구")
    for tenant in (first, second):
        with tenant_scope(tenant.id):
            office = add_office("구청")
            add_record(office, "박철수", "1951-12-24", is_register=True, household_no="1", dataset="residents")
        link_tenant(tenant_id=tenant.id, now=NOW)
    for tenant in (first, second):
        with tenant_scope(tenant.id):
            assert Person.objects.count() == 1
            assert Link.objects.count() == 1


def test_empty_tenant_runs(here):
    assert run(here).counts["records"] == 0
