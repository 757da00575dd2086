"""Pure decisions: which benefits may stand together, and what was paid to somebody who is gone."""

from duru.services.welfare.rules.facts import PRIVATE, PUBLIC, Fact, Rule, Side
from duru.services.welfare.rules.gone import MonthOfEvent, month_of_event, months_paid_after, next_payment
from duru.services.welfare.rules.table import shipped_rules
from duru.services.welfare.rules.verdicts import (
    ASK_THE_OFFICE,
    STRENGTH,
    Asker,
    Finding,
    judge,
    months_touched,
    other_side,
    stake_of_pair,
)

__all__ = [
    "ASK_THE_OFFICE",
    "PRIVATE",
    "PUBLIC",
    "STRENGTH",
    "Asker",
    "Fact",
    "Finding",
    "MonthOfEvent",
    "Rule",
    "Side",
    "judge",
    "month_of_event",
    "months_paid_after",
    "months_touched",
    "next_payment",
    "other_side",
    "shipped_rules",
    "stake_of_pair",
]
