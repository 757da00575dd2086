import os
import re
from pathlib import Path
from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.addresses import jibun_key, parse_address, road_key

pytestmark = pytest.mark.unit

HOME = "한빛특별시 해오름구 새벽로12길 34-5"


def read(typed: str) -> tuple[str, str, str, str]:
    address = parse_address(typed)
    return road_key(address), jibun_key(address), address.unit, address.building


@pytest.mark.parametrize(
    "typed",
    [
        HOME,
        "해오름구 새벽로12길 34-5",
        "새벽로12길 34-5",
        "새벽로 12길 34-5",
        "새벽로12길34-5",
        "해오름구새벽로12길34-5",
        "한빛특별시해오름구새벽로12길34-5",
        "한빛특별시 해오름구  새벽로12길  34-5   ",
        "한빛특별시 해오름구 새벽로12길 34- 5",
        "한빛특별시 해오름구 새벽로12길 34의5",
        "한빛특별시 해오름구 새벽로12길 34-5번지",
        "(04763) 한빛특별시 해오름구 새벽로12길 34-5",
        "04763 한빛특별시 해오름구 새벽로12길 34-5",
        "[04763] 한빛특별시 해오름구 새벽로12길 34-5",
        "우)04763 한빛특별시 해오름구 새벽로12길 34-5",
        "한빛특별시 해오름구 해오름동 새벽로12길 34-5",
        "한빛특별시 해오름구 새벽로12길 34-5 (해오름동)",
        "한빛특별시 해오름구 새벽로12길 34-5(해오름동",
        "한빛특별시 해오름구 새벽로12길 34-5, (해오름동)",
        "한빛특별시 해오름구 해오름구 새벽로12길 34-5",
        "한빛특별시\u00a0해오름구\u200b 새벽로12길 ３４－５",
        normalize("NFD", HOME),
    ],
)
def test_finds_a_building_by_road_however_it_is_typed(typed):
    address = parse_address(typed)
    assert road_key(address) == "새벽로12길|34-5"
    assert address.typed == typed
    assert address.unit == ""


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("한빛특별시 해오름구 해오름동 123-4", "해오름동|123-4"),
        ("해오름동 123-4", "해오름동|123-4"),
        ("해오름동123-4", "해오름동|123-4"),
        ("해오름동 123-4번지", "해오름동|123-4"),
        ("해오름동 123번지", "해오름동|123-0"),
        ("해오름동 123번지 4호 ", "해오름동|123-0"),
        ("해오름동 123의4", "해오름동|123-4"),
        ("해오름동 산12-3", "해오름동|산12-3"),
        ("해오름동 산 12", "해오름동|산12-0"),
        ("해오름구 해오름동2가 17-48", "해오름동2가|17-48"),
        ("한빛특별시 해오름구 을지로6가 17-48", "을지로6가|17-48"),
        ("한빛도 누리군 안덕면 명당리 5-1", "안덕면 명당리|5-1"),
        ("한빛도 누리군 안덕면 명당리359의15", "안덕면 명당리|359-15"),
        ("한빛도 누리군 창녕읍 164-38", "창녕읍|164-38"),
        ("한빛특별시 해오름구 감천 1동 471", "감천1동|471-0"),
        ("해오름동 123-4 일대", "해오름동|123-4"),
        ("해오름동 460)", "해오름동|460-0"),
        ("한빛특별시 해오름구 다른곳 해오름동 955-8", "해오름동|955-8"),
        ("누리군 안덕면 삼거리 282", "안덕면 삼거리|282-0"),
        ("새벽로12길 34-5 (해오름동 123-4)", "해오름동|123-4"),
    ],
)
def test_finds_a_building_by_lot_however_it_is_typed(typed, key):
    assert jibun_key(parse_address(typed)) == key


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("101동 1203호", "101-1203"), ("101동1203호", "101-1203"), ("101-1203", "101-1203"), ("101-1203호", "101-1203"), ("제101동 제1203호", "101-1203"),
        ("101동 1203", "101-1203"), ("0101동 0302호", "101-302"), ("101동 12층 1203호", "101-1203"), ("101동", "101-"), ("1203호", "1203"), ("302 호", "302"),
        ("가동 302호", "가-302"), ("A동 302호", "A-302"), ("a동 302호", "A-302"), ("에이동 302호", "A-302"), ("상가동 215호", "상가-215"),
        ("3층", "3F"), ("3층 301호", "301"), ("3층 1호", "301"), ("2F", "2F"), ("3층 301,302호", "301"),
        ("지하 1호", "B01"), ("지하1호", "B01"), ("지층 1호", "B01"), ("반지하 1호", "B01"), ("B01호", "B01"), ("B1호", "B01"), ("비01호", "B01"),
        ("지하1층 1호", "B01"), ("지하 101호", "B101"), ("지하1층 103호", "B103"), ("B103호", "B103"), ("지하", "B"), ("지하1층", "B"),
        ("반지하", "B"), ("지하2층", "B2"), ("B동 101호", "B-101"), ("옥탑방", "R"), ("옥탑", "R"), ("103A호", "103A"), ("105-2호", "105-2"), ("", ""),
    ],
)  # fmt: skip
def test_writes_a_home_in_one_form(typed, unit):
    assert read(f"{HOME}, {typed}") == ("새벽로12길|34-5", "", unit, "")
    assert read(f"해오름동 123-4 {typed}")[2] == unit


def test_a_cellar_is_not_the_floor_above():
    assert parse_address(f"{HOME} 지하 101호").unit != parse_address(f"{HOME} 101호").unit


@pytest.mark.parametrize(
    ("typed", "unit", "building"),
    [
        (f"{HOME}, 101동 1203호 (해오름동, 한빛아파트)", "101-1203", "한빛아파트"),
        (f"{HOME} (해오름동, 한빛아파트 101동 1203호)", "101-1203", "한빛아파트"),
        (f"{HOME} 한빛아파트 101동 1203호", "101-1203", "한빛아파트"),
        (f"{HOME}, 해피빌딩 3층 302호 (해오름동)", "302", "해피빌딩"),
        (f"{HOME}(한빛아파트101동)", "", "한빛아파트101동"),
        (f"{HOME} (해오름동, 종각지하철역)", "", "종각지하철역"),
        ("해오름동 한빛아파트 101-1203", "101-1203", "한빛아파트"),
        ("해오름동 123-4 행복빌라 가동 302호", "가-302", "행복빌라"),
        (f"{HOME}, 2단지아파트 201호", "201", "2단지아파트"),
    ],
)
def test_parts_building_and_home(typed, unit, building):
    address = parse_address(typed)
    assert (address.unit, address.building) == (unit, building)


def test_brackets_tell_the_dong():
    address = parse_address(f"{HOME} (해오름동, 한빛아파트)")
    assert (address.sido, address.sigungu, address.emd) == ("한빛특별시", "해오름구", "해오름동")


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("서울 해오름구 새벽로 1", ("서울특별시", "해오름구")),
        ("서울시 해오름구 새벽로 1", ("서울특별시", "해오름구")),
        ("강원도 누리시 새벽로 1", ("강원특별자치도", "누리시")),
        ("경기 누리시 해오름구 새벽로 1", ("경기도", "누리시 해오름구")),
        ("경기도 누리시 해오름구새벽로1,2층", ("경기도", "누리시 해오름구")),
        ("경기도 구리시 동구릉로 48", ("경기도", "구리시")),
        ("세종특별자치시 조치원읍 새벽로 1", ("세종특별자치시", "")),
    ],
)
def test_names_the_region_in_full(typed, region):
    address = parse_address(typed)
    assert (address.sido, address.sigungu) == region


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("해오름구 종로 지하 55 (종각지하철역)", "종로|B55-0"),
        ("해오름구 종로 지하55", "종로|B55-0"),
        ("해오름구 남동대로 886", "남동대로|886-0"),
        ("해오름구 목동동로12길 12", "목동동로12길|12-0"),
        ("해오름구 아리랑로 117-5, (정릉동)", "아리랑로|117-5"),
        ("경기도 구리시 동구릉로6번길 9", "동구릉로6번길|9-0"),
        ("해오름구 상도로47바길 40", "상도로47바길|40-0"),
        ("해오름구 하신중앙로3번나길 16", "하신중앙로3번나길|16-0"),
        ("해오름구 계룡로553번안길 37, (탄방동)", "계룡로553번안길|37-0"),
        ("해오름구 검단로744번1길 50", "검단로744번1길|50-0"),
        ("해오름구 용마공원로 5가길 69-6", "용마공원로5가길|69-6"),
        ("대전광역시서구둔산서로100", "둔산서로|100-0"),
        ("전라남도 영암군 영암읍오리정길39", "오리정길|39-0"),
        ("해오름구 구천면로42길 59", "구천면로42길|59-0"),
        ("해오름구 석전동 17길 37", "석전동17길|37-0"),
        ("해오름구 먹거리 1길 10", "먹거리1길|10-0"),
        ("해오름구 홍제내2길 56", "홍제내2길|56-0"),
        ("누리군 고한읍 고한 4길 38-6", "고한4길|38-6"),
        ("누리군 안덕면 명당1리 안덕로57", "안덕로|57-0"),
        ("해오름구 평택로 284번지(세교동)", "평택로|284-0"),
        ("해오름구 8.15로 7", "8·15로|7-0"),
        ("해오름구 시계탑거리 19", "시계탑거리|19-0"),
    ],
)
def test_road_names_that_look_like_something_else(typed, key):
    assert road_key(parse_address(typed)) == key


@pytest.mark.parametrize("typed", ["", " ", "\u200b"])
def test_blank_is_an_address_without_anything(typed):
    assert parse_address(typed) == (typed, *parse_address("")[1:])


@pytest.mark.parametrize("typed", ["경로당 옆집", "주소불명", "해오름동", "해오름동 새벽로", "123-4", "?"])
def test_without_a_number_in_a_place_there_is_no_key(typed):
    address = parse_address(typed)
    assert (road_key(address), jibun_key(address)) == ("", "")


@pytest.mark.parametrize(
    "hostile", ["가" * 50_000, "가나로 " * 20_000, "1-" * 50_000, "(" * 50_000, "새벽로12길" * 10_000, "산" * 50_000]
)
def test_a_hostile_cell_is_not_slow(hostile):
    start = process_time()
    parse_address(hostile)
    assert process_time() - start < 3


roads = st.from_regex(r"[가-힣]{2,4}로([1-9][0-9]?길)?", fullmatch=True).filter(
    lambda road: not re.search("[시군구읍면동리가로길산].", road[:-1])
)
numbers = st.tuples(st.integers(1, 999), st.integers(0, 99))


@given(roads, numbers, st.integers(1, 999), st.integers(101, 2999))
def test_what_is_written_officially_is_read_back(road, number, wing, room):
    main, sub = number
    typed = f"한빛특별시 해오름구 {road} {main}{f'-{sub}' if sub else ''}, {wing}동 {room}호 (해오름동, 한빛아파트)"
    assert read(typed) == (f"{road}|{main}-{sub}", "", f"{wing}-{room}", "한빛아파트")


@given(st.text(max_size=60))
def test_any_text_passes(typed):
    assert parse_address(typed).typed == typed


def shared_data() -> Path | None:
    beside = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("DURU_SHARED_DATA", beside))
    return folder if folder.is_dir() else None


if shared_data():  # real addresses of shops, schools and shelters; extra proof on machines that have them

    def real_rows() -> list[dict[str, str | None]]:
        import pyarrow.parquet as parquet

        table = parquet.read_table(
            shared_data() / "addresses" / "korea_road_jibun_coord.parquet", columns=["road", "jibun"]
        )
        return table.to_pylist()

    def careful_road(typed: str) -> str:
        """Read slowly and otherwise: without brackets and commas, the last word that ends like a road, then its number."""
        text = " ".join(re.sub(r"\(.*|,.*", "", typed).split())
        text = re.sub(r"(\S) (?=[0-9]+번?\S?길)", r"\1", text).replace(".", "·")
        for word, number in re.findall(r"(\S+?(?:로|길)) (?=(\S+))", text)[::-1]:
            if match := re.fullmatch(r"(지하)?([0-9]+)(?:-([0-9]+))?", number):
                return f"{word}|{'B' if match[1] else ''}{int(match[2])}-{int(match[3] or 0)}"
        return ""

    def careful_lot(typed: str) -> str:
        words = re.sub(r"(?<=[0-9])(?:- |의)(?=[0-9])", "-", typed.replace("산 ", "산")).split()
        for at, word in enumerate(words):
            if match := re.fullmatch(r"(산)?([0-9]+)(?:-([0-9]+))?(?:번지)?\)?", word):
                places = [place for place in words[:at] if re.fullmatch(r"\S+(?:읍|면|동|리|가)", place)][-2:]
                kept = places if places and places[-1].endswith("리") else places[-1:]
                return f"{' '.join(kept)}|{match[1] or ''}{int(match[2])}-{int(match[3] or 0)}" if kept else ""
        return ""

    @pytest.mark.slow
    def test_real_addresses_agree_with_a_careful_reading():
        rows = real_rows()
        roads = [(row["road"], careful_road(row["road"])) for row in rows if row["road"]]
        lots = [(row["jibun"], careful_lot(row["jibun"])) for row in rows if row["jibun"]]
        road_misses = [typed for typed, key in roads if key and road_key(parse_address(typed)) != key]
        lot_misses = [typed for typed, key in lots if key and jibun_key(parse_address(typed)) != key]
        assert len(road_misses) / len(roads) < 0.002, road_misses[:20]
        assert len(lot_misses) / len(lots) < 0.002, lot_misses[:20]

    @pytest.mark.slow
    def test_almost_every_real_address_gives_a_key():
        rows = real_rows()
        keyless = [row["road"] for row in rows if row["road"] and not any(map(str, read(row["road"])[:2]))]
        assert len(keyless) / len(rows) < 0.001, keyless[:20]
