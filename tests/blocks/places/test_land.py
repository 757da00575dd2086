"""Layers of the land: taken in as offices publish them, replaced as a whole, and what a parcel lies in and near."""

import json
from datetime import date

import pytest
import shapely

from duru.blocks.places.api import (
    LandLayer,
    UnreadableFile,
    find_ground,
    import_land,
    list_layers,
    loaded_layers,
    nearest_shapes,
    register_layer,
    zones_over,
)
from duru.blocks.places.models import LandShape
from duru.kernel.errors import Refused
from tests.blocks.places.conftest import actor

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 1)
LON, LAT = 125.300, 35.600
PNU = "9711010700200120003"  # 솔바람동 산 12-3


@pytest.fixture(autouse=True)
def layers():
    register_layer("residential", "주거지역")
    register_layer("special_measures", "특별대책지역(상수원 수질보전)")
    register_layer("stream", "하천")


def square(east_m, north_m, side_m):
    """A square by metres from LON, LAT; a degree is 90,400 m wide and 111,195 m high there."""
    west, south = LON + east_m / 90_408, LAT + north_m / 111_195
    return shapely.box(west, south, west + side_m / 90_408, south + side_m / 111_195)


def write(path, *features):
    content = [
        {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
        for shape, properties in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}), encoding="utf-8")
    return path


@pytest.fixture
def take(here, tmp_path):
    """Take features in: `take((shape, {…}), …, layer=…)` returns the report."""
    return lambda *features, **more: import_land(
        write(tmp_path / "land.geojson", *features), by=actor(), **{"as_of": DAY, **more}
    )


PARCEL = (square(0, 0, 40), {"PNU": PNU, "JIBUN": "산12-3임"})


@pytest.fixture
def legal_dong(owner_connection):
    """Let the nation's codes know 솔바람동 while a test runs: rows of the owner."""
    owner_connection.execute(
        "INSERT INTO places_region (code, level, name, full_name, parent_code, valid_from) "
        "VALUES ('9711010700', 'legal_dong', '솔바람동', '한빛특별시 해오름구 솔바람동', '', '2020-01-01')"
    )
    yield
    owner_connection.execute("DELETE FROM places_region WHERE code = '9711010700'")


@pytest.mark.usefixtures("legal_dong")
def test_a_parcel_is_found_by_pnu_by_lot_and_by_nothing_else(take):
    take(PARCEL, layer="parcel")
    for typed in (PNU, "솔바람동 산 12-3", "한빛특별시 해오름구 솔바람동 산12-3"):
        ground = find_ground(typed)
        assert (ground.label, ground.as_of, ground.is_parcel) == ("솔바람동 산 12-3", DAY, True)
    assert [find_ground(each) for each in ("솔바람동 12-3", "솔바람동 산 12-4", "모름", "")] == [None] * 4
    assert not find_ground("125.3, 35.6").is_parcel
    with pytest.raises(Refused, match="바뀐"):
        find_ground("35.6, 125.3")


def test_a_parcel_lies_in_zones_by_its_share_and_a_border_is_no_zone(take):
    take((square(0, 0, 40), {"name": "솔바람동 산 12-3"}), layer="parcel")
    take(
        (square(-100, -100, 110), {"name": "제2종일반주거지역"}),  # a quarter by a quarter
        (square(40, 0, 100), {"name": "특별대책지역"}),  # touches
        (square(900, 0, 10), {"layer": "stream", "name": "은가람천"}),
    )
    ground = find_ground("솔바람동 산 12-3")
    (over,) = zones_over(ground, ["special_measures", "residential"])
    assert (over.layer, over.name, over.as_of) == ("residential", "제2종일반주거지역", DAY)
    assert over.share_ratio == pytest.approx(1 / 16, rel=0.01)
    assert nearest_shapes(ground, ["stream"], within_m=500) == []
    (near,) = nearest_shapes(ground, ["stream"], within_m=1_000)
    assert near.metres == pytest.approx(860, abs=1)
    # Of a point it is all or nothing.
    assert [each.share_ratio for each in zones_over(find_ground(f"{LON}, {LAT}"), ["residential"])] == [1.0]


def test_a_layer_is_replaced_as_a_whole_and_the_same_file_changes_nothing(take):
    first = (square(0, 0, 40), {"name": "가"}), (square(50, 0, 40), {"name": "나"})
    assert take(*first, layer="stream").n_new == 2
    again = take(*first, layer="stream", as_of=date(2026, 11, 1))
    assert (again.n_new, again.n_same, again.notes) == (0, 2, [])
    other = take(first[0], (square(90, 0, 40), {"name": "다"}), layer="stream", is_preview=True)
    assert (other.n_new, other.n_same, other.notes) == (1, 1, ["하천: 새 파일에 없는 도형 1개를 뺍니다."])
    assert [each.n_shapes for each in loaded_layers()] == [2]  # a preview keeps nothing
    assert loaded_layers()[0].as_of == date(2026, 11, 1)
    take(first[0], layer="stream")
    assert list(LandShape.objects.values_list("name", flat=True)) == ["가"]


def test_shapes_nobody_can_place_are_refused_one_by_one(take):
    report = take(
        (square(0, 0, 40), {"layer": "주거지역"}),
        (square(0, 0, 40), {"name": "이름 모를 구역"}),
        (shapely.box(10, 10, 11, 11), {"layer": "stream"}),
        (shapely.Polygon(), {"layer": "stream"}),
    )
    assert (report.n_rows, report.n_new, report.n_refused, report.n_same) == (4, 1, 3, 0)
    assert any("어느 층" in each for each in report.refusals)
    with pytest.raises(UnreadableFile, match="아는 층"):
        take((square(0, 0, 40), {"name": "이름 모를 구역"}))


def test_a_broken_ring_is_mended(take):
    bow = shapely.Polygon([(LON, LAT), (LON + 0.001, LAT + 0.001), (LON + 0.001, LAT), (LON, LAT + 0.001)])
    take((bow, {"name": "엇갈린 선"}), layer="residential")
    shape = shapely.from_wkb(bytes(LandShape.objects.get().wkb))
    assert shape.is_valid
    assert shape.area > 0


def test_services_say_which_layers_there_are():
    assert list_layers()[0] == LandLayer("parcel", "필지(연속지적도)")
    assert LandLayer("stream", "하천") in list_layers()
