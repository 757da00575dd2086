"""Lists of findings, as far as an actor may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Expression, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from duru.blocks.access.api import Actor, may
from duru.blocks.benefits.api import Received, get_received
from duru.blocks.registry.api import Person
from duru.services.welfare.enums import Verdict
from duru.services.welfare.models import Gone, Mark, Overlap, OverlapItem, Silent
from duru.services.welfare.permissions import SEE

_HARDNESS = Case(
    *(When(verdict=verdict, then=Value(n)) for n, verdict in enumerate(Verdict.values)), output_field=IntegerField()
)


def list_overlaps(actor: Actor) -> QuerySet[Overlap]:
    """Return the overlaps an actor may see, hardest and dearest first, with `name` and the newest `decision`.

    비공개 대상 are there only for named officers. A decision counts while the overlap is as it was when it was taken.
    """
    marks = Mark.objects.filter(fingerprint=OuterRef("fingerprint"), digest=OuterRef("digest")).order_by("-at", "-id")
    return (
        _visible(Overlap.objects.all(), actor)
        .select_related("rule")
        .annotate(name=_name(), hardness=_HARDNESS, decision=Subquery(marks.values("decision")[:1]))
        .order_by("hardness", "-stake_won", "id")
    )


def list_gone(actor: Actor, *, as_of: date) -> QuerySet[Gone]:
    """Return who is dead or gone and still paid, next payment first, with `name`."""
    return (
        _visible(Gone.objects.all(), actor)
        .annotate(name=_name())
        .order_by(F("next_pay_on").asc(nulls_last=True), "-leaked_won", "id")
    )


def list_silent(actor: Actor) -> QuerySet[Silent]:
    """Return who has a known need and got nothing, longest known first, with `name`."""
    return _visible(Silent.objects.all(), actor).annotate(name=_name()).order_by("since_on", "id")


def get_overlap(actor: Actor, public_id: str) -> Overlap:
    """Return one overlap the actor may see.

    Raises:
        Overlap.DoesNotExist: there is none, or the actor may not know of it: the two look alike.
    """
    return list_overlaps(actor).get(public_id=public_id)


def get_gone(actor: Actor, public_id: str) -> Gone:
    """Return one person who is gone and still paid.

    Raises:
        Gone.DoesNotExist: there is none, or the actor may not know of it: the two look alike.
    """
    return _visible(Gone.objects.all(), actor).annotate(name=_name()).get(public_id=public_id)


def overlaps_of_person(actor: Actor, person_ref: str) -> QuerySet[Overlap]:
    """Return the overlaps in which a person has an item, hardest first; nothing for an actor who may not see overlaps."""
    if not may(actor, SEE):
        return Overlap.objects.none()
    mine = Overlap.objects.filter(items__person_ref=person_ref).values("id")
    return list_overlaps(actor).filter(id__in=mine)


@dataclass(frozen=True, slots=True)
class OverlapDetail:
    """One overlap with what was given, newest first, and every decision about it."""

    overlap: Overlap
    received: list[Received]
    person_refs: dict[tuple[str, int], str]
    marks: list[Mark]
    is_stale: bool


def get_overlap_detail(actor: Actor, public_id: str, *, as_of: date) -> OverlapDetail:
    """Return one overlap with its benefits as the last run saw them.

    `is_stale`: a link behind it has changed since, so that the next run may say something else.

    Raises:
        Overlap.DoesNotExist: as `get_overlap`.
    """
    overlap = get_overlap(actor, public_id)
    items = list(overlap.items.order_by("id").values("handout_id", "grant_id", "person_ref"))
    received = get_received(
        handout_ids=[item["handout_id"] for item in items if item["handout_id"]],
        grant_ids=[item["grant_id"] for item in items if item["grant_id"]],
        as_of=as_of,
    )
    refs = {
        ("private", item["handout_id"]) if item["handout_id"] else ("public", item["grant_id"]): item["person_ref"]
        for item in items
    }
    now = dict(
        Person.objects.filter(links__record_id__in=[r.record_id for r in received]).values_list(
            "links__record_id", "public_id"
        )
    )
    is_stale = any(now.get(row.record_id) != refs[row.side, row.id] for row in received)
    marks = list(
        Mark.objects.filter(fingerprint=overlap.fingerprint).select_related("by__organisation").order_by("-at", "-id")
    )
    return OverlapDetail(overlap, received, refs, marks, is_stale)


@dataclass(frozen=True, slots=True)
class SilentTable:
    """How many persons have a need nobody answered, per 동 (rows) and kind of need (columns)."""

    kinds: list[str]
    rows: list[tuple[str, list[int], int]]  # dong code, one number a kind, persons in all
    persons: int


def silent_table() -> SilentTable:
    """Count the silent half per 동 and kind of need; the sums of a row may exceed its persons, who can have two needs."""
    cells: dict[tuple[str, str], int] = {}
    kinds: dict[str, int] = {}
    for row in Silent.objects.values("dong_code", "kind").annotate(n=Count("id")).order_by():
        cells[row["dong_code"], row["kind"]] = row["n"]
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["n"]
    persons = {
        row["dong_code"]: row["n"]
        for row in Silent.objects.values("dong_code").annotate(n=Count("person_ref", distinct=True)).order_by()
    }
    ordered = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    rows = [
        (dong, [cells.get((dong, kind), 0) for kind in ordered], persons[dong])
        for dong in sorted(persons, key=lambda dong: (-persons[dong], dong))
    ]
    return SilentTable(ordered, rows, sum(persons.values()))


def overlaps_behind_record() -> Expression:
    """Make an expression: in how many items of the last check's overlaps the benefits of `OuterRef("record_id")` stand."""
    items = OverlapItem.objects.order_by()
    through = [
        Subquery(
            items.filter(**{f"{benefit}__record_id": OuterRef("record_id")})
            .values(f"{benefit}__record_id")
            .annotate(behind=Count("overlap_id", distinct=True))
            .values("behind"),
            output_field=IntegerField(),
        )
        for benefit in ("handout", "grant")
    ]
    return Coalesce(through[0], 0) + Coalesce(through[1], 0)


def names_of(person_refs: Sequence[str]) -> dict[str, str]:
    """Return public id → name of some persons, in one query."""
    return dict(Person.objects.filter(public_id__in=set(person_refs)).values_list("public_id", "name"))


def count_undecided(actor: Actor) -> int:
    """Count the overlaps a law or a guideline speaks about that nobody has decided yet."""
    hard = [Verdict.PROHIBITED, Verdict.RESTRICTED]
    return list_overlaps(actor).filter(verdict__in=hard, decision__isnull=True).count()


def count_paid_soon(actor: Actor, *, on: date) -> int:
    """Count the dead and moved to whom money would leave within seven days of a day, itself included."""
    soon = on + timedelta(days=7)
    return _visible(Gone.objects.all(), actor).filter(next_pay_on__gte=on, next_pay_on__lte=soon).count()


def count_silent(actor: Actor) -> int:
    """Count the persons with a known need who got nothing."""
    return _visible(Silent.objects.all(), actor).values("person_ref").distinct().count()


def _visible(rows: QuerySet, actor: Actor) -> QuerySet:
    return rows if actor.named_officer or actor.is_system else rows.filter(is_protected=False)


def _name() -> Subquery:
    return Subquery(Person.objects.filter(public_id=OuterRef("person_ref")).values("name")[:1])
