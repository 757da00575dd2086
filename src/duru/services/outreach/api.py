"""The door of `outreach`: households that may be in need."""

from duru.services.outreach.enums import Seen, TryKind, TryOutcome
from duru.services.outreach.errors import OutreachRefused
from duru.services.outreach.operations.leads import (
    add_lead,
    assign_round,
    close_lead,
    give_lead,
    hand_to_care,
    reasons_of,
    record_try,
)
from duru.services.outreach.operations.letters import draft_note
from duru.services.outreach.operations.tips import dismiss_tip, receive_tip, take_tip
from duru.services.outreach.queries import (
    RoundNumbers,
    leads_visible_to,
    list_rounds,
    rates_of_signals,
    tips_visible_to,
)

__all__ = [
    "OutreachRefused",
    "RoundNumbers",
    "Seen",
    "TryKind",
    "TryOutcome",
    "add_lead",
    "assign_round",
    "close_lead",
    "dismiss_tip",
    "draft_note",
    "give_lead",
    "hand_to_care",
    "leads_visible_to",
    "list_rounds",
    "rates_of_signals",
    "reasons_of",
    "receive_tip",
    "record_try",
    "take_tip",
    "tips_visible_to",
]
