from datetime import date, datetime, timedelta

import pytest

from duru.kernel.days import (
    KST,
    RULE_LABELS,
    CountingRule,
    Extension,
    ExtensionReason,
    Holiday,
    OfficeCalendar,
    Pause,
    PauseReason,
    Period,
    Span,
    Unit,
    civil_deadline,
    deadline_by_rule,
    general_deadline,
    notice_deadline,
    parse_period,
    supplement_deadline,
)
from duru.kernel.errors import Refused
from duru.kernel.holidays_kr import shipped_calendar

pytestmark = pytest.mark.unit

CALENDAR = shipped_calendar(2026, 2027)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=KST)
HOUR, DAY, MONTH = Period(1, Unit.HOUR), Period(10, Unit.DAY), Period(1, Unit.MONTH)


def test_a_result_tells_its_way():
    supplement = Pause(PauseReason.SUPPLEMENT, MONDAY + timedelta(days=2), MONDAY + timedelta(days=3))
    more = Extension(Period(2, Unit.DAY), ExtensionReason.FACT_FINDING, MONDAY)
    deadline = civil_deadline(MONDAY, parse_period("6일"), CALENDAR, pauses=[supplement], extensions=[more])
    assert deadline.until == "2026년 12월 4일(금)까지"
    assert [str(step) for step in deadline.steps] == [
        "처리기간 6일: 6일 이상이므로 일 단위로 세고 첫날을 넣습니다. (민원처리법 제19조제2항)",
        "접수일 2026년 11월 23일(월)이 첫날입니다.",
        "11월 28일(토)·29일(일)은 세지 않습니다. (민원처리법 제19조제2항)",
        "세지 않는 기간(보완): 11월 25일(수)부터 11월 26일(목)까지, 보낸 날과 들어온 날 포함. (행정절차법 시행령 제11조제1호)",
        "2일 연장, 사유: 사실관계 또는 현장 확인. (민원처리법 시행령 제21조제1항)",
        "8일째인 12월 4일(금)에 끝납니다.",
    ]
    assert deadline.bases == (
        "민원처리법 제19조제2항",
        "행정절차법 시행령 제11조제1호",
        "민원처리법 시행령 제21조제1항",
    )
    assert deadline.explanation.count("(민원처리법 제19조제2항)") == 2


def test_a_result_in_hours_tells_the_hours_of_each_day():
    deadline = civil_deadline(MONDAY + timedelta(days=4, hours=7, minutes=30), parse_period("3일"), CALENDAR)
    assert deadline.until == "2026년 12월 2일(수) 17시 30분까지"
    assert (
        str(deadline.steps[3])
        == "센 시간: 11월 27일(금) 30분, 11월 30일(월) 8시간, 12월 1일(화) 8시간, 12월 2일(수) 7시간 30분."
    )


def test_long_lists_of_days_are_summed_up_and_a_new_year_is_named():
    deadline = civil_deadline(datetime(2026, 12, 14, 10, tzinfo=KST), parse_period("14일"), CALENDAR)
    assert deadline.steps[2].text == (
        "토·일요일 6일과 12월 25일(금, 기독탄신일), 2027년 1월 1일(금, 공휴일)은 세지 않습니다."
    )
    assert deadline.steps[-1].text == "14일째인 2027년 1월 4일(월)에 끝납니다."


def test_a_period_is_over_at_its_end_not_before():
    in_days = general_deadline(MONDAY.date(), DAY, CALENDAR, set_by="민원처리법 제35조제2항")
    midnight = datetime(2026, 12, 4, tzinfo=KST)
    assert (in_days.last_on, in_days.due_at) == (date(2026, 12, 3), midnight)
    assert not in_days.is_over(midnight - timedelta(minutes=1))
    assert in_days.is_over(midnight)
    in_hours = civil_deadline(MONDAY, HOUR, CALENDAR)
    assert not in_hours.is_over(MONDAY + timedelta(minutes=59))
    assert in_hours.is_over(MONDAY + timedelta(hours=1))


@pytest.mark.parametrize("received", [datetime(2025, 12, 31, 10, tzinfo=KST), datetime(2027, 12, 31, 10, tzinfo=KST)])
def test_days_beyond_the_holiday_table_make_a_result_provisional(received):
    deadline = civil_deadline(received, parse_period("7일"), CALENDAR)
    assert deadline.is_provisional
    assert deadline.steps[-1].text.startswith(
        "공휴일표에 있는 날은 2026년 1월 1일(목)부터 2027년 12월 31일(금)까지입니다."
    )
    assert not civil_deadline(MONDAY, parse_period("7일"), CALENDAR).is_provisional


def test_an_extension_must_fit_the_unit():
    month = Extension(MONTH, ExtensionReason.COOPERATION, MONDAY)
    for period in ("3일", "10일"):
        with pytest.raises(ValueError, match=r"days only|not counted in hours"):
            civil_deadline(MONDAY, parse_period(period), CALENDAR, extensions=[month])


def test_a_second_request_for_papers_is_ten_days_at_most():
    assert supplement_deadline(MONDAY.date(), DAY, CALENDAR, again=True).last_on == date(2026, 12, 3)
    for longer in ("11일", "2주", "1개월"):
        with pytest.raises(Refused, match="10일 이내"):
            supplement_deadline(MONDAY.date(), parse_period(longer), CALENDAR, again=True)


def test_notice_is_counted_in_days_and_weeks():
    day = date(2026, 12, 22)
    weeks, days = (notice_deadline(day, parse_period(each), CALENDAR, set_by="").last_on for each in ("2주", "14일"))
    assert weeks == days == date(2026, 12, 7)
    for wrong in (HOUR, MONTH):
        with pytest.raises(ValueError, match="days or weeks"):
            notice_deadline(day, wrong, CALENDAR, set_by="")


class TestByRule:
    @pytest.mark.parametrize(
        ("rule", "period", "last_on"),
        [
            (CountingRule.CIVIL_HOURS, "3일", "2026-11-26"),
            (CountingRule.CIVIL_DAYS, "10일", "2026-12-04"),
            (CountingRule.CIVIL_CALENDAR, "1개월", "2026-12-22"),
            (CountingRule.GENERAL, "10일", "2026-12-03"),
            (CountingRule.SUPPLEMENT, "10일", "2026-12-03"),
            (CountingRule.RESTRICTION, "10일", "2026-12-02"),
            (CountingRule.DUTY, "10일", "2026-12-03"),
            (CountingRule.ENFORCEMENT, "10일", "2026-12-03"),
            (CountingRule.NOTICE, "10일", "2026-11-12"),
        ],
    )
    def test_the_same_day_ends_differently_by_each_rule(self, rule, period, last_on):
        deadline = deadline_by_rule(rule, MONDAY, parse_period(period), CALENDAR, set_by="조례")
        assert (deadline.rule, str(deadline.last_on)) == (rule, last_on)

    def test_every_rule_has_a_label(self):
        assert set(RULE_LABELS) == set(CountingRule)

    def test_a_civil_rule_must_be_the_one_the_period_is_written_for(self):
        with pytest.raises(ValueError, match="civil_days"):
            deadline_by_rule(CountingRule.CIVIL_HOURS, MONDAY, parse_period("6일"), CALENDAR)

    def test_hours_run_only_by_the_civil_rule(self):
        for rule in (CountingRule.GENERAL, CountingRule.SUPPLEMENT, CountingRule.RESTRICTION, CountingRule.ENFORCEMENT):
            with pytest.raises(ValueError, match="hours do not run"):
                deadline_by_rule(rule, MONDAY, HOUR, CALENDAR)

    def test_what_the_law_does_not_pause_or_extend_is_refused(self):
        pause = Pause(PauseReason.NO_FAULT, MONDAY, MONDAY)
        extension = Extension(DAY, ExtensionReason.UNAVOIDABLE, MONDAY)
        for rule in (CountingRule.RESTRICTION, CountingRule.DUTY, CountingRule.ENFORCEMENT, CountingRule.NOTICE):
            with pytest.raises(ValueError, match="not paused"):
                deadline_by_rule(rule, MONDAY, DAY, CALENDAR, pauses=[pause])
            with pytest.raises(ValueError, match="not paused"):
                deadline_by_rule(rule, MONDAY, DAY, CALENDAR, extensions=[extension])


def test_a_holiday_named_after_the_receipt_moves_the_end():
    before = civil_deadline(MONDAY, parse_period("7일"), CALENDAR)
    named = CALENDAR.with_holidays([Holiday(date(2026, 11, 30), "임시공휴일", "extra")])
    after = civil_deadline(MONDAY, parse_period("7일"), named)
    assert (before.last_on, after.last_on) == (date(2026, 12, 1), date(2026, 12, 2))
    assert "11월 28일(토)·29일(일)·30일(월, 임시공휴일)은 세지 않습니다." in after.explanation


@pytest.mark.parametrize(
    ("event", "period", "more", "paused", "last_on"),
    [
        # Sunday 13 December would move to the 14th, which is paused
        ("2026-11-23", "20일", "", ("2026-12-14", "2026-12-16"), "2026-12-16"),
        # two days are owed for the 12th and 13th, and the 14th and 15th give none back
        ("2026-11-23", "20일", "", ("2026-12-12", "2026-12-16"), "2026-12-17"),
        # the month begins after the pause, on 31 January, and has no such day in February
        ("2029-01-29", "1개월", "", ("2029-01-30", "2029-01-31"), "2029-02-28"),
        ("2029-01-19", "10일", "1개월", ("2029-01-30", "2029-01-31"), "2029-02-28"),
    ],
)
def test_a_pause_at_the_edge_of_a_period_by_the_calendar(event, period, more, paused, last_on):
    calendar = OfficeCalendar((), Span(date(2026, 1, 1)))
    start, end = (datetime.fromisoformat(day).replace(tzinfo=KST) for day in paused)
    deadline = general_deadline(
        date.fromisoformat(event),
        parse_period(period),
        calendar,
        set_by="",
        pauses=[Pause(PauseReason.DEEMED_PROCEDURE, start, end)],
        extensions=[Extension(parse_period(more), ExtensionReason.UNAVOIDABLE, MONDAY)] if more else [],
    )
    assert str(deadline.last_on) == last_on
