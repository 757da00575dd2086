"""Days, spans, holidays, and the deadlines of administrative law counted on them.

`spans` and `holidays` know days; `calendar` adds office hours; `periods`, `pauses` and `extensions` are what a law says
about a period; `civil` and `general` count it and explain every step. Nothing here reads a clock or a table: the
calendar, the moment of receipt, pauses and extensions come in as values.
"""

from duru.kernel.days.by_rule import deadline_by_rule
from duru.kernel.days.calendar import KST, STANDARD_HOURS, OfficeCalendar, OfficeHours
from duru.kernel.days.civil import civil_deadline, civil_rule
from duru.kernel.days.counting import working_time
from duru.kernel.days.deadlines import RULE_LABELS, CountingRule, Deadline, Step
from duru.kernel.days.extensions import (
    EXTENSION_REASON_LABELS,
    EXTENSION_RULES,
    Extendable,
    Extension,
    ExtensionReason,
    ExtensionRule,
    check_extension,
    extension_rule,
)
from duru.kernel.days.general import (
    duty_deadline,
    enforcement_deadline,
    general_deadline,
    notice_deadline,
    restriction_deadline,
    supplement_deadline,
)
from duru.kernel.days.holidays import (
    Holiday,
    count_working_days,
    is_working_day,
    next_working_day,
    working_day_from,
    working_day_until,
)
from duru.kernel.days.pauses import MATTER_LABELS, PAUSE_RULES, Matter, Pause, PauseReason, PauseRule, check_pause
from duru.kernel.days.periods import IMMEDIATELY, Period, Unit, parse_period
from duru.kernel.days.spans import Span, add_months, age_on, month_start
from duru.kernel.days.wording import day_words

__all__ = [
    "CountingRule",
    "Deadline",
    "EXTENSION_REASON_LABELS",
    "EXTENSION_RULES",
    "Extendable",
    "Extension",
    "ExtensionReason",
    "ExtensionRule",
    "Holiday",
    "IMMEDIATELY",
    "KST",
    "MATTER_LABELS",
    "Matter",
    "OfficeCalendar",
    "OfficeHours",
    "PAUSE_RULES",
    "Pause",
    "PauseReason",
    "PauseRule",
    "Period",
    "RULE_LABELS",
    "STANDARD_HOURS",
    "Span",
    "Step",
    "Unit",
    "add_months",
    "age_on",
    "check_extension",
    "check_pause",
    "civil_deadline",
    "civil_rule",
    "count_working_days",
    "day_words",
    "deadline_by_rule",
    "duty_deadline",
    "enforcement_deadline",
    "extension_rule",
    "general_deadline",
    "is_working_day",
    "month_start",
    "next_working_day",
    "notice_deadline",
    "parse_period",
    "restriction_deadline",
    "supplement_deadline",
    "working_day_from",
    "working_day_until",
    "working_time",
]
