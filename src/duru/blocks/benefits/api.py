"""The door of benefits."""

from duru.blocks.benefits.catalogue.words import load_catalogue
from duru.blocks.benefits.enums import Category, Cycle, Funding, GrantState, Per, Side, Unit
from duru.blocks.benefits.errors import CatalogueRefused
from duru.blocks.benefits.models import Programme
from duru.blocks.benefits.operations.catalogue import Imported, ensure_catalogue, import_catalogue
from duru.blocks.benefits.operations.handouts import record_handout, take_back_handout
from duru.blocks.benefits.queries import (
    FACT_COLUMNS,
    PRIVATE,
    PUBLIC,
    Held,
    Received,
    amounts_on,
    count_benefits,
    find_catalogue_row,
    get_received,
    grant_facts,
    handout_facts,
    held_by_persons,
    list_needs,
    list_programmes,
    list_received,
    list_resources,
    list_unsorted,
    catalogue_on,
    need_facts,
)
from duru.blocks.benefits.rules import campaign_key

__all__ = [
    "FACT_COLUMNS",
    "PRIVATE",
    "PUBLIC",
    "CatalogueRefused",
    "Category",
    "Cycle",
    "Funding",
    "GrantState",
    "Held",
    "Imported",
    "Per",
    "Programme",
    "Received",
    "Side",
    "Unit",
    "amounts_on",
    "campaign_key",
    "count_benefits",
    "ensure_catalogue",
    "find_catalogue_row",
    "get_received",
    "grant_facts",
    "handout_facts",
    "held_by_persons",
    "import_catalogue",
    "list_needs",
    "list_programmes",
    "list_received",
    "list_resources",
    "list_unsorted",
    "load_catalogue",
    "need_facts",
    "take_back_handout",
    "catalogue_on",
    "record_handout",
]
