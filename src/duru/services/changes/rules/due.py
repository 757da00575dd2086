"""What becomes due when somebody dies: to the family, to the spouse, to whoever buries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duru.blocks.benefits.api import pay_day
from duru.kernel.dated_rows import rows_on
from duru.services.changes.rules.money import Holding
from duru.services.changes.rules.tables import DueRule, due_rules


@dataclass(frozen=True, slots=True)
class Due:
    """Something due: the rule, won where they can be told (확정 or 추정), and how they were worked out."""

    rule: DueRule
    won: int | None
    is_estimate: bool
    formula: str


def dues_of(
    holdings: Sequence[Holding], *, died_on: date, as_of: date, spouse_pension_won: int | None = None
) -> list[Due]:
    """Return what becomes due on a death, in the order of the table.

    The benefit of the month of death is unpaid when its pay day comes after the death: nobody was left to take it.

    Args:
        spouse_pension_won: what the spouse gets of 기초연금 a month, cut by a fifth; None without such a spouse.

    Source: 기초연금법 §8①, §15; 국민기초생활 보장법 §14; 장애인연금법 §14.
    """
    found = []
    for rule in rows_on(due_rules(), as_of):
        held = [each for each in holdings if each.programme in rule.programmes]
        if not held:
            continue
        if rule.due == "spouse_pension":
            if spouse_pension_won:
                found.append(Due(rule, spouse_pension_won // 4, True, f"{spouse_pension_won:,}원 ÷ 80% × 20%"))
        elif rule.due == "funeral_grant":
            found.append(Due(rule, None, True, "그해 고시 금액"))
        else:
            unpaid = [each for each in held if pay_day(died_on.year, died_on.month, each.pays_on) > died_on]
            if unpaid:
                won = sum(each.monthly_won or 0 for each in unpaid)
                # Money that left after the death may lie in the account of the dead: somebody has to ask.
                has_left = any(pay_day(died_on.year, died_on.month, each.pays_on) <= as_of for each in unpaid)
                more = ", 계좌로 나갔는지 확인" if has_left else ""
                said = f"사망한 달({died_on.month}월)분 {won:,}원, 지급일이 사망 뒤{more}"
                found.append(Due(rule, won, has_left, said))
    return found
