"""Reads of emergency."""

from duru.services.emergency.queries.facts import facts_of
from duru.services.emergency.queries.incidents import count_open, get_incident, incident_ref, list_incidents
from duru.services.emergency.queries.sheets import Near, Sheet, SheetLine, get_sheet, may_see_people

__all__ = [
    "Near",
    "Sheet",
    "SheetLine",
    "count_open",
    "facts_of",
    "get_incident",
    "get_sheet",
    "incident_ref",
    "list_incidents",
    "may_see_people",
]
