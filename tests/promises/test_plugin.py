"""The count of tries and failures: what fails is never lost, and what nobody tried is no success."""

from types import SimpleNamespace

import pytest

from tests.promises.page import rows
from tests.promises.plugin import Counts

pytestmark = pytest.mark.unit


def report(when="call", outcome="passed", *properties):
    return SimpleNamespace(when=when, failed=outcome == "failed", user_properties=list(properties))


def counted(*reports):
    counts = Counts()
    for each in reports:
        counts.pytest_runtest_logreport(each)
    return {key: tuple(numbers) for key, numbers in counts.numbers.items()}


MINE = ("promise", "wall.tables")


@pytest.mark.parametrize(
    ("reports", "numbers"),
    [
        ([report("setup", "passed", MINE), report("call", "passed", MINE)], (1, 0)),
        ([report("call", "failed", MINE)], (1, 1)),
        ([report("setup", "failed", MINE)], (1, 1)),
        ([report("call", "passed", MINE), report("teardown", "failed", MINE)], (1, 1)),
        ([report("call", "passed", MINE, ("promise_tally", [10, 0]), ("promise_tally", [5, 2]))], (15, 2)),
        ([report("call", "failed", MINE, ("promise_tally", [10, 0]))], (10, 1)),
        ([report("call", "failed", MINE, ("promise_tally", [10, 4]))], (10, 4)),
    ],
)
def test_tries_and_failures_add_up(reports, numbers):
    assert counted(*reports) == {"wall.tables": numbers}


def test_a_test_of_two_promises_counts_for_both_and_others_for_none():
    assert counted(report("call", "passed", MINE, ("promise", "rights.cells")), report("call", "failed")) == {
        "wall.tables": (1, 0),
        "rights.cells": (1, 0),
    }


def test_what_nobody_tried_stands_in_the_table_with_nought():
    assert {tried for _, _, tried, _, _ in rows({})} == {0}
