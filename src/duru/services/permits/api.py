"""The door of `permits`: its tables and the decision over them, receiving an application, the register of graves."""

from duru.services.permits.enums import Facility, Measure, Owner
from duru.services.permits.operations.consulting import ask_departments
from duru.services.permits.operations.graves import enter_grave
from duru.services.permits.operations.receiving import Received, receive_application
from duru.services.permits.rules import (
    Answers,
    Approval,
    ChargeRule,
    Deemed,
    Distance,
    Kind,
    Letter,
    Limit,
    Lookup,
    MeetingRule,
    Paper,
    ProcessingPeriod,
    Zone,
    ZoneException,
    guide,
    rows,
)

__all__ = [
    "Answers",
    "Approval",
    "ChargeRule",
    "Deemed",
    "Distance",
    "Facility",
    "Kind",
    "Letter",
    "Limit",
    "Lookup",
    "MeetingRule",
    "Measure",
    "Owner",
    "Paper",
    "ProcessingPeriod",
    "Received",
    "Zone",
    "ZoneException",
    "ask_departments",
    "enter_grave",
    "guide",
    "receive_application",
    "rows",
]
