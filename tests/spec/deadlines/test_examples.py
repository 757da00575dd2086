"""처리기한 계산 예

docs/reference/deadlines.md의 표를 한 줄씩 읽어 프로그램의 답과 맞춥니다. '끝'은 물론 '근거'에 적은 조문도 모두 설명에 나와야 합니다.
"""

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest

from duru.kernel.days import (
    KST,
    CountingRule,
    Deadline,
    Extension,
    ExtensionReason,
    Holiday,
    OfficeHours,
    Pause,
    PauseReason,
    civil_deadline,
    deadline_by_rule,
    general_deadline,
    parse_period,
    supplement_deadline,
)
from duru.kernel.holidays_kr import shipped_calendar
from tests.spec.tables import read_table

pytestmark = pytest.mark.unit

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "deadlines.md"
CALENDAR = shipped_calendar(2014, 2030)
RULES = {
    "일반": CountingRule.GENERAL, "보완": CountingRule.SUPPLEMENT, "제한": CountingRule.RESTRICTION,
    "의무": CountingRule.DUTY, "시행": CountingRule.ENFORCEMENT, "통지": CountingRule.NOTICE,
}  # fmt: skip
REASONS = {
    "보완": PauseReason.SUPPLEMENT, "감정": PauseReason.EXAMINATION, "의견청취": PauseReason.HEARING,
    "협의": PauseReason.CONSULTATION, "현장": PauseReason.FIELD_VISIT, "장애": PauseReason.OUTAGE,
    "심의": PauseReason.DEEMED_PROCEDURE, "의견": PauseReason.OPINION,
}  # fmt: skip
GIVEN_BY_THE_COUNTING = re.compile(r"민법|민원처리법 제19조|행정기본법 제[67]조|시행령 제(19|21|24)조")


def examples() -> list[dict[str, str]]:
    rows = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        lines = [line.strip("|") for line in section.splitlines() if line.startswith("|")]
        rows += read_table("\n".join(lines))
    return rows


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def pauses_of(row: dict[str, str]) -> list[Pause]:
    year = row["시작"][:4]
    found = re.findall(r"(\S+) (\d\d-\d\d \d\d:\d\d) ~ (\d\d-\d\d \d\d:\d\d)", row["멈춤"])
    assert len(found) == len(row["멈춤"].split(";")) or not row["멈춤"]
    return [Pause(REASONS[why], moment(f"{year}-{start}"), moment(f"{year}-{end}")) for why, start, end in found]


def calendar_of(row: dict[str, str]):
    if row["달력"].startswith("휴일 "):
        return CALENDAR.with_holidays([Holiday(date.fromisoformat(row["달력"][3:]), "임시공휴일", "extra")])
    if row["달력"] == "17시까지":
        return shipped_calendar(2014, 2030, hours=[OfficeHours(date(2020, 1, 1), closes=time(17))])
    assert not row["달력"]
    return CALENDAR


def answer(row: dict[str, str]) -> Deadline:
    period, at, calendar = parse_period(row["기간"]), moment(row["시작"]), calendar_of(row)
    pauses = pauses_of(row)
    told_anyway = {pause.rule.basis for pause in pauses}
    set_by = ", ".join(
        law for law in row["근거"].split(", ") if law not in told_anyway and not GIVEN_BY_THE_COUNTING.search(law)
    )
    reason = ExtensionReason.ASKED_BY_APPLICANT if row["셈"] == "보완" else ExtensionReason.COOPERATION
    extensions = [
        Extension(parse_period(each), reason, at, consented=n > 0)
        for n, each in enumerate(row["연장"].split(";"))
        if row["연장"]
    ]
    if row["셈"] == "민원":
        return civil_deadline(at, period, calendar, pauses=pauses, extensions=extensions, set_by=set_by)
    if row["셈"] == "0시":
        return general_deadline(at.date(), period, calendar, set_by=set_by, from_midnight=True)
    if row["셈"] == "재보완":
        return supplement_deadline(at.date(), period, calendar, again=True)
    rule = RULES[row["셈"]]
    return deadline_by_rule(rule, at, period, calendar, set_by=set_by, pauses=pauses, extensions=extensions)


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["번호"])
def test_the_example(row):
    deadline = answer(row)
    end = f"{deadline.due_at:%Y-%m-%d %H:%M}" if ":" in row["끝"] else f"{deadline.last_on}"
    assert end == row["끝"], deadline.explanation
    for law in row["근거"].split(", "):
        assert law in deadline.explanation
    for pause in pauses_of(row):
        assert pause.rule.basis in [step.basis for step in deadline.steps[1:]]
    assert deadline.is_provisional == ("잠정" in row["까닭"])


def test_the_examples_are_numbered_and_each_has_its_article_and_reason():
    rows = examples()
    assert [row["번호"] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert len(rows) >= 60
    assert all(row["근거"] and row["까닭"] for row in rows)
