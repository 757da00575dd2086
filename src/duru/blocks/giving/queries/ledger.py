"""The lines of the door, and the links of those who only record."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.giving.models import DoorEntry, RecordLink
from duru.blocks.programs.api import ProgramEvent


def list_entries(actor: Actor) -> QuerySet[DoorEntry]:
    """Return the lines of the actor's agency, newest first.

    Each with `.is_followed` (taken back by a later line), `.person_ref` (None where nobody is named) and `.is_protected`: the name
    of a 비공개 대상 is for the named officer alone (주민등록법 §29⑥).
    """
    return (
        DoorEntry.objects.filter(organisation_id=actor.organisation_id)
        .select_related("item", "record", "by__user")
        .annotate(
            is_followed=Exists(DoorEntry.objects.filter(follows_id=OuterRef("id"))),
            person_ref=F("record__links__person__public_id"),
            is_protected=F("record__links__person__is_protected"),
        )
        .order_by("-at", "-id")
    )


def list_door_events(*, organisation_id: int, after: datetime, limit: int) -> list[ProgramEvent]:
    """Return the lines of an agency's ledger written after a moment, oldest first; who received is not in them."""
    lines = DoorEntry.objects.filter(organisation_id=organisation_id, at__gt=after).order_by("at", "id")
    return [
        ProgramEvent(at, f"handout_{kind}", ref, {"follows": follows} if follows else {})
        for at, kind, ref, follows in lines.values_list("at", "kind", "public_id", "follows__public_id")[:limit]
    ]


def list_links() -> QuerySet[RecordLink]:
    """Return the tenant's record-only links, newest first, with the name of the agency as `.agency`."""
    return RecordLink.objects.annotate(agency=F("membership__organisation__name")).order_by("-issued_at", "-id")
