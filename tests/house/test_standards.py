"""The map of standards: complete, every item judged, every named test there, four fifths of what applies proven by one."""

import re
from collections import Counter
from functools import cache

import pytest

from duru.site.reference.standards import VERDICTS, counts, read_items
from tests.database import ROOT

pytestmark = pytest.mark.unit


@cache
def functions_of(file: str) -> frozenset[str]:
    path = ROOT / file
    return (
        frozenset(re.findall(r"^ *def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
        if path.is_file()
        else frozenset()
    )


def test_every_item_of_each_standard_stands_there_once():
    items = read_items()
    assert max(Counter((each.standard, each.item) for each in items).values()) == 1
    groups = Counter(
        (each.standard.split()[-1] if "ASVS" in each.standard else each.standard, each.group.split()[0])
        for each in items
    )
    assert (groups["5.0.0", "L1"], groups["5.0.0", "L2"]) == (70, 183)
    assert (groups["소프트웨어 보안약점", "설계"], groups["소프트웨어 보안약점", "구현"]) == (20, 49)
    assert sum(each.standard.endswith("2.2") for each in items) == 33


def test_every_item_is_judged_and_what_is_not_met_says_why():
    wrong = [
        each.item
        for each in read_items()
        if each.verdict not in VERDICTS
        or not each.words
        or (each.verdict != "met" and (each.proof or not each.note))
        or (each.verdict == "met" and not (each.proof or each.note))
    ]
    assert wrong == []


def test_every_test_that_is_named_exists():
    named = {test for each in read_items() for test in each.proof}
    assert named
    lost = sorted(test for test in named if test.rpartition("::")[2] not in functions_of(test.partition("::")[0]))
    assert lost == []


def test_four_fifths_of_what_applies_are_proven_by_a_test():
    items = read_items()
    applicable = [each for each in items if each.verdict != "not_applicable"]
    assert sum(each.is_proven for each in applicable) / len(applicable) >= 0.8


def test_the_share_counts_what_applies_only():
    met, unproven, open_, outside = (
        item for item in (_of("met", "t"), _of("met"), _of("not_met"), _of("not_applicable"))
    )
    assert counts([met, met, unproven, open_, outside]) == ["5", "3", "1", "1", "50%"]


def _of(verdict, *proof):
    from duru.site.reference.standards import Item

    return Item("", "", "", "말", verdict, proof, "")
