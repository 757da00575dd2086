"""Who tried receipt numbers without luck."""

from django.db import models

from duru.blocks.tenancy.api import TenantModel


class ReceiptTry(TenantModel):
    """One row is one failed look-up of a case by receipt number and telephone, kept to slow down guessing.

    `origin` and `receipt` are keyed hashes, so that the table tells nobody's address. Removed after a day.
    Privacy: hashes of network address and typed number; basis: 안전성 확보조치 기준 §5; kept one day.
    """

    at = models.DateTimeField("시각")
    origin = models.CharField("보낸 곳", max_length=64)
    receipt = models.CharField("적은 번호", max_length=64)

    class Meta:
        verbose_name = "접수번호 조회 실패"
        indexes = [
            models.Index(fields=["tenant_id", "origin", "at"], name="receipttry_origin"),
            models.Index(fields=["tenant_id", "receipt", "at"], name="receipttry_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
