"""Dates and events of a case in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from duru.blocks.casework.enums import EventKind, Opinion, TimerKind
from duru.blocks.casework.kinds import CaseKind
from duru.blocks.casework.models import CaseEvent
from duru.kernel.days import PAUSE_RULES, PauseReason

_MINUTE = timedelta(minutes=1)
_TONES = {
    EventKind.OVERDUE: "danger",
    EventKind.DEEMED: "info",
    EventKind.DECIDED: "success",
    EventKind.CLOSED: "success",
    EventKind.PAUSED: "warning",
    EventKind.EXTENDED: "warning",
    EventKind.DUE_MOVED: "caution",
}


@dataclass(frozen=True, slots=True)
class EventWords:
    """One line of history as people read it."""

    at: datetime
    who: str
    title: str
    text: str
    tone: str


def event_words(event: CaseEvent, kind: CaseKind) -> EventWords:
    """Write one event: what happened, through whom, and what was written."""
    who = " ".join(part for part in (event.department, event.actor_name) if part)
    if event.actor_id is None:
        who = "두루(자동)"
    return EventWords(event.at, who, _title(event, kind), event.text, _TONES.get(EventKind(event.kind), ""))


def _title(event: CaseEvent, kind: CaseKind) -> str:
    detail, word = event.detail, EventKind(event.kind).label
    task = f" · {event.task_name}" if event.task_name else ""
    match event.kind:
        case EventKind.ANSWERED:
            return f"{word}: {Opinion(detail['opinion']).label}{task}"
        case EventKind.DECIDED | EventKind.PROPOSED | EventKind.SENT_BACK:
            return f"{word}: {kind.outcomes.get(detail['outcome'], detail['outcome'])}"
        case EventKind.PAUSED | EventKind.RESUMED:
            return f"{word}: {PAUSE_RULES[PauseReason(detail['reason'])].label}"
        case EventKind.REMINDED | EventKind.OVERDUE:
            return f"{TimerKind(detail['timer']).label}{task}"
        case EventKind.EXTENDED | EventKind.REPLY_EXTENDED:
            return f"{word} {detail['period']}{task}"
        case EventKind.ASSIGNED | EventKind.DELEGATED | EventKind.HANDED_OVER:
            return f"{word}: {detail.get('name', '')}{task}"
        case EventKind.DUE_MOVED:
            return f"{word}: {_iso_day(detail['before'])} → {_iso_day(detail['due_at'])}{task}"
        case EventKind.TASK_OPENED | EventKind.ASKED:
            return f"{word}{task} ({detail.get('department', '')})"
        case EventKind.CHILD_OPENED | EventKind.MERGED | EventKind.MERGED_IN:
            return f"{word}: {detail.get('receipt_no', '')}"
        case EventKind.TRANSFERRED:
            return f"{word}: {detail.get('to', '')}"
    return f"{word}{task}"


def _iso_day(text: str) -> str:
    day = timezone.localtime(datetime.fromisoformat(text) - _MINUTE)
    return f"{day.month}월 {day.day}일"
