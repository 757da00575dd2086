"""One applicant at the counter against everybody the tenant knows."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.linkage.api import Applicant, Band, find_person, link_tenant, split_record
from duru.blocks.linkage.engine.measures import frequency_bits
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.session import open_session
from duru.blocks.linkage.models import ComparedRecord, CountedValue, Link
from duru.blocks.linkage.operations.comparing import prepare_comparing
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.linkage.rules.ranking import name_frequency_bits, rank
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.errors import Refused
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def ready(tenant):
    link_tenant(tenant_id=tenant.id, now=NOW)
    return prepare_comparing(last_full_run())


def find(*typed, by=None, **arguments):
    return find_person(Applicant(*typed), by=by or actor(), today=TODAY, **arguments)


def test_a_resident_is_found_and_the_reasons_say_why(here, residents):
    ready(here)
    (found, *_) = find("박 철수 님", "51.12.24", "남", "010-1111-0003")
    assert found.person_id == person_of(residents[2]).id
    assert (found.name, found.is_register, found.record_id) == ("박철수", True, residents[2].id)
    assert found.band == Band.CERTAIN
    assert {reason.field: reason.level for reason in found.reasons} == {
        "name": "equal", "birth": "equal", "sex": "equal", "phone": "equal",
    }  # fmt: skip
    assert found.reasons[0].sentence.startswith("전화 같음 +")


def test_the_counter_says_what_a_run_says_of_a_record_with_the_same_words(here, residents, centre):
    typed = [
        ("박철수", "1951-12-24", "M", "01011110003"), ("김영희", "1946-03-02", "", ""), ("김영희", "", "F", "01011110001"),
        ("이순지", "1940-01-05", "F", "01011110004"), ("최민준", "2012-04-08", "M", ""), ("남궁옥분", "1938", "F", ""),
    ]  # fmt: skip
    ready(here)
    at_the_counter = [find(*words)[:1] for words in typed]
    records = [add_record(centre, name, birth, sex=sex, phone=phone) for name, birth, sex, phone in typed]
    link_tenant(tenant_id=here.id, now=NOW, hold=True)
    for record, found in zip(records, at_the_counter, strict=True):
        link = Link.objects.get(record=record)
        (best,) = found
        assert (best.person_id, best.bits, best.band) == (link.person_id, link.bits, link.band)
        assert best.probability == pytest.approx(link.probability, abs=2e-6)
        assert [[r.field, r.level, r.bits] for r in best.reasons] == sorted(
            link.reasons, key=lambda reason: (-abs(reason[2]), reason[0])
        )


def test_a_person_outside_the_register_is_found_by_what_agencies_wrote(here, residents, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    add_record(church, "오갑순", "1944-02-11", phone="01099990001")
    ready(here)
    (found, *_) = find("오갑순", "1944", "", "01099990001")
    assert found.person_id == person_of(one).id
    assert not found.is_register


def test_one_person_with_many_records_is_one_candidate(here, residents, centre, church):
    add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    add_record(church, "박철수", "1951", phone="01011110003")
    ready(here)
    found = find("박철수", "1951-12-24", "", "01011110003")
    assert [each.person_id for each in found].count(person_of(residents[2]).id) == 1


def test_two_who_fit_alike_share_the_chance(here, residents, civil):
    for number in ("21", "22"):
        add_record(
            civil, "하늘봄", "1970-05-05", sex="F", is_register=True, household_no=f"000000{number}", dataset="residents"
        )  # fmt: skip
    ready(here)
    first, second = find("하늘봄", "1970-05-05", "여")[:2]
    assert first.probability == second.probability <= 0.5
    assert first.margin == 0
    assert first.band == Band.REVIEW


def test_twins_are_told_apart_or_left_to_a_person(here, residents):
    ready(here)
    found = find("최민서", "2012-04-08", "M")
    assert found[0].person_id == person_of(residents[5]).id
    assert all(each.band != Band.CERTAIN for each in found[1:])


def test_a_protected_person_is_absent_except_for_named_officers(here, residents):
    ready(here)
    hidden = person_of(residents[2])
    officer = actor(Role.WELFARE_LEAD, named_officer=True)
    Person.objects.filter(id=hidden.id).update(is_protected=True)
    words = ("박철수", "1951-12-24", "", "01011110003")
    assert hidden.id not in {each.person_id for each in find(*words)}
    assert find(*words, by=officer)[0].person_id == hidden.id


@pytest.mark.parametrize("role", [Role.AGENCY_WORKER, Role.RECORDER, Role.MAYOR, Role.ADMIN, Role.PERMIT_OFFICER])
def test_only_those_who_serve_applicants_may_look(here, residents, role):
    ready(here)
    with pytest.raises(NotAllowed):
        find("박철수", by=actor(role))


def test_nobody_comes_into_question(here, residents):
    ready(here)
    assert find("황보라라", "1977-07-07", "", "01088887777") == []


@pytest.mark.parametrize(
    ("words", "field"),
    [(("",), "name"), (("  ",), "name"), (("박철수", "19511332"), "birth"), (("박철수", "스무 살"), "birth")],
)
def test_what_cannot_be_read_is_refused_by_field(here, residents, words, field):
    ready(here)
    with pytest.raises(Refused) as refused:
        find(*words)
    assert refused.value.field == field


def test_before_the_first_run_it_says_so(here, residents):
    with pytest.raises(Refused, match="사람 잇기"):
        find("박철수")


def test_an_office_number_is_no_evidence(here, residents, centre):
    names = [
        "김말복",
        "이춘자",
        "박두식",
        "최영달",
        "정복례",
        "강순덕",
        "조막동",
        "윤점례",
        "장판술",
        "임끝순",
        "한길동",
        "오갑순",
        "서봉구",
        "신옥자",
    ]
    for number, name in enumerate(names):
        add_record(centre, name, f"19{50 + number}-01-01", phone="0220000000")
    ready(here)
    assert CountedValue.objects.filter(kind="phone").values_list("value", flat=True).get() == "0220000000"
    assert not ComparedRecord.objects.filter(phone="0220000000").exists()
    assert find("박철수", "", "", "02-2000-0000") == find("박철수")


def test_another_tenant_finds_nobody(here, residents):
    ready(here)
    neighbour = add_tenant(code="9999900001", name="이웃구")
    connection.cursor().execute("SELECT set_config('duru.tenant', %s, true)", [str(neighbour.id)])
    with pytest.raises(Refused, match="사람 잇기"):
        find("박철수", "1951-12-24", "", "01011110003")
    connection.cursor().execute("SELECT set_config('duru.tenant', %s, true)", [str(here.id)])
    with tenant_scope(here.id):
        assert find("박철수", "1951-12-24", "", "01011110003")


def test_a_split_shows_at_once_at_the_counter(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01055550000")
    ready(here)
    apart = split_record(mention.id, by=actor(), reason="통화로 확인: 다른 사람", now=NOW)
    assert apart.id in {each.person_id for each in find("박철수", "1951-12-24", "", "01055550000")}


def test_preparing_twice_changes_nothing_and_follows_what_went(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    assert ready(here) == len(residents) + 1
    assert prepare_comparing(last_full_run()) == 0
    assert ComparedRecord.objects.get(id=mention.id).anchor_id == residents[2].id
    Link.objects.filter(record=mention).delete()
    mention.delete()
    assert prepare_comparing(last_full_run()) == 1


@pytest.mark.parametrize("n", [0, 1, 7, 900])
def test_frequencies_are_the_same_in_python_and_in_the_engine(n):
    model = shipped_model()
    with open_session() as engine:
        engine.execute("CREATE TABLE measured AS SELECT 286781 AS n_base")
        assert engine.execute(f"SELECT {frequency_bits(model, str(n))}").fetchall()[0][0] == pytest.approx(
            name_frequency_bits(model, n, 286781), abs=1e-12
        )


def test_ranking_weighs_rivals_and_nobody():
    ranked = rank({7: 20.0, 3: 20.0, 5: 2.0}, 1e-5)
    assert [each.person_id for each in ranked] == [3, 7, 5]
    assert ranked[0].probability == ranked[1].probability == round(2**20 * 1e-5 / (1 + (2**21 + 4) * 1e-5), 6)
    assert [each.margin for each in ranked] == [0, 18, None]
    assert rank({}, 1e-5) == []
    assert rank({1: 500.0}, 1e-5)[0].probability == 1.0


def test_limit_keeps_the_likeliest(here, residents):
    ready(here)
    everyone = find("최민준", "2012-04-08")
    assert len(everyone) > 1
    assert find("최민준", "2012-04-08", limit=1) == [replace(everyone[0])]
    assert Person.objects.filter(id__in=[each.person_id for each in everyone]).count() == len(everyone)
