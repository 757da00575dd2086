"""The consents of a person, on the person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import may
from duru.blocks.consent.permissions import RECORD, SEE
from duru.blocks.consent.queries import list_consents
from duru.blocks.consent.rules import holds_on
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import Person, PersonPanel


def render_consents(request: HttpRequest, person: Person) -> str:
    """Render the consents given for the records linked to a person now, newest first."""
    return render_to_string("consent/_panel.html", consents_context(request, person), request=request)


def consents_context(request: HttpRequest, person: Person) -> dict:
    """Return what the list of a person's consents shows, on the card and on the page of consents."""
    records = SourceRecord.objects.filter(links__person_id=person.id).values("id")
    today = timezone.localdate()
    rows = [
        (
            consent,
            holds_on(
                from_on=consent.from_on,
                until_on=consent.until_on,
                withdrawn_on=timezone.localdate(consent.withdrawn_at) if consent.withdrawn_at else None,
                on=today,
            ),
        )
        for consent in list_consents(record_ids=records, actor=request.actor)
    ]
    return {
        "rows": rows,
        "can_record": may(request.actor, RECORD),
        "record_url": reverse("consent:record", args=[person.public_id]),
        "of_url": reverse("consent:of", args=[person.public_id]),
    }


PANEL = PersonPanel("consent.list", "동의", render_consents, needs=SEE, order=60)
