"""Reads of the catalogue."""

from datetime import date

from django.db.models import Q, QuerySet

from duru.blocks.benefits.enums import Side
from duru.blocks.benefits.models import Programme, ProgrammeAmount
from duru.blocks.tenancy.api import keep_while_unchanged


def list_programmes(*, on: date) -> QuerySet[Programme]:
    """Return the public benefits and private resources in force on a day, public ones first, by category and name."""
    return Programme.objects.filter(_in_force(on)).order_by("-side", "category", "name")


def list_resources(*, on: date) -> list[Programme]:
    """Return the private resources in force on a day, by category and name: what an agency can choose to give."""
    return list(list_programmes(on=on).filter(side=Side.PRIVATE))


def find_catalogue_row(name: str, *, on: date) -> Programme | None:
    """Return the row of a name in force on a day, None when the catalogue has none."""
    return catalogue_on(on).get(name)


def catalogue_on(on: date) -> dict[str, Programme]:
    """Return name → row of all that is in force on a day, ordered as `list_programmes`; kept while nobody changes the catalogue."""
    return keep_while_unchanged(Programme, on, lambda: {row.name: row for row in list_programmes(on=on)})


def amounts_on(on: date) -> QuerySet[ProgrammeAmount]:
    """Return the amounts in force on a day, by benefit and for whom they are."""
    return ProgrammeAmount.objects.filter(_in_force(on)).order_by("programme", "label")


def _in_force(on: date) -> Q:
    return Q(effective_from__lte=on) & (Q(effective_until__isnull=True) | Q(effective_until__gt=on))
