"""Decide what the law says about the month in which somebody died or moved away; months and pay days are `benefits`'."""

from dataclasses import dataclass
from datetime import date

from duru.blocks.benefits.api import MonthEvent, month_rule
from duru.services.welfare.enums import GoneKind


@dataclass(frozen=True, slots=True)
class MonthOfEvent:
    """What the law says about the month in which the event fell: whose turn it is to pay, and where it stands."""

    is_due: bool
    basis: str
    sentence: str


_EVENTS = {GoneKind.DEAD: MonthEvent.DIED, GoneKind.MOVED_OUT: MonthEvent.MOVED_OUT}


def month_of_event(*, kind: GoneKind, programme: str, event_on: date, others_left: bool) -> MonthOfEvent:
    """Return whether the month of the event itself is still due here, with its basis.

    Args:
        others_left: another recipient of the same benefit is left in the household.

    Source: 국민기초생활 보장법 시행규칙 §6③ (전입 15일 이전은 신거주지, 16일 이후는 전거주지), §6④; 기초연금법 §14①.
    """
    row = month_rule(_EVENTS[kind], event_on, programme=programme, others_left=others_left)
    return MonthOfEvent(row.is_due, row.basis, row.sentence)
