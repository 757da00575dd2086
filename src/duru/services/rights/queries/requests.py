"""Requests and the 파기대장."""

from django.db.models import F, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.registry.api import Person, people_visible_to
from duru.services.rights.enums import RequestState
from duru.services.rights.models import Destruction, RightsRequest


def requests_of(person: Person) -> QuerySet[RightsRequest]:
    """Return what a person asked for, newest first."""
    return (
        RightsRequest.objects.filter(record__links__person_id=person.id)
        .select_related("organisation")
        .order_by("-received_on", "-id")
    )


def list_requests(actor: Actor) -> QuerySet[RightsRequest]:
    """Return all requests of people an actor may know of, open ones by their day first, each with `.person_ref` and `.name`."""
    return (
        RightsRequest.objects.filter(record__links__person__in=people_visible_to(actor).values("id"))
        .select_related("organisation", "record")
        .annotate(person_ref=F("record__links__person__public_id"), name=F("record__name"))
        .order_by(F("answered_on").asc(nulls_first=True), "due_on", "id")
    )


def count_open(actor: Actor) -> int:
    """Return how many requests wait for an answer."""
    return list_requests(actor).filter(state=RequestState.OPEN).count()


def list_destructions() -> QuerySet[Destruction]:
    """Return the lines of the 파기대장, newest first."""
    return Destruction.objects.order_by("-at", "subject")
