"""Consents on paper, from the printer to the scanner."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from duru.blocks.consent.enums import Item, Purpose, Recipient, SheetAnswer
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class ConsentSheet(TenantModel):
    """One row is one printed consent form that waits for a signature, or what came back of it.

    States: open (`answer` empty: 미징구) → agreed, refused or void; an answered sheet never changes again. `number` is the bar
    code: twelve digits, the last a check digit, no personal data. Unique by (tenant, number); one open sheet for a
    (record, purpose, recipient). Agreed ⇔ `consent` names the row of the ledger. As many as consents.
    Privacy: identity through the record; basis 개인정보보호법 §22 (proof of consent); kept and erased with the record.
    """

    number = models.CharField("동의서 번호", max_length=12)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="대상"
    )
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="받는 기관"
    )
    purpose = models.CharField("목적", max_length=20, choices=Purpose)
    recipient = models.CharField("제공받는 자", max_length=20, choices=Recipient)
    items = ArrayField(models.CharField(max_length=20, choices=Item), verbose_name="항목")
    n_years = models.PositiveSmallIntegerField("보유·이용 기간(년)")
    form_version = models.CharField("서식 판", max_length=20)
    printed_at = models.DateTimeField("인쇄 시각")
    printed_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="인쇄한 사람",
    )
    answer = models.CharField("돌아온 답", max_length=10, choices=SheetAnswer, blank=True)
    answered_at = models.DateTimeField("스캔 시각", null=True, blank=True)
    consent = TenantForeignKey(
        "consent.Consent",
        on_delete=models.CASCADE,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="동의",
    )

    class Meta:
        verbose_name = "동의서"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="consentsheet_number_once"),
            models.UniqueConstraint(
                fields=["tenant_id", "record", "purpose", "recipient"],
                condition=Q(answer=""),
                name="consentsheet_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="consentsheet_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(answer="agreed", consent__isnull=False) | (~Q(answer="agreed") & Q(consent__isnull=True)),
                name="consentsheet_agreed_has_consent",
            ),
        ]

    @property
    def item_labels(self) -> str:
        return ", ".join(Item(item).label for item in self.items)

    def __str__(self) -> str:
        return self.number
