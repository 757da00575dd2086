"""The twelve-month card of a person: what came in, month by month, as far as the asker may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from duru.blocks.access.api import Actor
from duru.blocks.benefits.api import Category, Received, list_needs, list_received, next_month
from duru.blocks.exchange.api import SourceRecord
from duru.services.welfare.rules import ASK_THE_OFFICE

N_MONTHS = 12


@dataclass(frozen=True, slots=True)
class CardRow:
    """One kind of help over the twelve months: one list of benefits a month."""

    label: str
    cells: list[list[Received]]


@dataclass(frozen=True, slots=True)
class Helper:
    """One agency that serves a person: with what, how often, since when last."""

    organisation: str
    categories: str
    n: int
    last_on: date
    is_running: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the card shows to one asker. `others` is the one sentence an agency reads about all other agencies."""

    months: list[date]
    rows: list[CardRow]
    helpers: list[Helper]
    needs: list
    others: str
    received: list[Received] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.received)


def get_card(actor: Actor, *, person_id: int, as_of: date) -> Card:
    """Return the card of a person for the twelve calendar months that end with that of `as_of`.

    Officials see every agency's records. An agency sees its own records in full and of all others the same sentence for
    everybody, whether or not there is anything: a light that differed would be a provision of data (개인정보보호법 §17).
    """
    months = last_months(as_of)
    records = list(SourceRecord.objects.filter(links__person_id=person_id).values_list("id", flat=True))
    received = list_received(record_ids=records, since=months[0], as_of=as_of)
    needs = list(list_needs(record_ids=records))
    if not actor.is_official:
        received = [row for row in received if row.organisation_id == actor.organisation_id]
        needs = [row for row in needs if row.organisation_id == actor.organisation_id]
    return Card(
        months=months,
        rows=_rows(received, months),
        helpers=_helpers(received),
        needs=needs,
        others="" if actor.is_official else ASK_THE_OFFICE,
        received=received,
    )


def last_months(as_of: date) -> list[date]:
    """Return the first days of twelve calendar months, oldest first, that end with the month of a day."""
    first = date(as_of.year - 1, as_of.month, 1)
    months = []
    for _ in range(N_MONTHS):
        first = date(*next_month(first.year, first.month), 1)
        months.append(first)
    return months


def _rows(received: Iterable[Received], months: list[date]) -> list[CardRow]:
    by_category: dict[str, list[list[Received]]] = {}
    for row in sorted(received, key=lambda row: (row.from_on, row.label)):
        cells = by_category.setdefault(row.category, [[] for _ in months])
        last = (row.until_on or date.max) - timedelta(days=1)
        for n, month in enumerate(months):
            if row.from_on < date(*next_month(month.year, month.month), 1) and last >= month:
                cells[n].append(row)
    return [CardRow(label, by_category[value]) for value, label in Category.choices if value in by_category]


def _helpers(received: Iterable[Received]) -> list[Helper]:
    by_organisation: dict[str, list[Received]] = {}
    for row in received:
        by_organisation.setdefault(row.organisation, []).append(row)
    helpers = [
        Helper(
            organisation=name,
            categories=", ".join(sorted({row.category_label for row in rows})),
            n=len(rows),
            last_on=max(row.from_on for row in rows),
            is_running=any(row.is_running for row in rows),
        )
        for name, rows in by_organisation.items()
    ]
    return sorted(helpers, key=lambda helper: (helper.last_on, helper.organisation), reverse=True)
