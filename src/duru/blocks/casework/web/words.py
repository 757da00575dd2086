"""Dates and events of a case in words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from duru.blocks.casework.enums import CaseState, EventKind, Opinion, TimerKind
from duru.blocks.casework.kinds import CaseKind
from duru.blocks.casework.models import CaseEvent
from duru.kernel.days import PAUSE_RULES, PauseReason

_WEEKDAYS = "월화수목금토일"
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
class Due:
    """A due date in words: until when, how far away, and how urgent."""

    until: str
    left: str
    tone: str


def due_words(due_at: datetime | None, state: str, now: datetime) -> Due:
    """Write a due date: 11월 27일(금)까지, 3일 남음."""
    if due_at is None:
        return Due("정지 중" if state == CaseState.PAUSED else "기한 없음", "", "neutral")
    local, today = timezone.localtime(due_at), timezone.localdate(now)
    last = timezone.localtime(due_at - _MINUTE).date()
    is_midnight = (local.hour, local.minute) == (0, 0)
    until = day_words(last, today) if is_midnight else f"{day_words(local.date(), today)} {local:%H:%M}"
    days = (last - today).days
    if due_at <= now:
        return Due(f"{until}까지", f"{-days}일 지남" if days < 0 else "지남", "danger")
    if days == 0:
        return Due(f"{until}까지", "오늘까지", "warning")
    return Due(f"{until}까지", f"{days}일 남음", "caution" if days <= 2 else "neutral")


def day_words(day: date, today: date) -> str:
    """Write a day as 11월 27일(금); with the year when it is another one."""
    year = "" if day.year == today.year else f"{day.year}년 "
    return f"{year}{day.month}월 {day.day}일({_WEEKDAYS[day.weekday()]})"


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
