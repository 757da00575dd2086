"""A kind of case to look at and to learn from: «사설 장사시설 신고(연습)». Offered in demo tenants only."""

from datetime import date
from pathlib import Path

from duru.blocks.casework.kinds import CaseKind, DeemedRule
from duru.kernel.days import Period, Unit

_PROCESS = Path(__file__).parent / "process.bpmn"

APPLICATION = {
    "type": "object",
    "additionalProperties": False,
    "required": ["facility", "lot", "area_m2"],
    "properties": {
        "facility": {
            "title": "시설 종류",
            "enum": ["family_grave", "urn_grave", "natural_burial"],
            "x-labels": {"family_grave": "가족묘지", "urn_grave": "가족 봉안묘", "natural_burial": "가족 자연장지"},
        },
        "lot": {"title": "토지 지번", "type": "string", "minLength": 1, "maxLength": 100},
        "area_m2": {"title": "면적(㎡)", "type": "number", "exclusiveMinimum": 0, "maximum": 100000},
        "owners": {
            "title": "토지 소유자",
            "type": "array",
            "maxItems": 20,
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"title": "이름", "type": "string", "minLength": 1, "maxLength": 40},
                    "share": {"title": "지분(%)", "type": "number", "minimum": 0, "maximum": 100},
                },
            },
        },
    },
}

REVIEW = {
    "type": "object",
    "additionalProperties": False,
    "required": ["is_complete"],
    "properties": {
        "is_complete": {"title": "구비서류를 모두 확인했습니다", "type": "boolean", "const": True},
        "visited_on": {"title": "현장 확인일", "type": "string", "format": "date"},
        "opinion": {"title": "검토 의견", "type": "string", "maxLength": 2000, "x-lines": 4},
    },
}

SAMPLE = CaseKind(
    key="sample.facility",
    label="사설 장사시설 신고(연습)",
    bpmn=_PROCESS.read_text(encoding="utf-8"),
    period="20일",
    set_by="연습용 처리기간",
    department="노인장애인과",
    outcomes={"accept": "수리", "refuse": "불수리"},
    refusals=frozenset({"refuse"}),
    forms={"application": APPLICATION, "review": REVIEW},
    deemed=(
        DeemedRule(
            date(2021, 3, 23),
            Period(20, Unit.DAY),
            "행정기본법 제24조제4항",
            steps=frozenset({"forest"}),
            when="facility == 'family_grave' and area_m2 < 100",
        ),
    ),
    is_sample=True,
)
