"""Everything that is kept of one person, as they may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import LookSeen, list_looks_at
from duru.blocks.benefits.api import Received, list_needs, list_received
from duru.blocks.consent.api import list_consents
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import Person, person_ref
from duru.services.rights.models import RightsRequest
from duru.services.rights.queries.requests import requests_of

MOST_LOOKS = 500
_BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Own:
    """What is kept of one person: who wrote what, what came, who looked and why, consents, requests."""

    records: list[SourceRecord]
    received: list[Received]
    needs: list
    looks: list[LookSeen]
    consents: list
    requests: list[RightsRequest]


def get_own(actor: Actor, person: Person, *, as_of: date) -> Own:
    """Return what a person is entitled to see of themself (개인정보보호법 §35①, 영 §41①; §20① for the sources).

    Looks name department, work, purpose and time, never the official. The caller logs the look.
    """
    records = list(
        SourceRecord.objects.filter(links__person_id=person.id)
        .select_related("organisation")
        .order_by("organisation__name", "-first_seen_at", "id")
    )
    ids = [record.id for record in records]
    return Own(
        records=records,
        received=list_received(record_ids=ids, since=_BEGINNING, as_of=as_of),
        needs=list(list_needs(record_ids=ids)),
        looks=list_looks_at(person_ref(person.public_id), limit=MOST_LOOKS),
        consents=list(list_consents(record_ids=ids, actor=actor)),
        requests=list(requests_of(person)),
    )
