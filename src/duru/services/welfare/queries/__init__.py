"""Reads of welfare: numbers, lists of findings, the card of a person."""

from duru.services.welfare.queries.card import Card, get_card
from duru.services.welfare.queries.counts import Summary, count_findings, find_last_run, last_checked_at, summary
from duru.services.welfare.queries.findings import (
    OverlapDetail,
    SilentTable,
    count_paid_soon,
    count_silent,
    count_undecided,
    get_gone,
    get_overlap,
    get_overlap_detail,
    list_gone,
    list_overlaps,
    list_silent,
    names_of,
    overlaps_behind_record,
    overlaps_of_person,
    silent_table,
)

__all__ = [
    "Card",
    "OverlapDetail",
    "SilentTable",
    "Summary",
    "count_findings",
    "count_paid_soon",
    "count_silent",
    "count_undecided",
    "find_last_run",
    "get_card",
    "get_gone",
    "get_overlap",
    "get_overlap_detail",
    "last_checked_at",
    "list_gone",
    "list_overlaps",
    "list_silent",
    "names_of",
    "overlaps_behind_record",
    "overlaps_of_person",
    "silent_table",
    "summary",
]
