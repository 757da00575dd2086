"""Incidents: names of places and hazards, nobody's data."""

from django.db.models import Count, Q, QuerySet

from duru.blocks.access.api import Actor
from duru.services.emergency.enums import CallState
from duru.services.emergency.models import Incident


def incident_ref(public_id: str) -> str:
    """Return the reference under which the log and the glass know an incident."""
    return f"incident:{public_id}"


def list_incidents() -> QuerySet[Incident]:
    """Return all incidents, newest first, each with `n_called` to call and `n_left` still waiting."""
    called = Q(lines__is_called=True, lines__person__is_protected=False)
    return (
        Incident.objects.annotate(
            n_called=Count("lines", filter=called),
            n_left=Count("lines", filter=called & Q(lines__state=CallState.WAITING)),
        )
        .select_related("opened_by__user")
        .order_by("-opened_at", "-id")
    )


def get_incident(public_id: str) -> Incident:
    """Return one incident.

    Raises:
        Incident.DoesNotExist: there is none.
    """
    return Incident.objects.select_related("opened_by__user", "opened_by__organisation").get(public_id=public_id)


def count_open(actor: Actor) -> int:
    """Count the emergencies that go on; drills are not counted."""
    return Incident.objects.filter(closed_at=None, is_drill=False).count()
