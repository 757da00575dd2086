"""Conditions of a process are read by our interpreter; whatever could reach beyond values is refused."""

import pytest

from duru.blocks.casework.engine.expressions import check_expression, evaluate
from duru.blocks.casework.errors import ProcessRefused

pytestmark = pytest.mark.unit

VALUES = {"decision": "accept", "area_m2": 99.5, "owners": 2, "urgent": True, "papers": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("decision == 'accept'", True),
        ("decision != 'accept'", False),
        ("area_m2 < 100", True),
        ("0 < area_m2 <= 99.5", True),
        ("0 < area_m2 < 99.5", False),
        ("decision == 'accept' and area_m2 >= 100", False),
        ("decision == 'refuse' or urgent", True),
        ("not urgent", False),
        ("decision in ['accept', 'partly']", True),
        ("decision not in ('accept',)", False),
        ("'a' in papers", True),
        ("owners * 2 + 1 == 5", True),
        ("-owners < 0", True),
        ("nobody_said_so is None", True),
        ("  decision == 'accept'  ", True),
        ("'가족묘지' == '가족묘지'", True),
    ],
)
def test_a_condition_has_the_value_one_expects(text, value):
    assert evaluate(text, VALUES) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "().__class__.__bases__",
        "decision.upper()",
        "len(papers) > 1",
        "papers[0]",
        "[x for x in papers]",
        "lambda: 1",
        "f'{decision}'",
        "(x := 3)",
        "2 ** 99999999",
        "1 if urgent else 2",
        "{'a': 1}",
        "b'bytes' == b'bytes'",
        "1 // 0",
        "*papers",
        "import os",
        "",
        "decision ==",
        "a" * 501,
        "(" * 30 + "1" + ")" * 30 + " or " + "not " * 30 + "urgent",
        "1j < 2",
        "decision == 'a'\nimport os",
        "\0",
    ],
)
def test_what_could_reach_beyond_values_is_refused_when_it_comes_in(text):
    with pytest.raises(ProcessRefused):
        check_expression(text)


@pytest.mark.parametrize(
    "text", ["area_m2 < 'a'", "decision * 1000000 == 1", "decision < None", "'a' in owners", "-decision == 1"]
)
def test_values_that_do_not_go_together_are_told_and_nothing_grows(text):
    with pytest.raises(ProcessRefused, match="계산할 수 없습니다"):
        evaluate(text, VALUES)
