"""The way from a person's page to what they may ask for."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from duru.blocks.registry.api import Person, PersonPanel
from duru.services.rights.permissions import SHOW


def render_way(request: HttpRequest, person: Person) -> str:
    """Render the button that opens everything kept of a person, to show or print for them."""
    return render_to_string(
        "rights/_way.html", {"url": reverse("rights:own", args=[person.public_id])}, request=request
    )


PANEL = PersonPanel("rights.way", "본인에게 알려 주기", render_way, needs=SHOW, order=95)
