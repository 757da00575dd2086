"""Columns are read as the kernel reads cells."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.linkage.engine.raw.births import birth_columns
from duru.blocks.linkage.engine.raw.columns import clean
from duru.blocks.linkage.engine.raw.distinct import number_texts
from duru.blocks.linkage.engine.raw.moon import NO_DAY, as_if_lunar
from duru.blocks.linkage.engine.raw.names import COLUMNS, name_columns
from duru.blocks.linkage.engine.raw.phones import phone_digits
from duru.blocks.linkage.engine.raw.places import TextPlaces, address_columns, read_gazetteer
from duru.kernel import births
from duru.kernel.addresses import jibun_key, parse_address, road_key
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text, standard_surname, to_jamo_ascii
from duru.kernel.names import parse_name
from duru.kernel.phones import parse_phone
from duru.kernel.roman import hangul_surname
from tests.blocks.linkage.crowd import TODAY, frames_of

pytestmark = pytest.mark.unit

NAMES = [
    "김영희", "김영희님", "김 영희", "김　영희", "김 영 희", "김영희 님", "김영희(배우자)", "김영희 (본인)", "김영희어르신", "김영희 어르신",
    "김어머님", "김자녀님", "박성도", "김복님", "남궁민수", "남궁 민수", "황보라", "선우 진", "제갈량님", "고 김영희", "고길동", "故 김영희",
    "미상", "없음", "합계", "합 계", "미상님", "김영희의 배우자", "김영희 배우자", "김영희 외 2명", "김영희, 박철수", "Kim Younghee",
    "KIM YOUNG HEE", "Younghee Kim", "NGUYEN THI HOA", "nguyen thi hoa님", "리철수", "류현진", "김\u200b영희", "\ufeff김영희", "김영희\u00a0",
    "김영희".encode().decode(), "김영희1", "김영희A", "★김영희", "김양", "김 양", "홍 길 자", "김", "", "  ", "金英姬", "김영희(金英姬)",
    "김英희", "김영희및", "와 김영", "김영의 처", "ＫＩＭ", "김영희\n", "김​영희 어르신",
]  # fmt: skip
BIRTHS = [
    "19550305", "1955-03-05", "1955.3.5", "1955. 3. 5.", "550305", "55.3.5", "55-03-05", "1955년 3월 5일", "1955년3월5일생", "55년생", "1955",
    "1955년", "1955년생", "550305-1", "5503051", "(음)550305", "1955-03-05(음)", "1955.3.5 음력", "음 1955-03-05", "1955-02-30", "1955-13-05",
    "1955-25-03", "20300101", "18700101", "", "미상", "00000000", "1955-00-00", "1955-03", "3/5/1955", "46086", "50312", "만 70세", "2027년",
    "27.1.1", "261122", "261123", "00년생", "1955/3/5", "１９５５-０３-０５", "1955-03-05 00:00:00", "윤1955.3.5", "19550305생",
]  # fmt: skip
PHONES = [
    "010-1234-5678", "01012345678", "010.1234.5678", "010 1234 5678", "+82-10-1234-5678", "+82 10 1234 5678", "821012345678", "1012345678",
    "1012345678.0", "(010)1234-5678", "02-123-4567", "031-123-4567", "010-0000-0000", "010-1111-1111", "0101234567", "011-123-4567", "",
    "없음", "010-1234-5678/02-123-4567", "02-188-1004 내선 12", "1588-1234", "010-1234", "0082-10-1234-5678", "10-1234-5678", "０１０-1234-5678",
]  # fmt: skip
ADDRESSES = [
    "한빛특별시 해오름구 새벽로 12", "해오름구 새벽로 12, 101동 1203호 (햇살동)", "새벽로12번길 34-5", "새벽로 12 101-1203", "햇살동 123-4",
    "햇살동 123-4번지 3층", "햇살동 산 12", "해오름구 새벽로 12 (햇살동, 햇살아파트) 101동 1203호", "새벽로12", "해오름구새벽로12", "햇살동",
    "해오름구 햇살동", "", "모름", "새벽로 12 지하1호", "새벽로 12 B01호", "새벽로 12 반지하", "새벽로 12 옥탑", "새벽로 12 101동",
    "서울 해오름구 새벽로 12", "해오름구 새벽로 지하 12", "안덕면 명당리 5", "새벽로 12\n101동 1203호", "(12345) 해오름구 새벽로 12", "햇살동 3동 405호",
]  # fmt: skip


def name_by_kernel(cell):
    try:
        parsed = parse_name(cell)
    except Refused:
        return to_jamo_ascii(cell), "", "", "", False
    surname = hangul_surname(parsed.surname) if parsed.is_roman else parsed.surname
    jamo = to_jamo_ascii(parsed.name)
    return jamo, standard_surname(surname or parsed.surname), parsed.given, parsed.roman_key or jamo, parsed.is_roman


def names_by_columns(cells):
    found = name_columns(pa.array(cells, pa.string()))
    return list(zip(*(found[name].to_pylist() for name, _ in COLUMNS), strict=True))


@pytest.fixture(scope="module")
def frames():
    return frames_of(2000, 5000, seed=8)


def test_names_are_read_as_by_the_kernel():
    assert names_by_columns(NAMES) == [name_by_kernel(cell) for cell in NAMES]


@given(
    st.lists(
        st.text("김이박남궁황보길동영희자녀님씨어르신머의고와및 ()1A\u200b\u00a0・kim", max_size=8),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=60, deadline=None)
def test_made_up_names_are_read_as_by_the_kernel(cells):
    assert names_by_columns(cells) == [name_by_kernel(cell) for cell in cells]


@given(
    st.lists(
        st.text("가김 \t\u00a0\u3000\u200b\ufeff-–ㅡ１Ａ1a\u1100\u1161\u0301", max_size=8), min_size=1, max_size=20
    )
)
@settings(max_examples=60, deadline=None)
def test_cells_are_cleaned_as_by_the_kernel(cells):
    assert clean(pa.array(cells, pa.string())).to_pylist() == [clean_text(cell) for cell in cells]


def test_births_are_read_as_by_the_kernel():
    check_births(BIRTHS)


@given(st.lists(st.text("0123456789.-년월일생음력() /", max_size=11), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_made_up_births_are_read_as_by_the_kernel(cells):
    check_births(cells)


def check_births(cells):
    found = birth_columns(pa.array(cells, pa.string()), today=TODAY)
    for at, cell in enumerate(cells):
        try:
            birth = births.parse_birth(cell, today=TODAY)
        except Refused:
            continue
        assert (cell, found["birth_on"][at].as_py(), found["birth_year"][at].as_py()) == (cell, birth.on, birth.year)
        assert found["birth_sex"][at].as_py() == birth.sex
        if birth.on and birth.on.year >= 1900:
            assert found["birth_alt_on"][at].as_py() == births.as_if_lunar(birth.on)


@pytest.mark.parametrize(
    ("cell", "day", "year"),
    [
        ("1955-25-03", "1955-03-25", 1955),
        ("1955-02-30", None, 1955),
        ("1955년 14월 40일", None, 1955),
        ("2055-01-01", None, None),
    ],
)
def test_what_intake_refuses_still_says_its_year(cell, day, year):
    found = birth_columns(pa.array([cell]), today=TODAY)
    assert (str(found["birth_on"][0].as_py() or "") or None, found["birth_year"][0].as_py()) == (day, year)


def test_day_without_a_lunar_one_has_none():
    days = pa.array([births.date(1955, 12, 31), births.date(1955, 1, 31)]).cast(pa.int32()).to_numpy()
    assert (as_if_lunar(days) == NO_DAY).tolist() == [True, True]


def test_phones_are_read_as_by_the_kernel():
    assert phone_digits(pa.array(PHONES)).to_pylist() == [parse_phone(cell).digits for cell in PHONES]


def test_addresses_are_read_as_by_the_kernel(frames):
    cells = [*ADDRESSES, *frames.crowd.records["address"].to_pylist()]
    places = TextPlaces()
    found = address_columns(pa.array(cells, pa.string()), places)
    for at, cell in enumerate(cells):
        parsed = parse_address(cell)
        key = (road_key(parsed) or jibun_key(parsed)).removesuffix("-0")
        building = places.find(key, "", parsed.emd)[0]
        assert (cell, found["unit"][at].as_py(), found["building_id"][at].as_py()) == (
            cell, parsed.unit, building if building >= 0 else None,
        )  # fmt: skip


def test_dirt_of_the_crowd_is_read_as_by_the_kernel(frames):
    records = frames.crowd.records
    names = records["name"].to_pylist()
    assert names_by_columns(names) == [name_by_kernel(cell) for cell in names]
    phones = records["phone"].to_pylist()
    assert phone_digits(pa.array(phones)).to_pylist() == [parse_phone(cell).digits for cell in phones]
    check_births(records["birth"].to_pylist())


def test_gazetteer_joins_road_and_lot_and_minds_the_gu():
    gazetteer = read_gazetteer(pa.table({
        "building_id": ["a", "b", "c"], "gu": ["해오름구", "달빛구", "해오름구"], "road": ["새벽로", "새벽로", "한별길"],
        "building_no": ["12", "12", "3-1"], "dong": ["햇살동", "달맞이동", "햇살동"], "jibun": ["7", "9", "산 4-2"],
    }))  # fmt: skip
    cells = [
        "해오름구 새벽로 12",
        "햇살동 7",
        "새벽로 12",
        "달빛구 새벽로 12",
        "한별길 3-1 2층",
        "햇살동 산4-2",
        "새벽로 12 (달맞이동)",
        "햇살동",
    ]
    found = address_columns(pa.array(cells), gazetteer)
    assert found["building_id"].to_pylist() == [0, 0, None, 1, 2, 2, 1, None]
    assert found["dong_code"].to_pylist() == ["0", "0", "", "1", "0", "0", "1", "0"]


def test_equal_texts_have_equal_numbers():
    # Eight and sixteen bytes are where texts are cut; longer ones differ only behind that.
    texts = [
        "",
        "a",
        "가",
        "aaaaaaaa",
        "aaaaaaaab",
        "a" * 16,
        "a" * 17,
        "a" * 16 + "b",
        "가나다라마바사",
        "010-1234-5678",
    ]
    texts += [f"{number * 7919 % 10007}" for number in range(9000)]
    column = pa.array(["다른 것", *texts, *reversed(texts)]).slice(1)
    numbers, distinct = number_texts(column)
    assert distinct.take(pa.array(numbers)).to_pylist() == column.to_pylist()
    assert len(distinct) == len(set(texts))
