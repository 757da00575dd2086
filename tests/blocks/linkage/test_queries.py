"""Reads of links by the floors above."""

import pytest

from duru.blocks.access.api import Role
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.api import (
    Link,
    RecordNotLinked,
    explain,
    link_tenant,
    list_reviews,
    persons_of_records,
    records_of_person,
    with_person,
)
from duru.blocks.registry.api import Person, people_visible_to
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(here, residents, centre):
    """One certain mention of 박철수, one doubtful, and one of nobody in the register."""
    records = [
        add_record(centre, "박철수", "1951-12-24", phone="01011110003"),
        add_record(centre, "박철서", "1951"),
        add_record(centre, "오갑순", "1944-02-11", phone="01099990001"),
    ]
    link_tenant(tenant_id=here.id, now=NOW)
    return records


def test_persons_of_records(linked, residents):
    late = add_record(linked[0].organisation, "이순자", "1940-01-05")
    found = persons_of_records([record.id for record in (*linked, late)])
    assert found[linked[0].id] == person_of(residents[2]).id
    assert late.id not in found


def test_records_of_person_carry_band_and_probability(linked, residents):
    person = person_of(residents[2])
    records = list(records_of_person(person.id))
    assert {record.id for record in records} >= {residents[2].id, linked[0].id}
    assert {record.link_person_id for record in records} == {person.id}
    assert all(0 <= record.link_probability <= 1 for record in records)


def test_with_person_leaves_unlinked_rows_empty(linked):
    late = add_record(linked[0].organisation, "이순자", "1940-01-05")
    rows = dict(with_person(SourceRecord.objects.all(), record="id").values_list("id", "link_person_id"))
    assert rows[late.id] is None
    assert rows[linked[2].id] == person_of(linked[2]).id


def test_explanation_shows_both_sides_as_typed_with_words_and_bits(linked, residents):
    why = explain(linked[0].id, by=actor())
    lines = {line.field: line for line in why.lines}
    assert why.person == person_of(residents[2])
    assert why.evidence == residents[2]
    assert (lines["phone"].words, lines["phone"].tone) == ("같음", "for")
    assert "".join(piece.text for piece in lines["name"].right) == "박철수"
    assert lines["sex"].bits is None


def test_reviews_hide_protected_persons_and_their_rivals(linked, residents):
    assert [link.record_id for link in list_reviews(actor(), today=NOW.date())] == [linked[1].id]
    Person.objects.filter(id=person_of(residents[2]).id).update(is_protected=True)
    assert list(list_reviews(actor(), today=NOW.date())) == []
    assert list_reviews(actor(named_officer=True), today=NOW.date()).count() == 1
    with pytest.raises(RecordNotLinked):
        explain(linked[0].id, by=actor())


def test_agency_sees_the_persons_of_its_own_records_only(linked, residents, church):
    agency = actor(Role.AGENCY_WORKER, organisation_id=linked[0].organisation_id)
    other = actor(Role.AGENCY_WORKER, organisation_id=church.id)
    seen = set(people_visible_to(agency).values_list("id", flat=True))
    assert seen == set(Link.objects.filter(record__in=linked).values_list("person_id", flat=True))
    assert people_visible_to(other).count() == 0
