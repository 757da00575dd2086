from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.dates import WrittenDate, format_day, parse_day, read_date
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-05", "2026.3.5", "2026. 3. 5.", "2026/03/05", "2026년 3월 5일", "2026년3월5일(목)", "26/03/05", "26.3.5", "'26.3.5", "20260305",
        "260305", "2026-03-05 00:00:00", "2026-03-05 오후 2:30", "2026-03-05T14:30:00+09:00", "2026-03-05T05:30:00.000Z", "2026-03-05 목요일",
        "46086", "46086.0", "46086.604166", "２０２６．３．５", "2026–03–05", "\ufeff2026-03-05", "2026-03-05,",
    ],
)  # fmt: skip
def test_reads_every_way_of_writing_a_day(typed):
    assert parse_day(typed, today=TODAY) == date(2026, 3, 5)


def test_month_and_day_need_the_year_from_elsewhere():
    assert parse_day("3월 5일", today=TODAY, year=2025) == date(2025, 3, 5)
    assert parse_day("3/5", today=TODAY, year=2025) == date(2025, 3, 5)
    with pytest.raises(Refused, match="연도가 없습니다"):
        parse_day("3월 5일", today=TODAY)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "비어"),
        ("2026-02-29", "없는 날짜"),
        ("2026-13-01", "없는 날짜"),
        ("2026-03", "날\\(일\\)이 없습니다"),
        ("2026년", "날\\(일\\)이 없습니다"),
        ("2026.3.1~2026.3.31", "기간"),
        ("40101", "두 가지로"),
        ("3/5/2026", "읽을 수 없습니다"),
        ("어제", "읽을 수 없습니다"),
        ("99991231", "쓸 수 없는 연도"),
        ("2026-03-05-12", "읽을 수 없습니다"),
    ],
)
def test_refuses_with_a_reason_that_says_what_to_do(typed, reason):
    with pytest.raises(Refused, match=reason) as caught:
        parse_day(typed, today=TODAY, field="given_on")
    assert caught.value.field == "given_on"


def test_american_order_is_read_only_where_it_cannot_mean_two_days():
    assert read_date("3/15/2026") == WrittenDate(2026, True, 3, 15)
    assert read_date("3/3/2026") == WrittenDate(2026, True, 3, 3)
    assert read_date("3/5/2026") is None


def test_two_digit_years_mean_this_century_unless_far_ahead():
    assert parse_day("36.3.5", today=TODAY) == date(2036, 3, 5)
    assert parse_day("37.3.5", today=TODAY) == date(1937, 3, 5)


def test_excel_day_numbers_end_with_the_century():
    assert read_date("73050") == WrittenDate(2099, True, 12, 31)
    assert read_date("73051") is None


def test_five_digits_are_a_day_number_or_a_date_without_its_zero_but_never_guessed():
    assert parse_day("60305", today=TODAY) == date(2006, 3, 5)  # as a day number it would be 2065
    assert parse_day("46086", today=TODAY) == date(2026, 3, 5)  # there is no month 60
    with pytest.raises(Refused, match="두 가지로"):
        parse_day("40101", today=TODAY)


@given(st.dates(date(2000, 1, 1), date(2036, 12, 31)))
def test_every_day_is_read_back(day):
    written = [
        format_day(day),
        f"{day:%Y%m%d}",
        f"{day:%y%m%d}",
        f"{day.year}. {day.month}. {day.day}.",
        f"{day:%Y-%m-%d %H:%M:%S}",
    ]
    assert [parse_day(typed, today=TODAY) for typed in written] == [day] * len(written)


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(typed):
    with suppress(Refused):
        assert isinstance(parse_day(typed, today=TODAY), date)
