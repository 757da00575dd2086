"""Deeds of welfare: run the check, decide about an overlap, load the rule table."""

from duru.services.welfare.operations.around import find_around
from duru.services.welfare.operations.check import run_check
from duru.services.welfare.operations.marks import mark_overlap
from duru.services.welfare.operations.rule_table import (
    end_rule,
    ensure_rules,
    revise_rule,
    rule_of_row,
    rules_in_force,
)

__all__ = [
    "end_rule",
    "ensure_rules",
    "find_around",
    "mark_overlap",
    "revise_rule",
    "rule_of_row",
    "rules_in_force",
    "run_check",
]
