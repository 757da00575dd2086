"""지원의 고름과 다음 차례: 지니, 로렌츠 곡선, 점수, 다시 해 볼 수 있는 추첨."""

import hashlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.services.welfare.rules import Fact, measure
from duru.services.welfare.rules.turns import KnownNeed, draw, standing_of, turn_points
from tests.spec.tables import read_table

pytestmark = pytest.mark.unit
ON = date(2026, 11, 22)

TABLE = """
받은 것             | 지니   | 많이 받은 열에 하나 | 못 받은 사람
10 10 10 10         | 0.0    | 0.1                 | 0
0 0 0 40            | 0.75   | 0.4                 | 3
0 0 0 0             | 0.0    | 0.0                 | 4
1 2 3 4             | 0.25   | 0.16                | 0
0 0 0 0 0 0 0 0 0 9 | 0.9    | 1.0                 | 9
"""


@pytest.mark.parametrize("row", read_table(TABLE), ids=lambda row: row["받은 것"])
def test_the_spread_of_a_few(row):
    found = measure([int(value) for value in row["받은 것"].split()])
    assert found.gini == pytest.approx(float(row["지니"]), abs=0.0001)
    assert found.top_tenth == pytest.approx(float(row["많이 받은 열에 하나"]), abs=0.0001)
    assert found.without == int(row["못 받은 사람"])


def test_nobody_is_spread_evenly_and_nobody_has_less_than_nothing():
    assert measure([]).gini == 0
    with pytest.raises(ValueError, match="less than nothing"):
        measure([1, -1])


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_a_curve_begins_at_nothing_ends_at_all_and_never_falls(values):
    curve = measure(values).lorenz
    assert curve[0] == 0
    assert curve[-1] == pytest.approx(1)
    assert list(curve) == sorted(curve)


def fact(category: str, days_ago: int, **columns) -> Fact:
    start = ON - timedelta(days=days_ago)
    return Fact("갑", "1", "복지관", "private", category, start, start + timedelta(days=1), **columns)


POINTS = """
무엇이 알려졌고 무엇을 받았나                | 분류    | 점수
need food 400, nothing                       | food    | 84
need food 0, nothing                         | food    | 72
need fuel 400, nothing                       | food    | 64
need food 400, food 10                       | food    | 30
need food 400, fuel 10                       | food    | 42
need food 400, fuel 10 20 30 40 50 60 70 80 90 100 110 120 | food | 24
need food 400, food 400                      | food    | 84
need food 400, food -5                       | food    | 84
"""


@pytest.mark.parametrize("row", read_table(POINTS), ids=lambda row: row["무엇이 알려졌고 무엇을 받았나"])
def test_points(row):
    need, got = (part.split() for part in row["무엇이 알려졌고 무엇을 받았나"].split(","))
    needs = [KnownNeed(need[1], ON - timedelta(days=int(need[2])))]
    held = [fact(got[0], int(days)) for days in got[1:]]
    found = standing_of(needs, held, category=row["분류"], on=ON)
    assert found.points == int(row["점수"])
    assert found.points == sum(points for _, points in found.reasons)


def test_every_ground_names_its_basis_and_source():
    assert all(row.basis and row.source and row.label for row in turn_points())


def test_a_draw_is_repeated_by_the_sentence_on_the_page():
    numbers = list(range(1, 200))
    drawn = draw("3 11 19 25 30 44", numbers)
    assert drawn == sorted(numbers, key=lambda n: hashlib.sha256(f"3 11 19 25 30 44:{n}".encode()).hexdigest())
    assert drawn == draw("3 11 19 25 30 44", numbers[::-1])
    assert sorted(drawn) == numbers
    assert drawn != draw("3 11 19 25 30 45", numbers)
