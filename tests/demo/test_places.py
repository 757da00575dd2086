"""The map holds together: 행정동 tile the district, addresses are unique, coordinates lie where nobody lives."""

import numpy as np
import pytest
import shapely

from duru.demo import buildings, places

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("seed", [1, 7, 20261122])
def test_dongs_tile_the_district_without_gap_or_overlap(seed):
    district = places.draw_district(seed)
    polygons = [dong.polygon for dong in district.dongs]
    assert len(polygons) == 17
    assert [polygon.geom_type for polygon in polygons] == ["Polygon"] * 17
    assert sum(polygon.area for polygon in polygons) == pytest.approx(district.outline.area, abs=0.01)
    assert shapely.coverage_is_valid(polygons)
    assert shapely.coverage_is_valid([places.lonlat_polygon(polygon) for polygon in polygons])
    assert shapely.unary_union(polygons).symmetric_difference(district.outline).area < 0.01


def test_numbered_dongs_share_a_border_and_a_legal_dong():
    district = places.draw_district(7)
    by_name = {dong.name: dong for dong in district.dongs}
    assert by_name["해오름1동"].legal_name == by_name["해오름2동"].legal_name == "해오름동"
    assert len({dong.legal_name for dong in district.dongs}) == 12
    assert len({dong.code for dong in district.dongs}) == 17
    assert all(dong.code.startswith("97110") and len(dong.code) == 10 for dong in district.dongs)


def test_district_lies_in_open_water_of_korea():
    district = places.draw_district(3)
    west, south, east, north = places.lonlat_polygon(district.outline).bounds
    assert 125.2 < west < east < 125.4
    assert 35.5 < south < north < 35.7


@pytest.mark.parametrize("households", [450, 9_500, 60_000])
def test_every_building_has_one_road_and_one_jibun_address_of_its_own(households):
    district = places.draw_district(5)
    town, flats = buildings.build_town(district, households, 5)
    assert len(set(zip(town.road, town.road_main.tolist(), town.road_sub.tolist(), strict=True))) == len(town)
    assert len(set(zip(town.legal, town.lot_main.tolist(), town.lot_sub.tolist(), strict=True))) == len(town)
    assert len(flats) > households
    assert (town.dong >= 0).all()


def test_buildings_stand_in_their_dong_and_not_in_the_river():
    district = places.draw_district(5)
    town, _ = buildings.build_town(district, 2000, 5)
    assert (places.dong_of_points(district, town.xy) == town.dong).all()
    assert not shapely.contains_xy(district.river, town.xy[:, 0], town.xy[:, 1]).any()
    assert 0 < town.near_river.mean() < 0.3


def test_dwellings_of_one_building_differ():
    district = places.draw_district(5)
    town, flats = buildings.build_town(district, 5000, 5)
    shared = town.kind[flats.building] != buildings.HOUSE
    units = np.column_stack([flats.building, flats.block, flats.floor, flats.room])[shared]
    assert len(np.unique(units, axis=0)) == len(units)
    assert (flats.floor == -1).any()
