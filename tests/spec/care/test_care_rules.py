"""통합사례의 표: 조사 답에서 나오는 건강 표시, 욕구에서 나오는 위기도, 누가 어느 칸을 보는가."""

from datetime import date

import pytest

from duru.services.care.enums import RiskLevel, Side, Through
from duru.services.care.rules import (
    FlagRule,
    NeedDomain,
    PeriodRule,
    RiskRule,
    SurveyItem,
    all_rows,
    flags_from,
    risk_of,
    sides_seen,
)

pytestmark = pytest.mark.unit
TODAY = date(2026, 11, 23)
TABLES = (FlagRule, NeedDomain, PeriodRule, RiskRule, SurveyItem)


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        ({"move": "못 함"}, ["immobile"]),
        ({"move": "도움이 있으면", "falls": "2번 이상"}, ["walks_with_help", "fall_risk"]),
        ({"falls": "1번"}, ["fall_risk"]),
        ({"device": "산소발생기", "pills": "못 함"}, ["pills_help", "power"]),
        ({"eat": "차려 주면", "memory": "자주 잊음"}, ["meals", "wanders"]),
        ({"move": "혼자", "falls": "없음", "pills": "약 없음", "device": "없음"}, []),
        ({}, []),
        ({"move": "날아다님", "없는 항목": "못 함"}, []),
    ],
)
def test_answers_set_the_marks_of_the_table(answers, flags):
    assert flags_from(answers, on=TODAY) == flags


@pytest.mark.parametrize(
    ("levels", "level", "word"),
    [
        ({"health": 3}, RiskLevel.URGENT, "건강"),
        ({"safety": 3, "economy": 3}, RiskLevel.URGENT, "안전"),
        ({"economy": 3}, RiskLevel.HIGH, "경제"),
        ({"economy": 2, "housing": 2, "family": 2}, RiskLevel.HIGH, "가족관계, 경제, 생활환경"),
        ({"economy": 2, "housing": 2}, RiskLevel.MIDDLE, "경제, 생활환경"),
        ({"economy": 1, "housing": 1, "family": 1}, RiskLevel.MIDDLE, "가족관계, 경제, 생활환경"),
        ({"economy": 1, "housing": 1}, RiskLevel.LOW, "2개 영역"),
        ({"economy": 0}, RiskLevel.LOW, "1개 영역"),
        ({}, RiskLevel.LOW, "아직 묻지 않았습니다"),
    ],
)
def test_a_level_of_risk_comes_with_its_reasons(levels, level, word):
    risk = risk_of(levels, on=TODAY)
    assert risk.level == level
    assert word in risk.reasons[0]


@pytest.mark.parametrize(
    ("own", "consented", "glass", "seen"),
    [
        (Side.WELFARE, (), False, {Side.WELFARE: Through.OWN}),
        (Side.HEALTH, (), False, {Side.HEALTH: Through.OWN}),
        (Side.WELFARE, (Side.HEALTH,), False, {Side.WELFARE: Through.OWN, Side.HEALTH: Through.CONSENT}),
        (Side.WELFARE, (), True, {Side.WELFARE: Through.OWN, Side.HEALTH: Through.GLASS}),
        (Side.HEALTH, (Side.WELFARE,), True, {Side.HEALTH: Through.OWN, Side.WELFARE: Through.CONSENT}),
        (None, (Side.HEALTH, Side.WELFARE), True, {}),
    ],
)
def test_who_sees_which_side_and_by_what_right(own, consented, glass, seen):
    assert sides_seen(own, consented=consented, is_glass_open=glass) == seen


def test_there_are_ten_fields_of_need_and_four_parts_of_the_survey():
    assert len(all_rows(NeedDomain)) == 10
    assert list(dict.fromkeys(row.part for row in all_rows(SurveyItem))) == [
        "인적·가구·주거",
        "수급현황",
        "ADL·건강",
        "욕구",
    ]


def test_what_points_at_health_lies_on_the_health_side():
    assert {row.side for row in all_rows(SurveyItem) if row.part == "ADL·건강"} == {Side.HEALTH}


def test_a_mark_names_no_illness_and_stands_on_a_health_item():
    health = {row.key for row in all_rows(SurveyItem) if row.side == Side.HEALTH}
    assert {row.item for row in all_rows(FlagRule) if row.item} <= health
    words = " ".join(row.label + row.to_do for row in all_rows(FlagRule))
    assert [word for word in ("치매", "암", "조현", "우울", "당뇨", "뇌졸중", "결핵") if word in words] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_row_names_its_source_and_whether_it_was_checked(table):
    assert [
        row for row in all_rows(table) if not row.source or row.status not in ("confirmed", "to_check", "ours")
    ] == []


def test_every_answer_that_sets_a_mark_can_be_given():
    words = {row.key: set(row.words) for row in all_rows(SurveyItem)}
    assert [row.key for row in all_rows(FlagRule) if row.item and not row.answers <= words[row.item]] == []
