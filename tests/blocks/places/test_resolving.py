"""From a parsed address to a place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duru.blocks.places.api import Building, Resolved, find_building, resolve_buildings
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.addresses import ParsedAddress, parse_address

pytestmark = pytest.mark.django_db


def address(**parts) -> ParsedAddress:
    return ParsedAddress("", **parts)


def number_of(resolved: Resolved | None) -> str | None:
    if resolved is None:
        return None
    return Building.objects.get(id=resolved.building_id).building_no if resolved.building_id else resolved.accuracy


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"road": "새벽로", "road_main": 1}, "B1"),
        ({"road": "새벽로", "road_main": 1, "sigungu": "해오름구"}, "B1"),
        ({"road": "새벽로", "road_main": 1, "sigungu": "달맞이구"}, None),
        ({"road": "새벽로12번길", "road_main": 34, "road_sub": 5}, "B3"),
        ({"emd": "해오름동", "lot_main": 12, "lot_sub": 3}, "B1"),
        ({"emd": "달무리동", "is_hill": True, "lot_main": 7, "lot_sub": 1}, "B4"),
        ({"emd": "달무리동", "lot_main": 7, "lot_sub": 1}, "dong"),
        # The road number is wrong, the lot is right.
        ({"road": "새벽로", "road_main": 999, "emd": "해오름동", "lot_main": 12, "lot_sub": 3}, "B1"),
        ({"road": "새벽로", "road_main": 999}, "road"),
        ({"road": "없는길", "road_main": 1}, None),
        ({}, None),
        # 한울로 5 is in two 구: only the written one decides.
        ({"road": "한울로", "road_main": 5}, None),
        ({"road": "한울로", "road_main": 5, "sigungu": "달맞이구"}, "B5"),
        ({"road": "한울로", "road_main": 5, "sigungu": "해오름구"}, "B6"),
        # The 행정동 in brackets is not the 법정동 and must not exclude the building.
        ({"road": "새벽로", "road_main": 1, "emd": "해오름1동"}, "B1"),
        ({"emd": "해오름2동"}, "dong"),
        ({"emd": "해오름2동", "sigungu": "먼바다시"}, None),
    ],
)
def test_an_address_is_placed_as_exactly_as_it_can_be(gazetteer, parts, found):
    assert number_of(find_building(address(**parts))) == found


def test_what_is_told_of_a_place(gazetteer):
    road, dong, split, nothing = resolve_buildings(
        [
            address(road="새벽로", road_main=999),
            address(emd="해오름2동"),
            address(emd="해오름동"),
            address(emd="남의동"),
        ]
    )
    assert (road.dong_code, road.accuracy, road.legal_dong) == ("9711051000", "road", "해오름동")
    assert (dong.dong_code, dong.accuracy) == ("9711052000", "dong")
    # One 법정동 in two 행정동: nobody may guess which.
    assert (split.dong_code, split.accuracy, split.legal_dong) == ("", "dong", "해오름동")
    assert nothing is None


def test_of_several_buildings_on_one_lot_always_the_same_is_taken(gazetteer):
    Building.objects.create(
        building_no="B0",
        sgg_name="해오름구",
        road_key="새벽로|2-0",
        road_name="새벽로",
        legal_dong="해오름동",
        lot_key="해오름동|12-3",
    )
    assert number_of(find_building(address(emd="해오름동", lot_main=12, lot_sub=3))) == "B0"


def test_two_ri_of_one_name_are_told_apart_by_their_eup(here):
    for no, eup in (("1", "가읍"), ("2", "나면")):
        Building.objects.create(building_no=no, lot_key=f"{eup} 상리|5-0", legal_dong=eup, legal_ri="상리", lot_no="5")
    assert number_of(find_building(address(emd="나면", ri="상리", lot_main=5))) == "2"
    assert find_building(address(ri="상리", lot_main=5)) is None


def test_an_address_as_typed_finds_its_building(gazetteer):
    typed = [
        "한빛특별시 해오름구 새벽로 1 (해오름동, 다솜빌라) 302호",
        "해오름동 12-3번지",
        "새벽로 12번길 34-5",
        "해오름구 달무리동 산7-1",
    ]
    assert [number_of(found) for found in resolve_buildings([parse_address(text) for text in typed])] == [
        "B1", "B1", "B3", "B4",
    ]  # fmt: skip


def test_a_neighbour_sees_no_building(boundaries, buildings, db):
    from datetime import date

    from duru.blocks.places.api import import_boundaries, import_buildings
    from tests.blocks.places.conftest import actor

    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(here.id):
        import_boundaries(boundaries, by=actor(), valid_from=date(2020, 1, 1))
        import_buildings(buildings, by=actor())
        assert find_building(address(road="새벽로", road_main=1)) is not None
    with tenant_scope(there.id):
        assert resolve_buildings([address(road="새벽로", road_main=1), address(emd="해오름2동")]) == [None, None]


@pytest.mark.parametrize(("n", "queries"), [(1, 1), (300, 1)])
def test_what_is_found_costs_one_query_however_many(gazetteer, n, queries):
    asked = [address(road="새벽로", road_main=1)] * n
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(resolve_buildings(asked)) == n
    assert len(seen) == queries


def test_nothing_to_place_costs_nothing(gazetteer):
    with CaptureQueriesContext(connection) as seen:
        assert resolve_buildings([]) == []
        assert resolve_buildings([address()]) == [None]
    assert len(seen) == 0
