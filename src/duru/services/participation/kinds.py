"""The two kinds of cases of this service."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from duru.blocks.casework.api import CaseKind, register_kind
from duru.kernel.days import CountingRule
from duru.services.participation.enums import NoProposal
from duru.services.participation.permissions import RECEIVE

PROPOSAL, AGAIN = "participation.proposal", "participation.again"
DEPARTMENT = "복지정책과"
_PROCESS = Path(__file__).parent / "processes" / "proposal.bpmn"

LOOK: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["is_looked"],
    "properties": {
        "is_looked": {"title": "비슷한 제안과 시행 중인 제도를 찾아보았습니다", "type": "boolean", "const": True},
        "not_a_proposal": {
            "title": "제안이 아니라면 까닭",
            "enum": NoProposal.values,
            "x-labels": dict(NoProposal.choices),
            "description": "해당하면 7일 안에 까닭을 밝혀 보완을 요청합니다(제6조제2항).",
        },
    },
}
PLAN: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["notified_on", "planned_on"],
    "properties": {
        "notified_on": {"title": "제안자에게 알린 날", "type": "string", "format": "date"},
        "planned_on": {
            "title": "실시 예정 시기",
            "type": "string",
            "format": "date",
            "description": "채택을 결정한 날부터 3년 안(제10조제2항, 제22조)",
        },
    },
}
DONE: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["implemented_on"],
    "properties": {
        "implemented_on": {"title": "실시한 날", "type": "string", "format": "date"},
        "result": {"title": "달라진 것", "type": "string", "maxLength": 2000, "x-lines": 4},
    },
}
NOTICE: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["notified_on"],
    "properties": {"notified_on": {"title": "제안자에게 알린 날", "type": "string", "format": "date"}},
}


def register_kinds() -> None:
    """Make both kinds known to casework; called once, when the application starts."""
    entrance = ("국민제안", "participation:receive", RECEIVE)
    for key, label, article in (
        (PROPOSAL, "국민제안", "국민제안규정 제10조제1항"),
        (AGAIN, "국민제안 재심사", "국민제안규정 제12조제3항"),
    ):
        register_kind(
            CaseKind(
                key=key,
                label=label,
                bpmn=_PROCESS.read_text(encoding="utf-8"),
                period="30일",
                set_by=article,
                department=DEPARTMENT,
                rule=CountingRule.GENERAL,
                outcomes={"adopt": "채택", "reject": "불채택"},
                refusals=frozenset({"reject"}),
                forms={"look": LOOK, "plan": PLAN, "done": DONE, "notice": NOTICE},
                entrance=entrance,
                notices=True,
            )
        )
