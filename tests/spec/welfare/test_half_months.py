"""반달 계산: 입소·퇴소·전입한 달의 생계급여."""

from datetime import date

import pytest

from duru.services.welfare.enums import MonthEvent
from duru.services.welfare.rules import half_month, pro_rata_won
from tests.spec.tables import day, read_table

pytestmark = pytest.mark.unit

TABLE = """
무슨 일        | 날짜       | 월 금액 | 그달분
보장시설 입소  | 2026-11-01 | 700001  | 350000
보장시설 입소  | 2026-11-15 | 700001  | 350000
보장시설 입소  | 2026-11-16 | 700001  | 700001
보장시설 퇴소  | 2026-11-15 | 700001  | 700001
보장시설 퇴소  | 2026-11-16 | 700001  | 350000
보장시설 퇴소  | 2026-02-28 | 700001  | 350000
전입           | 2026-11-15 | 700001  | 700001
전입           | 2026-11-16 | 700001  | 0
"""
EVENTS = {label: MonthEvent(value) for value, label in MonthEvent.choices}


@pytest.mark.parametrize("row", read_table(TABLE), ids=lambda row: f"{row['무슨 일']} {row['날짜']}")
def test_the_month_of_a_change(row):
    on = day(row["날짜"])
    assert pro_rata_won(int(row["월 금액"]), EVENTS[row["무슨 일"]], on) == int(row["그달분"])


def test_nothing_is_known_of_days_before_the_rule():
    with pytest.raises(LookupError):
        half_month(MonthEvent.ENTERED, date(2010, 1, 4))
