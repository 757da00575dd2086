"""What a calculation gives back: the end of a period and the way to it, step by step."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from duru.kernel.days.calendar import korean_minute
from duru.kernel.days.wording import day_words, moment_words


class CountingRule(StrEnum):
    """How a period is counted; every row that sets a period carries one."""

    CIVIL_HOURS = "civil_hours"
    CIVIL_DAYS = "civil_days"
    CIVIL_CALENDAR = "civil_calendar"
    GENERAL = "general"
    SUPPLEMENT = "supplement"
    RESTRICTION = "restriction"
    DUTY = "duty"
    ENFORCEMENT = "enforcement"
    NOTICE = "notice"


RULE_LABELS = {
    CountingRule.CIVIL_HOURS: "민원: 근무시간으로 (즉시, 5일 이하)",
    CountingRule.CIVIL_DAYS: "민원: 근무일로, 첫날 산입 (6일 이상)",
    CountingRule.CIVIL_CALENDAR: "민원: 달력으로, 첫날 산입 (주·월·연)",
    CountingRule.GENERAL: "일반 기간: 첫날 빼고 달력으로",
    CountingRule.SUPPLEMENT: "보완기간: 첫날 빼고 달력으로",
    CountingRule.RESTRICTION: "권익 제한: 첫날 산입, 쉬는 날에도 끝남",
    CountingRule.DUTY: "의무 이행: 국민에게 유리하게, 첫날 빼고",
    CountingRule.ENFORCEMENT: "법령 시행일",
    CountingRule.NOTICE: "며칠 전까지",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the way to a deadline, with the article it rests on."""

    text: str
    basis: str = ""

    def __str__(self) -> str:
        """Write the sentence with its article."""
        return f"{self.text} ({self.basis})" if self.basis else self.text


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a period.

    Attributes:
        rule: How it was counted.
        starts_on: First day that counts.
        last_on: Last day that counts.
        due_at: From here on the period is over (half-open): a minute inside office hours when counted in hours,
            otherwise midnight after the last day.
        steps: The way to it in Korean, in order.
        is_provisional: The holiday table does not reach so far, or not so far back; only weekends were left out there.
    """

    rule: CountingRule
    starts_on: date
    last_on: date
    due_at: datetime
    steps: tuple[Step, ...]
    is_provisional: bool = False

    def is_over(self, at: datetime) -> bool:
        """Tell whether the period has ended at a moment.

        Raises:
            ValueError: The moment has no time zone.
        """
        return korean_minute(at) >= self.due_at

    @property
    def until(self) -> str:
        """The end in words, as letters and lists say it: 2026년 12월 2일(수) 17시 30분까지."""
        if self.rule == CountingRule.CIVIL_HOURS:
            return f"{moment_words(self.due_at)}까지"
        return f"{day_words(self.last_on)}까지"

    @property
    def explanation(self) -> str:
        """All steps in one text."""
        return " ".join(str(step) for step in self.steps)

    @property
    def bases(self) -> tuple[str, ...]:
        """The articles used, each once, in order."""
        return tuple(dict.fromkeys(step.basis for step in self.steps if step.basis))
