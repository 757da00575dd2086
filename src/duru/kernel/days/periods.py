"""A period as a law, a notice or a handbook writes it: 즉시, 3근무시간, 7일, 2주, 1개월, 30년."""

import re
from dataclasses import dataclass
from enum import StrEnum

from duru.kernel.errors import Refused

HOURS_PER_DAY = 8  # working hours that one day of a short period is worth. Source: 민원 처리에 관한 법률 제19조 제1항

_SHORTEST_MONTH, _SHORTEST_YEAR, _DAYS_PER_WEEK, _MONTHS_PER_YEAR = 28, 365, 7, 12


class Unit(StrEnum):
    """The unit a period is written in; the unit decides how it is counted, so 7일 and 1주 are two periods."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_LABELS = {Unit.HOUR: "근무시간", Unit.DAY: "일", Unit.WEEK: "주", Unit.MONTH: "개월", Unit.YEAR: "년"}
_SPELLINGS = {
    "근무시간": Unit.HOUR, "시간": Unit.HOUR, "일": Unit.DAY, "주": Unit.WEEK, "주일": Unit.WEEK, "개월": Unit.MONTH,
    "월": Unit.MONTH, "달": Unit.MONTH, "년": Unit.YEAR, "연": Unit.YEAR,
}  # fmt: skip
_WRITTEN = re.compile(rf"(\d{{1,4}})\s*({'|'.join(sorted(_SPELLINGS, key=len, reverse=True))})(?:\s*이내)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A length as written, with its unit; hours are always working hours.

    Raises:
        ValueError: The number is not positive.
    """

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError(f"a period of {self.n}")

    def __str__(self) -> str:
        """Write it as officials do."""
        return f"{self.n}{_LABELS[self.unit]}"

    def as_hours(self) -> int:
        """Give the working hours a short period is worth.

        Raises:
            ValueError: It is written in weeks, months or years.
        """
        if self.unit not in (Unit.HOUR, Unit.DAY):
            raise ValueError(f"{self} is not counted in hours")
        return self.n * (1 if self.unit == Unit.HOUR else HOURS_PER_DAY)

    def fits_within(self, limit: "Period") -> bool:
        """Tell whether a period is surely not longer than another one; a month is taken for 28 days when in doubt."""
        if self.unit == limit.unit:
            return self.n <= limit.n
        if Unit.HOUR in (self.unit, limit.unit):
            short = {self.unit, limit.unit} == {Unit.HOUR, Unit.DAY}
            return short and self.as_hours() <= limit.as_hours()
        if {self.unit, limit.unit} <= {Unit.MONTH, Unit.YEAR}:
            months = {Unit.MONTH: 1, Unit.YEAR: _MONTHS_PER_YEAR}
            return self.n * months[self.unit] <= limit.n * months[limit.unit]
        if self.unit in (Unit.MONTH, Unit.YEAR):
            return False
        shortest = {Unit.DAY: 1, Unit.WEEK: _DAYS_PER_WEEK, Unit.MONTH: _SHORTEST_MONTH, Unit.YEAR: _SHORTEST_YEAR}
        return self.n * shortest[self.unit] <= limit.n * shortest[limit.unit]


# Source: 민원 처리에 관한 법률 시행령 제19조 ('즉시' = 3근무시간 이내).
IMMEDIATELY = Period(3, Unit.HOUR)


def parse_period(typed: str) -> Period:
    """Read a period as handbooks write it: 즉시, 3시간, 8근무시간, 5일, 14일 이내, 2주, 1개월, 1월, 30년.

    Raises:
        Refused: It is not a period.
    """
    text = typed.strip()
    if text == "즉시":
        return IMMEDIATELY
    found = _WRITTEN.fullmatch(text)
    if not found or int(found[1]) == 0:
        raise Refused("기간은 '즉시', '3시간', '7일', '2주', '1개월', '1년'처럼 적어 주십시오.", field="period")
    return Period(int(found[1]), _SPELLINGS[found[2]])
