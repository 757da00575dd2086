"""Pure decisions: which benefits may stand together, and what was paid to somebody who is gone."""

from duru.services.welfare.rules.counter import Asked, read_words
from duru.services.welfare.rules.examples import Example, judge_example, shipped_examples, strongest, word_of
from duru.services.welfare.rules.facts import PRIVATE, PUBLIC, Fact, Rule, Side
from duru.services.welfare.rules.giving import Hit, Similar, item_of, judge_gift, light_of, similar_of
from duru.services.welfare.rules.gone import MonthOfEvent, month_of_event
from duru.services.welfare.rules.spread import Spread, measure
from duru.services.welfare.rules.table import shipped_rules
from duru.services.welfare.rules.turns import turn_points
from duru.services.welfare.rules.verdicts import (
    ASK_THE_OFFICE,
    STRENGTH,
    Asker,
    Finding,
    judge,
    judge_count,
    months_touched,
    other_side,
    stake_of_pair,
)

__all__ = [
    "turn_points",
    "measure",
    "Spread",
    "similar_of",
    "read_words",
    "light_of",
    "judge_gift",
    "item_of",
    "Similar",
    "Hit",
    "Asked",
    "word_of",
    "strongest",
    "shipped_examples",
    "judge_example",
    "Example",
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
    "judge_count",
    "month_of_event",
    "months_touched",
    "other_side",
    "shipped_rules",
    "stake_of_pair",
]
