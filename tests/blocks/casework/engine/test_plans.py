"""A process file is read once and refused when it holds what this house does not run."""

import pytest

from duru.blocks.casework.api import list_kinds
from duru.blocks.casework.engine.plans import read_plan
from duru.blocks.casework.enums import TaskKind
from duru.blocks.casework.errors import ProcessRefused
from duru.kernel.days import Period, Unit
from tests.blocks.casework.processes import BPMN, BRANCHES, TWO_STEPS, process

pytestmark = pytest.mark.unit


def test_steps_carry_what_the_file_says_of_them():
    plan = read_plan(TWO_STEPS)
    assert [(each.key, each.name, each.kind, each.period, each.stage) for each in plan.steps.values()] == [
        ("check", "확인", TaskKind.WORK, Period(3, Unit.DAY), "확인"),
        ("decide", "결정", TaskKind.DECISION, None, "결정"),
    ]
    assert plan.stages == ("확인", "결정")
    assert read_plan(TWO_STEPS) is plan


def test_every_registered_kind_has_a_process_that_runs_and_forms_for_its_steps():
    kinds = list_kinds()
    assert kinds
    for kind in kinds:
        assert {step.form for step in kind.plan.steps.values()} - {""} <= kind.forms.keys()
        assert kind.outcomes.keys() >= kind.refusals


def with_node(node: str) -> str:
    return TWO_STEPS.replace("</process>", f"{node}</process>")


@pytest.mark.parametrize(
    ("bpmn", "said"),
    [
        (with_node('<scriptTask id="x"><script>import os</script></scriptTask>'), "스크립트"),
        (with_node('<serviceTask id="x"/>'), "서비스"),
        (with_node('<callActivity id="x" calledElement="y"/>'), "다른 절차"),
        (with_node('<boundaryEvent id="x" attachedToRef="check"><timerEventDefinition/></boundaryEvent>'), "boundaryEvent"),
        (with_node('<dataObject id="x"/>'), "dataObject"),
        (with_node('<businessRuleTask id="x"/>'), "businessRuleTask"),
        (BRANCHES.replace('<sequenceFlow id="f0"', '<sequenceFlow id="f9" sourceRef="a" targetRef="b">'
                          '<conditionExpression>__import__("os")</conditionExpression></sequenceFlow><sequenceFlow id="f0"'), "쓸 수 없는 표현"),
        (process('<startEvent id="s"/>', '<exclusiveGateway id="g"/>', '<userTask id="a"/>', '<endEvent id="e"/>',
                 flows="s>g;g>a:x == 1;g>e:x == 2;a>e"), "기본 흐름"),
        (process('<startEvent id="s"/>', '<endEvent id="e"/>', flows="s>e"), "사람이 할 단계"),
        (TWO_STEPS.replace('duru:kind="decision"', 'duru:kind="magic"'), "종류"),
        (TWO_STEPS.replace("3일", "언젠가"), "기간"),
        (TWO_STEPS.replace("</definitions>", '<process id="q"/></definitions>'), "하나만"),
        ("<html/>", "BPMN 2.0"),
        ("not xml at all", "읽을 수 없습니다"),
        ("", "읽을 수 없습니다"),
        (f'<!DOCTYPE d [<!ENTITY x "y">]><definitions xmlns="{BPMN}"><process id="p"/></definitions>', "BPMN 2.0"),
        (TWO_STEPS + " " * 600_000, "KiB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_run_is_refused_with_the_reason(bpmn, said):
    with pytest.raises(ProcessRefused, match=said):
        read_plan(bpmn)


def test_a_file_of_the_machine_cannot_be_read_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("비밀")
    bpmn = TWO_STEPS.replace("<definitions", f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><definitions', 1)
    with pytest.raises(ProcessRefused) as refused:
        read_plan(bpmn.replace("확인", "&x;"))
    assert "비밀" not in str(refused.value)
