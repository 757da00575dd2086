import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.canonical import canonical_hash, canonical_json

pytestmark = pytest.mark.unit

texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: normalize("NFC", text))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"나": 1, "가": [True, None, "x"]}, '{"가":[true,null,"x"],"나":1}'),
        ({"b": {"z": 1, "a": 2}, "a": ()}, '{"a":[],"b":{"a":2,"z":1}}'),
        (normalize("NFD", "뷁"), '"뷁"'),
        ('줄\n"\\\x00', '"줄\\n\\"\\\\\\u0000"'),
        (10**30, "1" + "0" * 30),
        (date(2026, 3, 5), '"2026-03-05"'),
        (datetime(2026, 3, 5, 9, 0, tzinfo=timezone(timedelta(hours=9))), '"2026-03-05T00:00:00.000000Z"'),
        ("", '""'),
    ],
)
def test_writes_one_form(value, written):
    assert canonical_json(value).decode() == written


def test_the_form_may_never_change():
    value = {"name": "홍길동", "cells": ["쌀 10kg", None, 35000], "on": date(2026, 3, 5)}
    assert canonical_hash(value).hex() == "c2e7d5385a220b973d866a0fedb7216c09ae9db445fab41e6e9116f76a1b56fb"


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), Decimal(1), b"x", {1, 2}, datetime(2026, 3, 5), {1: "x"}, [0.5], object()]
)
def test_refuses_what_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_refuses_keys_that_become_equal():
    with pytest.raises(ValueError, match="둘"):
        canonical_json({"가": 1, normalize("NFD", "가"): 2})


def test_refuses_half_a_character():
    with pytest.raises(ValueError):  # noqa: PT011 - the codec's own words differ between versions
        canonical_json("\ud800")


@given(values)
def test_is_json_and_goes_round(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(texts, st.integers(), min_size=2))
def test_order_of_keys_does_not_matter(value):
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@given(texts)
def test_decomposed_text_gives_the_same_hash(text):
    assert canonical_hash([normalize("NFD", text)]) == canonical_hash([text])


@given(st.datetimes(timezones=st.just(UTC)))
def test_one_moment_is_written_once(moment):
    seoul = moment.astimezone(timezone(timedelta(hours=9))) if moment.year < 9999 else moment
    assert canonical_json(seoul) == canonical_json(moment)
