"""Who has the key, on a person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from duru.blocks.registry.api import Person, PersonPanel
from duru.services.emergency.models import KeyHolder
from duru.services.emergency.permissions import KEEP_KEYS
from duru.services.emergency.web.forms import KeyForm


def render_keys(request: HttpRequest, person: Person) -> str:
    """Render the key-holders of a person, with a way to add and remove them."""
    holders = list(KeyHolder.objects.filter(person=person).order_by("id"))
    return render_to_string(
        "emergency/_keys.html", {"holders": holders, "person": person, "form": KeyForm()}, request=request
    )


PANEL = PersonPanel("emergency.keys", "열쇠 맡은 사람", render_keys, needs=KEEP_KEYS, order=90)
