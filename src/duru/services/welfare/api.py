"""The door of welfare."""

from duru.services.welfare.enums import Verdict
from duru.services.welfare.errors import MarkRefused
from duru.services.welfare.operations import ensure_rules, mark_overlap, run_check
from duru.services.welfare.operations.blind import write_blind_people
from duru.services.welfare.operations.giving import override_gift
from duru.services.welfare.operations.lists import MOST_ROWS as MOST_LISTED
from duru.services.welfare.operations.lists import order_list_check, run_list_check
from duru.services.welfare.operations.season import Season, simulate_season
from duru.services.welfare.queries import (
    DongCounts,
    Summary,
    count_by_dong,
    count_findings,
    count_paid_soon,
    count_silent,
    count_undecided,
    find_last_run,
    list_gone,
    summary,
)
from duru.services.welfare.queries.counter import find_at_counter
from duru.services.welfare.queries.gifts import gift_of, list_gift_choices
from duru.services.welfare.queries.giving import Gift, GiftAnswer, check_gift, check_gifts
from duru.services.welfare.rules import shipped_examples, shipped_rules

__all__ = [
    "MOST_LISTED",
    "list_gift_choices",
    "gift_of",
    "find_at_counter",
    "run_list_check",
    "order_list_check",
    "override_gift",
    "shipped_examples",
    "check_gifts",
    "check_gift",
    "GiftAnswer",
    "Gift",
    "DongCounts",
    "MarkRefused",
    "Season",
    "Summary",
    "Verdict",
    "count_by_dong",
    "count_findings",
    "count_paid_soon",
    "count_silent",
    "count_undecided",
    "ensure_rules",
    "find_last_run",
    "list_gone",
    "mark_overlap",
    "run_check",
    "shipped_rules",
    "simulate_season",
    "summary",
    "write_blind_people",
]
