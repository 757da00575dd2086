"""민원 처리기간: how long an office has to answer an application, by the ways 민원 처리에 관한 법률 counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from duru.kernel.days.calendar import OfficeCalendar, day_start, korean_minute
from duru.kernel.days.counting import nth_working_day, spend_working_time
from duru.kernel.days.deadlines import CountingRule, Deadline, Step
from duru.kernel.days.extensions import Extension
from duru.kernel.days.general import run_by_calendar
from duru.kernel.days.narrating import bases, explained, extension_steps, first_day_step, left_out_steps, pause_steps
from duru.kernel.days.pauses import Pause, paused_days, paused_moments
from duru.kernel.days.periods import IMMEDIATELY, Period, Unit
from duru.kernel.days.spans import Span
from duru.kernel.days.wording import day_words, length_words, moment_words

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_LONGEST_IN_HOURS = 5  # days. Source: 민원처리법 제19조 제1항
_LEDGER = 8  # the hours of so many days are listed one by one
_HOURS_BASIS, _DAYS_BASIS, _CALENDAR_BASIS = (f"민원처리법 제19조제{n}항" for n in (1, 2, 3))
_EXTENSION_BASIS = "민원처리법 시행령 제21조제1항"


def civil_rule(period: Period) -> CountingRule:
    """Tell how the processing time of an application is counted, by how it is written.

    What counts is the period as it was set: 3일 lengthened by 3일 stays a count in hours, and 1주 is not 7일.

    Source: 민원 처리에 관한 법률 제19조; 같은 법 시행령 제19조.
    """
    if period.unit == Unit.HOUR or (period.unit == Unit.DAY and period.n <= _LONGEST_IN_HOURS):
        return CountingRule.CIVIL_HOURS
    return CountingRule.CIVIL_DAYS if period.unit == Unit.DAY else CountingRule.CIVIL_CALENDAR


def civil_deadline(
    received_at: datetime,
    period: Period,
    calendar: OfficeCalendar,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    set_by: str = "",
) -> Deadline:
    """Find when an application must be answered.

    즉시 and periods up to 5 days run in working hours from the minute of receipt, 8 to a day; periods from 6 days on
    are worked days with the day of receipt counted; weeks, months and years run by the calendar with the day of
    receipt counted, and an end on a Saturday or holiday moves to the next worked day.

    Whether a pause or an extension is lawful is asked before (check_pause, check_extension); here they are counted.
    Also counts the clocks written in working hours: registering, handing over, asking for missing papers.

    Args:
        received_at: 접수시각.
        period: As published.
        calendar: Days and hours.
        pauses: In any order, overlapping or not; none may still last (ended_at).
        extensions: Decided ones, in order.
        set_by: Law or notice that sets the period, for the explanation.

    Raises:
        ValueError: A moment has no time zone, a pause still lasts, or an extension has a unit the period cannot take.

    Source: 민원 처리에 관한 법률 제19조; 시행령 제19조–제21조; 행정절차법 시행령 제11조.
    """
    received = korean_minute(received_at)
    rule = civil_rule(period)
    if rule == CountingRule.CIVIL_HOURS:
        return _in_hours(received, period, calendar, pauses, extensions, set_by)
    if rule == CountingRule.CIVIL_DAYS:
        return _in_days(received, period, calendar, pauses, extensions, set_by)
    first = received.date()
    opening = Step(
        f"처리기간 {period}: 접수일 {day_words(first)}을 첫날로 넣어 달력으로 셉니다.", bases(set_by, _CALENDAR_BASIS)
    )
    return run_by_calendar(
        rule,
        first,
        period,
        calendar,
        [opening],
        pauses=pauses,
        extensions=extensions,
        extension_basis=_EXTENSION_BASIS,
    )


def _in_hours(
    received: datetime,
    period: Period,
    calendar: OfficeCalendar,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    set_by: str,
) -> Deadline:
    paused = paused_moments(pauses)
    hours = period.as_hours() + sum(each.period.as_hours() for each in extensions)
    due_at, used = spend_working_time(received, timedelta(hours=hours), calendar, paused)
    begun = spend_working_time(received, _MINUTE, calendar, paused)[0] - _MINUTE
    first, last = received.date(), due_at.date()
    if begun == received:
        start = f"{moment_words(received)}에 접수하여 그때부터 셉니다."
    else:
        start = (
            f"{moment_words(received)}에 접수하였으나 세지 않는 때여서 {moment_words(begun, after=first)}부터 셉니다."
        )
    steps = [
        _opening_in_hours(period, set_by),
        Step(start),
        *left_out_steps(first, last, calendar, _HOURS_BASIS),
        *pause_steps(pauses, Span.inclusive(first, last), in_hours=True),
        *extension_steps(extensions, _EXTENSION_BASIS),
    ]
    if 1 < len(used) <= _LEDGER:
        before = [first, *(day for day, _ in used)]
        ledger = ", ".join(
            f"{day_words(day, after=after)} {length_words(spent)}"
            for after, (day, spent) in zip(before, used, strict=False)
        )
        steps.append(Step(f"센 시간: {ledger}."))
    steps.append(Step(f"{moment_words(due_at, after=first)}에 {hours}근무시간이 됩니다."))
    return explained(CountingRule.CIVIL_HOURS, Span.inclusive(begun.date(), last), due_at, steps, calendar)


def _opening_in_hours(period: Period, set_by: str) -> Step:
    if period == IMMEDIATELY and not set_by:
        return Step("처리기간 즉시: 3근무시간 안에 처리합니다.", "민원처리법 시행령 제19조")
    if period.unit == Unit.HOUR:
        return Step(f"처리기간 {period}: 근무시간만 셉니다.", bases(set_by, _HOURS_BASIS))
    total = f"1일을 8근무시간으로 보아 모두 {period.as_hours()}근무시간입니다"
    opening = f"처리기간 {period}: 5일 이하이므로 접수시각부터 시간으로 셉니다. {total}."
    return Step(opening, bases(set_by, _HOURS_BASIS))


def _in_days(
    received: datetime,
    period: Period,
    calendar: OfficeCalendar,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    set_by: str,
) -> Deadline:
    if any(each.period.unit != Unit.DAY for each in extensions):
        raise ValueError(f"a period of {period} is lengthened by days only")
    n_days = period.n + sum(each.period.n for each in extensions)
    received_on = received.date()
    last, counted = nth_working_day(received_on, n_days, calendar, paused_days(pauses))
    whole = Span.inclusive(received_on, last)
    steps = [
        Step(f"처리기간 {period}: 6일 이상이므로 일 단위로 세고 첫날을 넣습니다.", bases(set_by, _DAYS_BASIS)),
        first_day_step(received_on, counted[0], calendar),
        *left_out_steps(received_on, last, calendar, _DAYS_BASIS),
        *pause_steps(pauses, whole),
        *extension_steps(extensions, _EXTENSION_BASIS),
        Step(f"{n_days}일째인 {day_words(last, after=received_on)}에 끝납니다."),
    ]
    counted_span = Span.inclusive(counted[0], last)
    return explained(CountingRule.CIVIL_DAYS, counted_span, day_start(last + _DAY), steps, calendar)
