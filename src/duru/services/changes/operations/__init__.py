"""Writes of the desk of changes."""

from duru.services.changes.operations.deciding import (
    confirm_change,
    deny_change,
    end_services,
    hold_services,
    record_visit,
    reopen_benefit,
    start_checking,
    tell_sign,
)
from duru.services.changes.operations.erasing import erase_old_changes
from duru.services.changes.operations.letters import ask_before_payment, give_notice, write_decision
from duru.services.changes.operations.opening import gather_changes
from duru.services.changes.operations.recovering import decide_recovery

__all__ = [
    "ask_before_payment",
    "confirm_change",
    "decide_recovery",
    "deny_change",
    "end_services",
    "erase_old_changes",
    "gather_changes",
    "give_notice",
    "hold_services",
    "record_visit",
    "reopen_benefit",
    "start_checking",
    "tell_sign",
    "write_decision",
]
