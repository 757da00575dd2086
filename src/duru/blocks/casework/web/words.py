"""Dates and events of a case in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from duru.blocks.casework.enums import EventKind, Opinion, TimerKind
from duru.blocks.casework.kinds import CaseKind
from duru.blocks.casework.models import CaseEvent
from duru.blocks.ui.api import kdatetime
from duru.kernel.days import PAUSE_RULES, PauseReason

_MINUTE = timedelta(minutes=1)
_BREAK = mark_safe("<br>")
_TONES = {
    EventKind.OVERDUE: "danger",
    EventKind.DEEMED: "info",
    EventKind.DECIDED: "success",
    EventKind.CLOSED: "success",
    EventKind.PAUSED: "warning",
    EventKind.EXTENDED: "warning",
    EventKind.DUE_MOVED: "caution",
}
_LINE = '<li{}><p class="casework-when">{}</p><div><p><strong>{}</strong> <small>{}</small></p>{}</div></li>'


def history_html(events: Iterable[CaseEvent], kind: CaseKind) -> SafeString:
    """Write the history of a case as a list: what happened, when, through whom, and what was written.

    Not a template: 200 lines of one take 30 ms.
    """
    lines = format_html_join("", _LINE, (_line(event, kind) for event in events))
    return format_html('<ol class="casework-events">{}</ol>', lines)


def _line(event: CaseEvent, kind: CaseKind) -> tuple[str, ...]:
    tone = _TONES.get(event.kind)
    who = f"{event.department} {event.actor_name}".strip() if event.actor_id is not None else "두루(자동)"
    said: str = event.text
    if "\n" in said:
        said = format_html_join(_BREAK, "{}", ((line,) for line in said.splitlines()))
    return (
        format_html(' class="tone-{}"', tone) if tone else "",
        kdatetime(event.at),
        _title(event, kind),
        who,
        format_html('<p class="casework-said">{}</p>', said) if said else "",
    )


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
