"""Writes of the catalogue words. Benefits themselves come in through `datasets`."""

import csv
from datetime import date
from importlib import resources

from duru.blocks.benefits.models import CategoryWord, Programme


def ensure_catalogue() -> int:
    """Load the words and programmes that ship with the package into the running tenant; returns how many were added.

    Existing rows are never touched, so that a district's own edits stay; safe to repeat at every start.
    """
    words = [
        CategoryWord(
            purpose=row["purpose"],
            word=row["word"],
            meaning=row["meaning"],
            source=row["source"],
            effective_from=date.fromisoformat(row["effective_from"]),
            effective_until=_day(row["effective_until"]),
        )
        for row in read_shipped("words.csv")
    ]
    programmes = [
        Programme(
            name=row["name"],
            aliases=row["aliases"],
            category=row["category"],
            per=row["per"],
            pays_on=int(row["pays_on"]) if row["pays_on"] else None,
            basis=row["basis"],
            effective_from=date.fromisoformat(row["effective_from"]),
            effective_until=_day(row["effective_until"]),
        )
        for row in read_shipped("programmes.csv")
    ]
    before = CategoryWord.objects.count() + Programme.objects.count()
    CategoryWord.objects.bulk_create(words, ignore_conflicts=True)
    Programme.objects.bulk_create(programmes, ignore_conflicts=True)
    return CategoryWord.objects.count() + Programme.objects.count() - before


def read_shipped(name: str) -> list[dict[str, str]]:
    """Return the lines of a table that ships with the package (`catalogue/<name>`), every cell as text."""
    text = resources.files("duru.blocks.benefits.catalogue").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
