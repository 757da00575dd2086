from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.births import LunarDay, as_if_lunar, lunar_to_solar, parse_birth, solar_to_lunar
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)
BORN = date(1955, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "1955-03-05", "19550305", "1955.03.05", "1955/03/05", "1955.3.5", "1955. 3. 5.", "1955년 3월 5일", "1955년3월5일생", "550305",
        "55.3.5", "'55.3.5", "55년 3월 5일", "55-03-05", "1955-03-05 00:00:00", "1955-03-05T00:00:00", "1955-03-05 (토)", "１９５５０３０５",
        "1955–03–05", " 1955-03-05\u200b", "550305-1", "5503051", "19550305-1", "20153",
        "20153.0", "1955,3,5", "1955.03.05생", "(양)1955.3.5", "1955.3.5(양력)", "1955-03-05(+)",
    ],
)  # fmt: skip
def test_reads_every_way_of_writing_a_day(typed):
    birth = parse_birth(typed, today=TODAY)
    assert (birth.on, birth.year, birth.precision, birth.is_lunar) == (BORN, 1955, "day", False)
    assert birth.typed == typed


@pytest.mark.parametrize(
    ("typed", "on"),
    [
        ("1955.3.5(음)", date(1955, 3, 28)),
        ("(음)1955.3.5", date(1955, 3, 28)),
        ("음력 1955년 3월 5일", date(1955, 3, 28)),
        ("음 550305", date(1955, 3, 28)),
        ("1955-03-05 음", date(1955, 3, 28)),
        ("1955.03.05(-)", date(1955, 3, 28)),
        ("1955.윤3.5(음)", date(1955, 4, 26)),
        ("음력 1955.3.5 (윤)", date(1955, 4, 26)),
        ("1956-02-30(음)", date(1956, 4, 10)),
    ],
)
def test_converts_lunar_days_and_keeps_what_was_written(typed, on):
    birth = parse_birth(typed, today=TODAY)
    assert (birth.on, birth.is_lunar, birth.precision) == (on, True, "day")
    assert birth.lunar == solar_to_lunar(on)


@pytest.mark.parametrize(
    ("typed", "year", "month", "precision"),
    [
        ("1955", 1955, 0, "year"), ("1955년", 1955, 0, "year"), ("1955년생", 1955, 0, "year"), ("55년생", 1955, 0, "year"), ("55생", 1955, 0, "year"),
        ("1955-00-00", 1955, 0, "year"), ("19550000", 1955, 0, "year"), ("1955-03", 1955, 3, "month"), ("195503", 1955, 3, "month"),
        ("1955년 3월", 1955, 3, "month"), ("19550300", 1955, 3, "month"), ("2010", 2010, 0, "year"), ("10년생", 2010, 0, "year"),
    ],
)  # fmt: skip
def test_reads_what_is_known_of_a_birth(typed, year, month, precision):
    birth = parse_birth(typed, today=TODAY)
    assert (birth.on, birth.year, birth.month, birth.precision) == (None, year, month, precision)


@pytest.mark.parametrize("typed", ["", " ", "-", "미상", "000000", "00000000", "모름", "\u200b", "확인불가"])
def test_blank_is_a_birth_without_anything(typed):
    birth = parse_birth(typed, today=TODAY)
    assert (birth.on, birth.year, birth.precision) == (None, None, "")


@pytest.mark.parametrize(
    ("typed", "on", "sex"),
    [
        ("900101-1", date(1990, 1, 1), "M"), ("900101-2", date(1990, 1, 1), "F"), ("100101-3", date(2010, 1, 1), "M"),
        ("100101-4", date(2010, 1, 1), "F"), ("100101-1", date(1910, 1, 1), "M"), ("900101-5", date(1990, 1, 1), "M"),
        ("050101-8", date(2005, 1, 1), "F"), ("19900101-2", date(1990, 1, 1), "F"), ("90.01.01-1", date(1990, 1, 1), "M"),
    ],
)  # fmt: skip
def test_a_seventh_digit_gives_century_and_sex(typed, on, sex):
    birth = parse_birth(typed, today=TODAY)
    assert (birth.on, birth.sex) == (on, sex)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("261122", 2026),
        ("261123", 1926),
        ("000101", 2000),
        ("991231", 1999),
        ("270101", 1927),
        ("050302", 2005),
        ("50312", 2005),  # a number cell ate the zero; as a day number it would be 2037
        ("010101", 2001),
    ],
)
def test_a_two_digit_year_is_the_latest_that_is_not_in_the_future(typed, year):
    assert parse_birth(typed, today=TODAY).year == year


def test_29_february_exists_in_leap_years_only():
    assert parse_birth("960229", today=TODAY).on == date(1996, 2, 29)
    assert parse_birth("2000-02-29", today=TODAY).on == date(2000, 2, 29)
    with pytest.raises(Refused, match="없는 날짜"):
        parse_birth("1955-02-29", today=TODAY)
    with pytest.raises(Refused, match="없는 날짜"):
        parse_birth("19000229", today=date(1990, 1, 1))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1955-02-30", "음력이면"),
        ("1955-13-05", "13월"),
        ("1955-03-32", "없는 날짜"),
        ("2027-01-01", "아직 오지 않은"),
        ("1890-01-01", "확인"),
        ("71세", "나이"),
        ("만 71세", "나이"),
        ("홍길동", "읽을 수 없습니다"),
        ("3월 5일", "태어난 해가 없습니다"),
        ("20123", "두 가지로"),
        ("900101-1234567", "주민등록번호"),
        ("9001011234567", "주민등록번호"),
        ("900101-1******", "주민등록번호"),
        ("1955.2.31(음)", "음력"),
        ("1955.윤4.1(음)", "음력 1955년 윤4월"),
        ("3/5/1955", "읽을 수 없습니다"),
        ("1955-03-05~1960-01-01", "읽을 수 없습니다"),
    ],
)
def test_refuses_with_a_reason_that_says_what_to_do(typed, reason):
    with pytest.raises(Refused, match=reason) as caught:
        parse_birth(typed, today=TODAY)
    assert caught.value.field == "birth"


def test_a_refusal_never_repeats_a_resident_number():
    with pytest.raises(Refused) as caught:
        parse_birth("900101-1234567", today=TODAY)
    assert "234567" not in caught.value.message


days = st.dates(date(1905, 1, 1), TODAY)


@given(days)
def test_every_day_is_read_back(day):
    for typed in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}.",
        f"{day.year}년 {day.month}월 {day.day}일",
    ):
        assert parse_birth(typed, today=TODAY).on == day


@given(st.dates(TODAY - timedelta(days=36_000), TODAY))
def test_six_digits_mean_the_last_hundred_years(day):
    assert parse_birth(f"{day:%y%m%d}", today=TODAY).on == day


@given(days)
def test_lunar_calendar_goes_there_and_back(day):
    assert lunar_to_solar(solar_to_lunar(day)) == day


@given(days)
def test_a_marked_lunar_day_is_the_solar_day_it_stands_for(day):
    lunar = solar_to_lunar(day)
    mark = "윤" if lunar.is_leap_month else ""
    birth = parse_birth(f"음력 {lunar.year}.{mark}{lunar.month}.{lunar.day}", today=TODAY)
    assert (birth.on, birth.lunar) == (day, lunar)


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(typed):
    with suppress(Refused):
        assert parse_birth(typed, today=TODAY).typed == typed


def test_known_lunar_days():
    assert solar_to_lunar(date(2026, 2, 17)) == LunarDay(2026, 1, 1)
    assert lunar_to_solar(LunarDay(2025, 6, 1, is_leap_month=True)) == date(2025, 7, 25)
    assert as_if_lunar(date(1955, 3, 5)) == date(1955, 3, 28)
    assert as_if_lunar(date(1955, 3, 31)) is None
