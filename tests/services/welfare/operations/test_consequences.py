"""What a decision about a link says it starts and stops is what the next check of the whole district finds."""

from datetime import date, timedelta

import pytest

from duru.blocks.access.api import OrganisationKind
from duru.blocks.linkage.api import (
    Answer,
    Consequence,
    HumanDecision,
    Link,
    SecondPersonNeeded,
    answer_review,
    confirm_proposal,
    join_record,
    set_review_rule,
    split_record,
    undo_answer,
)
from duru.blocks.linkage.enums import ProposalState
from duru.blocks.linkage.models import LinkProposal
from duru.blocks.registry.models import LifeEvent, Person
from duru.kernel.errors import Refused
from duru.services.welfare.models import Gone, Overlap, Silent
from tests.services.welfare.district import NOW, TODAY, agency, grant, home, kimchi, need, person, record, worker

pytestmark = pytest.mark.django_db

CARE = {"category": "care", "amount_won": 600_000}


@pytest.fixture
def office(scope):
    return agency("해오름구청 복지정책과", OrganisationKind.GU_OFFICE, is_public=True)


@pytest.fixture
def official(office):
    return worker(office)


@pytest.fixture
def other_official(office):
    return worker(office)


def findings() -> set[tuple]:
    found = {("overlap", row.fingerprint, row.verdict) for row in Overlap.objects.all()}
    found |= {("gone", row.fingerprint) for row in Gone.objects.all()}
    return found | {("silent", row.fingerprint) for row in Silent.objects.all()}


def n_changes(decision: HumanDecision) -> int:
    return sum(1 for each in decision.consequences if not each["label"].startswith("상태"))


def doubled_care(office):
    """One person with two services that a law forbids together, the second only by the link of its record."""
    woman = person("박말순")
    grant(woman, office, "장애인활동지원", **CARE)
    second = grant(woman, agency("건강보험공단", OrganisationKind.OTHER), "노인장기요양", **CARE)
    return woman, second.record


def test_split_says_which_forbidden_overlap_it_ends_and_the_check_agrees(check, office, official):
    _, doubtful = doubled_care(office)
    check()
    before = findings()
    assert [row.verdict for row in Overlap.objects.all()] == ["prohibited"]
    split_record(doubtful.id, by=official, reason="통화로 확인", now=NOW)
    decision = HumanDecision.objects.get()
    assert [(each["label"], each["is_new"], each["is_consequence"]) for each in decision.consequences] == [
        ("겹친 지원(금지) 돌봄", False, True)
    ]
    check()
    assert len(before ^ findings()) == n_changes(decision)


def test_join_says_what_it_starts_and_the_check_agrees(check, office, official):
    woman, known_twice = person("박말순"), person("박말순", birth_on=None)
    grant(woman, office, "장애인활동지원", **CARE)
    second = grant(known_twice, agency("건강보험공단", OrganisationKind.OTHER), "노인장기요양", **CARE)
    record(known_twice, agency("해오름교회"))
    check()
    before = findings()
    join_record(second.record_id, woman, by=official, reason="같은 분", now=NOW)
    decision = HumanDecision.objects.get()
    assert [each["is_new"] for each in decision.consequences] == [True]
    check()
    assert len(before ^ findings()) == n_changes(decision) == 1


def test_household_overlap_of_two_members_is_seen_from_either(check, office, official):
    wife, husband = person("박말순"), person("김영호")
    home(wife, husband)
    kimchi(wife, agency("해오름교회"), date(2026, 11, 3))
    second = kimchi(husband, agency("해오름푸드뱅크"), date(2026, 11, 10))
    record(husband, office)
    check()
    before = findings()
    assert before
    split_record(second.record_id, by=official, reason="동명이인", now=NOW)
    check()
    assert len(before ^ findings()) == n_changes(HumanDecision.objects.get())


def test_need_that_becomes_silent_is_told(check, office, official):
    woman = person("박말순")
    need(woman, office)
    given = kimchi(woman, agency("해오름교회"), date(2026, 11, 3))
    check()
    assert not Silent.objects.exists()
    split_record(given.record_id, by=official, reason="다른 분", now=NOW)
    assert [each["label"] for each in HumanDecision.objects.get().consequences] == ["받은 것이 없는 이웃(와상)"]
    check()
    assert Silent.objects.count() == 1


def death_notice(woman: Person, register):
    told = record(woman, register)
    event = LifeEvent.objects.create(
        kind="death", on=TODAY - timedelta(days=90), state="confirmed", is_death=True, record=told
    )
    return told, event


def test_death_that_was_somebody_elses_is_taken_back_with_the_payments_called_leaked(check, office, official):
    woman = person("박말순")
    grant(woman, office, "기초연금")
    stranger = person("박말순", birth_on=date(1941, 3, 12))
    told, _ = death_notice(stranger, office)
    join_record(told.id, woman, by=official, reason="같은 분", now=NOW)
    woman.refresh_from_db()
    assert woman.status == "dead"
    labels = {each["label"]: each["is_consequence"] for each in HumanDecision.objects.get().consequences}
    assert labels["상태 ‘사망’"] is True
    assert labels["사망 뒤 지급"] is True
    check()
    assert Gone.objects.count() == 1
    split_record(told.id, by=official, reason="동명이인의 사망", now=NOW)
    woman.refresh_from_db()
    assert (woman.status, woman.status_on, woman.status_event_id) == ("living", None, None)
    check()
    assert not Gone.objects.filter(person_ref=woman.public_id).exists()


def ask_for_two(lead):
    set_review_rule(needs_second=True, effective_from=TODAY, by=lead, reason="감사 권고", now=NOW)


@pytest.fixture
def two(office):
    lead = worker(office, role="welfare_lead")
    ask_for_two(lead)
    return lead


def test_decision_with_consequences_waits_for_another_person(check, office, official, other_official, two):
    woman, doubtful = doubled_care(office)
    with pytest.raises(SecondPersonNeeded) as needed:
        split_record(doubtful.id, by=official, reason="통화로 확인", now=NOW)
    assert [each.label for each in needed.value.consequences] == ["겹친 지원(금지) 돌봄"]
    assert Link.objects.get(record=doubtful).person == woman
    assert HumanDecision.objects.count() == 0
    done = answer_review(doubtful.id, woman, answer=Answer.OTHER, by=official, note="통화로 확인", now=NOW)
    assert done.consequences == [Consequence("겹친 지원(금지) 돌봄", False, True, done.consequences[0].won)]
    assert Link.objects.get(record=doubtful).person == woman
    with pytest.raises(Refused, match="자기가 제안한 것은"):
        confirm_proposal(done.proposal.public_id, by=official, now=NOW)
    decision = confirm_proposal(done.proposal.public_id, by=other_official, now=NOW)
    assert Link.objects.get(record=doubtful).person != woman
    assert (decision.by_ref, decision.second_ref) == (official.ref, other_official.ref)
    assert LinkProposal.objects.get().state == ProposalState.CONFIRMED
    check()
    assert Overlap.objects.count() == 0


def test_decision_without_consequences_needs_one_person_only(office, official, two):
    woman = person("박말순")
    record(woman, office)
    gift = kimchi(woman, agency("해오름교회"), date(2026, 11, 3))
    done = answer_review(gift.record_id, woman, answer=Answer.OTHER, by=official, note="다른 분", now=NOW)
    assert done.proposal is None
    assert Link.objects.get(record=gift.record).person != woman


def test_rule_holds_from_its_day_on_and_not_before(office, official):
    lead = worker(office, role="welfare_lead")
    set_review_rule(needs_second=True, effective_from=TODAY + timedelta(days=1), by=lead, reason="감사 권고", now=NOW)
    _, doubtful = doubled_care(office)
    with pytest.raises(SecondPersonNeeded):
        split_record(doubtful.id, by=official, reason="통화로 확인", now=NOW + timedelta(days=1))
    split_record(doubtful.id, by=official, reason="통화로 확인", now=NOW)
    with pytest.raises(Refused, match="지난 날짜"):
        set_review_rule(needs_second=False, effective_from=TODAY - timedelta(days=1), by=lead, reason="다시", now=NOW)


def test_undone_answer_brings_the_overlap_back(check, office, official):
    woman, doubtful = doubled_care(office)
    check()
    before = findings()
    done = answer_review(doubtful.id, woman, answer=Answer.OTHER, by=official, note="다른 분", now=NOW)
    check()
    assert findings() != before
    undo_answer(done.answer.public_id, by=official, now=NOW)
    check()
    assert findings() == before
    assert HumanDecision.objects.order_by("id").last().consequences[0]["is_new"] is True
