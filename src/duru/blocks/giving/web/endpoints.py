"""JSON for programs at a door: what can be given, and a gift by card."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_look
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.enums import Delivery, Hand
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.operations import give_item
from duru.blocks.giving.permissions import RECORD, SEE_LEDGER
from duru.blocks.giving.queries import find_card, find_choice, list_choices
from duru.blocks.programs.api import Scope, member_or_key
from duru.blocks.registry.api import Purpose, SearchTooWide, person_ref, search_clients
from duru.blocks.tenancy.api import make_transaction_read_only
from duru.kernel.errors import Refused

router = Router(tags=["나눔 창구"])
MOST_FOUND = 20


class ChoiceOut(Schema):
    """One thing that can be given today."""

    key: str
    item: str
    category: str
    unit: str
    left: Decimal | None
    expires_on: str | None


class GivenIn(Schema):
    """A gift to somebody with a card, or to a client of the agency."""

    card: str = Field(default="", description="카드 번호(하이픈이 있어도 됨). 없으면 record", max_length=40)
    record: str = Field(default="", description="우리 기관 이용자의 번호(/door/clients가 준 record)", max_length=26)
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


@router.get(
    "/door/choices", response=list[ChoiceOut], summary="오늘 나눌 수 있는 것", auth=member_or_key(Scope.HANDOUT)
)
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


class ClientIn(Schema):
    """Who is looked for among the agency's own clients, and why."""

    name: str = Field(min_length=2, max_length=40, description="이름, 이름의 앞부분, 또는 초성")
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    phone_tail: str = Field(default="", pattern=r"^([0-9]{4})?$", description="전화 끝 네 자리")
    purpose: Purpose = Field(description="왜 찾는지. 열람 기록에 남습니다.")


class ClientOut(Schema):
    """A client as this agency itself wrote it."""

    record: str
    name: str
    birth_on: date | None
    birth_year: int | None


@router.post(
    "/door/clients", response=list[ClientOut], summary="우리 기관 이용자 찾기", auth=member_or_key(Scope.LOOKUP)
)
def clients(request: HttpRequest, asked: ClientIn):
    """우리 기관이 적은 이용자 가운데 찾습니다. 다른 기관의 이용자는 나오지 않습니다. 찾은 사람은 목적과 함께 열람 기록에 남습니다."""
    make_transaction_read_only()
    actor = request.actor  # type: ignore[attr-defined]
    check_may(actor, SEE_LEDGER)
    try:
        wanted = search_clients(actor, name=asked.name, birth_year=asked.birth_year, phone_tail=asked.phone_tail)
        found = list(wanted[:MOST_FOUND])
    except SearchTooWide as refusal:
        raise Refused(refusal.message, field="name") from None
    if found:
        record_look(
            actor=actor.audit, action="이용자 찾기", purpose=str(asked.purpose.label),
            subjects=[person_ref(one.person_ref) for one in found],
        )  # fmt: skip
    return [
        {"record": one.public_id, "name": one.name, "birth_on": one.birth_on, "birth_year": one.birth_year}
        for one in found
    ]


@router.post("/door/handouts", response={201: GivenOut}, summary="나눔 적기", auth=member_or_key(Scope.HANDOUT))
def give(request: HttpRequest, given: GivenIn):
    """카드를 가진 사람이나 우리 기관 이용자에게 준 것을 적습니다. 그 사람에 대해서는 아무것도 돌려주지 않습니다."""
    by = request.actor  # type: ignore[attr-defined]
    check_may(by, RECORD)
    card = find_card(given.card) if given.card else None
    if given.card and card is None:
        raise Refused("쓸 수 있는 카드가 아닙니다.", field="card")
    record = card.record if card else _own_client(by, given.record)
    if record is None:
        raise Refused("우리 기관의 이용자가 아닙니다.", field="record")
    choice = find_choice(by, given.choice, today=timezone.localdate())
    if choice is None:
        raise Refused("지금 나눌 수 있는 물품이 아닙니다.", field="choice")
    try:
        entry = give_item(
            by=by,
            record=record,
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


def _own_client(by: Actor, ref: str) -> SourceRecord | None:
    """Return the agency's own record of this number, as the door does: a 비공개 대상 only to a named officer."""
    if not (ref and by.may(SEE_LEDGER)):
        return None
    record = SourceRecord.objects.filter(public_id=ref, organisation_id=by.organisation_id).first()
    hidden = record is not None and record.links.filter(person__is_protected=True).exists() and not by.named_officer
    return None if hidden else record


for view in (choices, give):
    view.needs_permission = RECORD  # type: ignore[attr-defined]  # stated as for pages
clients.needs_permission = SEE_LEDGER  # type: ignore[attr-defined]
