from datetime import date, datetime

import pytest

from duru.kernel.days import (
    KST,
    PAUSE_RULES,
    Matter,
    Pause,
    PauseReason,
    Span,
    check_pause,
    civil_deadline,
    parse_period,
)
from duru.kernel.errors import Refused
from duru.kernel.holidays_kr import shipped_calendar

pytestmark = pytest.mark.unit


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=KST)


def pause(reason: PauseReason, start: str, end: str | None = None) -> Pause:
    return Pause(reason, at(start), None if end is None else at(end))


@pytest.mark.parametrize(
    ("reason", "start", "end", "first", "last"),
    [
        (PauseReason.SUPPLEMENT, "11-25 14:00", "12-01 11:00", "11-25", "12-01"),
        (PauseReason.SUPPLEMENT, "11-25 14:00", "11-25 14:00", "11-25", "11-25"),
        (PauseReason.HEARING, "11-25 14:00", "12-01 11:00", "11-26", "12-01"),
        (PauseReason.HEARING, "11-25 00:00", "12-01 00:00", "11-25", "11-30"),
    ],
)
def test_the_days_a_pause_leaves_out(reason, start, end, first, last):
    days = pause(reason, start, end).days()
    assert days == Span.inclusive(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"))


def test_a_pause_within_one_day_leaves_out_no_day_unless_both_ends_count():
    assert pause(PauseReason.HEARING, "11-25 09:00", "11-25 18:00").days() is None


def test_a_lasting_pause_has_no_deadline_until_somebody_says_when_it_would_end():
    lasting = pause(PauseReason.SUPPLEMENT, "11-25 14:00")
    calendar, period = shipped_calendar(2026, 2027), parse_period("10일")
    with pytest.raises(ValueError, match="still lasts"):
        civil_deadline(at("11-23 10:00"), period, calendar, pauses=[lasting])
    if_today = lasting.ended_at(at("12-01 11:00"))
    assert civil_deadline(at("11-23 10:00"), period, calendar, pauses=[if_today]).last_on == date(2026, 12, 11)
    assert if_today.ended_at(at("12-30 11:00")) == if_today
    assert lasting.ended_at(at("11-20 11:00")).until_at == lasting.from_at


def test_a_pause_cannot_end_before_it_begins_or_be_without_time_zone():
    with pytest.raises(ValueError, match="before"):
        pause(PauseReason.HEARING, "11-25 14:00", "11-25 13:00")
    with pytest.raises(ValueError, match="time zone"):
        Pause(PauseReason.HEARING, datetime(2026, 11, 25, 14))


@pytest.mark.parametrize(
    ("reason", "stops"),
    [
        (PauseReason.SUPPLEMENT, {Matter.CIVIL, Matter.GRIEVANCE, Matter.DEVELOPMENT, Matter.DISPOSITION}),
        (PauseReason.CONSULTATION, {Matter.DEVELOPMENT}),
        (PauseReason.PLANNING_COMMITTEE, {Matter.DEVELOPMENT}),
        (PauseReason.FIELD_VISIT, {Matter.GRIEVANCE}),
        (PauseReason.DEEMED_PROCEDURE, {Matter.DEEMED_CONSULTATION}),
        (PauseReason.OUTAGE, {Matter.CIVIL, Matter.GRIEVANCE, Matter.DEVELOPMENT}),
        (PauseReason.OPINION, {Matter.PROPOSAL}),
        (PauseReason.NO_FAULT, {Matter.PARTY}),
    ],
)
def test_a_reason_stops_only_the_periods_its_law_names(reason, stops):
    each = pause(reason, "11-25 14:00")
    for matter in Matter:
        if matter in stops:
            check_pause(each, matter)
        else:
            with pytest.raises(Refused, match="빼지 않습니다"):
                check_pause(each, matter)


def test_who_would_stop_an_application_for_consultation_hears_what_to_do_instead():
    with pytest.raises(Refused, match="회신기간을 정해"):
        check_pause(pause(PauseReason.CONSULTATION, "11-25 14:00"), Matter.CIVIL)


def test_outages_count_from_the_day_of_the_decree():
    check_pause(pause(PauseReason.OUTAGE, "05-06 00:00"), Matter.CIVIL)
    with pytest.raises(Refused, match="2026년 5월 6일부터"):
        check_pause(pause(PauseReason.OUTAGE, "05-05 23:59"), Matter.CIVIL)


def test_every_reason_has_a_rule_with_its_article():
    assert set(PAUSE_RULES) == set(PauseReason)
    assert all("조" in rule.basis and rule.matters for rule in PAUSE_RULES.values())


def test_a_field_visit_is_left_out_for_fourteen_days_and_seven_more_when_extended():
    visit = pause(PauseReason.FIELD_VISIT, "11-02 09:00", "11-16 18:00")
    longer = pause(PauseReason.FIELD_VISIT, "11-02 09:00", "11-17 18:00")
    check_pause(visit, Matter.GRIEVANCE)
    check_pause(longer, Matter.GRIEVANCE, extended_by_days=7)
    check_pause(pause(PauseReason.FIELD_VISIT, "11-02 09:00"), Matter.GRIEVANCE)
    with pytest.raises(Refused, match="14일까지만"):
        check_pause(longer, Matter.GRIEVANCE)
