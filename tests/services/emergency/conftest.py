"""A flooded street: three houses, six people, a school inside the water and one outside."""

from datetime import timedelta

import pytest

from duru.blocks.access.api import Role, actor_of, system_actor
from duru.blocks.benefits.models import Need
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.api import Link
from duru.blocks.maps.api import around, place_homes
from duru.blocks.registry.api import Person
from duru.services.emergency.api import open_incident
from tests.blocks.maps.conftest import add_building, add_facility, add_person
from tests.services.conftest import NOW

MIDDLE = (125.3050, 35.6050)


def add_need(person, kind, organisation, number):
    record = SourceRecord.objects.create(
        organisation=organisation, dataset="needs", name=person.name, name_jamo=person.name, mention_hash=number.to_bytes(16),
        first_row_id=number, first_seen_at=NOW,
    )  # fmt: skip
    Link.objects.create(record=record, person=person, probability=1.0, band="certain", via="anchor")
    Need.objects.create(
        record=record,
        organisation=organisation,
        row_id=number,
        kind=kind,
        category="other",
        since_on=NOW.date() - timedelta(days=30),
    )


@pytest.fixture
def street(scope):
    low, high, far = (add_building(n, lon, 35.6050) for n, lon in ((1, 125.3050), (2, 125.3060), (3, 125.3200)))
    people = {
        "최봉례": add_person(
            "최봉례", low, birth_year=1938, phone="01012345678", address="해오름구 새벽로 1", unit="B01"
        ),
        "김숨결": add_person("김숨결", high, birth_year=1950, phone="01011112222", address="해오름구 새벽로 2"),
        "이젊은": add_person("이젊은", high, birth_year=1990),
        "박아기": add_person("박아기", high, birth_year=2024),
        "문서영": add_person("문서영", high, birth_year=1945),
        "정먼곳": add_person("정먼곳", far, birth_year=1930),
    }
    Person.objects.filter(name="문서영").update(is_protected=True)
    add_facility("school", "물속초등학교", *MIDDLE)
    add_facility("school", "언덕초등학교", 125.3100, 35.6050)
    add_facility("hospital", "윤슬병원", 125.3120, 35.6050)
    place_homes(by=system_actor())
    return people


@pytest.fixture
def lead(member):
    return member(Role.WELFARE_LEAD, "복지정책과")


@pytest.fixture
def flood(street, lead):
    """The flood as `lead` has opened it: 300 m around the middle of the street."""
    return open_incident(by=lead, area=around(*MIDDLE, 300), hazard="flood", note="은가람천 범람, 물이 들어옴", at=NOW)


@pytest.fixture
def named(member):
    from duru.blocks.access.api import Membership

    who = member(Role.WELFARE_LEAD, "여성가족과")
    Membership.objects.filter(id=who.membership_id).update(named_officer=True)
    return actor_of(Membership.objects.select_related("user", "organisation").get(id=who.membership_id))
