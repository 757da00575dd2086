"""국민제안 규칙표

기여도와 주제안자, 부상 나누기, 점수와 등급, 재심사를 요청할 수 있는 마지막 날, 보존기간.
"""

from datetime import date
from decimal import Decimal

import pytest

from duru.kernel.days import Holiday, OfficeCalendar, Span
from duru.kernel.errors import Refused
from duru.services.participation.enums import Axis, Ground
from duru.services.participation.rules import (
    ALIKE_FROM,
    check_shares,
    grade_of,
    kept_until,
    likeness,
    may_ask_again_until,
    pieces,
    split_prize,
    total_points,
    weights_on,
)
from tests.spec.tables import day, read_table

pytestmark = pytest.mark.unit
ON = date(2026, 11, 22)
CALENDAR = OfficeCalendar((Holiday(date(2026, 12, 25), "기독탄신일"),), Span(date(2026, 1, 1), date(2030, 1, 1)))
SHARES = read_table("""
기여도                     | 주제안자 | 거절
박가람 100                 | 박가람   |
박가람 60, 이나루 40       | 박가람   |
박가람 50, 이나루 50       | 박가람   |
이나루 50, 박가람 50       | 이나루   |
박가람 40, 이나루 30, 최아라 30 | 박가람 |
박가람 40, 이나루 40, 최아라 20 |        | 한 사람
박가람 60, 이나루 30       |          | 100%
박가람 100, 이나루 0       |          | 100%
""")


def shares_of(text: str) -> dict[str, int]:
    return {name: int(share) for name, share in (part.rsplit(" ", 1) for part in text.split(", "))}


@pytest.mark.parametrize("row", SHARES, ids=lambda row: row["기여도"])
def test_largest_share_leads(row):
    """국민제안규정 제5조제3항"""
    if row["거절"]:
        with pytest.raises(Refused, match=row["거절"]):
            check_shares(shares_of(row["기여도"]))
    else:
        assert check_shares(shares_of(row["기여도"])) == row["주제안자"]


def test_prize_is_divided_by_shares_to_the_last_won():
    parts = split_prize(1_000_001, {"박가람": 34, "이나루": 33, "최아라": 33})
    assert parts == {"박가람": 340_001, "이나루": 330_000, "최아라": 330_000}
    assert sum(parts.values()) == 1_000_001


ALIKE = read_table("""
하나 | 다른 하나 | 비슷함
횡단보도에 바닥 신호등을 설치하자 | 바닥신호등 횡단보도 설치 제안 | 예
횡단보도에 바닥 신호등을 설치하자 | 도서관을 밤 열 시까지 열어 주세요 |
도서관 야간 개방 시간을 늘리자 | 도서관의 야간 개방을 늘려 주세요 | 예
버스 정류장에 온열 의자를 놓자 | 버스정류장 온열의자 설치 | 예
재활용 분리수거함을 늘리자 | 공원에 반려견 놀이터를 만들자 |
""")


@pytest.mark.parametrize("row", ALIKE, ids=lambda row: row["다른 하나"])
def test_the_same_idea_in_other_words_is_found(row):
    """국민제안규정 제6조제3항"""
    share = likeness(pieces(row["하나"]), pieces(row["다른 하나"]))
    assert (share >= ALIKE_FROM) == (row["비슷함"] == "예"), share


GRADES = read_table("""
점수                | 합계 | 등급
10 10 10 10 10      | 100  | 금상
9 9 9 9 9           | 90   | 금상
9 9 9 9 8           | 88   | 은상
6 6 6 6 6           | 60   | 장려
6 6 6 6 5           | 58   |
0 0 0 0 0           | 0    |
""")


@pytest.mark.parametrize("row", GRADES, ids=lambda row: row["점수"])
def test_points_and_grade(row):
    """국민제안규정 제8조제1항, 등급은 조례(확인 필요)"""
    marks = dict(zip(Axis, map(int, row["점수"].split()), strict=True))
    points = total_points([marks], on=ON)
    assert (points, grade_of(points, on=ON)) == (Decimal(row["합계"]), row["등급"])


def test_points_are_the_mean_of_all_reviewers_and_nothing_before_one():
    low, high = dict.fromkeys(Axis, 5), dict.fromkeys(Axis, 10)
    assert total_points([low, high], on=ON) == Decimal("75.0")
    assert total_points([], on=ON) is None
    assert grade_of(None, on=ON) == ""
    with pytest.raises(Refused, match="다섯 항목"):
        total_points([{Axis.REACH: 5}], on=ON)


def test_weights_make_a_hundred():
    assert sum(row.points for row in weights_on(ON)) == 100


AGAIN = read_table("""
알린 날    | 근거           | 마지막 날
2026-11-02 | objection      | 2026-11-17
2026-11-06 | objection      | 2026-11-23
2026-11-02 | done_after_all | 2028-11-02
""")


@pytest.mark.parametrize("row", AGAIN, ids=lambda row: " ".join(row.values()))
def test_last_day_to_ask_again(row):
    """국민제안규정 제12조제1항, 제14조제3항: 첫날을 빼고, 토요일과 공휴일에 끝나면 다음 근무일"""
    last = may_ask_again_until(Ground(row["근거"]), notified_on=day(row["알린 날"]), calendar=CALENDAR)
    assert last == day(row["마지막 날"])


def test_adopted_ones_are_kept_three_years_and_others_two():
    assert kept_until(date(2026, 11, 22), is_adopted=True) == date(2029, 11, 22)
    assert kept_until(date(2026, 11, 22), is_adopted=False) == date(2028, 11, 22)
