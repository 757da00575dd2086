"""All anew, or only what changed."""

import pytest

from duru.blocks.linkage.rules.choice import choose_run

pytestmark = pytest.mark.unit
USUAL = {"n_waiting": 100, "n_compared": 100_000, "is_ready": True, "is_same_model": True, "days_since_full": 1}


@pytest.mark.parametrize(
    ("changes", "is_full", "word"),
    [
        ({}, False, "100건"),
        ({"n_waiting": 5_000}, False, "5,000건"),
        ({"n_waiting": 5_001}, True, "5%"),
        ({"n_waiting": 500, "n_compared": 10}, False, "500건"),
        ({"n_waiting": 501, "n_compared": 10}, True, "5%"),
        ({"is_ready": False}, True, "바탕"),
        ({"is_same_model": False}, True, "모형"),
        ({"days_since_full": 6}, False, "100건"),
        ({"days_since_full": 7}, True, "7일"),
    ],
)
def test_the_choice_follows_size_model_and_age_and_says_why(changes, is_full, word):
    choice = choose_run(**{**USUAL, **changes})
    assert choice.is_full == is_full
    assert word in choice.why
