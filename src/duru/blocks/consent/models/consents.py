"""The consent ledger: who agreed to what, for whom, until when."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from duru.blocks.consent.enums import Item, ProofKind, Purpose, Recipient
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Consent(TenantModel):
    """One row says that the person of one source record agreed to one purpose for one class of recipients.

    In force [from_on, until_on), Korean calendar days, and until withdrawn; a withdrawal never deletes the row and a new
    consent is a new row. Sensitive data and unique identifiers are agreed to apart (`with_sensitive`, `with_unique_id`:
    개인정보보호법 §23①1, §24①1); resident numbers never (§24의2). `withdrawn_at` and `withdrawn_by` belong together.
    The consent hangs on the record the agency took it for; the person is reached through the current link.
    Some 2 rows a served person, 20 million for the nation.
    Privacy: identity through the record, proof reference; basis: §17, §22 (burden of proof §22③); kept as long as the
    data passed on plus 5 years, erased with the source record.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="대상"
    )
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="받은 기관"
    )
    purpose = models.CharField("목적", max_length=20, choices=Purpose)
    recipient = models.CharField("제공받는 자", max_length=20, choices=Recipient)
    items = ArrayField(models.CharField(max_length=20, choices=Item), verbose_name="항목")
    with_sensitive = models.BooleanField("민감정보 별도 동의", default=False)
    with_unique_id = models.BooleanField("고유식별정보 별도 동의", default=False)
    from_on = models.DateField("시작일")
    until_on = models.DateField("종료일(포함하지 않음)")
    form_version = models.CharField("서식 판", max_length=20)
    proof_kind = models.CharField("증빙", max_length=20, choices=ProofKind)
    proof_reference = models.CharField("증빙 번호", max_length=80)
    recorded_at = models.DateTimeField("기록 시각")
    recorded_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="기록한 사람",
    )
    withdrawn_at = models.DateTimeField("철회 시각", null=True, blank=True)
    withdrawn_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="철회 기록자",
    )

    class Meta:
        verbose_name = "동의"
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="consent_span_forward"),
            models.CheckConstraint(condition=Q(items__len__gt=0), name="consent_has_items"),
            models.CheckConstraint(condition=~Q(proof_reference=""), name="consent_has_proof"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consent_withdrawal_whole",
            ),
            models.CheckConstraint(
                condition=~Q(items__overlap=["health_flags", "health_details"]) | Q(with_sensitive=True),
                name="consent_health_needs_sensitive",
                violation_error_message="건강 관련 항목은 민감정보 별도 동의가 있어야 합니다.",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "record"], name="consent_record")]

    @property
    def last_on(self) -> date:
        """The last day it holds, as people write it."""
        return self.until_on - timedelta(days=1)

    @property
    def item_labels(self) -> str:
        return ", ".join(Item(item).label for item in self.items)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_recipient_display()}"
