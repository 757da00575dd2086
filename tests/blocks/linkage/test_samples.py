"""Samples of accuracy on the database: drawn in strata, answered blind, counted."""

import pytest

from duru.blocks.access.api import Actor, NotAllowed, Role
from duru.blocks.linkage.api import Answer, ChangedMeanwhile, Link, link_tenant, undo_answer
from duru.blocks.linkage.models import AccuracyItem, AccuracySample
from duru.blocks.linkage.operations.samples import answer_item, draw_sample
from duru.blocks.linkage.queries import accuracy_report, bands_now, open_items, strata_now
from duru.blocks.registry.api import Person
from duru.kernel.errors import Refused
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of, state

pytestmark = pytest.mark.django_db
LEAD = Actor(1, 1, 1, "해오름구청", Role.WELFARE_LEAD, "최팀장")
KIM = actor()
NAMES = ("김영희", "박철수", "이순자", "남궁옥분", "정하윤", "강동원", "장미란", "한지민")


@pytest.fixture
def linked(here, residents, centre, church):
    """Forty sure mentions of eight residents, one doubtful, one apart with a poor candidate, one nobody resembles."""
    known = {record.name: record for record in residents}
    for at in range(40):
        like = known[NAMES[at % len(NAMES)]]
        add_record(
            (centre, church)[at % 2], like.name, like.birth_typed, phone=like.phone, address_typed=f"새벽로 {at}"
        )
    add_record(centre, "박철서", "1951", phone="")
    add_record(church, "강동원", "1999-09-09", phone="01077777777")
    add_record(church, "오갑순", "1944-02-11", phone="01099990001")
    link_tenant(tenant_id=here.id, now=NOW)
    return here


def test_every_pair_has_a_stratum_and_registers_are_no_pairs(linked):
    strata = strata_now()
    assert sum(stratum["n_records"] for stratum in strata) == Link.objects.filter(evidence__isnull=False).count()
    assert {stratum["is_linked"] for stratum in strata} == {True, False}
    assert all(0 <= stratum["expected_same"] <= 1 for stratum in strata)


def test_sample_is_drawn_again_by_its_seed_and_mixes_its_strata(linked):
    first = draw_sample(n=30, by=LEAD, now=NOW, seed=5)
    again = draw_sample(n=30, by=LEAD, now=NOW, seed=5)
    other = draw_sample(n=30, by=LEAD, now=NOW, seed=6)
    drawn = [list(s.items.order_by("position").values_list("record_id", "person_ref")) for s in (first, again, other)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    strata = list(first.items.order_by("position").values_list("stratum", flat=True))
    assert strata != sorted(strata)
    assert sum(each["n_drawn"] for each in first.strata) == first.items.count()


def test_apart_record_is_compared_with_its_best_candidate(linked, residents):
    draw_sample(n=400, by=LEAD, now=NOW)
    apart = AccuracyItem.objects.get(record__name="강동원", record__birth_year=1999)
    assert not apart.is_linked
    assert apart.person_ref == person_of(residents[8]).public_id
    assert apart.evidence_id == residents[8].id


def test_only_the_lead_draws_and_never_from_nothing(here, linked):
    with pytest.raises(NotAllowed):
        draw_sample(n=30, by=KIM, now=NOW)
    Link.objects.all().delete()
    with pytest.raises(Refused, match="이은 기록이 아직 없어"):
        draw_sample(n=30, by=LEAD, now=NOW)


def test_blind_answer_changes_no_link_and_can_be_taken_back(linked):
    draw_sample(n=100, by=LEAD, now=NOW)
    before = state()
    item = open_items(KIM).first()
    n_open = open_items(KIM).count()
    said = answer_item(item.id, answer=Answer.OTHER, by=KIM, now=NOW)
    assert state() == before
    assert open_items(KIM).count() == n_open - 1
    with pytest.raises(ChangedMeanwhile, match="김담당"):
        answer_item(item.id, answer=Answer.SAME, by=LEAD, now=NOW)
    undo_answer(said.public_id, by=KIM, now=NOW)
    assert open_items(KIM).count() == n_open
    with pytest.raises(Refused):
        answer_item(item.id, answer=Answer.LATER, by=KIM, now=NOW)


def test_protected_people_are_not_in_anybodys_sample_but_the_named_officers(linked, residents):
    draw_sample(n=400, by=LEAD, now=NOW)
    n_open = open_items(KIM).count()
    Person.objects.filter(id=person_of(residents[2]).id).update(is_protected=True)
    assert open_items(KIM).count() < n_open
    assert open_items(actor(named_officer=True)).count() == n_open


def test_report_says_nothing_before_enough_answers_and_then_the_truth(linked):
    assert accuracy_report() is None
    draw_sample(n=400, by=LEAD, now=NOW)
    report = accuracy_report()
    assert (report.precision, report.recall, report.n_answered) == (None, None, 0)
    assert 0.9 < report.expected_precision <= 1
    items = list(open_items(KIM))
    for item in items:
        # The truth of this district: the two 강동원 of 1999 and the rest of the register are strangers.
        stranger = item.record.birth_year == 1999
        answer_item(item.id, answer=Answer.OTHER if stranger else Answer.SAME, by=KIM, now=NOW)
    report = accuracy_report()
    assert report.n_answered == len(items)
    # Everything was asked, so that nothing is left to chance.
    assert (report.precision.low, report.precision.value, report.precision.high) == pytest.approx((1, 1, 1))
    assert report.recall.value == 1
    assert [line.n_answers for line in report.agencies] != []


def test_unsure_counts_on_neither_side(linked):
    draw_sample(n=400, by=LEAD, now=NOW)
    first, *rest = list(open_items(KIM))
    answer_item(first.id, answer=Answer.UNSURE, unsure_reason="conflict", by=KIM, now=NOW)
    for item in rest:
        answer_item(item.id, answer=Answer.SAME if item.is_linked else Answer.OTHER, by=KIM, now=NOW)
    report = accuracy_report()
    assert report.n_unsure == 1
    assert sum(line.stratum.n_answers for line in report.lines) == len(rest)


def test_report_is_about_the_newest_sample(linked):
    draw_sample(n=100, by=LEAD, now=NOW, seed=1)
    item = open_items(KIM).first()
    answer_item(item.id, answer=Answer.SAME, by=KIM, now=NOW)
    newer = draw_sample(n=100, by=LEAD, now=NOW, seed=2)
    assert accuracy_report().sample == newer
    assert accuracy_report().n_answered == 0
    assert AccuracySample.objects.count() == 2


def test_expected_error_of_a_band_is_the_sum_of_its_doubts(linked):
    bands = {band.label: band for band in bands_now()}
    doubtful = Link.objects.get(record__name="박철서")
    assert bands["확인 필요"].n == 1
    assert bands["확인 필요"].expected_wrong == pytest.approx(1 - doubtful.probability)
    assert bands["확실"].share < 0.02
