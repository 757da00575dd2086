"""The door of emergency."""

from duru.services.emergency.enums import CallState, Hazard
from duru.services.emergency.errors import CopyRefused, GlassClosed, IncidentRefused
from duru.services.emergency.operations import (
    Copy,
    break_glass,
    check_line,
    close_incident,
    forget_old_sheets,
    make_copy,
    open_incident,
    set_key_holder,
    take_checks,
    take_key_back,
)
from duru.services.emergency.queries import (
    Near,
    Sheet,
    SheetLine,
    count_open,
    facts_of,
    get_incident,
    get_sheet,
    incident_ref,
    list_incidents,
    may_see_people,
)

__all__ = [
    "CallState",
    "Copy",
    "CopyRefused",
    "GlassClosed",
    "Hazard",
    "IncidentRefused",
    "Near",
    "Sheet",
    "SheetLine",
    "break_glass",
    "check_line",
    "close_incident",
    "count_open",
    "facts_of",
    "forget_old_sheets",
    "get_incident",
    "get_sheet",
    "incident_ref",
    "list_incidents",
    "make_copy",
    "may_see_people",
    "open_incident",
    "set_key_holder",
    "take_checks",
    "take_key_back",
]
