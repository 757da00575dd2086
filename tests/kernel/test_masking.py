from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.masking import mask_address, mask_birth, mask_digits, mask_name, mask_phone

pytestmark = pytest.mark.unit

syllable = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("홍길동", "홍○동"), ("홍길", "홍○"), ("김하늘별", "김○○별"), ("남궁민수", "남궁○○"), ("남궁민", "남궁○"), ("황보라", "황○라"), ("홍", "○"), ("", ""),
        ("홍길동님", "홍○동"), ("홍 길 동", "홍○동"), ("응우옌티호아", "응○○○○아"), ("KIM CHULSOO", "K** C******"), ("Chul-Soo Kim", "C******* K**"),
        ("A B", "* *"), ("金哲洙", "金○洙"), ("홍길동, 김철수", "○"), ("12345", "○"), ("미상", "○"),
    ],
)  # fmt: skip
def test_masks_names(name, masked):
    assert mask_name(name) == masked


@given(st.text(syllable, min_size=2, max_size=7))
def test_a_masked_name_never_shows_the_whole(name):
    masked = mask_name(name)
    assert "○" in masked
    assert masked != name
    assert len(masked) <= len(name)


@given(st.text(max_size=20))
def test_any_name_is_masked_or_empty(name):
    masked = mask_name(name)
    assert masked == "" or "○" in masked or "*" in masked


def test_masks_births_down_to_the_year():
    assert mask_birth(date(1955, 3, 5)) == "1955-**-**"
    assert mask_birth(1955) == "1955-**-**"
    assert mask_birth(None) == ""


@pytest.mark.parametrize(
    ("digits", "masked"),
    [
        ("01012345678", "010-****-5678"), ("0112345678", "011-***-5678"), ("022234567", "02-***-4567"), ("0222345678", "02-****-5678"),
        ("0312345678", "031-***-5678"), ("15881234", "********"), ("12345", "*****"), ("", ""),
    ],
)  # fmt: skip
def test_masks_phones(digits, masked):
    assert mask_phone(digits) == masked


@given(st.from_regex(r"010[0-9]{8}", fullmatch=True))
def test_a_masked_phone_hides_the_middle(digits):
    assert mask_phone(digits) == f"010-****-{digits[-4:]}"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("한빛특별시 해오름구 해오름동 123-4 101호", "한빛특별시 해오름구 해오름동 ***"),
        ("한빛특별시 해오름구 새벽로12길 34-5, 101동 1203호 (해오름동)", "한빛특별시 해오름구 ***"),
        ("해오름구 해오름동2가 17", "해오름구 해오름동2가 ***"),
        ("한빛도 누리군 안덕면 명당리 5-1", "한빛도 누리군 안덕면 ***"),
        ("새벽로12길 34-5", "***"),
        ("행복경로당 옆집", "***"),
        ("", ""),
    ],
)
def test_masks_addresses_below_the_dong(address, masked):
    assert mask_address(address) == masked


@given(st.integers(1, 9999), st.integers(1, 99), st.integers(100, 9999))
def test_a_masked_address_shows_no_number(main, sub, room):
    assert not any(char.isdigit() for char in mask_address(f"한빛특별시 해오름구 해오름동 {main}-{sub} {room}호"))


@pytest.mark.parametrize(
    ("number", "masked"), [("110-123-456789", "***-***-**6789"), ("12345678", "********"), ("", "")]
)
def test_masks_account_numbers(number, masked):
    assert mask_digits(number) == masked
