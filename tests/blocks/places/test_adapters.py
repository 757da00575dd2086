"""Files of places, invented and real, read without a database."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from duru.blocks.places.adapters.buildings import LAYOUTS, BuildingRow, read_buildings
from duru.blocks.places.adapters.facilities import FacilityRow, guess_kind, read_facilities
from duru.blocks.places.adapters.regions import RegionRow, read_regions
from duru.blocks.places.adapters.shapes import read_shapes, to_wgs84
from duru.blocks.places.adapters.tables import find_columns, find_encoding, open_table
from duru.blocks.places.errors import UnknownColumns, UnreadableFile
from duru.kernel.errors import Refused
from tests.blocks.places.conftest import WEST, samples, write_csv, write_geojson

pytestmark = pytest.mark.unit


def split(rows):
    rows = list(rows)
    return [row for row in rows if not isinstance(row, Refused)], [row for row in rows if isinstance(row, Refused)]


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("이름\n가".encode("utf-8-sig"), "utf-8-sig"),
        ("이름\n가".encode(), "utf-8"),
        ("이름\n뷁".encode("cp949"), "cp949"),
    ],
)
def test_the_encoding_is_told(tmp_path, data, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert find_encoding(path) == encoding


def test_bytes_of_no_encoding_are_refused_with_their_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"name\n" + b"\xff\xfe\xfd\x80")
    with pytest.raises(UnreadableFile, match="번째 바이트"):
        open_table(path)


@pytest.mark.parametrize(
    ("name", "reason"), [("a.hwp", "CSV"), ("a.csv", "빈 파일"), ("a.xlsx", "엑셀"), ("a.parquet", "Parquet")]
)
def test_other_files_are_refused(tmp_path, name, reason):
    path = tmp_path / name
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile, match=reason):
        open_table(path)


def test_short_latin_words_find_whole_headers_only():
    assert find_columns(["index", "x"], {"x": ("x",)}) == {"x": 1}
    assert find_columns(["index"], {"x": ("x",)}) == {}


# --- regions ------------------------------------------------------------------------------------------------------

CODES = [
    ["1100000000", "서울특별시", "", "", "19880423", ""],
    ["1111000000", "서울특별시", "종로구", "", "19880423", ""],
    ["1111051500", "서울특별시", "종로구", "청운효자동", "20081101", ""],
    ["1111051000", "서울특별시", "종로구", "청운동", "19880423", "20081101"],
    ["4111", "경기도", "수원시", "", "19880423", ""],
    ["2314050100", "인천직할시", "동구", "금곡동", "19880423", "19880423"],
]


def test_codes_get_level_parent_and_span(tmp_path):
    head = ["행정동코드", "시도명", "시군구명", "읍면동명", "생성일자", "말소일자"]
    good, refused = split(read_regions(open_table(write_csv(tmp_path / "h.csv", head, CODES))))
    assert [(row.code, row.level, row.parent_code) for row in good] == [
        ("1100000000", "sido", ""),
        ("1111000000", "sgg", "1100000000"),
        ("1111051500", "dong", "1111000000"),
        ("1111051000", "dong", "1111000000"),
    ]
    assert good[3] == RegionRow(
        "1111051000", "dong", "청운동", "서울특별시 종로구 청운동", "1111000000", date(1988, 4, 23), date(2008, 11, 1)
    )
    assert [refusal.message.split(":")[0] for refusal in refused] == ["6행", "7행"]


def test_a_table_that_translates_codes_is_refused(tmp_path):
    path = write_csv(tmp_path / "mix.csv", ["행정동코드", "시도명", "법정동코드", "생성일자"], [])
    with pytest.raises(Refused, match="KIKmix"):
        list(read_regions(open_table(path)))


# Facts of the ministry's tables of 2023-05-01: rows taken, and rows that were closed on the day they were entered
# (codes abolished before the register began on 1988-04-23).
REAL_CODES = {"kikcd_h_20230501.parquet": (8_107, 402), "kikcd_b_20230501.parquet": (37_302, 9_043)}


@pytest.mark.parametrize("path", samples(*(f"codes/{name}" for name in REAL_CODES)))
def test_the_real_codes_are_read(path):
    good, refused = split(read_regions(open_table(path)))
    assert (len(good), len(refused)) == REAL_CODES[path.name]
    assert len({(row.code, row.level, row.valid_from) for row in good}) == len(good)


# --- shapes -------------------------------------------------------------------------------------------------------


def shp_zip(folder: Path, epsg: int, *, with_prj: bool) -> Path:
    """Write WEST as the ministry does: SHP in metres, CP949, without .cpg."""
    folder.mkdir()
    corners = np.array(WEST)
    metres = {5179: (-1, 1), 5186: (-1, 1)}[epsg] and _project(corners, epsg)
    pyogrio.raw.write(
        folder / "dong.shp",
        geometry=shapely.to_wkb([shapely.Polygon(metres)]),
        field_data=[np.array(["9711051000"], dtype=object), np.array(["해오름1동"], dtype=object)],
        fields=["ADM_CD", "ADM_NM"],
        geometry_type="Polygon",
        crs=f"EPSG:{epsg}",
        encoding="cp949",
    )
    (folder / "dong.cpg").unlink(missing_ok=True)
    if not with_prj:
        (folder / "dong.prj").unlink()
    target = folder.parent / "dong.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"경계/{part.name}")
    return target


def _project(lonlat: np.ndarray, epsg: int) -> np.ndarray:
    """Find the metres of points by Newton's method on the inverse that is under test elsewhere against real pairs."""
    guess = np.tile({5179: [950_000.0, 1_950_000.0], 5186: [198_000.0, 551_000.0]}[epsg], (len(lonlat), 1))
    for _ in range(12):
        now = to_wgs84(guess, epsg)
        guess = guess + (lonlat - now) * [[90_000.0, 111_000.0]]
    return guess


@pytest.mark.parametrize(("epsg", "with_prj"), [(5179, True), (5179, False), (5186, True), (5186, False)])
def test_an_official_shp_becomes_wgs84_and_hangul(tmp_path, epsg, with_prj):
    (shape,) = read_shapes(shp_zip(tmp_path / "shp", epsg, with_prj=with_prj))
    assert (shape.code, shape.name) == ("9711051000", "해오름1동")
    there = shapely.from_wkb(shape.wkb)
    assert shapely.hausdorff_distance(there, shapely.Polygon(WEST)) < 0.001


def test_metres_become_the_degrees_a_real_list_states():
    # A cooling shelter of 관악구, whose list has both: X좌표/Y좌표 in EPSG:5186 and 경도/위도.
    assert to_wgs84(np.array([[192_836.642, 539_968.1807]]), 5186)[0] == pytest.approx(
        [126.919034, 37.459103], abs=1e-6
    )


def test_a_packed_geojson_is_read(tmp_path):
    plain = write_geojson(tmp_path / "a.geojson", ("9711051000", "해오름1동", WEST))
    packed = tmp_path / "a.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [(s.code, s.name) for s in read_shapes(packed)] == [("9711051000", "해오름1동")]


def test_a_broken_ring_is_mended(tmp_path):
    bow_tie = [[125.30, 35.60], [125.31, 35.61], [125.31, 35.60], [125.30, 35.61], [125.30, 35.60]]
    (shape,) = read_shapes(write_geojson(tmp_path / "a.geojson", ("9711051000", "해오름1동", bow_tie)))
    assert shapely.from_wkb(shape.wkb).is_valid


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.zip", b"no zip"), ("a.geojson", b"{}"), ("a.geojson", b'{"type":"FeatureCollection","features":[]}'), ("a.pdf", b"%PDF")],
)  # fmt: skip
def test_what_is_no_map_is_refused(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        read_shapes(path)


def test_a_path_in_an_archive_leads_nowhere_else(tmp_path):
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "../../evil.geojson", write_geojson(tmp_path / "x.geojson", ("9711051000", "가동", WEST)).read_text()
        )
    assert len(read_shapes(target)) == 1
    assert not (tmp_path.parent.parent / "evil.geojson").exists()


REAL_SHAPES = {
    "korea_hdong_202406.geojson.gz": (3_558, "2911052500"),
    "korea_sgg_202406.geojson.gz": (252, "1123000000"),
    "seoul_hdong_2024_mit.geojson.gz": (422, "1111051500"),
}


@pytest.mark.parametrize("path", samples(*(f"boundaries/{name}" for name in REAL_SHAPES)))
def test_the_real_boundaries_are_read(path):
    shapes = read_shapes(path)
    assert (len(shapes), shapes[0].code) == REAL_SHAPES[path.name]
    assert {len(shape.code) for shape in shapes} == {10}


# --- buildings ----------------------------------------------------------------------------------------------------


def test_the_headerless_file_of_the_ministry_is_read(tmp_path):
    line = "9711010100|한빛특별시|해오름구|해오름동||1|7|1|971103000001|새벽로12번길|0|34|5|||9711010100100070001000001|01|9711051000|해오름1동|97101|||31|20200101||다솜\"빌라|0|97101|0||"  # fmt: skip
    assert line.count("|") == 30
    path = tmp_path / "build.txt"
    path.write_bytes((line + "\r\n").encode("cp949"))
    ((row,), refused) = split(read_buildings(open_table(path, layouts=LAYOUTS)))
    assert refused == []
    assert row == BuildingRow(
        building_no="9711010100100070001000001", sgg_name="해오름구", road_name="새벽로12번길", road_no="34-5", legal_dong="해오름동",
        legal_ri="", legal_dong_code="9711010100", lot_no="산7-1", name='다솜"빌라', postcode="97101", dong_code="9711051000",
        road_key="새벽로12번길|34-5", lot_key="해오름동|산7-1", lon=None, lat=None, h3=None,
    )  # fmt: skip


def test_points_in_metres_are_turned(tmp_path):
    head = ["건물관리번호", "도로명", "건물본번", "건물중심점_x좌표", "건물중심점_y좌표"]
    path = write_csv(
        tmp_path / "a.csv", head, [["1", "난곡로", "55", "948000.5", "1940000.5"], ["2", "난곡로", "57", "", ""]]
    )
    (first, second), _ = split(read_buildings(open_table(path)))
    assert (first.lon, first.lat) == pytest.approx((126.9119, 37.4579), abs=0.002)
    assert second.h3 is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "새벽로", "1", "125.3", "35.6"], "건물관리번호"),
        (["1", "", "", "125.3", "35.6"], "지번도"),
        (["1", "새벽로", "가", "125.3", "35.6"], "번호를 읽을"),
        (["1", "새벽로", "1", "35.6", "125.3"], "바뀐 것"),
        (["1", "새벽로", "1", "125.3", ""], "좌표를 숫자로"),
        (["1", "새벽로", "1", "10.0", "35.6"], "우리나라 밖"),
    ],
)
def test_a_bad_building_is_refused_alone(tmp_path, row, reason):
    head = ["건물관리번호", "도로명", "건물본번", "경도", "위도"]
    path = write_csv(tmp_path / "a.csv", head, [row, ["9", "새벽로", "9", "125.3", "35.6"]])
    good, refused = split(read_buildings(open_table(path)))
    assert [each.building_no for each in good] == ["9"]
    assert len(refused) == 1
    assert refused[0].message.startswith("2행: ")
    assert reason in refused[0].message


def test_a_table_without_numbers_is_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv", ["도로명", "건물본번"], [["새벽로", "1"]])
    with pytest.raises(UnknownColumns, match="건물관리번호"):
        list(read_buildings(open_table(path)))


# --- facilities ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("휴먼시아(아)4경로당", "senior_centre"), ("가톨릭대학교인천성모병원", "hospital"), ("푸른공부방지역아동센터", "child_centre"),
        ("인천보건소 치매안심센터", "dementia_centre"), ("강릉자유푸드뱅크", "food_bank"), ("아이랑(신사점)", "other"),
    ],
)  # fmt: skip
def test_the_kind_is_what_a_name_ends_with(text, kind):
    assert guess_kind(text) == kind


def test_columns_are_guessed(tmp_path):
    head = ["연번", "쉼터명칭", "지번상세주소", "도로명주소", "경도", "위도", "운영기관전화번호"]
    row = ["1", "달무리 경로당", "해오름구 달무리동 1", "해오름구 새벽로 1", "125.305", "35.605", "02-000-1234"]
    ((facility,), _) = split(read_facilities(open_table(write_csv(tmp_path / "a.csv", head, [row]))))
    assert facility == FacilityRow(
        "senior_centre", "달무리 경로당", "해오름구 새벽로 1", "02-000-1234", (125.305, 35.605)
    )


# Facts of the sample lists: rows read, rows with a point, rows refused (one shelter list has three points in the sea).
REAL_FACILITIES = {
    "korea_dementia_centers_2022.parquet": (315, 315, 0),
    "korea_free_meal_2025.parquet": (1_254, 1_140, 0),
    "korea_hospitals_2022.parquet": (3_735, 3_614, 0),
    "seoul_childcenter_2022.parquet": (430, 426, 0),
    "seoul_cooling_shelters_2023.parquet": (4_133, 4_133, 0),
    "seoul_earthquake_indoor_shelters.parquet": (966, 966, 3),
    "seoul_kyungrodang_2020.parquet": (3_464, 0, 0),
    "seoul_social_facilities_2023.parquet": (3_122, 0, 0),
}


@pytest.mark.parametrize("path", samples(*(f"facilities/{name}" for name in REAL_FACILITIES)))
@pytest.mark.parametrize("as_csv", [False, True], ids=["parquet", "cp949"])
def test_the_real_lists_are_read(path, as_csv, tmp_path):
    table = open_table(path)
    if as_csv:
        rows = [[cell.encode("cp949", "replace").decode("cp949") for cell in row] for row in table.rows]
        table = open_table(write_csv(tmp_path / "list.csv", table.headers, rows, "cp949"))
    good, refused = split(read_facilities(table))
    assert (len(good), sum(row.point is not None for row in good), len(refused)) == REAL_FACILITIES[path.name]
