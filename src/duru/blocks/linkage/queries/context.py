"""Who else may be meant: rivals side by side, and the people who live with a candidate or bear the same name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from duru.blocks.access.api import Actor
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.queries.finding import reasons_between
from duru.blocks.linkage.queries.links import FIELDS, compare_field
from duru.blocks.linkage.rules import Traits, nearness
from duru.blocks.linkage.rules.differences import Piece
from duru.blocks.registry.api import Person, people_visible_to

MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody near the candidate, and why they may be meant."""

    person: Person
    words: list[str]


@dataclass(frozen=True, slots=True)
class Rival:
    """Another person the record may speak of, with one of their records: per field the pieces of it that differ, and its bits.

    `bits` is empty and `total` None where the two have not been compared.
    """

    person: Person
    record: SourceRecord | None
    pieces: dict[str, list[Piece]]
    bits: dict[str, float]

    @property
    def total(self) -> float | None:
        """The bits of all fields together."""
        return sum(self.bits.values()) if self.bits else None


def list_neighbours(record: SourceRecord, candidate: Person, *, by: Actor) -> list[Neighbour]:
    """List who lives with the candidate, shares the phone, or bears the name and the birth year; those `by` may know of."""
    near = Q()
    if candidate.building_id and candidate.unit:
        near |= Q(building_id=candidate.building_id, unit=candidate.unit)
    if candidate.phone:
        near |= Q(phone=candidate.phone)
    if candidate.birth_year:
        near |= Q(name=candidate.name, birth_year=candidate.birth_year)
    if not near:
        return []
    mine = _traits(candidate)
    found = []
    # Read a few more than are shown: an institution shares one address, and the nearest should not be cut off.
    for other in people_visible_to(by).filter(near).exclude(id=candidate.id).order_by("id")[: 4 * MOST_NEIGHBOURS]:
        if words := nearness(mine, _traits(other), record_name=record.name):
            found.append(Neighbour(other, words))
    return sorted(found, key=lambda each: (-len(each.words), each.person.id))[:MOST_NEIGHBOURS]


def list_rivals(link: Link, candidate: Person, *, by: Actor) -> list[Rival]:
    """Return the other persons in question for a record, each with the record of the register (or else the first) beside it."""
    others = [person_id for person_id in (link.person_id, link.rival_id) if person_id not in (None, candidate.id)]
    rivals = []
    for person in people_visible_to(by).filter(id__in=others).order_by("id"):
        record = (
            SourceRecord.objects.filter(links__person_id=person.id)
            .exclude(id=link.record_id)
            .select_related("organisation")
            .order_by("-is_register", "id")
            .first()
        )
        pieces, bits = {}, {}
        if record is not None:
            for field, _ in FIELDS:
                pieces[field] = compare_field(field, link.record, record)[1]
            for reason in reasons_between(link.record_id, [record.id]).get(record.id, ()):
                bits[reason.field] = reason.bits
        rivals.append(Rival(person, record, pieces, bits))
    return rivals


def _traits(person: Person) -> Traits:
    home = (person.building_id, person.unit) if person.building_id and person.unit else None
    return Traits(person.name, person.birth_on, person.birth_year, person.phone, home)
