"""What came in as donations in a year and where it went: the lines of the yearly report, without a name of who received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duru.blocks.access.api import Actor
from duru.blocks.benefits.api import Funding
from duru.blocks.giving.enums import EntryKind
from duru.blocks.giving.models import DoorEntry, Item, Lot
from duru.blocks.giving.rules import whole

CAME_IN, WENT_OUT = "수입", "사용"


@dataclass(frozen=True, slots=True)
class DonationLine:
    """One line of the report: `won` is the value the item has in our list, None where it has none; `party` who gave, or how many got it."""

    side: str
    on: date
    party: str
    item: str
    quantity: str
    won: int | None
    funding: str
    receipt_no: str


def list_donations(actor: Actor, *, year: int) -> list[DonationLine]:
    """Return what the actor's agency took in and gave out in a calendar year, income first, each by day.

    What was voided is not there, of what came back only what stayed given. Those who received are counted, never named.

    Source: 사회복지사업법 §45; 사회복지법인 및 사회복지시설 재무·회계 규칙 (후원금의 수입 및 사용결과보고, 서식 확인 필요).
    """
    lots = Lot.objects.filter(item__organisation_id=actor.organisation_id, received_on__year=year).select_related(
        "item"
    )
    income = [
        DonationLine(
            CAME_IN, lot.received_on, lot.donor or "익명", lot.item.name, _amount(lot.item, lot.quantity),
            _value(lot.item, lot.quantity), str(Funding(lot.funding).label), lot.receipt_no,
        )
        for lot in lots.order_by("received_on", "id")
    ]  # fmt: skip
    own = DoorEntry.objects.filter(organisation_id=actor.organisation_id, on__year=year)
    taken = {
        follows: (kind, quantity)
        for follows, kind, quantity in DoorEntry.objects.filter(
            organisation_id=actor.organisation_id, follows__on__year=year
        ).values_list("follows_id", "kind", "quantity")
    }
    given = []
    for entry in (
        own.filter(kind__in=(EntryKind.GIVEN, EntryKind.GROUP)).select_related("item", "lot").order_by("on", "id")
    ):
        kind, back = taken.get(entry.id, ("", Decimal(0)))
        stayed = Decimal(0) if kind == EntryKind.VOIDED else entry.quantity - back
        if stayed:
            given.append(
                DonationLine(
                    WENT_OUT, entry.on, f"이용자 {entry.n_people:,}명", entry.item.name, _amount(entry.item, stayed),
                    _value(entry.item, stayed), str(Funding(entry.lot.funding).label) if entry.lot else "", "",
                )
            )  # fmt: skip
    return [*income, *given]


def _amount(item: Item, quantity: Decimal) -> str:
    return f"{whole(quantity)}{item.unit}"


def _value(item: Item, quantity: Decimal) -> int | None:
    return None if item.value_won is None else int(item.value_won * quantity)
