"""Decide what was paid to somebody who is dead or has moved away: months and won, by the law of each benefit."""

import calendar
from dataclasses import dataclass
from datetime import date

from duru.services.welfare.enums import GoneKind

# 생계급여 alone has rules of its own for the month of a death and of a move.
LIVING_ALLOWANCE = "생계급여"
MOVE_DAY_LIMIT = 15


@dataclass(frozen=True, slots=True)
class MonthOfEvent:
    """What the law says about the month in which the event fell: whose turn it is to pay, and where it stands."""

    is_due: bool
    basis: str
    sentence: str


def months_paid_after(*, event_on: date, from_on: date, until_on: date | None, pays_on: int | None, on: date) -> int:
    """Count the monthly payments after the month of the event that have left by day `on`, inclusive.

    Only months strictly after the month of the event count: that month itself is mostly lawful. A payment leaves on
    day `pays_on` (the last day of shorter months; the 1st when unknown). Span of the grant [from_on, until_on).

    Source: 기초연금법 §14① (through the month in which the right is lost); 장애인연금법 §13①.
    """
    year, month = next_month(event_on.year, event_on.month)
    start = (from_on.year, from_on.month)
    n = 0
    while (year, month) <= (on.year, on.month):
        payment = pay_day(year, month, pays_on)
        first_of_month = date(year, month, 1)
        running = (year, month) >= start and (until_on is None or first_of_month < until_on)
        if running and payment <= on:
            n += 1
        year, month = next_month(year, month)
    return n


def next_payment(*, until_on: date | None, pays_on: int | None, on: date) -> date | None:
    """Return the next day money would leave, `on` itself included; None when the grant has ended before it."""
    if pays_on is None:
        return None
    day = pay_day(on.year, on.month, pays_on)
    if day < on:
        day = pay_day(*next_month(on.year, on.month), pays_on)
    return day if until_on is None or day < until_on else None


def month_of_event(*, kind: GoneKind, programme: str, event_on: date, others_left: bool) -> MonthOfEvent:
    """Return whether the month of the event itself is still due here, with its basis.

    Args:
        others_left: another recipient of the same benefit is left in the household.

    Source: 국민기초생활 보장법 시행규칙 §6③ (전입 15일 이전은 신거주지, 16일 이후는 전거주지), §6④; 기초연금법 §14①.
    """
    if programme == LIVING_ALLOWANCE:
        if kind == GoneKind.DEAD:
            basis = "국민기초생활 보장법 시행규칙 제6조제4항"
            if others_left:
                return MonthOfEvent(True, basis, "사망한 달의 생계급여는 전부 지급합니다.")
            return MonthOfEvent(False, basis, "가구에 남은 수급자가 없으면 사망한 달의 생계급여도 지급하지 않습니다.")
        basis = "국민기초생활 보장법 시행규칙 제6조제3항"
        if event_on.day <= MOVE_DAY_LIMIT:
            return MonthOfEvent(False, basis, "15일 이전에 전입하면 그 달은 새 거주지에서 지급합니다.")
        return MonthOfEvent(True, basis, "16일 이후에 전입하면 그 달은 전 거주지에서 지급합니다.")
    basis = "기초연금법 제14조제1항" if programme == "기초연금" else "급여별 지급 기준"
    word = "사망" if kind == GoneKind.DEAD else "전출"
    return MonthOfEvent(True, basis, f"{word}한 달까지는 지급 대상으로 봅니다.")


def pay_day(year: int, month: int, pays_on: int | None) -> date:
    """Return the pay day of a month: the last day when the month is shorter, the 1st when none is known."""
    return date(year, month, min(pays_on or 1, calendar.monthrange(year, month)[1]))


def next_month(year: int, month: int) -> tuple[int, int]:
    """Return the calendar month after a month."""
    return (year + 1, 1) if month == 12 else (year, month + 1)
