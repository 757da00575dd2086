import pytest
from hypothesis import given
from hypothesis import strategies as st

from duru.kernel.days import IMMEDIATELY, CountingRule, Period, Unit, civil_rule, parse_period
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("즉시", IMMEDIATELY), ("3시간", Period(3, Unit.HOUR)), ("8근무시간", Period(8, Unit.HOUR)), (" 7 일 ", Period(7, Unit.DAY)),
        ("14일 이내", Period(14, Unit.DAY)), ("3주", Period(3, Unit.WEEK)), ("2주일", Period(2, Unit.WEEK)), ("1월", Period(1, Unit.MONTH)),
        ("6개월", Period(6, Unit.MONTH)), ("30년", Period(30, Unit.YEAR)),
    ],
)  # fmt: skip
def test_periods_as_handbooks_write_them(typed, period):
    assert parse_period(typed) == period


@pytest.mark.parametrize("typed", ["", "0일", "칠일", "3", "일", "3일 2시간", "-3일", "즉시 처리", "99999일"])
def test_what_is_no_period_is_refused_with_a_remedy(typed):
    with pytest.raises(Refused, match="적어 주십시오"):
        parse_period(typed)


@given(st.builds(Period, st.integers(1, 9999), st.sampled_from(Unit)))
def test_a_written_period_reads_back(period):
    assert parse_period(str(period)) == period


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("즉시", CountingRule.CIVIL_HOURS), ("5일", CountingRule.CIVIL_HOURS), ("6일", CountingRule.CIVIL_DAYS),
        ("8시간", CountingRule.CIVIL_HOURS), ("1주", CountingRule.CIVIL_CALENDAR), ("1개월", CountingRule.CIVIL_CALENDAR),
    ],
)  # fmt: skip
def test_the_unit_decides_how_an_application_is_counted(text, rule):
    assert civil_rule(parse_period(text)) == rule


@pytest.mark.parametrize(
    ("length", "limit", "fits"),
    [
        ("3일", "3일", True), ("4일", "3일", False), ("8시간", "1일", True), ("9시간", "1일", False), ("1일", "7시간", False),
        ("8시간", "1주", False), ("1주", "7일", True), ("8일", "1주", False), ("28일", "1개월", True), ("29일", "1개월", False),
        ("1개월", "30일", False), ("12개월", "1년", True), ("1년", "11개월", False), ("365일", "1년", True), ("4주", "1개월", True),
    ],
)  # fmt: skip
def test_a_period_fits_only_when_it_is_surely_not_longer(length, limit, fits):
    assert parse_period(length).fits_within(parse_period(limit)) is fits


def test_nothing_is_no_period():
    with pytest.raises(ValueError, match="0"):
        Period(0, Unit.DAY)
    with pytest.raises(ValueError, match="hours"):
        Period(1, Unit.MONTH).as_hours()
