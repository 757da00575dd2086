"""The estimator of precision and recall, held against truth that is known because it was drawn."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duru.blocks.linkage.rules import Stratum, allocate, estimate_accuracy, exact_interval, stratum_of

pytestmark = pytest.mark.unit

# (label, is linked, pairs, true share of one person, share the model expects)
DISTRICTS = {
    "as the model says": [(True, 180_000, 0.9995, 0.9995), (True, 12_000, 0.99, 0.99), (True, 5_000, 0.9, 0.9),
                          (True, 1_500, 0.62, 0.65), (False, 2_000, 0.35, 0.38), (False, 20_000, 0.02, 0.01)],
    "model too sure": [(True, 40_000, 0.97, 0.9999), (True, 3_000, 0.85, 0.99), (True, 900, 0.5, 0.7),
                       (False, 700, 0.5, 0.3), (False, 9_000, 0.06, 0.005)],
    "small 구": [(True, 900, 0.99, 0.995), (True, 120, 0.8, 0.9), (False, 60, 0.3, 0.3), (False, 400, 0.03, 0.02)],
}  # fmt: skip


def draw(plan, sizes, rng):
    """Draw true totals and a sample of them without replacement, as a district and a reviewer would."""
    strata, truths = [], []
    for at, ((is_linked, n_pairs, share, expected), n) in enumerate(zip(plan, sizes, strict=True)):
        n_true = rng.binomial(n_pairs, share)
        n_same = rng.hypergeometric(n_true, n_pairs - n_true, n)
        strata.append(Stratum(f"s{at}", "", is_linked, n_pairs, n, int(n_same), expected))
        truths.append(n_true)
    found = sum(n for n, s in zip(truths, strata, strict=True) if s.is_linked)
    precision = found / sum(s.n_pairs for s in strata if s.is_linked)
    return strata, precision, found / sum(truths)


@pytest.mark.parametrize("name", DISTRICTS)
@pytest.mark.parametrize("n", [150, 400])
def test_intervals_cover_the_truth_at_least_as_often_as_they_say(name, n):
    plan, rng = DISTRICTS[name], np.random.default_rng(7)
    sizes = allocate([row[1] for row in plan], [row[3] for row in plan], n=n)
    hits, rounds, too_wide = np.zeros(2), 600, 0
    for _ in range(rounds):
        strata, precision, recall = draw(plan, sizes, rng)
        p, r = estimate_accuracy(strata)
        hits += [p.low <= precision <= p.high, r.low <= recall <= r.high]
        too_wide += p.high - p.low > 0.15
    # 95 % promised; 600 rounds scatter by about ± 1.8 points.
    assert (hits / rounds >= 0.93).all()
    assert too_wide < 0.05 * rounds


@pytest.mark.parametrize("name", DISTRICTS)
def test_estimates_are_not_bent_to_one_side(name):
    plan, rng = DISTRICTS[name], np.random.default_rng(11)
    sizes = allocate([row[1] for row in plan], [row[3] for row in plan], n=400)
    errors = []
    for _ in range(400):
        strata, precision, recall = draw(plan, sizes, rng)
        p, r = estimate_accuracy(strata)
        errors.append((p.value - precision, r.value - recall))
    assert np.abs(np.mean(errors, axis=0)).max() < 0.004


def strata_strategy():
    one = st.builds(
        lambda is_linked, n_pairs, part, same: (is_linked, n_pairs, part, same),
        st.booleans(), st.integers(1, 600), st.floats(0.01, 1), st.floats(0, 1),
    )  # fmt: skip
    return st.lists(one, min_size=1, max_size=8).map(
        lambda rows: [
            Stratum(f"s{at}", "", linked, size, n := max(1, round(size * part)), round(n * same), 0.5)
            for at, (linked, size, part, same) in enumerate(rows)
        ]
    )


@settings(deadline=None)
@given(strata_strategy())
def test_every_interval_lies_around_its_value_within_zero_and_one(strata):
    for estimate in estimate_accuracy(strata):
        if estimate is not None:
            assert -1e-9 <= estimate.low <= estimate.value + 1e-9
            assert estimate.value - 1e-9 <= estimate.high <= 1 + 1e-9
            assert math.isfinite(estimate.low)


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(1, 300))
def test_exact_interval_leaves_the_same_tail_on_either_side(n_same, n):
    n_same = min(n_same, n)
    low, high = exact_interval(n_same, n)
    assert low <= n_same / n <= high
    assert exact_interval(n - n_same, n) == pytest.approx((1 - high, 1 - low))
    if n_same < n:
        at_most = sum(math.comb(n, k) * high**k * (1 - high) ** (n - k) for k in range(n_same + 1))
        assert at_most == pytest.approx(0.025, abs=1e-9)


def test_exact_interval_of_known_cases():
    # Tables: 0 of 10 → 0–.3085; 1 of 20 → .0013–.2487; 50 of 100 → .3983–.6017
    assert exact_interval(0, 10) == pytest.approx((0, 0.3085), abs=5e-5)
    assert exact_interval(1, 20) == pytest.approx((0.0013, 0.2487), abs=5e-5)
    assert exact_interval(50, 100) == pytest.approx((0.3983, 0.6017), abs=5e-5)
    assert exact_interval(0, 0) == (0, 1)


def test_whole_strata_answered_leave_no_doubt():
    strata = [Stratum("a", "", True, 60, 60, 57, 0.9), Stratum("b", "", False, 40, 40, 3, 0.1)]
    precision, recall = estimate_accuracy(strata)
    assert (precision.low, precision.value, precision.high) == pytest.approx((0.95, 0.95, 0.95))
    assert (recall.low, recall.value, recall.high) == pytest.approx((0.95, 0.95, 0.95))


def test_too_few_answers_say_nothing():
    few = [Stratum("a", "", True, 500, 29, 29, 0.99)]
    assert estimate_accuracy(few) == (None, None)
    unseen = [Stratum("a", "", True, 500, 200, 199, 0.99), Stratum("b", "", True, 90, 0, 0, 0.6)]
    assert estimate_accuracy(unseen) == (None, None)
    missed_unknown = [Stratum("a", "", True, 500, 200, 199, 0.99), Stratum("b", "", False, 90, 0, 0, 0.1)]
    precision, recall = estimate_accuracy(missed_unknown)
    assert precision.value == 0.995
    assert recall is None


def test_no_error_found_is_not_no_error():
    precision, _ = estimate_accuracy([Stratum("a", "", True, 100_000, 60, 60, 0.999)])
    assert (precision.value, precision.high) == (1.0, 1.0)
    assert precision.low < 0.95


@pytest.mark.parametrize(
    ("probability", "is_linked", "key"),
    [(1.0, True, "linked_0"), (0.999, True, "linked_0"), (0.9989, True, "linked_1"), (0.5, True, "linked_3"),
     (0.49, False, "apart_0"), (0.02, False, "apart_1"), (0.0, False, "apart_2")],
)  # fmt: skip
def test_every_probability_has_its_stratum(probability, is_linked, key):
    assert stratum_of(probability, is_linked=is_linked)[0] == key


def test_allocation_gives_every_filled_stratum_its_share():
    assert allocate([100_000, 500, 0, 5], [0.999, 0.6, 0.5, 0.5], n=200) == [195, 8, 0, 5]
