from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.errors import Refused
from duru.kernel.money import LARGEST_WON, cut_to_tens, format_won, parse_won

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "won"),
    [
        ("1234", 1234), ("1,234원", 1234), ("₩1,234", 1234), ("￦ 1,234", 1234), ("\\1,234", 1234), ("1,234.0", 1234), ("1234.00원", 1234), ("0", 0),
        ("1만2천원", 12_000), ("12만", 120_000), ("3천원", 3_000), ("10만5000", 105_000), ("1억 2,000만원", 120_000_000), ("1.5만원", 15_000),
        ("만원", 10_000), ("3백만원", 3_000_000), ("2천5백원", 2_500), ("일금 오만원정", 50_000), ("금 십이만삼천원", 123_000), ("이천오백원", 2_500),
        ("금50,000원정", 50_000), ("１，２３４", 1234), ("50000 KRW", 50_000), ("약 3만원", 30_000),
        ("1조", 10**12), ("오만", 50_000), ("0.5만원", 5_000),
    ],
)  # fmt: skip
def test_reads_every_way_of_writing_an_amount(typed, won):
    assert parse_won(typed) == won


def test_a_column_may_be_in_thousands():
    assert parse_won("35", unit_won=1000) == 35_000
    assert parse_won("1,200", unit_won=1000) == 1_200_000


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "비어"),
        ("-", "비어"),
        ("-1,000", "0보다 작은"),
        ("(1,000)", "0보다 작은"),
        ("△1,000", "0보다 작은"),
        ("₩-1,000", "0보다 작은"),
        ("−500원", "0보다 작은"),
        ("1234.5", "떨어지지 않습니다"),
        ("1.23456만원", "떨어지지 않습니다"),
        ("무료", "읽을 수 없습니다"),
        ("12,34", "읽을 수 없습니다"),
        ("1,2345", "읽을 수 없습니다"),
        ("쌀 2포", "읽을 수 없습니다"),
        ("1e5", "읽을 수 없습니다"),
        ("9" * 20, "너무 큰"),
    ],
)
def test_refuses_with_a_reason_that_says_what_to_do(typed, reason):
    with pytest.raises(Refused, match=reason) as caught:
        parse_won(typed)
    assert caught.value.field == "won"


@given(st.integers(0, LARGEST_WON))
def test_what_is_formatted_is_read_back(won):
    assert parse_won(format_won(won)) == parse_won(str(won)) == won


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_units_add_up(ten_thousands, rest):
    assert parse_won(f"{ten_thousands}만{rest}원") == ten_thousands * 10_000 + rest


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(typed):
    with suppress(Refused):
        assert parse_won(typed) >= 0


@pytest.mark.parametrize(("won", "tens"), [(0, 0), (9, 0), (10, 10), (12_345, 12_340)])
def test_cuts_to_tens(won, tens):
    assert cut_to_tens(won) == tens
