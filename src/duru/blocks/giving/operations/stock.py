"""What an agency hands out, and what comes in."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.models import Item, Lot
from duru.blocks.giving.permissions import KEEP_STOCK


def add_item(*, by: Actor, name: str, category: str, **columns) -> Item:
    """Add an item to the actor's agency, or take an ended one of this name into use again. Safe to repeat.

    Raises:
        NotAllowed: the actor may not keep stock.
        DoorRefused: no name.
    """
    check_may(by, KEEP_STOCK)
    if not name.strip():
        raise DoorRefused("품목 이름을 적어 주세요.")
    with transaction.atomic():
        item, created = Item.objects.get_or_create(
            organisation_id=by.organisation_id, name=name.strip(), defaults={"category": category, **columns}
        )
        if not item.is_active:
            item.is_active = True
            item.save(update_fields=["is_active"])
        if created:
            record_deed(actor=by.audit, action="나눔 물품 등록", detail={"item": item.public_id, "category": category})
    return item


def end_item(*, by: Actor, public_id: str) -> Item:
    """Take an item off the buttons; its lines stay. Safe to repeat.

    Raises:
        NotAllowed: the actor may not keep stock.
        Item.DoesNotExist: the agency has none with this id.
    """
    check_may(by, KEEP_STOCK)
    with transaction.atomic():
        item = Item.objects.select_for_update().get(public_id=public_id, organisation_id=by.organisation_id)
        if item.is_active:
            item.is_active = False
            item.save(update_fields=["is_active"])
            record_deed(actor=by.audit, action="나눔 물품 그만 쓰기", detail={"item": item.public_id})
    return item


def receive_lot(
    *,
    by: Actor,
    item: Item,
    quantity: Decimal,
    received_on: date,
    at: datetime,
    expires_on: date | None = None,
    donor: str = "",
    funding: str = "",
) -> Lot:
    """Write that something came in. A mistake is evened out by another lot or by a line of the ledger, never edited.

    Raises:
        NotAllowed: the actor may not keep stock.
        DoorRefused: another agency's item, nothing of it, or it had expired when it came.
    """
    check_may(by, KEEP_STOCK)
    if item.organisation_id != by.organisation_id:
        raise DoorRefused("우리 기관의 품목이 아닙니다.")
    if quantity <= 0:
        raise DoorRefused("들어온 수량은 0보다 커야 합니다.")
    if expires_on is not None and expires_on < received_on:
        raise DoorRefused("들어온 날에 이미 유통기한이 지났습니다. 나눌 수 없습니다.")
    with transaction.atomic():
        lot = Lot.objects.create(
            item=item,
            quantity=quantity,
            received_on=received_on,
            expires_on=expires_on,
            donor=donor.strip(),
            **({"funding": funding} if funding else {}),
            recorded_at=at,
            recorded_by_id=by.membership_id,
        )
        record_deed(
            actor=by.audit,
            action="나눔 물품 입고",
            detail={"lot": lot.public_id, "item": item.public_id, "quantity": str(quantity)},
            at=at,
        )
    return lot


def give_receipt(*, by: Actor, lot: Lot, at: datetime) -> str:
    """Number the paper a donor gets for a lot, once; the same number when asked again.

    Raises:
        NotAllowed: the actor may not keep stock.
        DoorRefused: the lot names no donor, or is another agency's.
    """
    check_may(by, KEEP_STOCK)
    with transaction.atomic():
        # One counter an agency and year: the items of an agency are locked together, so that no two lots get one number.
        list(Item.objects.select_for_update().filter(organisation_id=by.organisation_id).order_by("id").values("id"))
        lot = Lot.objects.select_related("item").get(id=lot.id)
        if lot.item.organisation_id != by.organisation_id or not lot.donor:
            raise DoorRefused("후원자가 적힌 우리 기관의 입고에만 수령증을 줄 수 있습니다.")
        if not lot.receipt_no:
            year = timezone.localdate(at).year
            own = Lot.objects.filter(item__organisation_id=by.organisation_id, receipt_no__startswith=f"{year}-")
            lot.receipt_no = f"{year}-{own.count() + 1:05d}"
            lot.save(update_fields=["receipt_no"])
            record_deed(actor=by.audit, action="후원 수령증 발급", detail={"lot": lot.public_id}, at=at)
    return lot.receipt_no
