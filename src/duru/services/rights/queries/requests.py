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
    """Return the requests an actor may answer, open ones by their day first, each with `.person_ref` and `.name`.

    Officials: those of all people they may know of. An agency: those about its own records, and no other.
    """
    found = (
        RightsRequest.objects.filter(record__links__person__in=people_visible_to(actor).values("id"))
        .select_related("organisation", "record")
        .annotate(person_ref=F("record__links__person__public_id"), name=F("record__name"))
        .order_by(F("answered_on").asc(nulls_first=True), "due_on", "id")
    )
    return found if actor.is_official else found.filter(organisation_id=actor.organisation_id)


def count_open(actor: Actor) -> int:
    """Return how many requests wait for an answer."""
    return list_requests(actor).filter(state=RequestState.OPEN).count()


def list_destructions() -> QuerySet[Destruction]:
    """Return the lines of the 파기대장, newest first."""
    return Destruction.objects.order_by("-at", "subject")
