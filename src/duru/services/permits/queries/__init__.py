"""Reads of the funeral desk."""

from duru.services.permits.queries.cases import (
    answers_of,
    count_ending,
    departments_of,
    get_facility,
    list_graves,
    outcome_of,
    site_of,
)
from duru.services.permits.queries.statistics import DaysTaken, days_by_department, days_by_kind

__all__ = [
    "DaysTaken",
    "answers_of",
    "count_ending",
    "days_by_department",
    "days_by_kind",
    "departments_of",
    "get_facility",
    "list_graves",
    "outcome_of",
    "site_of",
]
