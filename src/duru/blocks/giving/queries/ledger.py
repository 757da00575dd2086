"""The lines of the door, and the links of those who only record."""

from django.db.models import Exists, F, OuterRef, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.giving.models import DoorEntry, RecordLink


def list_entries(actor: Actor) -> QuerySet[DoorEntry]:
    """Return the lines of the actor's agency, newest first, each with `.is_followed`: taken back by a later line."""
    return (
        DoorEntry.objects.filter(organisation_id=actor.organisation_id)
        .select_related("item", "record", "by__user")
        .annotate(is_followed=Exists(DoorEntry.objects.filter(follows_id=OuterRef("id"))))
        .order_by("-at", "-id")
    )


def list_links() -> QuerySet[RecordLink]:
    """Return the tenant's record-only links, newest first, with the name of the agency as `.agency`."""
    return RecordLink.objects.annotate(agency=F("membership__organisation__name")).order_by("-issued_at", "-id")
