"""과오지급: 확정과 추정, 계산식, 급여마다 다른 법의 기한과 면제, 받을 것."""

from datetime import date

import pytest

from duru.services.changes.enums import Duty
from duru.services.changes.rules import Holding, dues_of, ends_on, overpaid, terms_of
from tests.spec.tables import day, read_table

pytestmark = pytest.mark.unit
KINDS = {
    "사망": "death",
    "전출": "move_out",
    "수감": "jailed",
    "입소": "facility",
    "입원": "hospital",
    "거주불명": "lost",
}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("row", read_table("""
까닭                                              | 사유     | 급여     | 월      | 지급일 | 날         | 남은 사람 | 확정날 | 확정   | 추정   | 종료일
사망한 달의 기초연금은 환수하지 않는다            | 사망     | 기초연금 | 349700  | 25     | 2026-10-30 | 없음      | 예     | 0      | 0      | 2026-11-01
다음 달부터 나간 기초연금은 모두 환수한다         | 사망     | 기초연금 | 349705  | 20     | 2026-08-31 | 없음      | 예     | 1049110 | 0     | 2026-09-01
사망일이 확정되지 않았으면 추정이다               | 사망     | 기초연금 | 349700  | 20     | 2026-09-30 | 없음      | 아니오 | 0      | 699400 | 2026-10-01
혼자 살던 사람의 사망한 달 생계급여는 지급 없음   | 사망     | 생계급여 | 820560  | 20     | 2026-10-05 | 없음      | 예     | 1641120 | 0     | 2026-10-06
남은 수급자가 있으면 다시 산정하므로 추정이다     | 사망     | 생계급여 | 1343770 | 20     | 2026-10-05 | 있음      | 예     | 0      | 1343770 | 2026-11-01
15일 전입은 새 거주지가 지급한다                  | 전출     | 생계급여 | 820560  | 20     | 2026-11-15 | 없음      | 예     | 820560 | 0      | 2026-11-16
16일 전입은 전 거주지가 지급한다                  | 전출     | 생계급여 | 820560  | 20     | 2026-11-16 | 없음      | 예     | 0      | 0      | 2026-12-01
15일 이전 입소는 절반만 지급한다                  | 입소     | 생계급여 | 820561  | 20     | 2026-11-10 | 없음      | 예     | 410281 | 0      | 2026-12-01
수감되면 다음 달부터 정지한다                     | 수감     | 기초연금 | 349700  | 20     | 2026-10-02 | 없음      | 예     | 349700 | 0      | 2026-11-01
입원만으로는 멈추지 않는다                        | 입원     | 기초연금 | 349700  | 20     | 2026-08-02 | 없음      | 예     | 0      | 0      |
확인할 것은 과오지급이 아니다                     | 거주불명 | 생계급여 | 820560  | 20     | 2026-08-02 | 없음      | 예     | 0      | 0      |
지급일을 모르면 추정이다                          | 사망     | 장수수당 | 30000   |        | 2026-10-05 | 없음      | 예     | 0      | 30000  | 2026-11-01
"""), ids=lambda row: row["까닭"])  # fmt: skip
def test_what_was_paid_too_much(row):
    """과오지급."""
    pays_on = int(row["지급일"]) if row["지급일"] else None
    is_household = row["급여"] == "생계급여"
    held = Holding(row["급여"], int(row["월"]), date(2020, 1, 1), None, pays_on, is_household)
    kind, on, left = KINDS[row["사유"]], day(row["날"]), row["남은 사람"] == "있음"
    found = overpaid(held, kind=kind, on=on, others_left=left, as_of=TODAY, is_certain=row["확정날"] == "예")
    assert (found.confirmed_won, found.estimated_won) == (int(row["확정"]), int(row["추정"]))
    assert ends_on(kind, on, programme=row["급여"], others_left=left) == day(row["종료일"])
    assert (f"{found.total_won:,}원" in found.formula) == bool(found.lines)


@pytest.mark.parametrize("row", read_table("""
급여              | 의무  | 면제 | 소액 | 상계 | 납부 | 독촉 | 이의 | 누구에게               | 조문
기초연금          | must  | 없음 | 3000 | 있음 | 30   | 30   | 90   | 구청장                 | 기초연금법 제19조제1항
생계급여          | order | 있음 |      | 없음 | 30   | 30   | 90   | 구청장을 거쳐 시·도지사 | 국민기초생활 보장법 제47조제1항
장애인연금 부가급여 | must | 없음 |      | 있음 | 30   | 30   | 90   | 구청장                 | 장애인연금법 제17조제1항
긴급복지 생계지원 | may   | 없음 |      | 없음 | 30   | 30   | 30   | 구청장을 거쳐 시·도지사 | 긴급복지지원법 제15조제2항
장수수당          | order | 있음 |      | 없음 | 30   | 30   | 90   | 구청장                 | 사회보장급여법 제22조제2항
"""), ids=lambda row: row["급여"])  # fmt: skip
def test_the_terms_of_each_law(row):
    """환수의 근거와 기한: 선의 면제는 법이 정한 급여에만."""
    found = terms_of(row["급여"], TODAY)
    assert (found.duty, bool(found.waive_basis), found.small_won) == (
        Duty(row["의무"]),
        row["면제"] == "있음",
        int(row["소액"]) if row["소액"] else None,
    )
    assert (found.pay_days, found.remind_days, found.object_days) == (
        int(row["납부"]),
        int(row["독촉"]),
        int(row["이의"]),
    )
    assert (bool(found.offset_basis), found.object_to) == (row["상계"] == "있음", row["누구에게"])
    assert row["조문"] in found.recover_basis
    assert f"{row['이의']}일 이내" in found.objection


@pytest.mark.parametrize("row", read_table("""
까닭                                       | 급여     | 월     | 지급일 | 사망일     | 배우자 | 받을 것
지급일 전에 사망하면 그달분이 미지급이다   | 기초연금 | 349700 | 25     | 2026-11-10 |        | 미지급 기초연금 349700
지급일 뒤에 사망하면 미지급이 없다         | 기초연금 | 349700 | 25     | 2026-11-26 |        |
배우자의 부부감액이 끝난다(추정)           | 기초연금 | 279760 | 25     | 2026-11-26 | 279760 | 배우자 기초연금의 부부감액 종료 69940
생계급여를 받던 사람이면 장제급여가 있다   | 생계급여 | 820560 | 20     | 2026-11-10 |        | 장제급여 None
"""), ids=lambda row: row["까닭"])  # fmt: skip
def test_what_becomes_due(row):
    """남은 사람이 받을 것."""
    held = Holding(row["급여"], int(row["월"]), date(2020, 1, 1), None, int(row["지급일"]))
    spouse = int(row["배우자"]) if row["배우자"] else None
    found = dues_of([held], died_on=day(row["사망일"]), as_of=TODAY, spouse_pension_won=spouse)
    assert [f"{due.rule.label} {due.won}" for due in found] == ([row["받을 것"]] if row["받을 것"] else [])


def test_there_are_no_terms_before_the_first_law():
    with pytest.raises(LookupError):
        terms_of("기초연금", date(2009, 1, 1))
