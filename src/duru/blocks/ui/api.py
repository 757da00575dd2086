"""The door of `ui`: what every app with pages may use."""

from duru.blocks.ui.attention import Attention, AttentionItem, attention_for, register_attention
from duru.blocks.ui.codes import barcode_svg, qr_svg
from duru.blocks.ui.exports import Column, csv_response, neutralise, xlsx_response
from duru.blocks.ui.filters import FilterSet
from duru.blocks.ui.lists import Export, list_page, table_columns
from duru.blocks.ui.menu import MenuEntry, menu_for, register_menu
from duru.blocks.ui.pages import confirm_page, error_page, is_fragment, render_page
from duru.blocks.ui.tables import (
    ActionsColumn,
    BadgeColumn,
    CountColumn,
    DateColumn,
    LinkColumn,
    Table,
    TextColumn,
    VerdictColumn,
    WonColumn,
)
from duru.blocks.ui.templatetags.ui import kdatetime

__all__ = [
    "Attention",
    "AttentionItem",
    "attention_for",
    "register_attention",
    "ActionsColumn",
    "BadgeColumn",
    "Column",
    "CountColumn",
    "DateColumn",
    "Export",
    "FilterSet",
    "LinkColumn",
    "MenuEntry",
    "Table",
    "TextColumn",
    "VerdictColumn",
    "WonColumn",
    "barcode_svg",
    "kdatetime",
    "confirm_page",
    "csv_response",
    "error_page",
    "is_fragment",
    "list_page",
    "menu_for",
    "neutralise",
    "qr_svg",
    "register_menu",
    "render_page",
    "table_columns",
    "xlsx_response",
]
