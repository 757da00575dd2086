"""What agencies hand out, and what they have of it."""

from django.db import models
from django.db.models import Q

from duru.blocks.benefits.api import Category, Funding, Per
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Item(TenantModel):
    """One row is one thing an agency hands out: a button on its phone.

    Unique by (tenant, organisation, name). `value_won` is what one unit is worth, empty when unknown. Ended items stay,
    inactive. Some tens an agency. No personal data.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기관"
    )
    name = models.CharField("품목", max_length=80)
    category = models.CharField("분류", max_length=12, choices=Category)
    unit = models.CharField("단위", max_length=20, default="개")
    value_won = models.BigIntegerField("한 단위의 값(원)", null=True, blank=True)
    per = models.CharField("누구에게", max_length=10, choices=Per, default=Per.PERSON)
    campaign = models.CharField("사업·행사", max_length=120, blank=True)
    is_active = models.BooleanField("사용", default=True)

    class Meta:
        verbose_name = "나눔 물품"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "organisation", "name"], name="item_name_once"),
            models.CheckConstraint(condition=Q(value_won__gte=0), name="item_value_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class Lot(TenantModel):
    """One row is one delivery of an item: how much, from whom, until when it keeps.

    What is left is `quantity` plus the stock changes of its lines in the ledger. `receipt_no` numbers the paper the donor got,
    empty where none was asked for. Rows are not changed but for `receipt_no`. Some hundreds a year an agency.
    Privacy: a donor's name when the donor is a person; basis: 사회복지사업법 §45; kept five years.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    item = TenantForeignKey(Item, on_delete=models.PROTECT, db_index=False, related_name="lots", verbose_name="품목")
    quantity = models.DecimalField("들어온 수량", max_digits=12, decimal_places=2)
    received_on = models.DateField("들어온 날")
    expires_on = models.DateField("유통기한(이날까지)", null=True, blank=True)
    donor = models.CharField("후원자", max_length=80, blank=True)
    funding = models.CharField("재원", max_length=10, choices=Funding, default=Funding.UNKNOWN)
    receipt_no = models.CharField("수령증 번호", max_length=20, blank=True)
    recorded_at = models.DateTimeField("기록 시각")
    recorded_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="기록한 사람",
    )

    class Meta:
        verbose_name = "입고"
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="lot_quantity_positive")]
        indexes = [models.Index(fields=["tenant_id", "item"], name="lot_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.received_on}"
