"""The homes of a few persons at the counter are those of the district's run."""

from random import Random

import pytest

from duru.blocks.places.models import Building
from duru.blocks.registry.models import Household, HouseholdMember, Person
from duru.services.welfare.operations.check import clear_up
from duru.services.welfare.operations.gather import fetch, gather
from duru.services.welfare.queries.homes import LARGEST_HOME, circles_of
from tests.services.welfare.district import TODAY, agency, person, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(scope):
    """Sixty people: households of many sizes, dwellings shared by two households, strangers, somebody who moved, one institution."""
    draw, register = Random(7), agency("민원여권과")
    buildings = [
        Building.objects.create(
            building_no=str(n), sgg_name="해오름구", road_name="길", road_no=str(n), road_key=f"길{n}"
        )
        for n in range(4)
    ]
    people = []
    for n in range(24):
        place = {"building": draw.choice(buildings), "unit": draw.choice(["", "101", "102", "201"])}
        house = Household.objects.create(source_no=str(n), **place)
        for _ in range(LARGEST_HOME + 1 if n == 5 else draw.randint(1, 3)):
            who = person("주민", **place)
            HouseholdMember.objects.create(household=house, record=record(who, register), person=who)
            people.append(who)
    for _ in range(20):
        people.append(person("낯선이", building=draw.choice(buildings), unit=draw.choice(["", "101", "102", "201"])))
    mover = people[0]
    HouseholdMember.objects.filter(person=mover).update(until_on=TODAY)
    HouseholdMember.objects.create(
        household=Household.objects.last(), record=record(mover, register), person=mover, from_on=TODAY
    )
    return people


def test_the_counter_and_the_run_know_the_same_homes(crowd):
    clear_up()
    gather(as_of=TODAY, since=TODAY)
    homes: dict[int, set[int]] = {}
    for person_id, home_id in fetch("SELECT person, home FROM wf_home"):
        homes.setdefault(home_id, set()).add(person_id)
    expected = {member: members for members in homes.values() for member in members}
    clear_up()
    ids = list(Person.objects.values_list("id", flat=True))
    found = circles_of(ids, on=TODAY)
    assert found == {id_: expected.get(id_, {id_}) for id_ in ids}
    assert max(len(circle) for circle in found.values()) > 2
    assert circles_of(ids[:1], on=TODAY) == {ids[0]: found[ids[0]]}
    assert circles_of([], on=TODAY) == {}
