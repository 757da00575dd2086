"""Reads of keys and of what receipts are signed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.programs.models import ProgramKey, ReceiptSigner
from duru.blocks.programs.permissions import ISSUE

MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class ProgramEvent:
    """Something that happened to what an agency itself wrote: when, what, and the public id of the row it is about."""

    at: datetime
    kind: str
    ref: str
    detail: dict = field(default_factory=dict)


EventSource = Callable[..., list[ProgramEvent]]
_sources: dict[str, EventSource] = {}


def register_events(name: str, list_events: EventSource) -> None:
    """Add a source of events: `list_events(organisation_id=…, after=…, limit=…)`, oldest first, strictly after a moment."""
    _sources[name] = list_events


def list_events(*, organisation_id: int, after: datetime, limit: int = 100) -> list[ProgramEvent]:
    """Return what happened to an agency's own rows after a moment, oldest first; go on from the moment of the last."""
    limit = min(limit, MOST_EVENTS)
    found = [
        event
        for source in _sources.values()
        for event in source(organisation_id=organisation_id, after=after, limit=limit)
    ]
    return sorted(found, key=lambda event: (event.at, event.kind, event.ref))[:limit]


def list_keys(actor: Actor) -> QuerySet[ProgramKey]:
    """Return the keys an actor may see, newest first: all for who issues them, else those of the own agency."""
    keys = ProgramKey.objects.annotate(agency=F("membership__organisation__name")).order_by("-issued_at", "-id")
    return keys if actor.may(ISSUE) else keys.filter(membership__organisation_id=actor.organisation_id)


def list_signers() -> list[tuple[str, str, datetime]]:
    """Return (name, public key in hex, since when) of all that receipts were signed with, newest first."""
    found = ReceiptSigner.objects.order_by("-since_at", "-id")
    return [(each.name, bytes(each.public_key).hex(), each.since_at) for each in found]
