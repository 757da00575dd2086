"""Whose consent is still missing: 미징구."""

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from duru.blocks.access.api import Actor
from duru.blocks.consent.models import ConsentSheet
from duru.blocks.consent.queries.consents import consents_in_force
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import people_visible_to


def list_missing(
    actor: Actor, *, organisation_id: int, purpose: str, recipient: str, on: date
) -> QuerySet[SourceRecord]:
    """Return an agency's newest record of every client without a consent in force, in order of name.

    Each has `.person_ref`, `.sheet_number` and `.printed_at` of the form that is out and not back, None where none is. The living
    only. An agency's actor may name its own agency alone. Meant for agencies of up to some 50,000 records.

    Raises:
        PermissionError: an agency asks for another agency's clients (a programming error).
    """
    if not actor.is_official and organisation_id != actor.organisation_id:
        raise PermissionError("an agency lists its own clients only")
    own = SourceRecord.objects.filter(organisation_id=organisation_id)
    newest = (
        own.filter(links__person__in=people_visible_to(actor).filter(status="living").values("id"))
        .order_by("links__person_id", "-first_seen_at", "-id")
        .distinct("links__person_id")
    )
    agreed = consents_in_force(on).filter(
        purpose=purpose, recipient=recipient, record__links__person_id=OuterRef("links__person_id")
    )
    sheet = ConsentSheet.objects.filter(
        record_id=OuterRef("id"), purpose=purpose, recipient=recipient, answer=""
    ).order_by("-id")
    return (
        own.filter(id__in=newest.values("id"))
        .filter(~Exists(agreed))
        .annotate(
            person_ref=F("links__person__public_id"),
            sheet_number=Subquery(sheet.values("number")[:1]),
            printed_at=Subquery(sheet.values("printed_at")[:1]),
        )
        .order_by("name", "birth_year", "id")
    )
