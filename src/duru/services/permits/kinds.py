"""The kinds of cases of this service, made from its tables: one for each facility, one for each approval of another law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from duru.blocks.casework.api import CaseKind, DeemedRule, EventKind, register_kind
from duru.kernel.days import Period, Unit
from duru.services.permits.enums import LegalForm, Measure, Procedure
from duru.services.permits.permissions import GUIDE, RECEIVE
from duru.services.permits.rules import Approval, Deemed, Kind, ProcessingPeriod, Zone, rows
from duru.services.permits.rules.occasions import EVENTS

LEAD_DEPARTMENT = "노인장애인과"
PRIOR = "permits.prior_review"
PAGE = ("입지·의견·서류 한눈에", "permits:overview", GUIDE)
PRIOR_SET_BY = "민원처리법 시행령 제34조제2항"
LANDS = {"other": "대지, 잡종지 등", "forest": "임야", "field": "전·답·과수원"}
_TOLD = frozenset(EventKind(event) for event in EVENTS)
_PROCESSES = Path(__file__).parent / "processes"

REVIEW: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["is_complete"],
    "properties": {
        "is_complete": {"title": "낼 서류를 모두 확인했습니다", "type": "boolean", "const": True},
        "visited_on": {"title": "현장 확인일", "type": "string", "format": "date"},
        "opinion": {"title": "검토 의견", "type": "string", "maxLength": 2000, "x-lines": 4},
    },
}
COMPLETION: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["completed_on", "is_as_permitted"],
    "properties": {
        "completed_on": {"title": "공사를 마친 날", "type": "string", "format": "date"},
        "is_as_permitted": {"title": "허가한 내용대로 되었습니다", "type": "boolean", "const": True},
        "opinion": {"title": "확인한 내용", "type": "string", "maxLength": 2000, "x-lines": 4},
    },
}


def kind_key(kind: Kind) -> str:
    """Return the key under which cases of a facility are kept."""
    return f"permits.{kind.code}"


def approval_key(approval: Approval) -> str:
    """Return the key under which cases of an approval of another law are kept."""
    return f"permits.approval_{approval.code}"


def facility_of(key: str) -> Kind | None:
    """Find the facility of a key, None for another kind of case."""
    return next((row for row in rows(Kind) if kind_key(row) == key), None)


KEYS = frozenset({*map(kind_key, rows(Kind)), *map(approval_key, rows(Approval)), PRIOR})


def approval_of(key: str) -> str:
    """Return the code of the approval of another law a case is for, "" for a facility."""
    return next((row.code for row in rows(Approval) if approval_key(row) == key), "")


def is_ours(key: str) -> bool:
    """Say whether cases of a key are of this desk."""
    return key in KEYS


def register_kinds() -> None:
    """Make all kinds known to casework; called once, when the application starts."""
    for kind in rows(Kind):
        register_kind(_facility(kind))
    for approval in rows(Approval):
        register_kind(_approval(approval))
    register_kind(_prior())


def _facility(kind: Kind) -> CaseKind:
    period = next(row for row in rows(ProcessingPeriod) if kind.code in row.kinds)
    is_permit = kind.procedure == Procedure.PERMIT
    process = "permit" if kind.certificate_after_completion else "report"
    return CaseKind(
        key=kind_key(kind),
        label=f"{kind.label} {'허가' if is_permit else '신고'}",
        bpmn=(_PROCESSES / f"{process}.bpmn").read_text(encoding="utf-8"),
        period=f"{period.period_days}일",
        set_by=f"장사법 시행규칙 {kind.form}({period.status.label})",
        department=LEAD_DEPARTMENT,
        outcomes={"grant": "허가", "refuse": "불허"} if is_permit else {"grant": "수리", "refuse": "불수리"},
        refusals=frozenset({"refuse"}),
        forms={"application": application_form(), "review": REVIEW, "completion": COMPLETION},
        deemed=tuple(_silence(row) for row in rows(Deemed) if kind.code in row.kinds),
        tells=_TOLD,
        notices=True,
        entrance=("사설 장사시설(묘지, 봉안, 자연장, 화장)", "permits:guide", RECEIVE),
        page=PAGE,
    )


def _approval(approval: Approval) -> CaseKind:
    return CaseKind(
        key=approval_key(approval),
        label=approval.label,
        bpmn=(_PROCESSES / "approval.bpmn").read_text(encoding="utf-8"),
        period=f"{approval.period_days}일",
        set_by=f"{approval.basis}({approval.status.label})",
        department=approval.department,
        outcomes={"grant": "허가·수리", "refuse": "불허·불수리"},
        refusals=frozenset({"refuse"}),
        tells=_TOLD,
        notices=True,
    )


def _prior() -> CaseKind:
    """What somebody asks before spending money on land and plans; the answer binds in effort, it is no permit."""
    form = application_form()
    code = {
        "title": "시설",
        "enum": [row.code for row in rows(Kind)],
        "x-labels": {row.code: row.label for row in rows(Kind)},
    }
    form = {
        **form,
        "required": [*form["required"], "facility_code"],
        "properties": {"facility_code": code, **form["properties"]},
    }
    return CaseKind(
        key=PRIOR,
        label="장사시설 사전심사",
        bpmn=(_PROCESSES / "prior.bpmn").read_text(encoding="utf-8"),
        period="30일",
        set_by=PRIOR_SET_BY,
        department=LEAD_DEPARTMENT,
        outcomes={"possible": "가능", "conditional": "조건부 가능", "impossible": "불가"},
        refusals=frozenset({"impossible"}),
        forms={"application": form},
        entrance=("사설 장사시설(묘지, 봉안, 자연장, 화장)", "permits:guide", RECEIVE),
        page=PAGE,
        tells=_TOLD,
        notices=True,
    )


def prior_period(kind: Kind) -> str:
    """Return the 처리기간 of a 사전심사: that of the matter itself where it is shorter than 30 days, else 30 days.

    Source: 민원 처리에 관한 법률 시행령 제34조제2항.
    """
    own = next(row.period_days for row in rows(ProcessingPeriod) if kind.code in row.kinds)
    return f"{min(own, 30)}일"


def _silence(deemed: Deemed) -> DeemedRule:
    """Silence of the forest department is consent exactly where its approval is deemed given."""
    condition = f"area_m2 < {deemed.area_below}" + (" and is_woodland" if deemed.only_woodland else "")
    return DeemedRule(
        # Articles 23 to 26 came into force two years after promulgation (부칙 제17979호 제1조 단서).
        date(2023, 3, 24),
        Period(20, Unit.DAY),
        "행정기본법 제24조제4항",
        steps=frozenset({"산림과"}),
        when=condition,
    )


def application_form() -> dict[str, Any]:
    """Return the JSON Schema of an application: what the guide asks, and the lot."""
    number = {"type": "number", "exclusiveMinimum": 0, "maximum": 100_000_000}
    sizes = {
        "area_m2" if measure == Measure.AREA else measure.value: {"title": measure.label, **number}
        for measure in Measure
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["lot", "area_m2"],
        "properties": {
            "lot": {"title": "토지 지번", "type": "string", "minLength": 1, "maxLength": 100},
            "address": {"title": "신청인 주소", "type": "string", "maxLength": 200},
            **sizes,
            "remains": {"title": "모실 유골(구)", "type": "integer", "minimum": 1, "maximum": 1_000_000},
            "land": {"title": "지목", "enum": list(LANDS), "x-labels": LANDS},
            "is_own_land": {"title": "신청인의 땅", "type": "boolean"},
            "alters_land": {"title": "땅의 모양을 바꿈", "type": "boolean"},
            "is_woodland": {"title": "수목장림", "type": "boolean"},
            "legal_form": {
                "title": "만드는 단체",
                "enum": LegalForm.values,
                "x-labels": dict(LegalForm.choices),
            },
            "zones": {
                "title": "땅이 놓인 구역",
                "type": "array",
                "items": {
                    "enum": [row.code for row in rows(Zone)],
                    "x-labels": {row.code: row.label for row in rows(Zone)},
                },
            },
            "papers": {"title": "받은 서류", "type": "array", "items": {"type": "string", "maxLength": 120}},
        },
    }
