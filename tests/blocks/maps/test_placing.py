import json

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, Role, system_actor
from duru.blocks.maps.api import (
    AreaRefused,
    Home,
    along_river,
    around,
    count_accuracy,
    drawn,
    homes_in,
    list_rivers,
    list_roughly_placed,
    of_address,
    of_dong,
    place_homes,
)
from duru.blocks.places.api import Building
from duru.blocks.registry.api import Person
from tests.blocks.maps.conftest import DAY, actor, add_building, add_person

MACHINE = system_actor()


def names(homes):
    found = dict(Person.objects.values_list("id", "name"))
    return sorted(found[home.person_id] for home in homes)


def test_everybody_stands_somewhere_or_on_the_list(district):
    one, far = add_building(1, 125.3050, 35.6050), add_building(31, 125.3090, 35.6050)
    bare = add_building(99, None, None, road="한울로")
    add_person("건물", one)
    add_person("도로", address="해오름구 새벽로 29", dong_code="9711051000")
    add_person("동만", address="해오름구 해오름2동 어딘가", dong_code="9711052000")
    add_person("없음")
    add_person("모름", address="너울구 없는길 3")
    add_person("좌표없음", bare, dong_code="")
    dead = add_person("사망", one)
    Person.objects.filter(id=dead.id).update(status="dead", status_on=DAY)

    placed = place_homes(by=MACHINE)

    assert (placed.n_building, placed.n_road, placed.n_dong, placed.n_unplaced, placed.n_changed) == (1, 1, 2, 2, 6)
    homes = {home.person.name: home for home in Home.objects.select_related("person")}
    assert (homes["도로"].lon, homes["도로"].accuracy) == (far.lon, "road")  # number 29 stands by 31, not by 1
    assert homes["없음"].why == "no_address"
    assert homes["모름"].why == "unknown"
    assert count_accuracy() == {"building": 1, "road": 1, "dong": 2, "none": 2, "no_address": 1, "unknown": 1}
    assert [home.accuracy for home in list_roughly_placed(actor())][:2] == ["none", "none"]
    assert list_roughly_placed(actor(), only="no_address").count() == 1


def test_placing_again_changes_nothing_and_follows_who_moves_dies_or_is_found(district):
    one, two = add_building(1, 125.3050, 35.6050), add_building(2, 125.3150, 35.6050, dong="9711052000")
    stays, moves, dies = (add_person(name, one) for name in ("가", "나", "다"))
    lost = add_person("라", address="새벽로 2 지하")
    place_homes(by=MACHINE)
    assert place_homes(by=MACHINE).n_changed == 0
    Person.objects.filter(id=moves.id).update(building_id=two.id, dong_code=two.dong_code)
    Person.objects.filter(id=dies.id).update(status="dead", status_on=DAY)
    Person.objects.filter(id=lost.id).update(building_id=two.id)
    Building.objects.filter(id=one.id).update(lon=125.3051)
    assert place_homes(by=MACHINE).n_changed == 4  # stays too: the house got a better point
    assert names(homes_in(of_dong("9711052000", on=DAY))) == ["나", "라"]
    assert Home.objects.get(person=stays).lon == 125.3051


def test_a_circle_is_a_circle_to_the_metre(district):
    at = (125.3050, 35.6050)
    a_metre = 1 / 111_195.08
    for metres in (299.5, 300.5):
        add_person(f"{metres}", add_building(int(metres * 10), at[0], at[1] + metres * a_metre))
    place_homes(by=MACHINE)
    found = homes_in(around(*at, 300))
    (inside,) = found
    assert inside.distance_m == pytest.approx(299.5, abs=0.05)
    assert found[0] == found[-1] == inside
    assert list(found[:1]) == [inside]
    assert not homes_in(around(125.9, 35.9, 300))


def test_every_way_to_ask_finds_who_is_inside(district):
    by_the_river, house, east = (
        add_building(1, 125.3100, 35.6050), add_building(2, 125.3020, 35.6020), add_building(3, 125.3125, 35.6050, dong="9711052000"),
    )  # fmt: skip
    add_person("강가", by_the_river), add_person("언덕", house), add_person("건너", east), add_person("언덕2", house)
    place_homes(by=MACHINE)
    assert list_rivers() == ["은가람천"]
    ways = {
        "river": along_river("은가람천", metres=100, on=DAY),
        "bank": along_river("은가람천", metres=100, dong_code="9711051000", on=DAY),
        "dong": of_dong("9711051000", on=DAY),
        "house": of_address("해오름구 새벽로 2"),
        "around": of_address("해오름구 새벽로 2", radius_m=3000),
        "drawn": drawn([(125.3119, 35.604), (125.3131, 35.604), (125.3125, 35.606)]),
    }
    assert {way: names(homes_in(area)) for way, area in ways.items()} == {
        "river": ["강가", "건너"],
        "bank": ["강가"],
        "dong": ["강가", "언덕", "언덕2"],
        "house": ["언덕", "언덕2"],
        "around": ["강가", "건너", "언덕", "언덕2"],
        "drawn": ["건너"],
    }
    assert ways["bank"].label == "해오름1동의 은가람천 100m 안"


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: drawn([(125.3, 35.6), (125.4, 35.6)]), "세 개 이상"),
        (lambda: drawn([(125.3, 35.6), ("x", None), (1, 2)]), "다시 그려"),
        (lambda: drawn([(0, 0), (1, 1), (1, 0)]), "좌표"),
        (lambda: around(125.3, 35.6, 50_000), "20km"),
        (lambda: around(35.6, 125.3, 300), "바뀐"),
        (lambda: of_address("아무 데나"), "건물 사전에 없는"),
        (lambda: of_dong("1111111111", on=DAY), "경계에 없는"),
        (lambda: along_river("없는강", metres=50, on=DAY), "없는 하천"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(district, ask, words):
    with pytest.raises(AreaRefused, match=words):
        ask()


def test_only_who_may_places_homes(district):
    with pytest.raises(NotAllowed):
        place_homes(by=actor(Role.AGENCY_WORKER))


def test_a_search_reads_the_index_of_its_tenant(district):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN (FORMAT json) SELECT person_id, lon, lat FROM maps_home WHERE cell = ANY(ARRAY[1, 2])")
        plan = json.dumps(cursor.fetchone()[0])
    assert '"home_cell"' in plan
    assert "tenant_id" in plan
