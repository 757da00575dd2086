"""What can be given now, the nearest expiry first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from duru.blocks.access.api import Actor
from duru.blocks.giving.models import Item, Lot
from duru.blocks.giving.rules import expiry_words, whole

_DECIMAL = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Choice:
    """One button at the door: an item, and the delivery it would come from (None for what is not kept in stock)."""

    key: str
    item: Item
    lot: Lot | None
    left: Decimal | None
    badge: str
    tone: str

    @property
    def left_text(self) -> str:
        return "" if self.left is None else f"{whole(self.left)}{self.item.unit} 남음"


def list_items(actor: Actor, *, active_only: bool = True) -> QuerySet[Item]:
    """Return the items of the actor's agency in order of name."""
    found = Item.objects.filter(organisation_id=actor.organisation_id).order_by("name")
    return found.filter(is_active=True) if active_only else found


def list_lots(actor: Actor) -> QuerySet[Lot]:
    """Return the deliveries of the actor's agency with `.left`, what keeps least long first, those without expiry last."""
    return (
        Lot.objects.filter(item__organisation_id=actor.organisation_id)
        .select_related("item")
        .annotate(left=F("quantity") + Coalesce(Sum("entries__stock_change"), Value(Decimal(0)), output_field=_DECIMAL))
        .order_by(F("expires_on").asc(nulls_last=True), "received_on", "id")
    )


def list_choices(actor: Actor, *, today: date) -> list[Choice]:
    """Return what the actor's agency can give today: one button an item, from the delivery that must go first.

    유통기한 임박 first, then by name; an item with deliveries that are all used up or expired has no button, one that never had any
    has a button without stock.
    """
    choices, stocked = {}, set()
    for lot in list_lots(actor).filter(item__is_active=True):
        stocked.add(lot.item_id)
        is_good = lot.expires_on is None or lot.expires_on >= today
        if is_good and lot.left > 0 and lot.item_id not in choices:
            badge, tone = expiry_words(lot.expires_on, today)
            choices[lot.item_id] = Choice(f"lot-{lot.public_id}", lot.item, lot, lot.left, badge, tone)
    for item in list_items(actor):
        if item.id not in stocked:
            choices[item.id] = Choice(f"item-{item.public_id}", item, None, None, "", "")
    return sorted(
        choices.values(), key=lambda each: (not each.badge, _keeps(each) if each.badge else date.max, each.item.name)
    )


def find_choice(actor: Actor, key: str, *, today: date) -> Choice | None:
    """Return the button of a key as it stands now, None when it is gone meanwhile."""
    return next((each for each in list_choices(actor, today=today) if each.key == key), None)


def _keeps(choice: Choice) -> date:
    return (choice.lot and choice.lot.expires_on) or date.max
