"""Why somebody looks: asked once per person and task, kept in the session for half an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from duru.blocks.registry.enums import Purpose

KEPT = timedelta(minutes=30)
_KEY = "duru_purposes"
_MOST = 40


def person_ref(public_id: str) -> str:
    """Return the reference under which the log knows a person."""
    return f"person:{public_id}"


def state_purpose(session, public_id: str, purpose: str, note: str, *, now: datetime) -> None:
    """Keep the purpose of looking at one person for half an hour; the oldest of more than 40 persons is forgotten."""
    kept = {key: value for key, value in session.get(_KEY, {}).items() if _runs(value, now)}
    kept.pop(public_id, None)
    kept[public_id] = [Purpose(purpose).value, note.strip()[:100], (now + KEPT).isoformat()]
    session[_KEY] = dict(list(kept.items())[-_MOST:])


def current_purpose(session, public_id: str, *, now: datetime) -> str:
    """Return the purpose stated for a person as the log shall have it ("상담: 전화 문의"), "" when none is running."""
    value = session.get(_KEY, {}).get(public_id)
    if value is None or not _runs(value, now):
        return ""
    purpose, note, _ = value
    return f"{Purpose(purpose).label}: {note}" if note else str(Purpose(purpose).label)


def purpose_or_question(request, public_id: str) -> tuple[str, HttpResponseRedirect | None]:
    """For pages about one person in other apps: the running purpose, or the way to the page that asks and comes back.

    why, question = purpose_or_question(request, person.public_id)
    if question: return question
    """
    why = current_purpose(request.session, public_id, now=timezone.now())
    if why:
        return why, None
    query = urlencode({"next": request.get_full_path()})
    return "", HttpResponseRedirect(f"{reverse('registry:purpose', args=[public_id])}?{query}")


def end_purpose(session, public_id: str) -> None:
    """Forget the purpose: the task is done."""
    kept = dict(session.get(_KEY, {}))
    if kept.pop(public_id, None) is not None:
        session[_KEY] = kept


def _runs(value: list[str], now: datetime) -> bool:
    return datetime.fromisoformat(value[2]) > now
