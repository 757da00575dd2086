"""The cards of a person, on the person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from duru.blocks.giving.permissions import ISSUE_CARD
from duru.blocks.giving.queries import cards_of
from duru.blocks.registry.api import Person, PersonPanel


def render_cards(request: HttpRequest, person: Person) -> str:
    """Render which cards a person carries, and the way to one."""
    context = {
        "cards": cards_of(request.actor, person),
        "make_url": reverse("giving:make_card", args=[person.public_id]),
    }
    return render_to_string("giving/_cards.html", context, request=request)


PANEL = PersonPanel("giving.cards", "이용자 카드", render_cards, needs=ISSUE_CARD, order=70)
