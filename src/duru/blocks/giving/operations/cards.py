"""Issue cards, take them back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.errors import DoorRefused
from duru.blocks.giving.models import Card
from duru.blocks.giving.permissions import ISSUE_CARD

MOST_A_PRINT = 200


def issue_card(*, by: Actor, record: SourceRecord, at: datetime) -> Card:
    """Return the running card of a record, issued now when it has none. Safe to repeat.

    Raises:
        NotAllowed, DoorRefused: as `issue_cards`.
    """
    return issue_cards(by=by, records=[record], at=at)[0]


@transaction.atomic
def issue_cards(*, by: Actor, records: Sequence[SourceRecord], at: datetime) -> list[Card]:
    """Return the running card of each record, in their order; those without one get one now. Safe to repeat.

    Raises:
        NotAllowed: the actor may not issue cards.
        DoorRefused: none or more than 200 at once, or a record of another agency.
    """
    check_may(by, ISSUE_CARD)
    if not 0 < len(records) <= MOST_A_PRINT:
        raise DoorRefused(f"한 번에 1명부터 {MOST_A_PRINT}명까지 만들 수 있습니다.")
    if not by.is_official and any(record.organisation_id != by.organisation_id for record in records):
        raise DoorRefused("우리 기관의 이용자에게만 카드를 줄 수 있습니다.")
    ids = [record.id for record in records]
    list(SourceRecord.objects.select_for_update().filter(id__in=ids).order_by("id").values_list("id"))
    cards = {card.record_id: card for card in Card.objects.filter(record_id__in=ids, revoked_at__isnull=True)}
    fresh = [record for record in records if record.id not in cards]
    for record in fresh:
        cards[record.id] = Card.objects.create(
            record=record,
            organisation_id=by.organisation_id or record.organisation_id,
            issued_at=at,
            issued_by_id=by.membership_id,
        )
    if fresh:
        record_deed(
            actor=by.audit,
            action="이용자 카드 발급",
            subjects=[f"record:{record.public_id}" for record in fresh],
            detail={"n": len(fresh)},
            at=at,
        )
    return [cards[record_id] for record_id in ids]


def revoke_card(*, by: Actor, code: str, at: datetime) -> Card:
    """Take a card back: it opens nothing from now on. Safe to repeat.

    Raises:
        NotAllowed: the actor may not issue cards.
        Card.DoesNotExist: there is no such card, or another agency issued it.
    """
    check_may(by, ISSUE_CARD)
    with transaction.atomic():
        cards = Card.objects.select_for_update(of=("self",)).select_related("record")
        card = (cards if by.is_official else cards.filter(organisation_id=by.organisation_id)).get(code=code)
        if card.revoked_at is None:
            card.revoked_at = at
            card.save(update_fields=["revoked_at"])
            record_deed(actor=by.audit, action="이용자 카드 회수", subjects=[f"record:{card.record.public_id}"], at=at)
    return card
