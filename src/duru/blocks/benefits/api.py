"""The door of benefits."""

from duru.blocks.benefits.catalogue.words import load_catalogue
from duru.blocks.benefits.enums import Category, Funding, GrantState, Per
from duru.blocks.benefits.operations import ensure_catalogue
from duru.blocks.benefits.queries import (
    FACT_COLUMNS,
    PRIVATE,
    PUBLIC,
    Received,
    count_benefits,
    get_received,
    grant_facts,
    handout_facts,
    list_needs,
    list_received,
    list_unsorted,
    need_facts,
)

__all__ = [
    "FACT_COLUMNS",
    "PRIVATE",
    "PUBLIC",
    "Category",
    "Funding",
    "GrantState",
    "Per",
    "Received",
    "count_benefits",
    "ensure_catalogue",
    "get_received",
    "grant_facts",
    "handout_facts",
    "list_needs",
    "list_received",
    "list_unsorted",
    "load_catalogue",
    "need_facts",
]
