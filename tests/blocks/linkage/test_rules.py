"""Bands, and reasons in words."""

import duckdb
import pytest

from duru.blocks.linkage.engine.model import Costs, shipped_model
from duru.blocks.linkage.rules import band, band_sql, reasons_from_stored, reasons_of, signed

pytestmark = pytest.mark.unit
COSTS = Costs("2026-01-01", review=3, false_link=150, missed_link=30, margin_bits=2, source="시험")


@pytest.mark.parametrize(
    ("probability", "margin", "bound", "expected"),
    [
        (1.0, None, "", "certain"), (0.98, 2.0, "", "certain"), (0.979, None, "", "review"), (0.99, 1.9, "", "review"),
        (1.0, None, "review", "review"), (1.0, None, "new", "new"), (0.1, None, "", "review"), (0.099, None, "", "new"),
        (0.05, None, "review", "new"),
    ],
)  # fmt: skip
def test_band(probability, margin, bound, expected):
    assert band(probability, margin, bound, COSTS) == expected


def test_band_in_sql_is_the_same_rule():
    grid = [
        (p / 200, margin, bound)
        for p in range(201)
        for margin in (None, 0.0, 1.999, 2.0, 9.5)
        for bound in ("", "review", "new")
    ]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (n INT, probability DOUBLE, margin DOUBLE, bound VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", [(at, *row) for at, row in enumerate(grid)])
        answers = connection.execute(f"SELECT {band_sql(COSTS)} FROM t ORDER BY n").fetchall()
    assert [answer for (answer,) in answers] == [band(*row, COSTS) for row in grid]


@pytest.mark.parametrize(
    ("bits", "text"), [(7.13, "+7.1"), (-1.18, "−1.2"), (0.04, "0.0"), (-0.04, "0.0"), (12, "+12.0")]
)
def test_signed(bits, text):
    assert signed(bits) == text


def test_reasons_are_words_with_bits_strongest_first():
    model = shipped_model()
    reasons = reasons_of(model, model.code(name="one_jamo", phone="equal", address="else"), None)
    assert [reason.field for reason in reasons][0] == "phone"
    assert reasons[0].sentence.startswith("전화 같음 +")
    assert any(reason.sentence.startswith("이름 자모 하나 다름 +") for reason in reasons)
    assert any(reason.sentence.startswith("주소 다름 −") for reason in reasons)


def test_rarer_name_says_more():
    model = shipped_model()
    code = model.code(name="equal")
    (common,) = reasons_of(model, code, -8.0)
    (rare,) = reasons_of(model, code, -16.0)
    assert rare.bits - common.bits == pytest.approx(8, abs=0.02)


def test_stored_reasons_of_an_older_model_are_still_readable():
    (reason,) = reasons_from_stored(shipped_model(), [["name", "no_longer_there", 3.2]])
    assert reason.sentence == "이름 no_longer_there +3.2"
