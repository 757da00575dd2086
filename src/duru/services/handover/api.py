"""The door of hand-overs between local governments."""

from duru.services.handover.enums import HandoverState
from duru.services.handover.models import Handover
from duru.services.handover.operations import (
    accept_handover,
    refuse_handover,
    send_handover,
    tidy_handovers,
    withdraw_handover,
)
from duru.services.handover.queries import list_arrived, list_others, list_sent, open_package

__all__ = [
    "Handover",
    "HandoverState",
    "accept_handover",
    "list_arrived",
    "list_others",
    "list_sent",
    "open_package",
    "refuse_handover",
    "send_handover",
    "tidy_handovers",
    "withdraw_handover",
]
