"""걸린 금액과 이미 떠난 사람에게 나간 금액

금액은 원, 기간의 '끝'은 포함하지 않는 날입니다.
"""

import pytest

from duru.blocks.benefits.api import months_paid_after, next_payment
from duru.services.welfare.enums import GoneKind
from duru.services.welfare.rules import month_of_event, months_touched
from tests.spec.tables import day, read_table

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("row", read_table("""
시작       | 끝         | 달수
2026-09-01 | 2026-12-01 | 3
2026-09-30 | 2026-10-02 | 2
2026-09-30 | 2026-10-01 | 1
2026-09-01 | 2026-09-01 | 0
2026-09-02 | 2026-09-01 | 0
2024-02-29 | 2025-03-01 | 13
"""), ids=lambda row: f"{row['시작']}~{row['끝']}")  # fmt: skip
def test_months_touched(row):
    """기간이 걸친 달의 수."""
    assert months_touched(day(row["시작"]), day(row["끝"])) == int(row["달수"])


@pytest.mark.parametrize("row", read_table("""
까닭                                       | 사망일     | 개시일     | 종료       | 지급일 | 기준일     | 달수
사망한 달의 급여는 세지 않는다             | 2026-10-30 | 2020-01-01 |            | 25     | 2026-10-31 | 0
다음 달 지급일 전날까지는 나가지 않았다    | 2026-10-30 | 2020-01-01 |            | 25     | 2026-11-24 | 0
다음 달 지급일에 한 번 나간다              | 2026-10-30 | 2020-01-01 |            | 25     | 2026-11-25 | 1
연말을 넘긴다                              | 2025-11-02 | 2020-01-01 |            | 25     | 2026-02-25 | 3
종료일이 든 달부터는 나가지 않는다         | 2026-01-15 | 2020-01-01 | 2026-03-01 | 20     | 2026-11-22 | 1
31일 지급은 2월 말일에 나간다              | 2026-01-15 | 2020-01-01 |            | 31     | 2026-02-28 | 1
지급일을 모르면 1일로 본다                 | 2026-01-31 | 2020-01-01 |            |        | 2026-02-01 | 1
사망한 뒤에 시작된 급여도 센다             | 2026-01-31 | 2026-04-01 |            | 25     | 2026-05-30 | 2
"""), ids=lambda row: row["까닭"])  # fmt: skip
def test_months_paid_after(row):
    """떠난 뒤에 나간 달의 수."""
    assert months_paid_after(
        event_on=day(row["사망일"]),
        from_on=day(row["개시일"]),
        until_on=day(row["종료"]),
        pays_on=int(row["지급일"]) if row["지급일"] else None,
        on=day(row["기준일"]),
    ) == int(row["달수"])


@pytest.mark.parametrize("row", read_table("""
까닭                         | 종료       | 지급일 | 기준일     | 다음
사흘 뒤                      |            | 25     | 2026-11-22 | 2026-11-25
오늘이 지급일                |            | 25     | 2026-11-25 | 2026-11-25
이달은 지났다                |            | 25     | 2026-11-26 | 2026-12-25
그 전에 끝난다               | 2026-11-25 | 25     | 2026-11-22 |
말일이 짧은 달               |            | 31     | 2027-02-01 | 2027-02-28
지급일을 모르면 말하지 않는다 |            |        | 2026-11-22 |
"""), ids=lambda row: row["까닭"])  # fmt: skip
def test_next_payment(row):
    """다음 지급일."""
    pays_on = int(row["지급일"]) if row["지급일"] else None
    assert next_payment(until_on=day(row["종료"]), pays_on=pays_on, on=day(row["기준일"])) == day(row["다음"])


@pytest.mark.parametrize("row", read_table("""
까닭                                          | 사유 | 급여     | 날         | 남은 수급자 | 지급
기초연금은 사망한 달까지 준다                 | 사망 | 기초연금 | 2026-11-01 | 없음        | 예
생계급여는 남은 수급자가 있으면 전부 준다     | 사망 | 생계급여 | 2026-11-01 | 있음        | 예
생계급여는 남은 수급자가 없으면 주지 않는다   | 사망 | 생계급여 | 2026-11-30 | 없음        | 아니오
15일 전입이면 새 거주지가 준다                | 전출 | 생계급여 | 2026-11-15 | 없음        | 아니오
16일 전입이면 전 거주지가 준다                | 전출 | 생계급여 | 2026-11-16 | 없음        | 예
"""), ids=lambda row: row["까닭"])  # fmt: skip
def test_month_of_event(row):
    """사유가 생긴 달."""
    found = month_of_event(
        kind=GoneKind.DEAD if row["사유"] == "사망" else GoneKind.MOVED_OUT,
        programme=row["급여"],
        event_on=day(row["날"]),
        others_left=row["남은 수급자"] == "있음",
    )
    assert (found.is_due, bool(found.basis), found.sentence.endswith(".")) == (row["지급"] == "예", True, True)
