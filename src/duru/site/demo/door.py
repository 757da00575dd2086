"""The door of the demo district: what two agencies hand out, who consented, who carries a card. All invented; made by the product's own deeds."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from duru.blocks.access.api import Actor, Organisation, system_actor
from duru.blocks.benefits.api import Category, Funding
from duru.blocks.consent.api import Item as ConsentItem
from duru.blocks.consent.api import ProofKind, Purpose, Recipient, name_sharing_body, record_consent
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.api import Card, Item, add_item, issue_card, receive_lot
from duru.blocks.tenancy.api import tenant_scope

CENTRE, FOOD_BANK, DONG = "해오름종합사회복지관", "해오름푸드뱅크", "미리내2동 주민센터"
N_CONSENTS = 40
# Item, category, unit, worth of one, how many came, days it keeps (None: for ever), donor.
_STOCK = {
    CENTRE: [
        ("우유 1L", Category.FOOD, "팩", 2_800, 24, 3, "해오름우유"),
        ("쌀 10kg", Category.FOOD, "포", 34_000, 30, 240, "해오름농협"),
        ("김장김치 5kg", Category.FOOD, "상자", 28_000, 18, 25, "김장나눔 봉사단"),
        ("겨울 이불", Category.GOODS, "채", 45_000, 12, None, ""),
    ],
    FOOD_BANK: [
        ("식빵", Category.FOOD, "봉", 3_200, 40, 1, "새벽빵집"),
        ("즉석밥 12개입", Category.FOOD, "상자", 14_000, 25, 160, "한빛식품"),
        ("생필품 꾸러미", Category.GOODS, "개", 20_000, 20, None, "해오름상인회"),
    ],
}


def make_door(tenant_id: int, *, now: datetime) -> int:
    """Fill two agencies' shelves, record consents of clients, give out cards; returns how many cards there are. Safe to repeat."""
    with tenant_scope(tenant_id):
        agencies = {each.name: each for each in Organisation.objects.filter(name__in=[CENTRE, FOOD_BANK, DONG])}
        if not Item.objects.exists() and {CENTRE, FOOD_BANK} <= agencies.keys():
            for name in (CENTRE, FOOD_BANK):
                _fill(_as(agencies[name]), name, now)
            _consents(agencies[CENTRE], now)
        if DONG in agencies and not Card.objects.exists():
            by = _as(agencies[DONG])
            for record in SourceRecord.objects.filter(name="박말순", birth_year=1941, links__isnull=False).order_by(
                "-is_register", "id"
            )[:1]:
                issue_card(by=by, record=record, at=now)
        return Card.objects.count()


def _as(organisation: Organisation) -> Actor:
    """Return the machine acting for an agency: what it makes belongs to that agency."""
    return replace(
        system_actor("시험자료 만들기"), organisation_id=organisation.id, organisation_name=organisation.name
    )


def _fill(by: Actor, name: str, now: datetime) -> None:
    for item_name, category, unit, worth, n, keeps, donor in _STOCK[name]:
        item = add_item(by=by, name=item_name, category=category, unit=unit, value_won=worth)
        receive_lot(
            by=by,
            item=item,
            quantity=Decimal(n),
            received_on=now.date(),
            expires_on=now.date() + timedelta(days=keeps) if keeps is not None else None,
            donor=donor,
            funding=Funding.DONATION if donor else Funding.OWN,
            at=now,
        )


def _consents(centre: Organisation, now: datetime) -> None:
    """Let some clients of the centre agree to the light, every other one to public benefits as well."""
    by, today = _as(centre), now.date()
    name_sharing_body(
        by=by,
        organisation=centre,
        clause="welfare_act",
        proof="시험자료: 사회복지시설 신고 제2019-11호",
        from_on=date(today.year, 1, 1),
        at=now,
    )
    clients = list(
        SourceRecord.objects.filter(organisation=centre, links__isnull=False, links__person__is_protected=False)
        .exclude(links__band="review")
        .order_by("links__person_id", "id")
        .distinct("links__person_id")
    )
    # Every third has not been asked yet: the list of the missing is there to be looked at.
    agreed = [record for n, record in enumerate(clients) if n % 3][:N_CONSENTS]
    for n, record in enumerate(agreed):
        items = [
            ConsentItem.PRIVATE_HANDOUTS,
            ConsentItem.DISTRICT_GIFTS,
            *([ConsentItem.PUBLIC_GRANTS] if n % 2 else []),
        ]
        is_child = record.birth_on is None or today.year - record.birth_on.year < 15
        record_consent(
            by=by,
            record=record,
            purpose=Purpose.OVERLAP_CHECK,
            recipient=Recipient.WELFARE_CENTRE,
            items=items,
            from_on=today,
            until_on=date(today.year + 2, 1, 1),
            form_version="2026-01",
            proof_kind=ProofKind.REPRESENTATIVE if is_child else ProofKind.PAPER,
            proof_reference=f"시험-{n + 1:04d}",
            at=now,
        )
