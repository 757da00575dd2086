"""JSON for programs at a door: what can be given, and a gift by card."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from duru.blocks.access.api import check_may
from duru.blocks.giving.enums import Delivery, Hand
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.operations import give_item
from duru.blocks.giving.permissions import RECORD
from duru.blocks.giving.queries import find_card, find_choice, list_choices
from duru.kernel.errors import Refused

router = Router(tags=["나눔 창구"])


class ChoiceOut(Schema):
    """One thing that can be given today."""

    key: str
    item: str
    category: str
    unit: str
    left: Decimal | None
    expires_on: str | None


class GivenIn(Schema):
    """A gift to somebody with a card."""

    card: str = Field(description="카드 번호(하이픈이 있어도 됨)", max_length=40)
    choice: str = Field(description="/door/choices가 준 key", max_length=40)
    quantity: Decimal = Field(default=Decimal(1), gt=0, max_digits=9, decimal_places=2)
    hand: Hand = Hand.SELF
    delivery: Delivery = Delivery.PICKUP
    note: str = Field(default="", max_length=100)


class GivenOut(Schema):
    """The line of the ledger that was written; nothing about the person."""

    public_id: str
    item: str
    quantity: Decimal


@router.get("/door/choices", response=list[ChoiceOut], summary="오늘 나눌 수 있는 것")
def choices(request: HttpRequest):
    """우리 기관이 오늘 나눌 수 있는 물품을 유통기한이 가까운 것부터 돌려줍니다."""
    check_may(request.actor, RECORD)  # type: ignore[attr-defined]
    return [
        {
            "key": one.key,
            "item": one.item.name,
            "category": one.item.category,
            "unit": one.item.unit,
            "left": one.left,
            "expires_on": one.lot.expires_on.isoformat() if one.lot and one.lot.expires_on else None,
        }
        for one in list_choices(request.actor, today=timezone.localdate())  # type: ignore[attr-defined]
    ]


@router.post("/door/handouts", response={201: GivenOut}, summary="카드로 나눔 적기")
def give(request: HttpRequest, given: GivenIn):
    """카드를 가진 사람에게 준 것을 적습니다. 그 사람에 대해서는 아무것도 돌려주지 않습니다."""
    by = request.actor  # type: ignore[attr-defined]
    check_may(by, RECORD)
    card = find_card(given.card)
    if card is None:
        raise Refused("쓸 수 있는 카드가 아닙니다.", field="card")
    choice = find_choice(by, given.choice, today=timezone.localdate())
    if choice is None:
        raise Refused("지금 나눌 수 있는 물품이 아닙니다.", field="choice")
    try:
        entry = give_item(
            by=by,
            record=card.record,
            card=card,
            item=choice.item,
            lot=choice.lot,
            quantity=given.quantity,
            hand=given.hand,
            delivery=given.delivery,
            note=given.note,
            at=timezone.now(),
        )
    except DoorRefused as refused:
        raise Refused(str(refused), field="quantity") from None
    return Status(201, {"public_id": entry.public_id, "item": choice.item.name, "quantity": entry.quantity})


for view in (choices, give):
    view.needs_permission = RECORD  # type: ignore[attr-defined]  # stated as for pages
