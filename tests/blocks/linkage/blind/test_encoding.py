import base64

import pytest

from duru.blocks.linkage.blind.encoding import N_BITS, Fields, encode, fields_of, read_key

KEY = bytes(range(32))


def likeness(left: str, right: str) -> float:
    one, other = (int.from_bytes(base64.b64decode(each)) for each in (left, right))
    return 2 * (one & other).bit_count() / (one.bit_count() + other.bit_count())


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"name": "홍 길 동 어르신님", "birth": "1950.3.5", "sex": "남자", "phone": "(010) 1234-5678"}, Fields("홍길동", "500305", "M", "12345678", "")),
        ({"name": "홍길동(배우자)", "birth": "50년생", "phone": "1234"}, Fields("홍길동", "", "", "", "")),
        ({"name": "Hong, Gil-dong", "birth": "1950년"}, Fields("HONGGILDONG", "50????", "", "", "")),
        ({"name": "홍길동", "birth": "500305", "address": "해오름구 달별로 13번길 1-2, 101동 204호 (움들동)"}, Fields("홍길동", "500305", "", "", "달별로13번길|1-2|101|204")),
        ({"name": "홍길동", "address": "움들동 4-1 지층2호"}, Fields("홍길동", "", "", "", "움들동|4-1|2")),
        ({"name": "님", "birth": "", "sex": "?"}, Fields("님", "", "", "", "")),
        ({"name": "미상123"}, Fields("미상", "", "", "", "")),
        ({}, Fields("", "", "", "", "")),
    ],
)  # fmt: skip
def test_cells_are_reduced_to_what_is_encoded(cells, expected):
    assert fields_of(**cells) == expected


def test_a_record_gives_the_filters_it_has_the_fields_for():
    whole = encode(Fields("홍길동", "500305", "M", "12345678", "달별로|1"), KEY)
    assert set(whole) == {"birth", "phone", "address"}
    assert all(len(base64.b64decode(each)) == N_BITS // 8 for each in whole.values())
    assert set(encode(Fields("홍길동", "", "", "12345678", ""), KEY)) == {"phone"}
    assert encode(Fields("", "500305", "M", "12345678", ""), KEY) == {}


def test_typing_errors_stay_near_and_other_keys_far():
    right = encode(Fields("홍길동", "500305", "M", "", ""), KEY)["birth"]
    slip = encode(Fields("홍길등", "500305", "M", "", ""), KEY)["birth"]
    twin = encode(Fields("홍길서", "500305", "F", "", ""), KEY)["birth"]
    other = encode(Fields("홍길동", "500305", "M", "", ""), bytes(32))["birth"]
    assert 1 > likeness(right, slip) > 0.9 > likeness(right, twin)
    assert likeness(right, other) < 0.4


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_key_is_refused_in_korean(text):
    with pytest.raises(ValueError, match="64글자"):
        read_key(text)


def test_a_key_is_read_in_groups():
    assert read_key("00010203-" * 4 + "04050607 " * 4) == bytes([0, 1, 2, 3] * 4 + [4, 5, 6, 7] * 4)
