"""The people linkage must not get wrong, by name."""

import pytest

from duru.blocks.linkage.engine.resolve import Decisions
from tests.blocks.linkage.engine.cases import (
    FIRST_MENTION,
    FIRST_RESIDENT,
    HOME,
    NURSING_HOME,
    OTHER_HOME,
    link_case,
    someone,
)

pytestmark = pytest.mark.unit

FATHER = someone("차도현", "1958-04-11", sex="M", phone="01020000001", building=HOME, unit="101-1203", dong="3")
SON = someone("차서준", "1990-08-30", sex="M", phone="01020000002", building=HOME, unit="101-1203", dong="3")
WIFE = someone("곽미경", "1961-02-02", sex="F", phone="01020000003", building=HOME, unit="101-1203", dong="3")
TWIN_ONE = someone("함민수", "2013-05-20", sex="M", building=OTHER_HOME, unit="5F", dong="4")
TWIN_TWO = someone("함민서", "2013-05-20", sex="M", building=OTHER_HOME, unit="5F", dong="4")


def test_same_name_birth_and_phone_is_certain(district):
    found = link_case(district, [FATHER], [someone("차도현", "1958-04-11", phone="01020000001")])
    assert (found.resident(), found.band()) == (0, "certain")


def test_twins_are_told_apart_by_one_jamo(district):
    found = link_case(
        district, [TWIN_ONE, TWIN_TWO],
        [someone("함민수", "2013-05-20", building=OTHER_HOME, unit="5F"), someone("함민서", "2013-05-20", building=OTHER_HOME, unit="5F")],
    )  # fmt: skip
    assert [found.resident(0), found.resident(1)] == [0, 1]
    assert [found.band(0), found.band(1)] == ["certain", "certain"]


def test_unregistered_twin_is_not_taken_for_the_registered_one_without_looking(district):
    found = link_case(district, [TWIN_ONE], [someone("함민서", "2013-05-20", sex="M", building=OTHER_HOME, unit="5F")])
    assert found.band() == "review"


def test_twin_brother_and_sister_with_like_names_are_not_certain(district):
    found = link_case(
        district, [TWIN_ONE], [someone("함민서", "2013-05-20", sex="F", phone="", building=OTHER_HOME, unit="5F")]
    )
    assert found.band() == "review"


def test_namesakes_born_the_same_day_are_told_apart_by_phone(district):
    one = someone("여춘자", "1949-01-01", sex="F", phone="01020000011", building=HOME, unit="1F", dong="3")
    other = someone("여춘자", "1949-01-01", sex="F", phone="01020000012", building=OTHER_HOME, unit="2F", dong="9")
    found = link_case(district, [one, other], [someone("여춘자", "1949-01-01", phone="01020000012")])
    assert (found.resident(), found.band()) == (1, "certain")


def test_namesakes_born_the_same_day_without_more_are_not_guessed(district):
    one = someone("여춘자", "1949-01-01", sex="F", phone="01020000011", building=HOME, unit="1F", dong="3")
    other = someone("여춘자", "1949-01-01", sex="F", phone="01020000012", building=OTHER_HOME, unit="2F", dong="9")
    found = link_case(district, [one, other], [someone("여춘자", "1949-01-01")])
    assert found.band() == "review"
    assert found.probability() <= 0.5


def test_father_and_son_in_one_flat_stay_two(district):
    found = link_case(
        district, [FATHER, SON],
        [someone("차서준", "1990", building=HOME, unit="101-1203"), someone("차도현", "1958", phone="01020000001", building=HOME)],
    )  # fmt: skip
    assert [found.resident(0), found.resident(1)] == [1, 0]


def test_son_missing_from_the_register_does_not_become_his_father(district):
    found = link_case(
        district,
        [FATHER],
        [someone("차서준", "1990-08-30", sex="M", phone="01020000001", building=HOME, unit="101-1203")],
    )
    assert (found.resident(), found.band()) == (None, "new")


def test_couple_sharing_a_phone_stays_two(district):
    found = link_case(
        district, [FATHER, WIFE], [someone("곽미경", "", phone="01020000001", building=HOME, unit="101-1203")]
    )
    assert found.resident() == 1


def test_wife_missing_from_the_register_does_not_become_her_husband(district):
    found = link_case(district, [FATHER], [someone("곽미경", "", phone="01020000001", building=HOME, unit="101-1203")])
    assert (found.resident(), found.band()) == (None, "new")


def test_typed_wrong_by_one_jamo_with_phone_is_certain(district):
    found = link_case(
        district, [FATHER], [someone("차도헌", "1958-04-11", sex="M", phone="01020000001", building=HOME)]
    )
    assert (found.resident(), found.band()) == (0, "certain")
    assert found.levels()["name"] == "one_jamo"


def test_changed_name_is_for_people_to_decide(district):
    renamed = someone("차예준", "1958-04-11", sex="M", phone="01020000001", building=HOME, unit="101-1203")
    found = link_case(district, [FATHER], [renamed])
    assert (found.candidate(), found.band()) == (0, "review")


def test_lunar_birthday_is_seen_as_one(district):
    # The lunar 1958-02-23 is the solar 1958-04-11.
    found = link_case(district, [FATHER], [someone("차도현", "1958-02-23", phone="01020000001")])
    assert found.levels()["birth"] == "lunar"
    assert (found.resident(), found.band()) == (0, "certain")


def test_lunar_birthday_alone_finds_its_candidate(district):
    found = link_case(district, [FATHER], [someone("차도현", "1958-02-23", sex="M")])
    assert found.candidate() == 0


def test_day_and_month_changed_places(district):
    resident = someone("탁은하", "1971-03-08", sex="F", phone="01020000021")
    found = link_case(district, [resident], [someone("탁은하", "1971-08-03", phone="01020000021")])
    assert found.levels()["birth"] == "digit"
    assert found.resident() == 0


def test_birth_year_alone_is_enough_with_a_phone(district):
    found = link_case(district, [FATHER], [someone("차도현", "1958", phone="01020000001")])
    assert (found.resident(), found.band()) == (0, "certain")


def test_name_alone_is_never_certain(district):
    found = link_case(district, [FATHER], [someone("차도현")])
    assert found.band() != "certain"


@pytest.mark.parametrize("written", ["CHA DO HYUN", "Do-hyeon Cha", "CHA, Dohyun"])
def test_romanised_name_meets_its_hangul(district, written):
    found = link_case(district, [FATHER], [someone(written, "1958-04-11", phone="01020000001")])
    assert (found.resident(), found.band()) == (0, "certain")
    assert found.levels()["name"] == "roman"


@pytest.mark.parametrize("written", ["리순덕", "이순덕"])
def test_surname_by_the_law_of_initial_sounds(district, written):
    resident = someone("이순덕", "1942-06-15", sex="F", phone="01020000031")
    found = link_case(district, [resident], [someone(written, "1942-06-15", sex="F")])
    assert found.resident() == 0


def test_moved_person_is_found_by_name_birth_and_phone(district):
    found = link_case(
        district, [FATHER], [someone("차도현", "1958-04-11", phone="01020000001", building=OTHER_HOME, unit="9F")]
    )
    assert (found.resident(), found.band()) == (0, "certain")


def test_new_tenant_of_the_old_flat_is_not_the_one_who_moved(district):
    found = link_case(district, [FATHER], [someone("목하나", "1995-01-09", sex="F", building=HOME, unit="101-1203")])
    assert (found.resident(), found.band()) == (None, "new")


def test_nursing_home_keeps_its_many_residents_apart(district):
    names = [f"{a}{b}{c}" for a in "김이박최정강조윤장임" for b in "영순옥말" for c in "자례분순님"]
    home = [
        someone(name, f"19{30 + at % 15}-0{1 + at % 9}-1{at % 9}", sex="F", building=NURSING_HOME, unit="1F", dong="5")
        for at, name in enumerate(names)
    ]
    mentions = [someone(name, "", building=NURSING_HOME, unit="1F") for name in names[:60]]
    mentions += [someone("육갑분", "1938", building=NURSING_HOME, unit="1F")]
    found = link_case(district, home, mentions)
    linked = {number: found.resident(number) for number in range(60)}
    assert {number for number, resident in linked.items() if resident not in (number, None)} == set()
    assert found.resident(60) is None


def test_phone_of_an_office_is_no_evidence(district):
    office = "0215880000"
    strangers = [someone(f"{a}{b}", "", phone=office) for a in "김이박최정강" for b in ("하나", "두리", "세미", "네온")]
    found = link_case(
        district, [{**FATHER, "phone": office}], [*strangers, someone("차도현", "1958-04-11", phone=office)]
    )
    assert found.levels(len(strangers))["phone"] == "missing"
    roots = {found.group(number)["root"] for number in range(len(strangers))}
    assert len(roots) == len(strangers)


def test_mentions_without_a_resident_become_one(district):
    found = link_case(
        district, [],
        [someone("편도령", "1977-07-07", phone="01020000041"), someone("편도령", "1977", phone="01020000041"),
         someone("편도령", "1950-01-01", phone="01020000042")],
    )  # fmt: skip
    assert found.group(0)["root"] == found.group(1)["root"] != found.group(2)["root"]


def test_chain_of_mentions_never_joins_two_residents(district):
    one = someone("여춘자", "1949-01-01", sex="F", phone="01020000011", building=HOME, unit="1F")
    other = someone("여춘자", "1949-01-01", sex="F", phone="01020000012", building=OTHER_HOME, unit="2F")
    found = link_case(
        district, [one, other],
        [someone("여춘자", "1949-01-01", phone="01020000011"), someone("여춘자", "1949-01-01", phone="01020000012"),
         someone("여춘자", "1949-01-01", sex="F")],
    )  # fmt: skip
    assert [found.resident(0), found.resident(1)] == [0, 1]


def test_split_forbids_the_anchor_and_everything_around_it(district):
    mention = someone("차도현", "1958-04-11", phone="01020000001")
    apart = Decisions(not_anchor=frozenset({(FIRST_MENTION, FIRST_RESIDENT)}))
    found = link_case(district, [FATHER], [mention, {**mention, "sex": "M"}], apart)
    assert found.resident(0) is None
    assert found.resident(1) == 0


def test_join_by_hand_holds_against_the_evidence(district):
    joined = Decisions(to_anchor={FIRST_MENTION: FIRST_RESIDENT}, by_hand=frozenset({FIRST_MENTION}))
    found = link_case(district, [FATHER], [someone("곽미경", "1961-02-02", sex="F")], joined)
    assert (found.resident(), found.group()["via"]) == (0, "human")
