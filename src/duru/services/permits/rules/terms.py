"""How long a grave may stay: 30 years, once 30 more. The day of the burial itself is not counted.

Source: 장사 등에 관한 법률 제19조, 제20조제1항; 시행규칙 제13조제1항; 행정기본법 제6조제1항.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from duru.kernel.days import Span, add_months
from duru.kernel.errors import Refused

_YEARS = 30
_SHORTEST, _LONGEST = 5, 30


@dataclass(frozen=True, slots=True)
class GraveTerm:
    """When a grave's time ends.

    Attributes:
        span: Days the grave may stand, half-open.
        extend_within: Days in which the extension is to be asked for, half-open; None after it was extended.
        clear_before: First day on which stones and remains must be gone (a year after the end).
    """

    span: Span
    extend_within: Span | None
    clear_before: date


def grave_term(buried_on: date, *, joined_on: date | None = None, extended_years: int | None = None) -> GraveTerm:
    """Return the term of a grave.

    Args:
        joined_on: Day of the later burial in a joint grave; the whole term counts from it (제19조제3항).
        extended_years: Years of the one extension: 30, or fewer (at least 5) where an ordinance says so (제19조제4항).

    Raises:
        Refused: the extension is shorter or longer than the law allows, or the second burial is before the first.
    """
    if joined_on is not None and joined_on < buried_on:
        raise Refused("합장한 날이 처음 매장한 날보다 앞섭니다. 두 날짜를 확인해 주세요.", field="joined_on")
    first = joined_on or buried_on
    years = _YEARS
    if extended_years is not None:
        if not _SHORTEST <= extended_years <= _LONGEST:
            raise Refused(
                f"연장은 한 번, {_SHORTEST}년 이상 {_LONGEST}년 이하입니다(조례로 줄인 때).", field="extended_years"
            )
        years += extended_years
    end = add_months(first + timedelta(days=1), 12 * years)
    window = Span(end, add_months(end, 4)) if extended_years is None else None
    return GraveTerm(Span(first, end), window, add_months(end, 12))
