"""What people decided about a record holds for the agency's later wording of the same client."""

import pytest

from duru.blocks.linkage.api import join_record, link_tenant, split_record
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of

pytestmark = pytest.mark.django_db

SAME = {"sex": "F", "phone": "01011110001", "source_id": "A-7"}


def run(tenant):
    link_tenant(tenant_id=tenant.id, now=NOW)


@pytest.fixture
def split(here, residents, centre):
    """A client of the centre whom the machine took for the resident 김영희, and a person did not."""
    mention = add_record(centre, "김영희", "1946-03-02", **SAME)
    run(here)
    assert person_of(mention) == person_of(residents[0])
    split_record(mention.id, by=actor(), reason="통화로 확인: 다른 사람", now=NOW)
    return mention


@pytest.mark.parametrize(
    ("source_id", "is_kept"), [("A-7", True), ("", False), ("A-8", False)], ids=["same number", "none", "another"]
)
def test_a_split_holds_for_a_corrected_mention_of_the_same_number(here, split, residents, centre, source_id, is_kept):
    later = add_record(
        centre, "김영희", "1946-03-02", **SAME | {"source_id": source_id}, address_typed="해오름구 새벽로 1 201호"
    )
    run(here)
    assert (person_of(later) == person_of(residents[0])) is not is_kept


def test_a_number_given_to_somebody_else_carries_nothing(here, split, residents, centre):
    other = add_record(centre, "이순자", "1940-01-05", sex="F", phone="01011110004", source_id="A-7")
    run(here)
    assert person_of(other) == person_of(residents[3])


def test_another_agencys_equal_number_carries_nothing(here, split, residents, church):
    other = add_record(church, "김영희", "1946-03-02", **SAME)
    run(here)
    assert person_of(other) == person_of(residents[0])


def test_a_join_holds_for_a_corrected_mention(here, residents, centre):
    mention = add_record(centre, "김복순", "1946-03-02", sex="F", source_id="B-1")
    run(here)
    join_record(mention.id, person_of(residents[3]), by=actor(), reason="개명", now=NOW)
    later = add_record(centre, "김복순", "1940-01-05", sex="F", source_id="B-1")
    run(here)
    assert person_of(later) == person_of(residents[3])


def test_a_decision_about_the_later_mention_itself_counts_more(here, split, residents, centre):
    later = add_record(centre, "김영희", "1946-03-02", **SAME | {"phone": "01011110009"})
    run(here)
    assert person_of(later) != person_of(residents[0])
    join_record(later.id, person_of(residents[0]), by=actor(), reason="방문으로 확인", now=NOW)
    run(here)
    assert person_of(later) == person_of(residents[0])
    assert person_of(split) != person_of(residents[0])
