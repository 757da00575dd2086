"""Periods by the calendar: 행정기본법 제6조 and 제7조 with 민법, and "so many days before"."""

from collections.abc import Sequence
from datetime import date, timedelta

from duru.kernel.days.calendar import OfficeCalendar, day_start
from duru.kernel.days.counting import calendar_end, first_running_day, is_paused
from duru.kernel.days.deadlines import CountingRule, Deadline, Step
from duru.kernel.days.extensions import Extension
from duru.kernel.days.narrating import bases, end_step, explained, extension_steps, pause_steps
from duru.kernel.days.pauses import Pause, paused_days
from duru.kernel.days.periods import Period, Unit
from duru.kernel.days.spans import Span
from duru.kernel.days.wording import day_words
from duru.kernel.errors import Refused

_DAY = timedelta(days=1)
_LONGEST_SECOND_DEMAND = Period(10, Unit.DAY)  # Source: 민원처리법 시행령 제24조 제3항


def general_deadline(
    event_on: date,
    period: Period,
    calendar: OfficeCalendar,
    *,
    set_by: str,
    from_midnight: bool = False,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """Find the end of an administrative period: objections, notices, consultation of other authorities, reports.

    The day of the event is left out, days run by the calendar, and an end on a Saturday or holiday moves to the next
    worked day. An extension begins on the day after the end.

    Args:
        event_on: The day the period hangs on, such as the day a decision was served.
        period: Days, weeks, months or years.
        calendar: Only its days are used.
        set_by: Law that sets the period, such as "행정기본법 제24조제4항".
        from_midnight: The period begins at 0:00 of that day, which then counts.
        pauses: Lawful ones (check_pause), none lasting.
        extensions: Decided ones, in order.

    Raises:
        ValueError: The period is written in hours, or a pause still lasts.

    Source: 행정기본법 제6조 제1항; 민법 제157조, 제159조–제161조.
    """
    first, opening = _without_first_day(event_on, from_midnight)
    step = Step(f"기간 {period}: {opening}", bases(set_by, "행정기본법 제6조제1항", "민법 제157조"))
    return run_by_calendar(
        CountingRule.GENERAL,
        first,
        period,
        calendar,
        [step],
        pauses=pauses,
        extensions=extensions,
        extension_basis=set_by,
    )


def supplement_deadline(
    demanded_on: date,
    period: Period,
    calendar: OfficeCalendar,
    *,
    extensions: Sequence[Extension] = (),
    again: bool = False,
) -> Deadline:
    """Find until when an applicant may mend papers.

    Args:
        demanded_on: The day the request reached the applicant.
        period: As set in the request.
        calendar: Only its days are used.
        extensions: Asked for by the applicant, twice at most (check_extension).
        again: The second request, after the first was not answered in time.

    Raises:
        Refused: A second request of more than 10 days.
        ValueError: The period is written in hours.

    Source: 민원 처리에 관한 법률 제22조; 시행령 제24조.
    """
    if again and not period.fits_within(_LONGEST_SECOND_DEMAND):
        raise Refused("다시 하는 보완 요구는 10일 이내로 정해 주십시오(민원처리법 시행령 제24조제3항).", field="period")
    first, opening = _without_first_day(demanded_on, False)
    article = "민원처리법 시행령 제24조제3항" if again else ""
    step = Step(f"보완기간 {period}: {opening}", bases(article, "민원처리법 시행령 제24조제4항", "민법 제157조"))
    return run_by_calendar(
        CountingRule.SUPPLEMENT,
        first,
        period,
        calendar,
        [step],
        extensions=extensions,
        extension_basis="민원처리법 시행령 제24조제2항",
    )


def restriction_deadline(from_on: date, period: Period, calendar: OfficeCalendar) -> Deadline:
    """Find the last day of a stretch in which a right is restricted or a duty goes on: 영업정지 30일.

    The first day counts and the end stays on a Saturday or holiday, because every day more is worse for the citizen.
    For time in which a citizen must do something, where the same counting would take days away, see duty_deadline.

    Raises:
        ValueError: The period is written in hours.

    Source: 행정기본법 제6조 제2항.
    """
    last = calendar_end(from_on, period, ())
    steps = [
        Step(
            f"기간 {period}: 권익을 제한하거나 의무가 이어지는 기간이므로 첫날 {day_words(from_on)}을 넣어 셉니다.",
            "행정기본법 제6조제2항제1호",
        )
    ]
    ended = day_words(last, after=from_on, name=calendar.name_of(last))
    if calendar.is_working(last):
        steps.append(Step(f"{ended}에 끝납니다.", "민법 제159조·제160조"))
    else:
        steps.append(Step(f"{ended}은 쉬는 날이지만 그날 끝납니다.", "행정기본법 제6조제2항제2호"))
    return explained(CountingRule.RESTRICTION, Span.inclusive(from_on, last), day_start(last + _DAY), steps, calendar)


def duty_deadline(event_on: date, period: Period, calendar: OfficeCalendar, *, set_by: str) -> Deadline:
    """Find until when a citizen must do something: payment, 시정명령, 원상회복.

    Counting the first day and keeping the end on a holiday would shorten the time to act; that is worse for the
    citizen, so the general way stands (행정기본법 제6조 제2항 단서).

    Raises:
        ValueError: The period is written in hours.

    Source: 행정기본법 제6조.
    """
    first, opening = _without_first_day(event_on, False)
    shorter = calendar_end(event_on, period, ())
    steps = [
        Step(
            f"기간 {period}: 첫날을 넣으면 {day_words(shorter)}에 끝나므로, 국민에게 불리하지 않게 일반 기간으로 셉니다.",
            bases(set_by, "행정기본법 제6조제2항 단서"),
        ),
        Step(opening, bases("행정기본법 제6조제1항", "민법 제157조")),
    ]
    return run_by_calendar(CountingRule.DUTY, first, period, calendar, steps)


def enforcement_deadline(promulgated_on: date, period: Period, calendar: OfficeCalendar) -> Deadline:
    """Find when a law "in force after …" begins: `due_at` is midnight of its first day.

    The day of promulgation is left out, and the last day may be a Saturday or holiday.

    Raises:
        ValueError: The period is written in hours.

    Source: 행정기본법 제7조 제2호·제3호.
    """
    first = promulgated_on + _DAY
    last = calendar_end(first, period, ())
    steps = [
        Step(f"공포한 날 {day_words(promulgated_on)}은 넣지 않습니다.", "행정기본법 제7조제2호"),
        Step(
            f"{period}의 마지막 날은 {day_words(last, after=first)}이고, 쉬는 날이어도 그날 끝납니다.",
            "행정기본법 제7조제3호",
        ),
        Step(f"{day_words(last + _DAY, after=first)}부터 시행합니다."),
    ]
    return explained(CountingRule.ENFORCEMENT, Span.inclusive(first, last), day_start(last + _DAY), steps, calendar)


def notice_deadline(event_on: date, period: Period, calendar: OfficeCalendar, *, set_by: str) -> Deadline:
    """Find the last day on which a notice "so many days before" may go out: hearings, meetings of authorities.

    The day of the event is left out and whole days lie between, so 3 days before the 15th means the 11th at the
    latest. When that day is not worked, the worked day before it is given, because nothing is sent on a holiday.

    Args:
        event_on: The day of the event.
        period: Days or weeks.
        calendar: Only its days are used.
        set_by: Law that asks for the notice.

    Raises:
        ValueError: The period is not written in days or weeks.

    Source: 민법 제157조, counted backwards; that the end moves to an earlier day is the cautious reading (확인 필요).
    """
    if period.unit not in (Unit.DAY, Unit.WEEK):
        raise ValueError(f"notice is counted in days or weeks, not {period}")
    n_days = period.n * (7 if period.unit == Unit.WEEK else 1)
    latest = event_on - (n_days + 1) * _DAY
    last = calendar.working_until(latest)
    steps = [
        Step(
            f"{day_words(event_on)}의 {period} 전까지: 그날은 빼고 거꾸로 {n_days}일을 온전히 둡니다.",
            bases(set_by, "민법 제157조"),
        ),
        Step(f"늦어도 {day_words(latest, after=event_on)}까지 알려야 합니다."),
    ]
    if last != latest:
        steps.append(Step(f"그날은 쉬는 날이므로 앞선 근무일인 {day_words(last, after=event_on)}까지 보냅니다."))
    return explained(CountingRule.NOTICE, Span.of_day(last), day_start(last + _DAY), steps, calendar)


def run_by_calendar(
    rule: CountingRule,
    first: date,
    period: Period,
    calendar: OfficeCalendar,
    opening: Sequence[Step],
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    extension_basis: str = "",
) -> Deadline:
    """Run a period by the civil code from its first day on; an end on a day not worked moves to the next worked one.

    Paused days are added at the end. An extension begins on the day after the end of what it lengthens.

    Raises:
        ValueError: The period is written in hours, or a pause still lasts.

    Source: 민법 제159조–제161조.
    """
    paused = paused_days(pauses)
    start = first_running_day(first, paused)
    end = calendar_end(start, period, paused)
    last = _moved(end, calendar, paused)
    ends = [end_step(end, last, calendar, after=first)]
    for extension in extensions:
        end = calendar_end(first_running_day(last + _DAY, paused), extension.period, paused)
        last = _moved(end, calendar, paused)
        ends += [*extension_steps([extension], extension_basis), end_step(end, last, calendar, after=first)]
    span = Span.inclusive(start, last)
    steps = [*opening, *pause_steps(pauses, Span.inclusive(first, last)), *ends]
    return explained(rule, span, day_start(last + _DAY), steps, calendar)


def _moved(end: date, calendar: OfficeCalendar, paused: Sequence[Span]) -> date:
    while not calendar.is_working(end) or is_paused(end, paused):
        end += _DAY
    return end


def _without_first_day(event_on: date, from_midnight: bool) -> tuple[date, str]:
    if from_midnight:
        return event_on, f"{day_words(event_on)} 0시에 시작하므로 그날부터 달력으로 셉니다."
    first = event_on + _DAY
    return first, f"첫날 {day_words(event_on)}은 빼고 {day_words(first, after=event_on)}부터 달력으로 셉니다."
