"""The clients of one agency: whom its own records name, as it wrote them. Nothing of the register or of other agencies.

A name in the register may differ from what the agency wrote (개명, 오기), and a status says what the register knows: an agency
gets neither. 비공개 대상 are absent here as everywhere (주민등록법 §29⑥).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from duru.blocks.access.api import Actor
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.errors import SearchTooWide
from duru.blocks.registry.models import Person
from duru.blocks.registry.queries import people_visible_to
from duru.blocks.registry.rules import after_prefix, read_name_query
from duru.kernel.errors import Refused
from duru.kernel.hangul import choseong_pattern


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Name and birth year under which an actor may know a person."""

    name: str
    birth_year: int | None


def list_clients(actor: Actor) -> QuerySet[SourceRecord]:
    """Return the newest own record of every client in order of name, each with `.person_ref` and `.n_records`.

    One row per person. Meant for agencies of up to some 50,000 records.
    """
    return _one_each(actor, _own_records(actor))


def search_clients(
    actor: Actor, *, name: str = "", birth_year: int | None = None, phone_tail: str = ""
) -> QuerySet[SourceRecord]:
    """Return clients as `list_clients` whom any own record names so: a beginning of the name, or initials (ㅎㄱㄷ).

    Raises:
        SearchTooWide: a name of one letter, or none that can be read; the text says what to type.
    """
    records = _own_records(actor)
    if name:
        records = records.filter(_named(name))
    if birth_year:
        records = records.filter(birth_year=birth_year)
    if phone_tail:
        records = records.filter(phone__endswith=phone_tail[-4:])
    return _one_each(actor, records)


def list_own_records(actor: Actor, person: Person) -> QuerySet[SourceRecord]:
    """Return what the actor's agency itself wrote about a person, newest first."""
    return _own_records(actor).filter(links__person_id=person.id).order_by("-first_seen_at", "-id")


def known_as(actor: Actor, person: Person) -> KnownAs:
    """Return the name of a person as an actor may know it: the display profile, for an agency its own newest record."""
    if actor.is_official:
        return KnownAs(person.name, person.birth_year)
    record = list_own_records(actor, person).first()
    return KnownAs(record.name, record.birth_year) if record else KnownAs("이름 없음", None)


def _own_records(actor: Actor) -> QuerySet[SourceRecord]:
    return SourceRecord.objects.filter(
        organisation_id=actor.organisation_id, links__person__in=people_visible_to(actor).values("id")
    )


def _one_each(actor: Actor, matching: QuerySet[SourceRecord]) -> QuerySet[SourceRecord]:
    own = SourceRecord.objects.filter(organisation_id=actor.organisation_id)
    newest = matching.order_by("links__person_id", "-first_seen_at", "-id").distinct("links__person_id")
    together = own.filter(links__person_id=OuterRef("links__person_id")).order_by().values("links__person_id")
    return (
        own.filter(id__in=newest.values("id"))
        .annotate(
            person_ref=F("links__person__public_id"), n_records=Subquery(together.annotate(n=Count("id")).values("n"))
        )
        .order_by("name", "birth_year", "id")
    )


def _named(typed: str) -> Q:
    try:
        query = read_name_query(typed)
    except Refused as refusal:
        raise SearchTooWide(refusal.message, field="name") from refusal
    if query.initials:
        # A pattern cannot use an index under row security; the records of one agency are few enough to look at.
        return Q(name__regex=f"^{choseong_pattern(query.pattern or query.initials)}")
    found = Q(name__in=query.names)
    for prefix in query.prefixes:
        found |= Q(name__gte=prefix, name__lt=after_prefix(prefix))
    return found
