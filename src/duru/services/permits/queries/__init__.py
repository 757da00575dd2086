"""Reads of the funeral desk."""

from duru.services.permits.queries.cases import (
    answers_of,
    around_case,
    charges_by_case,
    count_ending,
    departments_of,
    departments_to_invite,
    get_facility,
    list_graves,
    meetings_about,
    outcome_of,
    site_of,
)
from duru.services.permits.queries.parcel import Surroundings, look_around
from duru.services.permits.queries.statistics import DaysTaken, days_by_department, days_by_kind

__all__ = [
    "DaysTaken",
    "Surroundings",
    "answers_of",
    "around_case",
    "charges_by_case",
    "count_ending",
    "days_by_department",
    "days_by_kind",
    "departments_of",
    "departments_to_invite",
    "get_facility",
    "list_graves",
    "look_around",
    "meetings_about",
    "outcome_of",
    "site_of",
]
