"""Lines of the ledger: given, declined, to a group, returned, voided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.benefits.api import record_handout, take_back_handout
from duru.blocks.exchange.api import SourceRecord, record_mention
from duru.blocks.giving.enums import Delivery, EntryKind, Hand
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.models import Card, DoorEntry, Item, Lot
from duru.blocks.giving.permissions import RECORD
from duru.blocks.giving.rules import whole

_NONE = Decimal(0)


def give_item(
    *,
    by: Actor,
    record: SourceRecord,
    item: Item,
    lot: Lot | None = None,
    quantity: Decimal = Decimal(1),
    hand: str = Hand.SELF,
    delivery: str = Delivery.PICKUP,
    note: str = "",
    card: Card | None = None,
    at: datetime,
) -> DoorEntry:
    """Write that somebody got something; it counts in their twelve months from now on.

    The lot is locked while it is reckoned: two who give the last box at once do not both give it.

    Args:
        record: of the card that was shown, or of the agency itself.
        lot: which delivery it comes from; None for what is not kept in stock.

    Raises:
        NotAllowed: the actor may not record.
        DoorRefused: another agency's item or record, an expired lot, or less is left than is given.
    """
    check_may(by, RECORD)
    if card is None and record.organisation_id != by.organisation_id:
        raise DoorRefused("우리 기관의 이용자가 아닙니다. 이용자 카드를 찍거나 새로 적어 주세요.")
    with transaction.atomic():
        _check_stock(by, item, lot, quantity, at)
        handout_id = _count(by.organisation_id, record.id, item, lot, quantity, timezone.localdate(at))
        return _write(
            by,
            EntryKind.GIVEN,
            at,
            record=record,
            card=card,
            item=item,
            lot=lot,
            quantity=quantity,
            stock_change=-quantity if lot else _NONE,
            hand=hand,
            delivery=delivery,
            note=note,
            handout_id=handout_id,
        )


def give_to_stranger(*, by: Actor, typed: Mapping[str, str], item: Item, at: datetime, **given) -> DoorEntry:
    """Write that somebody got something whom the agency has no record of yet; an address is not asked for.

    Args:
        typed: name, and whatever they said of birth, sex, phone, address.
        given: as `give_item`.

    Raises:
        NotAllowed, DoorRefused: as `give_item`.
        Refused: the name or a value cannot be read; its `field` says which.
    """
    check_may(by, RECORD)
    with transaction.atomic():
        record_id = record_mention(organisation_id=by.organisation_id, dataset="handouts", typed=typed, at=at)
        return give_item(by=by, record=SourceRecord.objects.get(id=record_id), item=item, at=at, **given)


def give_to_group(
    *,
    by: Actor,
    item: Item,
    quantity: Decimal,
    n_people: int,
    at: datetime,
    lot: Lot | None = None,
    note: str = "",
    delivery: str = Delivery.PICKUP,
) -> DoorEntry:
    """Write what went to a group or to somebody without a name: counted in stock and numbers, in nobody's twelve months.

    Raises:
        NotAllowed, DoorRefused: as `give_item`; nobody got it.
    """
    check_may(by, RECORD)
    if n_people < 1:
        raise DoorRefused("몇 명이 받았는지 적어 주세요.")
    with transaction.atomic():
        _check_stock(by, item, lot, quantity, at)
        return _write(
            by,
            EntryKind.GROUP,
            at,
            item=item,
            lot=lot,
            quantity=quantity,
            stock_change=-quantity if lot else _NONE,
            n_people=n_people,
            delivery=delivery,
            note=note,
        )


def decline_item(
    *, by: Actor, record: SourceRecord, item: Item, at: datetime, card: Card | None = None, note: str = ""
) -> DoorEntry:
    """Write that somebody was offered something and did not want it: a wish, no fault; nothing is counted as received.

    Raises:
        NotAllowed, DoorRefused: as `give_item`.
    """
    check_may(by, RECORD)
    if item.organisation_id != by.organisation_id or (card is None and record.organisation_id != by.organisation_id):
        raise DoorRefused("우리 기관의 이용자와 품목이 아닙니다.")
    with transaction.atomic():
        return _write(
            by, EntryKind.DECLINED, at, record=record, card=card, item=item, quantity=Decimal(1), stock_change=_NONE, note=note
        )  # fmt: skip


def return_entry(
    *, by: Actor, public_id: str, quantity: Decimal, note: str, at: datetime, back_to_stock: bool = True
) -> DoorEntry:
    """Write that some or all of what was given came back; what stayed goes on counting.

    Args:
        back_to_stock: it can be given again (an opened or spoilt one cannot).

    Raises:
        NotAllowed: the actor may not record.
        DoorEntry.DoesNotExist: the agency has no such line.
        DoorRefused: nothing was given by it, it was taken back already, or more comes back than was given.
    """
    check_may(by, RECORD)
    with transaction.atomic():
        entry = _open_line(by, public_id)
        if not 0 < quantity <= entry.quantity:
            raise DoorRefused(f"돌아온 수량은 {whole(entry.quantity)}까지 적을 수 있습니다.")
        left = entry.quantity - quantity
        kept = None
        if entry.handout_id is not None:
            take_back_handout(entry.handout_id)
            kept = (
                _count(entry.organisation_id, entry.record_id, entry.item, entry.lot, left, entry.on) if left else None
            )
        return _write(
            by,
            EntryKind.RETURNED,
            at,
            **_same(entry),
            quantity=quantity,
            stock_change=quantity if entry.lot_id and back_to_stock else _NONE,
            note=note,
            follows=entry,
            handout_id=kept,
        )


def void_entry(*, by: Actor, public_id: str, note: str, at: datetime) -> DoorEntry:
    """Write that a line was a mistake: it counts no more, in stock nor for the person; what is right is written anew.

    Raises:
        NotAllowed, DoorEntry.DoesNotExist, DoorRefused: as `return_entry`; no reason was given.
    """
    check_may(by, RECORD)
    if not note.strip():
        raise DoorRefused("무엇이 잘못되었는지 한마디 적어 주세요.")
    with transaction.atomic():
        entry = _open_line(by, public_id, kinds=(EntryKind.GIVEN, EntryKind.GROUP, EntryKind.DECLINED))
        if entry.handout_id is not None:
            take_back_handout(entry.handout_id)
        return _write(
            by,
            EntryKind.VOIDED,
            at,
            **_same(entry),
            quantity=entry.quantity,
            stock_change=-entry.stock_change,
            n_people=entry.n_people,
            note=note,
            follows=entry,
        )


def _check_stock(by: Actor, item: Item, lot: Lot | None, quantity: Decimal, at: datetime) -> None:
    if item.organisation_id != by.organisation_id or not item.is_active:
        raise DoorRefused("우리 기관에서 지금 나누는 품목이 아닙니다.")
    if quantity <= 0:
        raise DoorRefused("수량은 0보다 커야 합니다.")
    if lot is None:
        return
    locked = Lot.objects.select_for_update().get(id=lot.id)
    if locked.item_id != item.id:
        raise DoorRefused("다른 품목의 입고입니다.")
    if locked.expires_on is not None and locked.expires_on < timezone.localdate(at):
        raise DoorRefused("유통기한이 지나 나눌 수 없습니다.")
    left = locked.quantity + (DoorEntry.objects.filter(lot=locked).aggregate(n=Sum("stock_change"))["n"] or _NONE)
    if quantity > left:
        raise DoorRefused(f"재고가 {whole(left)}{item.unit} 남았습니다.")


def _open_line(by: Actor, public_id: str, kinds=(EntryKind.GIVEN, EntryKind.GROUP)) -> DoorEntry:
    entry = (
        DoorEntry.objects.select_for_update(of=("self",))
        .select_related("item", "lot", "record")
        .get(public_id=public_id, organisation_id=by.organisation_id)
    )
    if entry.kind not in kinds:
        raise DoorRefused("이 줄은 되돌릴 것이 없습니다.")
    if DoorEntry.objects.filter(follows=entry).exists():
        raise DoorRefused("이미 반품이나 정정이 적힌 줄입니다.")
    return entry


def _count(organisation_id: int, record_id: int, item: Item, lot: Lot | None, quantity: Decimal, on: date) -> int:
    return record_handout(
        record_id=record_id,
        organisation_id=organisation_id,
        item=item.name,
        category=item.category,
        quantity=quantity,
        unit=item.unit,
        value_won=None if item.value_won is None else int(item.value_won * quantity),
        given_on=on,
        campaign=item.campaign,
        per=item.per,
        funding=lot.funding if lot else "",
        donor=lot.donor if lot else "",
    )


def _same(entry: DoorEntry) -> dict:
    return {"record": entry.record, "card_id": entry.card_id, "item": entry.item, "lot": entry.lot}


def _write(by: Actor, kind: EntryKind, at: datetime, **columns) -> DoorEntry:
    columns["note"] = columns.get("note", "").strip()[:100]
    entry = DoorEntry.objects.create(
        organisation_id=by.organisation_id,
        kind=kind,
        on=timezone.localdate(at),
        at=at,
        by_id=by.membership_id,
        **columns,
    )
    record = columns.get("record")
    record_deed(
        actor=by.audit,
        action=f"나눔 {kind.label}",
        subjects=[f"record:{record.public_id}"] if record else [],
        detail={"entry": entry.public_id, "item": entry.item.public_id, "quantity": str(entry.quantity)},
        at=at,
    )
    return entry
