"""The ledger of the door."""

from django.db import models
from django.db.models import Q

from duru.blocks.giving.enums import Delivery, EntryKind, Hand
from duru.blocks.giving.models.cards import Card
from duru.blocks.giving.models.stock import Item, Lot
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id

_FOLLOWING = ("returned", "voided")


class DoorEntry(TenantModel):
    """One row is one thing that happened at the door; rows are only added.

    Kinds: given (to somebody: `record`), declined (offered and not taken), group (`n_people`, nobody named), returned and voided,
    which name in `follows` the line they take back. A line is followed once at most. `stock_change` is what the line did to its lot:
    negative when something left. `handout_id` names the row of benefits that stands for it while it counts; no reference,
    because that row goes when it does not. Some 200,000 a year for a 구.
    Privacy: what a person received, through the record; basis: 사회보장급여법 §23, consent for private agencies; five years (§34), then
    `record` is emptied and the line stays as a number.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기관"
    )
    kind = models.CharField("구분", max_length=10, choices=EntryKind)
    record = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="대상",
    )
    card = TenantForeignKey(
        Card, on_delete=models.SET_NULL, db_index=False, related_name="+", null=True, blank=True, verbose_name="카드"
    )
    item = TenantForeignKey(Item, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="품목")
    lot = TenantForeignKey(
        Lot,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name="입고",
    )
    quantity = models.DecimalField("수량", max_digits=12, decimal_places=2)
    stock_change = models.DecimalField("재고 변화", max_digits=12, decimal_places=2)
    n_people = models.PositiveIntegerField("받은 사람 수", default=1)
    hand = models.CharField("받은 사람", max_length=10, choices=Hand, default=Hand.SELF)
    delivery = models.CharField("전달", max_length=10, choices=Delivery, default=Delivery.PICKUP)
    note = models.CharField("메모", max_length=100, blank=True)
    on = models.DateField("준 날")
    at = models.DateTimeField("기록 시각")
    by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="기록한 사람",
    )
    follows = TenantForeignKey(
        "self",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="followers",
        null=True,
        blank=True,
        verbose_name="앞 줄",
    )
    handout_id = models.BigIntegerField("제공 기록", null=True, blank=True)

    class Meta:
        verbose_name = "나눔 장부"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "follows"], name="doorentry_followed_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="doorentry_quantity_positive"),
            models.CheckConstraint(condition=Q(n_people__gte=1), name="doorentry_somebody"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="doorentry_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=_FOLLOWING, follows__isnull=False)
                | (~Q(kind__in=_FOLLOWING) & Q(follows__isnull=True)),
                name="doorentry_follows_something",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "organisation", "-at"], name="doorentry_of_agency"),
            models.Index(fields=["tenant_id", "lot"], name="doorentry_lot"),
            models.Index(fields=["tenant_id", "record"], name="doorentry_record"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
