"""What the benchmarks count, on cases small enough to count by hand."""

import numpy as np
import pytest

from bench.accuracy import calibration, measure, pair_scores

pytestmark = pytest.mark.unit


def test_best_f1_lies_where_the_wrong_links_begin():
    found = measure(np.array([0.9, 0.8, 0.7, 0.2]), np.array([True, True, False, False]), 4)
    assert (found.precision, found.recall) == (1.0, 0.5)
    assert found.f1 == pytest.approx(2 / 3)


def test_recall_at_high_precision_forgives_one_in_a_thousand():
    correct = np.ones(2000, bool)
    correct[500] = False
    assert measure(np.linspace(1, 0, 2000), correct, 2000).recall_p999 == pytest.approx(1999 / 2000)


def test_calibration_compares_what_was_said_with_what_was():
    said = np.full(4000, 0.525)
    error, gap = calibration(said, np.arange(4000) < 2500)
    assert error == pytest.approx(0.1)
    assert gap == pytest.approx(0.1)


def test_small_bins_make_no_largest_gap():
    assert calibration(np.array([0.1, 0.9]), np.array([True, False]))[1] == 0.0


def test_pairs_of_groups():
    precision, recall, f = pair_scores(np.array([1, 1, 1, 2]), np.array([7, 7, 8, 8]))
    assert (precision, recall) == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert f == pytest.approx(0.4)
