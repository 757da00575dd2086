"""Reads of templates."""

from datetime import date

from django.db.models import Q, QuerySet

from duru.blocks.documents.models import LetterTemplate


def templates_in_force(on: date, *, variant: str = "") -> QuerySet[LetterTemplate]:
    """Return the templates of a variant in force on a day, in order of kind."""
    rows = LetterTemplate.objects.filter(variant=variant, effective_from__lte=on)
    return rows.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=on)).order_by("kind")
