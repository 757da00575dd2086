"""Counts, gaps and the map for everybody."""

import pytest
from django.test import Client

from duru.blocks.access.api import Role, system_actor
from duru.blocks.maps.api import find_gaps, list_demands, nearest_places, place_homes, public_counts, public_grid
from duru.blocks.maps.demands import find_demand
from duru.blocks.places.api import Facility
from duru.blocks.registry.api import Person
from tests.blocks.maps.conftest import DAY, add_building, add_facility, add_person


@pytest.fixture
def filled(district):
    """West: 12 old people and a child at one house; east: 3 old people far from everything and one who is 비공개."""
    near, far = add_building(1, 125.3050, 35.6050), add_building(2, 125.3190, 35.6050, dong="9711052000")
    for number in range(12):
        add_person(f"서{number}", near, birth_year=1940)
    for number in range(4):
        add_person(f"동{number}", far, birth_year=1940)
    add_person("아이", near, birth_year=2020)
    add_facility("senior_centre", "새벽경로당", 125.3060, 35.6050)
    hidden = Person.objects.get(name="동3")
    Person.objects.filter(id=hidden.id).update(is_protected=True)
    place_homes(by=system_actor())
    return district


def test_a_gap_is_who_lives_too_far_from_a_place(filled):
    found = find_gaps(find_demand("old"), "senior_centre", walk_m=500, on=DAY)
    assert [(gap.name, gap.n, gap.n_far) for gap in found.gaps] == [("해오름2동", 4, 4), ("해오름1동", 12, 0)]
    assert found.gaps[1].median_m == pytest.approx(90.4 * 1.3, abs=1)
    assert (found.n, found.n_far, found.n_places, sum(found.cells.values())) == (16, 4, 1, 4)
    nowhere = find_gaps(find_demand("old"), "hospital", walk_m=500, on=DAY)
    assert (nowhere.n_far, nowhere.gaps[0].median_m) == (16, None)


def test_the_nearest_place_is_found_for_each_point(filled):
    other = add_facility("senior_centre", "너른경로당", 125.3200, 35.6050)
    lost = Facility(kind="senior_centre", name="어딘가")
    found = nearest_places([(125.3050, 35.6050), (125.3190, 35.6050)], [*Facility.objects.order_by("id"), lost])
    assert [(place.name, round(metres)) for place, metres in found] == [("새벽경로당", 90), (other.name, 90)]
    assert nearest_places([(125.3, 35.6)], [lost]) == [None]


def test_everybody_is_told_no_small_number_and_no_hidden_person(filled):
    told = {count.name: count.n for count in public_counts(find_demand("old"), on=DAY)}
    assert told == {"해오름1동": None, "해오름2동": None}  # 3 alone would be the total minus 12
    assert set(public_grid(find_demand("old"), on=DAY).values()) == {None}
    assert [count.n for count in public_counts(find_demand("everybody"), on=DAY)] == [None, None]


def test_the_public_map_opens_without_a_name_in_it(filled):
    page = Client(headers={"host": "localhost"}).get("/maps/public")
    assert page.status_code == 200
    text = page.content.decode()
    assert "숨김" in text
    assert not any(name in text for name in Person.objects.values_list("name", flat=True))
    assert "치매" not in text  # a need is no group of the public map, whoever asks for it
    secret = Client(headers={"host": "localhost"}).get("/maps/public?demand=dementia").content.decode()
    assert "치매" not in secret


def test_pages_of_the_office_open_for_whom_they_are_made(filled, client_as):
    lead = client_as(Role.WELFARE_LEAD)
    for address in (
        "/maps/",
        "/maps/gaps",
        "/maps/gaps?demand=children&kind=hospital&walk_m=300",
        "/maps/unplaced?only=road",
    ):
        assert lead.get(address).status_code == 200, address
    assert client_as(Role.AGENCY_WORKER).get("/maps/").status_code == 403
    base = lead.get("/maps/base.json").json()
    assert len(base["dongs"]["features"]) == 2
    assert base["land"]["features"][0]["properties"] == {"kind": "water", "name": "은가람천"}
    answer = lead.post("/maps/place", follow=True)
    assert "17명을 놓았습니다" in answer.content.decode()
    assert [each.key for each in list_demands()][:2] == ["old", "children"]


def test_programs_are_told_counts_in_tens_and_no_small_ones(filled, client_as):
    lead = client_as(Role.WELFARE_LEAD)

    def ask(radius_m, **change):
        body = {"lon": 125.3050, "lat": 35.6050, "radius_m": radius_m, **change}
        answer = lead.post("/api/maps/inside", body, content_type="application/json")
        return answer.status_code, answer.json()

    assert ask(100) == (200, {"n": 10, "n_unplaced": 0})  # 13 live there
    assert ask(100, lon=125.3190) == (200, {"n": None, "n_unplaced": 0})
    assert ask(0)[0] == 422
    agency = client_as(Role.AGENCY_WORKER)
    assert (
        agency.post(
            "/api/maps/inside", {"lon": 125.3, "lat": 35.6, "radius_m": 5}, content_type="application/json"
        ).status_code
        == 403
    )
