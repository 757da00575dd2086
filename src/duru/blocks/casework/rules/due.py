"""When a case or a task is due, and when somebody is reminded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duru.blocks.casework.enums import CaseState
from duru.kernel.days import (
    KST,
    CountingRule,
    Deadline,
    Extension,
    OfficeCalendar,
    Pause,
    Period,
    civil_deadline,
    day_words,
    deadline_by_rule,
    general_deadline,
    parse_period,
)

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A due date in words: until when, how far away, and how urgent."""

    until: str
    left: str
    tone: str


def case_deadline(
    *,
    received_at: datetime,
    period: str,
    rule: str,
    set_by: str,
    calendar: OfficeCalendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """Find the due date of a case out of what its row says.

    Args:
        pauses: Ended ones; a pause that lasts has no end to count.

    Raises:
        ValueError: the rule does not fit the period, or a pause still lasts.
    """
    return deadline_by_rule(
        CountingRule(rule),
        received_at,
        parse_period(period),
        calendar,
        set_by=set_by,
        pauses=pauses,
        extensions=extensions,
    )


def task_deadline(
    *,
    opened_at: datetime,
    period: Period,
    rule: str,
    calendar: OfficeCalendar,
    basis: str = "",
    extensions: Sequence[Extension] = (),
    pauses: Sequence[Pause] = (),
) -> Deadline:
    """Find the due date of a task: an opinion by the calendar with the first day left out, other work as 민원 count.

    Args:
        rule: CountingRule.GENERAL for opinions; anything else counts like a 민원 from the moment the task began.
        basis: Law that sets the period.
        extensions: of a reply period.
        pauses: of the case, ended; an opinion runs on meanwhile.
    """
    if rule == CountingRule.GENERAL:
        return general_deadline(opened_at.astimezone(KST).date(), period, calendar, set_by=basis, extensions=extensions)
    ended = [pause for pause in pauses if pause.until_at is not None and pause.until_at > max(opened_at, pause.from_at)]
    return civil_deadline(opened_at, period, calendar, set_by=basis, pauses=ended)


def reminder_at(due_at: datetime, calendar: OfficeCalendar, *, days_before: int = 1) -> datetime:
    """Give the moment to remind at: the opening of the office, so many worked days before the last day of the period."""
    last = (due_at.astimezone(KST) - timedelta(minutes=1)).date()
    day = calendar.working_until(last)
    for _ in range(days_before):
        day = calendar.working_until(day - _DAY)
    return datetime.combine(day, calendar.hours_on(day).opens, tzinfo=KST)


def due_words(due_at: datetime | None, state: str, now: datetime) -> Due:
    """Write a due date: 11월 27일(금)까지, 3일 남음."""
    if due_at is None:
        return Due("정지 중" if state == CaseState.PAUSED else "기한 없음", "", "neutral")
    local, today = due_at.astimezone(KST), now.astimezone(KST).date()
    last = (due_at - _MINUTE).astimezone(KST).date()
    is_midnight = (local.hour, local.minute) == (0, 0)
    until = day_words(last, after=today) if is_midnight else f"{day_words(local.date(), after=today)} {local:%H:%M}"
    days = (last - today).days
    if due_at <= now:
        return Due(f"{until}까지", f"{-days}일 지남" if days < 0 else "지남", "danger")
    if days == 0:
        return Due(f"{until}까지", "오늘까지", "warning")
    return Due(f"{until}까지", f"{days}일 남음", "caution" if days <= 2 else "neutral")
