"""People who are easily taken for each other: decided once, for ever, whatever model, file or run comes after."""

import json
from dataclasses import replace

import pytest

from duru.blocks.linkage.api import Band, Link, join_record, link_tenant, split_record
from duru.blocks.linkage.engine.model import model_from_json, shipped_model
from duru.blocks.linkage.queries import list_neighbours
from duru.blocks.linkage.rules import Traits, nearness
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of

pytestmark = pytest.mark.django_db


def run(tenant, **how):
    return link_tenant(tenant_id=tenant.id, now=NOW, **how)


def resident(civil, name, birth, household, **columns):
    return add_record(
        civil, name, birth, dataset="residents", is_register=True, household_no=household,
        address_typed=f"해오름구 새벽로 {household}", **columns,
    )  # fmt: skip


def retrained():
    """The model a tenant might learn: every number a little different, and another name."""
    raw = json.loads(shipped_model().to_json())
    for comparison in raw["comparisons"]:
        for level in comparison["levels"][:-1]:
            level["m"] *= 0.97
        comparison["levels"][-1]["m"] = 1 - sum(level["m"] for level in comparison["levels"][:-1])
    return replace(model_from_json(json.dumps(raw)), name="다시 배운 모형")


@pytest.fixture
def twins(civil):
    return [
        resident(civil, name, "2012-04-08", "7", sex=sex, phone="01011110077")
        for name, sex in (("최민준", "M"), ("최민서", "F"))
    ]


@pytest.fixture
def namesakes(civil):
    """동명이인: the same name and the same birth date in two homes."""
    return [
        resident(civil, "김영희", "1946-03-02", household, sex="F", phone=phone)
        for household, phone in (("11", "01011110011"), ("12", "01011110012"))
    ]


@pytest.fixture
def father_and_son(civil):
    return [
        resident(civil, "박영수", "1950-06-01", "21", sex="M", phone="01011110021"),
        resident(civil, "박영수", "1980-06-01", "21", sex="M", phone="01011110021"),
    ]


def test_twins_are_two_and_a_mention_stays_with_its_own(here, residents, twins, centre):
    own = add_record(centre, "최민준", "2012-04-08", phone="01011110077", sex="M")
    run(here)
    assert person_of(twins[0]) != person_of(twins[1])
    assert person_of(own) == person_of(twins[0])


def test_namesakes_of_one_birth_date_are_told_apart_by_their_phone_only(here, residents, namesakes, centre):
    with_phone = add_record(centre, "김영희", "1946-03-02", phone="01011110012", sex="F")
    without = add_record(centre, "김영희", "1946-03-02", phone="", sex="F")
    run(here)
    assert person_of(namesakes[0]) != person_of(namesakes[1])
    assert person_of(with_phone) == person_of(namesakes[1])
    # Nobody can tell which of the two it is: a person has to look.
    assert Link.objects.get(record=without).band == Band.REVIEW
    assert Link.objects.get(record=without).margin == 0


def test_father_and_son_in_one_flat_stay_two(here, residents, father_and_son, centre):
    of_son = add_record(centre, "박영수", "1980-06-01", phone="01011110021")
    no_birth = add_record(centre, "박영수", "", phone="01011110021")
    run(here)
    assert person_of(father_and_son[0]) != person_of(father_and_son[1])
    assert person_of(of_son) == person_of(father_and_son[1])
    assert Link.objects.get(record=no_birth).band == Band.REVIEW


def test_shared_phone_joins_nobody(here, residents, civil, centre):
    phone = "01011110099"
    husband = resident(civil, "김철민", "1948-01-02", "31", sex="M", phone=phone)
    wife = resident(civil, "이정자", "1950-05-06", "31", sex="F", phone=phone)
    of_wife = add_record(centre, "이정자", "1950-05-06", phone=phone)
    run(here)
    assert person_of(husband) != person_of(wife)
    assert person_of(of_wife) == person_of(wife)


CASES = {
    "twins": ("twins", "최민준", "2012-04-08", "01011110077"),
    "namesakes": ("namesakes", "김영희", "1946-03-02", "01011110011"),
    "father and son": ("father_and_son", "박영수", "1980-06-01", "01011110021"),
}


@pytest.mark.parametrize("case", CASES)
def test_split_holds_against_retraining_and_the_same_file_again(here, residents, centre, church, request, case):
    fixture, name, birth, phone = CASES[case]
    request.getfixturevalue(fixture)
    mention = add_record(centre, name, birth, phone=phone)
    run(here)
    was = person_of(mention)
    split_record(mention.id, by=actor(), reason="통화로 확인: 다른 사람", now=NOW)
    run(here, model=retrained())
    assert person_of(mention) != was
    # The same file under another agency: a new record, which the machine may link; the decided one stays.
    add_record(church, name, birth, phone=phone)
    run(here, model=retrained())
    assert person_of(mention) != was


@pytest.mark.parametrize("case", CASES)
def test_join_to_the_other_one_holds_against_retraining_and_the_same_file_again(
    here, residents, centre, church, request, case
):
    fixture, name, birth, phone = CASES[case]
    pair = request.getfixturevalue(fixture)
    mention = add_record(centre, name, birth, phone=phone)
    run(here)
    other = next(person_of(one) for one in pair if person_of(one) != person_of(mention))
    join_record(mention.id, other, by=actor(), reason="본인 확인", now=NOW)
    run(here, model=retrained())
    add_record(church, name, birth, phone=phone)
    run(here)
    assert person_of(mention) == other
    assert person_of(pair[0]) != person_of(pair[1])


def test_decision_never_joins_two_residents(here, residents, twins, centre):
    mention = add_record(centre, "최민준", "2012-04-08", phone="01011110077")
    run(here)
    join_record(mention.id, person_of(twins[1]), by=actor(), reason="이름을 바꿔 적음", now=NOW)
    run(here)
    assert person_of(twins[0]) != person_of(twins[1])
    assert person_of(mention) == person_of(twins[1])


def test_review_shows_the_twin_and_the_namesake_beside_the_candidate(here, twins, namesakes, centre):
    mention = add_record(centre, "최민준", "2012-04-08", phone="01011110077")
    run(here)
    (beside,) = list_neighbours(mention, person_of(twins[0]), by=actor())
    assert (beside.person, beside.words) == (person_of(twins[1]), ["전화를 함께 씀"])
    (same_name,) = list_neighbours(mention, person_of(namesakes[0]), by=actor())
    assert same_name.words == ["동명이인(이름과 생년월일 같음)"]


@pytest.mark.parametrize(
    ("other", "record_name", "words"),
    [
        ({"name": "최민서"}, "", ["쌍둥이일 수 있음(같은 집, 생년월일 같음)", "전화를 함께 씀"]),
        ({"name": "최민서"}, "최민서", ["기록에 적힌 이름과 같음", "쌍둥이일 수 있음(같은 집, 생년월일 같음)", "전화를 함께 씀"]),
        ({"home": (2, "1"), "phone": ""}, "", ["동명이인(이름과 생년월일 같음)"]),
        ({"home": (2, "1"), "phone": "", "birth_on": None}, "", ["동명이인(이름과 태어난 해 같음)"]),
        ({"name": "최아비", "birth_on": None, "birth_year": 1980, "phone": ""}, "", ["같은 집"]),
        ({"name": "남남이", "birth_on": None, "birth_year": 1980, "phone": "", "home": None}, "남남이", []),
    ],
)  # fmt: skip
def test_nearness_in_words(other, record_name, words):
    base = {"name": "최민준", "birth_on": NOW.date(), "birth_year": 2012, "phone": "010", "home": (1, "101")}
    assert nearness(Traits(**base), Traits(**(base | other)), record_name=record_name) == words
