"""Reads of benefits. The person is always reached through the record's current link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Aggregate,
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from duru.blocks.benefits.enums import Category, GrantState, Per
from duru.blocks.benefits.models import Grant, Handout, Need

_PERSON = "record__links__person_id"
_BAND = "record__links__band"
PUBLIC, PRIVATE = "public", "private"

# The columns of `handout_facts` and `grant_facts`, in this order, so that the two can be put under each other.
FACT_COLUMNS = (
    "side",
    "benefit",
    "person",
    "band",
    "record",
    "organisation",
    "category",
    "programme",
    "campaign_key",
    "per",
    "won",
    "from_on",
    "until_on",
    "pays_on",
)


def handout_facts(*, since: date) -> QuerySet:
    """Return handouts that end after a day as rows of `FACT_COLUMNS`; a thing given on one day ends the next day.

    One row per handout whose record is linked; `won` is the whole value. Meant for set-based SQL over a whole district.
    """
    return (
        Handout.objects.filter(Q(given_on__gte=since) | Q(until_on__gt=since), record__links__isnull=False)
        .annotate(
            side=Value(PRIVATE, CharField()),
            benefit=F("id"),
            person=F(_PERSON),
            band=F(_BAND),
            won=F("value_won"),
            from_on=F("given_on"),
            pays_on=Value(None, SmallIntegerField()),
        )
        .values_list("side", "benefit", "person", "band", "record_id", "organisation_id", "category", "programme",
                     "campaign_key", "per", "won", "from_on", _end_of_handout(), "pays_on")
        .order_by()
    )  # fmt: skip


def grant_facts(*, since: date) -> QuerySet:
    """Return grants that run after a day as rows of `FACT_COLUMNS`; `until_on` is NULL when they go on.

    One row per grant whose record is linked; `won` is the amount a month. A grant that a list calls ended or
    suspended without saying since when is left out: nothing can be counted from it.
    """
    return (
        Grant.objects.filter(
            Q(until_on__isnull=True, state=GrantState.ACTIVE) | Q(until_on__gt=since), record__links__isnull=False
        )
        .annotate(
            side=Value(PUBLIC, CharField()),
            benefit=F("id"),
            person=F(_PERSON),
            band=F(_BAND),
            won=F("amount_won"),
            campaign=Value("", CharField()),
        )
        .values_list("side", "benefit", "person", "band", "record_id", "organisation_id", "category", "programme",
                     "campaign", "per", "won", "from_on", "until_on", "pays_on")
        .order_by()
    )  # fmt: skip


def need_facts() -> QuerySet:
    """Return known needs as (person, band, kind, category, since_on), one row per need whose record is linked."""
    return (
        Need.objects.filter(record__links__isnull=False)
        .values_list(_PERSON, _BAND, "kind", "category", "since_on")
        .order_by()
    )


def benefits_behind_record() -> Expression:
    """Make an expression: how many benefits stand behind `OuterRef("record_id")`."""
    return Coalesce(_behind(Handout.objects.all(), Count("id")), 0) + Coalesce(
        _behind(Grant.objects.all(), Count("id")), 0
    )


def won_behind_record() -> Expression:
    """Make an expression: what they are worth in whole won, a grant that goes on for twelve months."""
    running = Grant.objects.filter(state=GrantState.ACTIVE)
    return Coalesce(_behind(Handout.objects.all(), Sum("value_won")), 0) + 12 * Coalesce(
        _behind(running, Sum("amount_won")), 0
    )


def _behind(rows: QuerySet, aggregate: Aggregate) -> Subquery:
    of_record = rows.filter(record_id=OuterRef("record_id")).order_by().values("record_id")
    return Subquery(of_record.annotate(behind=aggregate).values("behind"), output_field=BigIntegerField())


@dataclass(frozen=True, slots=True)
class Received:
    """One benefit of one person as a page shows it; span [from_on, until_on), won a month for a grant."""

    side: str
    id: int
    record_id: int
    organisation_id: int
    organisation: str
    label: str
    programme: str
    category: str
    campaign: str
    per: str
    won: int | None
    from_on: date
    until_on: date | None
    is_running: bool
    pays_on: int | None = None

    @property
    def last_on(self) -> date | None:
        """The last day of a span of several days, as people write it; None for a single day or an open end."""
        if self.until_on is None or self.until_on <= self.from_on + timedelta(days=1):
            return None
        return self.until_on - timedelta(days=1)

    @property
    def category_label(self) -> str:
        return Category(self.category).label

    @property
    def per_label(self) -> str:
        return Per(self.per).label


def list_received(*, record_ids: Collection[int], since: date, as_of: date) -> list[Received]:
    """Return what the persons of some records received since a day, newest first. Two queries.

    Args:
        record_ids: the records linked to one person now (or to the members of one household).
    """
    handouts = (
        Handout.objects.filter(record_id__in=record_ids)
        .filter(Q(given_on__gte=since) | Q(until_on__gt=since))
        .select_related("organisation")
    )
    grants = (
        Grant.objects.filter(record_id__in=record_ids)
        .filter(Q(until_on__isnull=True) | Q(until_on__gt=since))
        .select_related("organisation")
    )
    return _newest_first([_of_handout(row) for row in handouts] + [_of_grant(row, as_of) for row in grants])


def get_received(*, handout_ids: Collection[int], grant_ids: Collection[int], as_of: date) -> list[Received]:
    """Return benefits by their ids, newest first. Two queries."""
    handouts = Handout.objects.filter(id__in=handout_ids).select_related("organisation")
    grants = Grant.objects.filter(id__in=grant_ids).select_related("organisation")
    return _newest_first([_of_handout(row) for row in handouts] + [_of_grant(row, as_of) for row in grants])


def list_needs(*, record_ids: Collection[int]) -> QuerySet[Need]:
    """Return the known needs of some records, newest first."""
    return Need.objects.filter(record_id__in=record_ids).select_related("organisation").order_by("-since_on", "id")


def count_benefits() -> dict[str, int]:
    """Return how many handouts, grants and needs the ledger holds, and how many items no word could sort."""
    handouts = Handout.objects.aggregate(
        n=Count("id"), won=Coalesce(Sum("value_won"), 0), unsorted=Count("id", filter=Q(category=Category.OTHER))
    )
    return {
        "handouts": handouts["n"],
        "handouts_won": int(handouts["won"]),
        "unsorted": handouts["unsorted"],
        "grants": Grant.objects.count(),
        "needs": Need.objects.count(),
    }


def list_unsorted(limit: int = 200) -> list[dict]:
    """Return the items no word could sort, most frequent first: {"item", "n"}. What the word table still lacks."""
    return list(
        Handout.objects.filter(category=Category.OTHER)
        .values("item")
        .annotate(n=Count("id"))
        .order_by("-n", "item")[:limit]
    )


def _of_handout(row: Handout) -> Received:
    quantity = f" {row.quantity.normalize():f}{row.unit}" if row.quantity is not None else ""
    return Received(
        side=PRIVATE,
        id=row.id,
        record_id=row.record_id,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        label=f"{row.item}{quantity}",
        programme=row.programme,
        category=row.category,
        campaign=row.campaign,
        per=row.per,
        won=row.value_won,
        from_on=row.given_on,
        until_on=row.until_on or row.given_on + timedelta(days=1),
        is_running=False,
    )


def _of_grant(row: Grant, as_of: date) -> Received:
    return Received(
        side=PUBLIC,
        id=row.id,
        record_id=row.record_id,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        label=row.programme,
        programme=row.programme,
        category=row.category,
        campaign="",
        per=row.per,
        won=row.amount_won,
        from_on=row.from_on,
        until_on=row.until_on,
        is_running=row.state == GrantState.ACTIVE and (row.until_on is None or row.until_on > as_of),
        pays_on=row.pays_on,
    )


def _newest_first(rows: list[Received]) -> list[Received]:
    return sorted(rows, key=lambda row: (row.from_on, row.side, row.id), reverse=True)


def _end_of_handout() -> Coalesce:
    # PostgreSQL adds whole days to a date; Django has no such expression, hence the output field.
    return Coalesce("until_on", ExpressionWrapper(F("given_on") + Value(1), output_field=DateField()))
