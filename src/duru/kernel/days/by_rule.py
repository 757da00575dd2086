"""One door for periods that come from a table row: the row names its counting rule."""

from collections.abc import Sequence
from datetime import datetime

from duru.kernel.days.calendar import OfficeCalendar, korean_minute
from duru.kernel.days.civil import civil_deadline, civil_rule
from duru.kernel.days.deadlines import CountingRule, Deadline
from duru.kernel.days.extensions import Extension
from duru.kernel.days.general import (
    duty_deadline,
    enforcement_deadline,
    general_deadline,
    notice_deadline,
    restriction_deadline,
    supplement_deadline,
)
from duru.kernel.days.pauses import Pause
from duru.kernel.days.periods import Period

_CIVIL = (CountingRule.CIVIL_HOURS, CountingRule.CIVIL_DAYS, CountingRule.CIVIL_CALENDAR)
_MAY_PAUSE = (*_CIVIL, CountingRule.GENERAL)
_MAY_EXTEND = (*_MAY_PAUSE, CountingRule.SUPPLEMENT)


def deadline_by_rule(
    rule: CountingRule,
    at: datetime,
    period: Period,
    calendar: OfficeCalendar,
    *,
    set_by: str = "",
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """Find the end of a period by the counting rule its row carries.

    Args:
        rule: How to count; one of the civil rules must be the one the period is written for (civil_rule).
        at: Receipt, service, promulgation, first day or event; all but the civil rules use its Korean day.
        period: As set.
        calendar: Days and hours.
        set_by: Law that sets the period.
        pauses: Only for the civil rules and general periods.
        extensions: Only for the civil rules, general and 보완 periods.

    Raises:
        ValueError: The rule does not fit the period, or cannot be paused or extended.
    """
    if (pauses and rule not in _MAY_PAUSE) or (extensions and rule not in _MAY_EXTEND):
        raise ValueError(f"a period by the rule {rule} is not paused or extended")
    if rule in _CIVIL:
        if rule != civil_rule(period):
            raise ValueError(f"{period} is counted by {civil_rule(period)}, not by {rule}")
        return civil_deadline(at, period, calendar, pauses=pauses, extensions=extensions, set_by=set_by)
    day = korean_minute(at).date()
    match rule:
        case CountingRule.GENERAL:
            return general_deadline(day, period, calendar, set_by=set_by, pauses=pauses, extensions=extensions)
        case CountingRule.SUPPLEMENT:
            return supplement_deadline(day, period, calendar, extensions=extensions)
        case CountingRule.RESTRICTION:
            return restriction_deadline(day, period, calendar)
        case CountingRule.DUTY:
            return duty_deadline(day, period, calendar, set_by=set_by)
        case CountingRule.ENFORCEMENT:
            return enforcement_deadline(day, period, calendar)
        case _:
            return notice_deadline(day, period, calendar, set_by=set_by)
