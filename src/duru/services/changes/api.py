"""The door of the desk of changes."""

from duru.services.changes.enums import ChangeKind, ChangeState, DecisionKind, Proof, SignSource
from duru.services.changes.models import Change, Effect, Recovery, Sign, Stop
from duru.services.changes.operations import (
    ask_before_payment,
    confirm_change,
    decide_recovery,
    deny_change,
    end_services,
    erase_old_changes,
    gather_changes,
    give_notice,
    hold_services,
    record_visit,
    reopen_benefit,
    start_checking,
    tell_sign,
    write_decision,
)
from duru.services.changes.queries import Ledger, leak_ledger, list_changes, list_returned, stops_in_force

__all__ = [
    "Change",
    "ChangeKind",
    "ChangeState",
    "DecisionKind",
    "Effect",
    "Ledger",
    "Proof",
    "Recovery",
    "Sign",
    "SignSource",
    "Stop",
    "ask_before_payment",
    "confirm_change",
    "decide_recovery",
    "deny_change",
    "end_services",
    "erase_old_changes",
    "gather_changes",
    "give_notice",
    "hold_services",
    "leak_ledger",
    "list_changes",
    "list_returned",
    "record_visit",
    "reopen_benefit",
    "start_checking",
    "stops_in_force",
    "tell_sign",
    "write_decision",
]
