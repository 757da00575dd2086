from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.errors import Refused
from duru.kernel.quantities import Quantity, format_quantity, parse_quantity

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "amount", "unit"),
    [
        ("2포", 2, "포"), ("1 box", 1, "box"), ("1 BOX", 1, "box"), ("3", 3, ""), ("10.0", 10, ""), ("1,200개", 1200, "개"), ("두 박스", 2, "박스"),
        ("５포", 5, "포"), ("10kg", 10, "kg"), ("3 세트", 3, "세트"),
    ],
)  # fmt: skip
def test_reads_count_and_unit(typed, amount, unit):
    assert parse_quantity(typed) == Quantity(amount, unit)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "비어"),
        ("많이", "읽을 수 없습니다"),
        ("0", "1 이상"),
        ("0.5", "읽을 수 없습니다"),
        ("-1", "읽을 수 없습니다"),
        ("9" * 9, "1 이상"),
        ("10kg 3포", "읽을 수"),
    ],
)
def test_refuses_with_a_reason(typed, reason):
    with pytest.raises(Refused, match=reason) as caught:
        parse_quantity(typed)
    assert caught.value.field == "quantity"


@given(st.integers(1, 1_000_000), st.sampled_from(["", "포", "개", "box"]))
def test_what_is_formatted_is_read_back(amount, unit):
    assert parse_quantity(format_quantity(Quantity(amount, unit))) == Quantity(amount, unit)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(typed):
    with suppress(Refused):
        assert parse_quantity(typed).amount > 0
