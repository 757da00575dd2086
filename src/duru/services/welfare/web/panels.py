"""What welfare adds to the page of a person."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from duru.blocks.registry.api import Person, PersonPanel
from duru.services.welfare.enums import Verdict
from duru.services.welfare.permissions import SEE, SEE_CARD
from duru.services.welfare.queries import Card, get_card, overlaps_of_person

MOST_ROWS = 60
_TONES = {"public": "info", "private": "success"}


def render_card(request: HttpRequest, person: Person) -> str:
    """Render the twelve months of a person, from all agencies for officials, from their own for an agency."""
    card = _card_of(request, person)
    rows = [
        {"label": row.label, "cells": [[_mark(one) for one in _once(cell)] for cell in row.cells]} for row in card.rows
    ]
    return render_to_string("welfare/_card.html", {"card": card, "rows": rows}, request=request)


def render_received(request: HttpRequest, person: Person) -> str:
    """Render what the card counts, one line each, newest first; nothing where nothing came."""
    card = _card_of(request, person)
    if not card.received:
        return ""
    context = {"rows": card.received[:MOST_ROWS], "n_more": max(0, len(card.received) - MOST_ROWS)}
    return render_to_string("welfare/_received.html", context, request=request)


def render_helpers(request: HttpRequest, person: Person) -> str:
    """Render which agencies serve a person; an agency would read there of itself alone and gets no such section."""
    if not request.actor.is_official:
        return ""
    card = _card_of(request, person)
    return render_to_string("welfare/_helpers.html", {"card": card}, request=request)


def render_overlaps(request: HttpRequest, person: Person) -> str:
    """Render the overlaps a person is part of, each with its rule and reason."""
    found = [
        (row, reverse("welfare:overlap", args=[row.public_id]))
        for row in overlaps_of_person(request.actor, person.public_id)
    ]
    lists = {
        "warned": [each for each in found if each[0].verdict != Verdict.INFO],
        "told": [each for each in found if each[0].verdict == Verdict.INFO],
    }
    return render_to_string("welfare/_overlaps.html", lists, request=request)


def _card_of(request: HttpRequest, person: Person) -> Card:
    """Return the card, asked of the database once a request: three sections show it."""
    if not hasattr(request, "twelve_months"):
        card = get_card(request.actor, person_id=person.id, as_of=timezone.localdate())
        request.twelve_months = card  # type: ignore[attr-defined]  # kept for this request
    return request.twelve_months


def _once(cell: list) -> list:
    """Keep one mark for several gifts of one name and agency in a month."""
    return list({(one.organisation_id, one.label): one for one in cell}.values())


def _mark(one) -> dict:
    return {
        "text": one.label,
        "tone": _TONES[one.side],
        "title": f"{one.organisation} · {one.from_on:%Y. %-m. %-d.} · {one.per_label}",
    }


PANELS = (
    PersonPanel("welfare.card", "최근 12개월", render_card, needs=SEE_CARD, order=20),
    PersonPanel("welfare.received", "받은 것 하나하나", render_received, needs=SEE_CARD, order=26),
    PersonPanel("welfare.helpers", "누가 돕고 있나", render_helpers, needs=SEE_CARD, order=22),
    PersonPanel("welfare.overlaps", "겹친 지원", render_overlaps, needs=SEE, order=24),
)
