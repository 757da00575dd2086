"""What was paid too much, and from which day a benefit is not given any more: months, won and the article."""

from dataclasses import dataclass
from datetime import date, timedelta

from duru.blocks.benefits.api import Afterwards, MonthRule, month_rule, month_won, next_month, paid_days_after, pay_day
from duru.services.changes.enums import MONTH_EVENTS
from duru.services.changes.rules.tables import terms_of


@dataclass(frozen=True, slots=True)
class Holding:
    """A monthly benefit as the list has it: whole won a month, span [from_on, until_on), pay day 1 to 31 or None when unknown."""

    programme: str
    monthly_won: int | None
    from_on: date
    until_on: date | None
    pays_on: int | None
    is_household: bool = False


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One payment: the day it left, what was paid and due in won, and the sentence of the rule."""

    paid_on: date
    paid_won: int
    due_won: int
    sentence: str

    @property
    def over_won(self) -> int:
        """Return what of it was too much, in won."""
        return self.paid_won - self.due_won


@dataclass(frozen=True, slots=True)
class Overpaid:
    """What was paid too much by a day: 확정 and 추정 in won, never added up silently, and the formula in words."""

    confirmed_won: int
    estimated_won: int
    formula: str
    lines: tuple[MonthLine, ...]
    rule: MonthRule

    @property
    def total_won(self) -> int:
        """Return both together, in won."""
        return self.confirmed_won + self.estimated_won


def month_of(kind: str, on: date, *, programme: str, others_left: bool) -> MonthRule:
    """Return the rule of the month in which a change of a kind fell."""
    return month_rule(MONTH_EVENTS[kind], on, programme=programme, others_left=others_left)


def ends_on(kind: str, on: date, *, programme: str, others_left: bool) -> date | None:
    """Return the first day a benefit is not given any more; None when the change does not end or pause it by itself.

    The month of the event belongs to it where anything of it is due (기초연금법 §14①), else it ends the day after the event.

    Source: benefits/months.csv, row by row.
    """
    rule = month_of(kind, on, programme=programme, others_left=others_left)
    if rule.afterwards not in (Afterwards.ENDS, Afterwards.PAUSES):
        return None
    return date(*next_month(on.year, on.month), 1) if rule.is_due else on + timedelta(days=1)


def overpaid(holding: Holding, *, kind: str, on: date, others_left: bool, as_of: date, is_certain: bool) -> Overpaid:
    """Work out what of a monthly benefit was paid too much by day `as_of`, inclusive.

    The month of the event counts by its rule (percent due), the months after it whole where the benefit ends or pauses. 확정 needs a certain
    day of the event, a known amount and pay day, and a benefit of the person alone: a household's is worked out anew for who is
    left, so that its sum is 추정. What the office still has to check (afterwards "check") is never an overpayment.

    Args:
        is_certain: the day and the fact of the event are confirmed.
        others_left: another recipient of the same benefit is left in the household.

    Source: 기초연금법 §14①, §16①, §24; 장애인연금법 §13; 국민기초생활 보장법 시행규칙 §6②③④; benefits/months.csv.
    """
    rule = month_of(kind, on, programme=holding.programme, others_left=others_left)
    won = holding.monthly_won or 0
    lines = []
    own = pay_day(on.year, on.month, holding.pays_on)
    runs = holding.from_on <= own and (holding.until_on is None or date(on.year, on.month, 1) < holding.until_on)
    if runs and own <= as_of and rule.percent < 100 and rule.afterwards == Afterwards.ENDS:
        lines.append(MonthLine(own, won, month_won(won, rule), rule.sentence))
    if rule.afterwards in (Afterwards.ENDS, Afterwards.PAUSES):
        after = paid_days_after(
            event_on=on, from_on=holding.from_on, until_on=holding.until_on, pays_on=holding.pays_on, on=as_of
        )
        lines += [MonthLine(each, won, 0, "사유가 생긴 달이 지난 뒤의 지급입니다.") for each in after]
    cut = terms_of(holding.programme, as_of).cut_won
    total = sum(line.over_won for line in lines) // cut * cut
    is_estimate = not is_certain or holding.pays_on is None or (holding.is_household and others_left)
    return Overpaid(
        confirmed_won=0 if is_estimate else total,
        estimated_won=total if is_estimate else 0,
        formula=_formula(lines, total, cut, holding.monthly_won),
        lines=tuple(lines),
        rule=rule,
    )


def _formula(lines: list[MonthLine], total: int, cut: int, monthly_won: int | None) -> str:
    if monthly_won is None:
        return "월 금액을 몰라 계산하지 못했습니다."
    if not lines:
        return "더 나간 달이 없습니다."
    months = " + ".join(
        f"{line.paid_on.month}월 {line.paid_won:,}" + (f"-{line.due_won:,}" if line.due_won else "")
        for line in lines[:6]
    )
    more = f" + … ({len(lines)}번)" if len(lines) > 6 else ""
    ending = f" ({cut}원 미만 버림)" if cut > 1 else ""
    return f"{months}{more} = {total:,}원{ending}"
