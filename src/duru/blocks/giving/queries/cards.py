"""Cards, and whom they are for."""

from datetime import date

from django.db.models import QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.giving.models import Card
from duru.blocks.giving.rules import read_card_code
from duru.blocks.registry.api import Person


def find_card(typed: str) -> Card | None:
    """Return the running card of a code as scanned or typed, with its record, or None: unknown and taken back look alike."""
    code = read_card_code(typed)
    cards = Card.objects.select_related("record", "organisation")
    return cards.filter(code=code, revoked_at__isnull=True).first() if code else None


def person_of_card(card: Card) -> Person | None:
    """Return the person a card's record is linked to now, None while it is linked to nobody.

    It asks for no permission and hides nobody: who shows the answer decides what of it an actor may see.
    """
    return Person.objects.filter(links__record_id=card.record_id).first()


def cards_of(actor: Actor, person: Person) -> QuerySet[Card]:
    """Return a person's cards, newest first; an agency sees those it issued."""
    found = (
        Card.objects.filter(record__links__person_id=person.id).select_related("organisation").order_by("-issued_at")
    )
    return found if actor.is_official else found.filter(organisation_id=actor.organisation_id)


def running_cards(actor: Actor, *, since: date) -> QuerySet[Card]:
    """Return the running cards the actor's agency issued on a day or later, newest first."""
    own = Card.objects.filter(organisation_id=actor.organisation_id, revoked_at__isnull=True)
    return own.filter(issued_at__date__gte=since).select_related("record", "organisation").order_by("-issued_at", "-id")
