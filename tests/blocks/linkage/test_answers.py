"""Answers of clerical review: what each does, how it is taken back, and what happens when two answer at once."""

from datetime import timedelta

import pytest

from duru.blocks.access.api import Actor, Role
from duru.blocks.audit.api import AuditEntry
from duru.blocks.linkage.api import (
    Answer,
    Band,
    ChangedMeanwhile,
    HumanDecision,
    Link,
    UnsureReason,
    answer_review,
    link_tenant,
    list_reviews,
    undo_answer,
)
from duru.blocks.linkage.enums import DecisionKind
from duru.blocks.linkage.models import AccuracyItem, AccuracySample, ReviewAnswer
from duru.blocks.linkage.operations.moves import stamp
from duru.blocks.linkage.queries import review_progress
from duru.blocks.registry.api import Person
from duru.kernel.errors import Refused
from tests.blocks.linkage.conftest import NOW, add_record, person_of, state

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def worker(number: int, name: str = "김담당") -> Actor:
    return Actor(number, number, 1, "해오름구청", Role.CASEWORKER, name)


KIM, LEE = worker(7), worker(8, "이담당")


@pytest.fixture
def unsure(here, residents, centre):
    record = add_record(centre, "박철서", "1951", phone="")
    link_tenant(tenant_id=here.id, now=NOW)
    return record


def kept(record) -> dict:
    link = Link.objects.get(record=record)
    return {field.attname: getattr(link, field.attname) for field in Link._meta.concrete_fields}


def queue(actor) -> list[int]:
    return [link.record_id for link in list_reviews(actor, today=TODAY)]


@pytest.mark.parametrize("answer", [Answer.SAME, Answer.OTHER, Answer.LATER, Answer.UNSURE])
def test_undo_puts_the_link_back_as_it_was(here, unsure, residents, answer):
    before, persons = kept(unsure), Person.objects.count()
    reason = UnsureReason.TOO_LITTLE if answer == Answer.UNSURE else ""
    done = answer_review(unsure.id, person_of(residents[2]), answer=answer, unsure_reason=reason, by=KIM, now=NOW)
    undo_answer(done.answer.public_id, by=KIM, now=NOW)
    after = kept(unsure)
    assert {**after, "decision_id": None} == {**before, "decision_id": None}
    assert Person.objects.count() == persons
    assert queue(KIM) == [unsure.id]
    assert review_progress(KIM, today=TODAY).n_today == 0


@pytest.mark.parametrize("answer", [Answer.SAME, Answer.OTHER])
def test_after_an_undo_the_machine_decides_again(here, unsure, residents, answer):
    fresh = state()
    done = answer_review(unsure.id, person_of(residents[2]), answer=answer, by=KIM, now=NOW)
    undo_answer(done.answer.public_id, by=KIM, now=NOW)
    link_tenant(tenant_id=here.id, now=NOW)
    assert state() == fresh
    kinds = list(HumanDecision.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[-1] == DecisionKind.UNDO


def test_undo_of_a_second_thought_returns_to_the_first(here, unsure, residents):
    candidate = person_of(residents[2])
    answer_review(unsure.id, candidate, answer=Answer.OTHER, by=KIM, note="다른 분", now=NOW)
    second = answer_review(unsure.id, candidate, answer=Answer.SAME, by=KIM, now=NOW)
    undo_answer(second.answer.public_id, by=KIM, now=NOW)
    assert person_of(unsure) != candidate
    link_tenant(tenant_id=here.id, now=NOW)
    assert person_of(unsure) != candidate


def test_undo_is_ones_own_and_does_nothing_twice(here, unsure, residents):
    done = answer_review(unsure.id, person_of(residents[2]), answer=Answer.SAME, by=KIM, now=NOW)
    with pytest.raises(Refused, match="자기가 한 답만"):
        undo_answer(done.answer.public_id, by=LEE, now=NOW)
    undo_answer(done.answer.public_id, by=KIM, now=NOW)
    before = HumanDecision.objects.count()
    undo_answer(done.answer.public_id, by=KIM, now=NOW)
    assert HumanDecision.objects.count() == before


def test_undo_is_refused_once_somebody_decided_after(here, unsure, residents):
    candidate = person_of(residents[2])
    first = answer_review(unsure.id, candidate, answer=Answer.SAME, by=KIM, now=NOW)
    answer_review(unsure.id, candidate, answer=Answer.OTHER, by=LEE, note="다른 분", now=NOW)
    with pytest.raises(Refused, match="다시 정한 사람이"):
        undo_answer(first.answer.public_id, by=KIM, now=NOW)


def test_second_of_two_answers_to_one_screen_is_told_who_was_first(here, unsure, residents):
    candidate = person_of(residents[2])
    seen = stamp(Link.objects.get(record=unsure))
    answer_review(unsure.id, candidate, answer=Answer.SAME, by=LEE, seen=seen, now=NOW)
    with pytest.raises(ChangedMeanwhile, match="이담당 님이 이 기록을 ‘같은 사람’"):
        answer_review(unsure.id, candidate, answer=Answer.OTHER, by=KIM, seen=seen, note="다름", now=NOW)
    assert HumanDecision.objects.count() == 1


def test_answer_to_a_screen_older_than_a_run_is_refused(here, unsure, residents, church, centre):
    seen = stamp(Link.objects.get(record=unsure))
    Link.objects.filter(record=unsure).update(run_id=999_999)
    with pytest.raises(ChangedMeanwhile, match="다시 이으면서"):
        answer_review(unsure.id, person_of(residents[2]), answer=Answer.SAME, by=KIM, seen=seen, now=NOW)


def test_run_that_tidies_a_decided_link_does_not_refuse_the_next_answer(here, unsure, residents):
    candidate = person_of(residents[2])
    answer_review(unsure.id, candidate, answer=Answer.OTHER, by=LEE, note="다른 분", now=NOW)
    seen = stamp(Link.objects.get(record=unsure))
    Link.objects.filter(record=unsure).update(run_id=999_999, rival=None)
    answer_review(unsure.id, candidate, answer=Answer.SAME, by=KIM, seen=seen, now=NOW)
    assert Link.objects.get(record=unsure).person_id == candidate.id


def test_who_could_not_tell_is_not_asked_again_but_others_are(here, unsure, residents):
    candidate = person_of(residents[2])
    answer_review(unsure.id, candidate, answer=Answer.UNSURE, unsure_reason=UnsureReason.CONFLICT, by=KIM, now=NOW)
    assert (queue(KIM), queue(LEE)) == ([], [unsure.id])
    assert Link.objects.get(record=unsure).band == Band.REVIEW
    answer_review(unsure.id, candidate, answer=Answer.UNSURE, unsure_reason=UnsureReason.CONFLICT, by=LEE, now=NOW)
    assert queue(worker(9)) == []
    assert [link.record_id for link in list_reviews(KIM, today=TODAY + timedelta(days=31))] == [unsure.id]


def test_unsure_needs_its_reason(here, unsure, residents):
    with pytest.raises(Refused, match="까닭"):
        answer_review(unsure.id, person_of(residents[2]), answer=Answer.UNSURE, by=KIM, now=NOW)
    assert ReviewAnswer.objects.count() == 0


def test_sample_that_contradicts_a_certain_link_comes_into_the_queue(here, residents, centre):
    record = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    link_tenant(tenant_id=here.id, now=NOW)
    assert queue(KIM) == []
    sample = AccuracySample.objects.create(drawn_at=NOW, by_ref="user:1", by_name="최팀장", model_name="m", seed=1)
    AccuracyItem.objects.create(
        sample=sample, record=record, person_ref=person_of(record).public_id, stratum="linked_0", is_linked=True,
        probability=0.9999, position=1, answer=Answer.OTHER, by_ref="user:8", by_name="이담당", answered_at=NOW,
    )  # fmt: skip
    assert queue(KIM) == [record.id]
    answer_review(record.id, person_of(record), answer=Answer.SAME, by=KIM, now=NOW)
    assert queue(KIM) == []


def test_every_answer_that_decides_is_in_the_log_without_names(here, unsure, residents):
    done = answer_review(unsure.id, person_of(residents[2]), answer=Answer.SAME, by=KIM, note="명단 확인", now=NOW)
    undo_answer(done.answer.public_id, by=KIM, now=NOW)
    entries = list(AuditEntry.objects.filter(action__in=["같은 사람으로 정함", "결정 되돌리기"]).order_by("id"))
    assert [entry.action for entry in entries] == ["같은 사람으로 정함", "결정 되돌리기"]
    assert "박철" not in "".join(f"{entry.subject_refs}{entry.detail}" for entry in entries)
