"""중복 규칙표

규칙 한 줄마다 걸리는 예와 걸리지 않는 예(services/welfare/rules/overlap_examples.csv). 한 예의 마지막 줄을 지금 주려 할 때의 판정입니다.
'끝'은 포함하지 않는 날이며, 빈칸은 계속입니다. 판정 '없음'은 어느 규칙도 말하지 않는다는 뜻입니다. 규칙집과 화면이 같은 예를 보여 줍니다.
"""

from datetime import date

import pytest

from duru.services.welfare.enums import Verdict
from duru.services.welfare.rules import (
    ASK_THE_OFFICE,
    Asker,
    Fact,
    judge,
    judge_example,
    other_side,
    shipped_examples,
    shipped_rules,
    word_of,
)

pytestmark = pytest.mark.unit

ON = date(2026, 11, 22)
RULES = shipped_rules()


EXAMPLES = shipped_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{each.code} {each.title}" for each in EXAMPLES])
def test_rule(example):
    assert word_of(judge_example(example, RULES, on=ON)) == example.verdict
    if len(example.facts) == 2:
        # Of two benefits the order never matters.
        left, right = example.facts
        assert judge(left, right, RULES, on=ON) == judge(right, left, RULES, on=ON)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_an_example_that_fits_and_one_that_does_not(rule):
    fitting = set()
    for example in EXAMPLES:
        if example.code == rule.code:
            found = judge_example(example, RULES, on=ON)
            fitting.add(found is not None and found.code == rule.code)
    assert fitting == {True, False}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_names_its_basis_source_and_what_to_do(rule):
    assert "" not in (rule.basis, rule.source, rule.sentence, rule.what_to_do)
    assert rule.sentence.endswith(".")
    assert rule.what_to_do.endswith(".")


def test_a_rule_says_nothing_before_its_first_day():
    (example,) = [each for each in EXAMPLES if each.title == "기초연금 수급자에게는 장애인연금 기초급여를 주지 않는다"]
    left, right = example.facts
    assert judge(left, right, RULES, on=date(2014, 6, 30)) is None
    assert judge(left, right, RULES, on=date(2014, 7, 1)).verdict == Verdict.PROHIBITED


def test_private_gifts_are_never_forbidden_nor_restricted():
    hard = {Verdict.PROHIBITED, Verdict.RESTRICTED}
    assert [r.code for r in RULES if r.verdict in hard and "private" in (r.left.side, r.right.side)] == []


@pytest.mark.parametrize(
    ("asker", "seen"),
    [
        (Asker("구청", True), "복지관 · 김장김치 · 2026-11-10"),
        (Asker("복지관", False), "복지관 · 김장김치 · 2026-11-10"),
        (Asker("교회", False), ASK_THE_OFFICE),
        (Asker("", False), ASK_THE_OFFICE),
    ],
)
def test_another_agency_reads_one_and_the_same_sentence(asker, seen):
    labelled = Fact(
        "갑", "1", "복지관", "private", "food", date(2026, 11, 10), None, label="복지관 · 김장김치 · 2026-11-10"
    )
    assert other_side(labelled, asker) == seen
