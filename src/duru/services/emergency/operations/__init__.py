"""Deeds of emergency."""

from duru.services.emergency.operations.checking import check_line, set_key_holder, take_checks, take_key_back
from duru.services.emergency.operations.copies import Copy, make_copy
from duru.services.emergency.operations.incidents import (
    break_glass,
    close_incident,
    forget_old_sheets,
    open_incident,
)

__all__ = [
    "Copy",
    "break_glass",
    "check_line",
    "close_incident",
    "forget_old_sheets",
    "make_copy",
    "open_incident",
    "set_key_holder",
    "take_checks",
    "take_key_back",
]
