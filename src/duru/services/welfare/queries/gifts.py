"""What can be given: rows of the catalogue turned into gifts."""

from dataclasses import dataclass
from datetime import date

from duru.blocks.benefits.api import Category, Programme, Side, campaign_key, catalogue_on, find_catalogue_row
from duru.services.welfare.queries.giving import Gift


@dataclass(frozen=True, slots=True)
class GiftChoice:
    """One thing to choose at the counter."""

    key: str
    label: str
    group: str


def list_gift_choices(*, official: bool, on: date) -> list[GiftChoice]:
    """Return what may be chosen: private resources of the catalogue, for officials the public benefits, then bare categories."""
    rows = catalogue_on(on).values()
    labels = dict(Category.choices)
    return [
        *(GiftChoice(row.name, row.name, str(labels[row.category])) for row in rows if row.side == Side.PRIVATE),
        *(GiftChoice(row.name, row.name, "공적급여") for row in rows if row.side == Side.PUBLIC and official),
        *(GiftChoice(f"={value}", f"{label} (분류만)", "분류만") for value, label in Category.choices),
    ]


def gift_of(key: str, *, on: date, official: bool) -> Gift | None:
    """Return the gift behind a choice on a day, None when there is no such choice. One query."""
    if key.startswith("="):
        return Gift(key[1:], on) if key[1:] in Category.values else None
    row = find_catalogue_row(key, on=on)
    if row is None or (row.side == Side.PUBLIC and not official):
        return None
    return gift_of_row(row, on=on)


def gift_of_row(row: Programme, *, on: date) -> Gift:
    """Return a row of the catalogue as a gift on a day; a public benefit is meant to begin on it and go on for a month."""
    words = {row.campaign: row.campaign} if row.campaign else {}
    return Gift(
        category=row.category,
        given_on=on,
        programme=row.kind or row.name,
        campaign=campaign_key(row.campaign, "", on, words) if words else "",
        per=row.per,
        won=row.value_won,
        side=row.side,
        until_on=_month_later(on) if row.side == Side.PUBLIC else None,
    )


def _month_later(day: date) -> date:
    return (
        date(day.year + day.month // 12, day.month % 12 + 1, 1)
        if day.day > 28
        else day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
    )
