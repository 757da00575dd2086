"""The one kind of case of this service: its steps (통합사례관리), and what is asked at each.

The forms ask for days and choices only: what is told in confidence belongs into a note of one side, behind the wall.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from duru.blocks.casework.api import CaseKind, register_kind
from duru.kernel.days import CountingRule
from duru.services.care.permissions import OPEN

JOINT = "care.joint"
DEPARTMENT = "복지정책과"
_PROCESS = Path(__file__).parent / "processes" / "joint.bpmn"


def _form(required: tuple[str, ...], **entries: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": entries}


def _day(title: str) -> Mapping[str, Any]:
    return {"title": title, "type": "string", "format": "date"}


def _choice(title: str, labels: Mapping[str, str]) -> Mapping[str, Any]:
    return {"title": title, "type": "string", "enum": list(labels), "x-labels": dict(labels)}


COUNSEL = _form(
    ("met_on", "how"),
    met_on=_day("만난 날"),
    how=_choice("어떻게", {"visit": "방문", "office": "내방", "phone": "전화"}),
)
ASSESS = _form(
    ("is_asked",),
    is_asked={"title": "욕구 10영역을 물어 사례 화면에 적었습니다", "type": "boolean", "const": True},
)
CONFERENCE = _form(
    ("held_on", "kind"),
    held_on=_day("회의한 날"),
    kind=_choice("회의", {"inner": "내부 사례회의", "joint": "통합사례회의"}),
)
PLAN = _form(("agreed_on",), agreed_on=_day("계획에 동의한 날"))
CHECK = _form(
    ("checked_on", "then"), checked_on=_day("점검한 날"),
    then=_choice("다음", {"go_on": "이어서 제공", "revise": "계획 고치기", "close": "평가와 종결"}),
)  # fmt: skip
CLOSE = _form(
    ("closed_on", "why"), closed_on=_day("종결한 날"),
    why=_choice(
        "종결 까닭",
        {"goal": "목표 달성", "refused": "본인 거절", "moved": "이사", "died": "사망", "facility": "시설 입소", "other": "그 밖"},
    ),
)  # fmt: skip
FOLLOW = _form(("looked_on",), looked_on=_day("사후관리로 살핀 날"))


def register_kinds() -> None:
    """Make the kind known to casework; called once, when the application starts."""
    register_kind(
        CaseKind(
            key=JOINT,
            label="통합사례관리",
            bpmn=_PROCESS.read_text(encoding="utf-8"),
            period="30일",
            set_by="두루의 기본값(희망복지지원단 업무안내의 기한은 확인 필요)",
            department=DEPARTMENT,
            rule=CountingRule.GENERAL,
            outcomes={"manage": "통합사례관리", "link": "서비스연계", "transfer": "이관", "none": "대상 아님"},
            refusals=frozenset({"none"}),
            forms={
                "counsel": COUNSEL, "assess": ASSESS, "conference": CONFERENCE, "plan": PLAN, "check": CHECK,
                "close": CLOSE, "follow": FOLLOW,
            },
            entrance=("통합사례", "care:cases", OPEN),
        )
    )  # fmt: skip
