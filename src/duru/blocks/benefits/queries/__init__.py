"""Reads of benefits: the ledger, what a few persons hold, the catalogue."""

from duru.blocks.benefits.queries.catalogue import (
    amounts_on,
    catalogue_on,
    find_catalogue_row,
    list_programmes,
    list_resources,
)
from duru.blocks.benefits.queries.held import Held, held_by_persons
from duru.blocks.benefits.queries.ledger import (
    FACT_COLUMNS,
    PRIVATE,
    PUBLIC,
    Received,
    benefits_behind_record,
    count_benefits,
    get_received,
    grant_facts,
    handout_facts,
    list_needs,
    list_received,
    list_unsorted,
    need_facts,
    won_behind_record,
)

__all__ = [
    "FACT_COLUMNS",
    "PRIVATE",
    "PUBLIC",
    "Held",
    "Received",
    "amounts_on",
    "benefits_behind_record",
    "count_benefits",
    "catalogue_on",
    "find_catalogue_row",
    "get_received",
    "grant_facts",
    "handout_facts",
    "held_by_persons",
    "list_needs",
    "list_programmes",
    "list_received",
    "list_resources",
    "list_unsorted",
    "need_facts",
    "won_behind_record",
]
