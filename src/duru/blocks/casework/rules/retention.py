"""How long a closed case is kept."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A dated row: how many years cases are kept that close from a day on.

    Attributes:
        from_on: First day of closing it holds for.
        years: Counted from 1 January of the year after the closing.
        basis: Law and article, or the office's own 단위과제.
        until_on: First day of closing it does not hold for any more.
        is_checked: Whether somebody compared it with the text; shown as 확인 필요 otherwise.
    """

    from_on: date
    years: int
    basis: str
    until_on: date | None = None
    is_checked: bool = False

    def __post_init__(self) -> None:
        if self.years < 1 or not self.basis.strip():
            raise ValueError("a case is kept for whole years, by an article")

    def closed_before(self, on: date) -> date:
        """Return the day before which a case must have closed to be over on a day.

        Five years: what closed in 2020 counts from 1 January 2021 and is over on 1 January 2026, so before 2021-01-01.

        Source: 공공기록물 관리에 관한 법률 시행령 제26조 (처리가 완결된 날이 속하는 다음 연도의 1월 1일부터).
        """
        last = date(on.year - self.years, 1, 1)
        return min(last, self.until_on) if self.until_on else last


# The shortest that such a unit task has; a kind says its own.
FIVE_YEARS = (KeptRule(date(2000, 1, 1), 5, "공공기록물 관리에 관한 법률 시행령 제26조, 별표 1"),)
