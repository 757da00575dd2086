"""An attacker who knows every shown cell and every sum: linear algebra for any size, every possible table for small ones."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.statistics.rules.suppression import Shape, interval_of, mask_of

pytestmark = pytest.mark.unit
K = 5
VALUES = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 17, 60])


def with_totals(inner: dict) -> dict:
    """Add the sums that are printed with a table."""
    rows, columns = sorted({r for r, _ in inner}), sorted({c for _, c in inner})
    whole = dict(inner)
    whole |= {(r, None): sum(inner[r, c] for c in columns) for r in rows}
    whole |= {(None, c): sum(inner[r, c] for r in rows) for c in columns}
    return whole | {(None, None): sum(inner.values())}


def table_of(values, n_columns: int) -> dict:
    inner = {(f"r{at // n_columns}", f"c{at % n_columns}"): value for at, value in enumerate(values)}
    return with_totals(inner)


def hide(flow: dict, **known):
    return mask_of([Shape(key, 0 < value < K, (value,)) for key, value in flow.items()], threshold=K, **known)


def equations_of(keys) -> list[dict]:
    """Every sum of a table: which cells, with which sign, come to nought."""
    rows, columns = {r for r, _ in keys if r}, {c for _, c in keys if c}
    found = [{(r, None): -1} | {(r, c): 1 for c in columns} for r in [*rows, None]]
    found += [{(None, c): -1} | {(r, c): 1 for r in rows} for c in [*columns, None]]
    return found


def solvable(flow: dict, hidden) -> set:
    """The hidden cells that linear algebra alone gives away: those fixed in every solution of the equations."""
    order = sorted(hidden, key=str)
    matrix = np.array([[eq.get(key, 0) for key in order] for eq in equations_of(flow)], dtype=float)
    if not order:
        return set()
    _, sizes, base = np.linalg.svd(matrix)
    rank = int((sizes > 1e-9).sum())
    free = base[rank:]  # directions in which the hidden cells can move
    return {key for at, key in enumerate(order) if not free.size or np.abs(free[:, at]).max() < 1e-9}


def possible(flow: dict, hidden) -> dict:
    """Every whole-numbered table that fits what is shown, by trying: the values each hidden cell may have, up to 30."""
    inner = sorted(key for key in flow if None not in key)
    unknown = [key for key in inner if key in hidden]
    seen = {key: set() for key in hidden}
    for values in itertools.product(range(13), repeat=len(unknown)):
        tried = with_totals({key: flow[key] for key in inner} | dict(zip(unknown, values, strict=True)))
        if all(tried[key] == flow[key] for key in flow if key not in hidden):
            for key in hidden:
                seen[key].add(tried[key])
    return seen


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(n), st.lists(VALUES, min_size=2 * n, max_size=7 * n))))
def test_no_small_cell_follows_from_the_sums(drawn):
    n, values = drawn
    flow = table_of(values[: len(values) // n * n], n)
    hidden = hide(flow)
    small = {key for key, value in flow.items() if 0 < value < K}
    assert small <= hidden
    if hidden == set(flow):
        return  # nothing is printed
    assert solvable(flow, hidden) & small == set()
    for key in small:
        low, high = interval_of(key, flow, hidden)
        assert low <= flow[key] <= high
        assert high - low >= K


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 6, 8]), min_size=4, max_size=4))
def test_trying_every_table_leaves_a_small_cell_as_wide_as_is_said(values):
    flow = table_of(values, 2)
    hidden = hide(flow)
    if hidden == set(flow):
        return
    found = possible(flow, hidden)
    for key in (key for key, value in flow.items() if 0 < value < K):
        low, high = interval_of(key, flow, hidden)
        assert (min(found[key]), max(found[key])) == (low, min(high, max(found[key])))
        assert max(found[key]) - min(found[key]) >= K


def test_a_lone_small_cell_takes_three_others_along():
    flow = table_of([1, 20, 30, 25, 40, 50, 60, 70, 80], 3)
    hidden = hide(flow)
    assert len(hidden) == 4
    assert ("r0", "c0") in hidden
    assert all(None not in key for key in hidden)


def test_the_attack_finds_a_table_whose_covers_were_forgotten():
    flow = table_of([1, 20, 30, 25, 40, 50, 60, 70, 80], 3)
    assert solvable(flow, {("r0", "c0")}) == {("r0", "c0")}
    assert interval_of(("r0", "c0"), flow, {("r0", "c0")}) == (1, 1)


@pytest.mark.parametrize(("value", "is_hidden"), [(0, False), (4, True), (5, False)])
def test_the_border_lies_at_the_threshold(value, is_hidden):
    flow = table_of([value, 20, 30, 25, 40, 50, 60, 70, 80], 3)
    assert (("r0", "c0") in hide(flow)) == is_hidden


def test_a_sum_of_won_is_covered_too():
    flow = table_of([1, 20, 30, 25, 40, 50, 60, 70, 80], 3)
    won = with_totals({key: value * 1_000_000 for key, value in flow.items() if None not in key})
    hidden = mask_of([Shape(key, 0 < flow[key] < K, (flow[key], won[key])) for key in flow], threshold=K, n_counts=1)
    low, high = interval_of(("r0", "c0"), won, hidden)
    assert high - low >= 0.2 * won["r0", "c0"]


def test_a_measure_that_is_nought_everywhere_withholds_nothing():
    flow = table_of([1, 20, 30, 25, 40, 50, 60, 70, 80], 3)
    shapes = [Shape(key, 0 < value < K, (value, 0)) for key, value in flow.items()]
    assert len(mask_of(shapes, threshold=K, n_counts=2)) == 4


def test_what_is_shown_in_another_table_is_no_cover_here():
    flow = {("a", None): 2, ("b", None): 40, ("c", None): 50, (None, None): 92}
    assert hide(flow) == {("a", None), ("b", None)}
    assert hide(flow, shown={("b", None)}) == {("a", None), ("c", None)}
    assert hide(flow, shown={("b", None), ("c", None), (None, None)}) == set(flow)


def test_months_of_a_stock_are_covered_each_for_itself():
    """달끼리 더하지 않는 표: 가로 합계가 없고, 달마다 제 합계만 있다"""
    inner = {("a", "2026-09"): 1, ("b", "2026-09"): 30, ("c", "2026-09"): 9, ("a", "2026-10"): 8, ("b", "2026-10"): 30, ("c", "2026-10"): 9}  # fmt: skip
    flow = inner | {
        (None, month): sum(v for (_, m), v in inner.items() if m == month) for month in ("2026-09", "2026-10")
    }
    hidden = hide(flow)
    assert hidden == {("a", "2026-09"), ("c", "2026-09")}
