"""Cards of people."""

from django.db import models
from django.db.models import Q

from duru.blocks.giving.rules import new_card_code
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class Card(TenantModel):
    """One row is one card with a QR code that somebody carries; the code says nothing about them.

    States: running → taken back (`revoked_at`), for ever: a lost card is followed by one with another code. The card hangs on the
    record it was issued for; the person is reached through the current link. Unique by code; one running card a record.
    Some 20,000 for a 구.
    Privacy: identity through the record only; basis: service to the person (개인정보보호법 §15①4); erased with the record.
    """

    code = models.CharField("카드 번호", max_length=12, default=new_card_code, unique=True)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="대상"
    )
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="발급 기관"
    )
    issued_at = models.DateTimeField("발급 시각")
    issued_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="발급한 사람",
    )
    revoked_at = models.DateTimeField("회수 시각", null=True, blank=True)

    class Meta:
        verbose_name = "이용자 카드"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "record"], condition=Q(revoked_at__isnull=True), name="card_one_running"
            ),
        ]

    @property
    def shown_code(self) -> str:
        """The code as people read it aloud: three groups of four."""
        return "-".join(self.code[n : n + 4] for n in (0, 4, 8))

    def __str__(self) -> str:
        return self.shown_code
