"""The door of benefits."""

from duru.blocks.benefits.catalogue.words import load_catalogue
from duru.blocks.benefits.enums import Afterwards, Category, Cycle, Funding, GrantState, MonthEvent, Per, Side, Unit
from duru.blocks.benefits.errors import CatalogueRefused
from duru.blocks.benefits.hinges import Ended, ended_of_persons, register_ended
from duru.blocks.benefits.models import Programme
from duru.blocks.benefits.months import (
    MonthRule,
    month_rule,
    month_rules,
    month_won,
    months_paid_after,
    next_month,
    next_payment,
    paid_days_after,
    pay_day,
)
from duru.blocks.benefits.operations.catalogue import Imported, ensure_catalogue, import_catalogue
from duru.blocks.benefits.operations.erasing import benefits_of_records, erase_benefits
from duru.blocks.benefits.operations.handouts import record_handout, take_back_handout
from duru.blocks.benefits.operations.needs import record_need
from duru.blocks.benefits.queries import (
    FACT_COLUMNS,
    PRIVATE,
    PUBLIC,
    Held,
    Received,
    amounts_on,
    catalogue_on,
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
    need_facts,
)
from duru.blocks.benefits.rules import campaign_key

__all__ = [
    "erase_benefits",
    "benefits_of_records",
    "FACT_COLUMNS",
    "PRIVATE",
    "PUBLIC",
    "CatalogueRefused",
    "Afterwards",
    "Category",
    "Cycle",
    "Ended",
    "Funding",
    "GrantState",
    "Held",
    "Imported",
    "MonthEvent",
    "MonthRule",
    "Per",
    "Programme",
    "Received",
    "Side",
    "Unit",
    "amounts_on",
    "campaign_key",
    "count_benefits",
    "ended_of_persons",
    "ensure_catalogue",
    "catalogue_on",
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
    "month_rule",
    "month_rules",
    "month_won",
    "months_paid_after",
    "need_facts",
    "next_month",
    "next_payment",
    "paid_days_after",
    "pay_day",
    "take_back_handout",
    "record_handout",
    "record_need",
    "register_ended",
]
