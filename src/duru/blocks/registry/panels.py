"""What floors above add to the page of a person, without the register knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from duru.blocks.access.api import Actor, may
from duru.blocks.registry.models import Person


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """One section of a person's page.

    `render(request, person)` returns its inside as safe HTML, "" to leave the panel out. It runs inside the tenant's scope and a
    read-only transaction, after the purpose was stated; the look is recorded once for the page, not per panel.
    `needs` is the permission without which the panel is not shown. Lower `order` stands higher: the register's own
    parts are 10 (identity), 40 (household), 50 (life events) and 90 (누가 봤나).
    """

    key: str
    label: str
    render: Callable[[HttpRequest, Person], str]
    needs: str
    order: int = 30


_panels: dict[str, PersonPanel] = {}


def register_person_panel(panel: PersonPanel) -> None:
    """Add a section to every person's page; call it in `AppConfig.ready`. The same key again replaces it."""
    _panels[panel.key] = panel


def panels_for(actor: Actor) -> list[PersonPanel]:
    """Return the panels an actor may see, in order."""
    return sorted((p for p in _panels.values() if may(actor, p.needs)), key=lambda p: (p.order, p.key))
