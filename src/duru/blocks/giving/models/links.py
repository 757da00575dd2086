"""Links for those who only record."""

from django.db import models

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class RecordLink(TenantModel):
    """One row is one link by which somebody of an agency may record hand-outs for one day, and see nothing.

    States: open → used (`used_at`) or taken back (`revoked_at`); open ones end by themselves at `expires_at`. Only the hash of the
    token is kept (SHA-256, 32 bytes). `membership` is the account of the role 기록전용 that it opens. Some hundreds a year.
    Privacy: none of residents.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    membership = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기록전용 소속"
    )
    token_hash = models.BinaryField("링크 해시", max_length=32)
    label = models.CharField("누구에게", max_length=60)
    issued_at = models.DateTimeField("발급 시각")
    issued_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="발급한 사람",
    )
    expires_at = models.DateTimeField("만료")
    used_at = models.DateTimeField("쓴 시각", null=True, blank=True)
    revoked_at = models.DateTimeField("회수 시각", null=True, blank=True)

    class Meta:
        verbose_name = "기록전용 링크"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "token_hash"], name="recordlink_token_once")]

    def __str__(self) -> str:
        return self.label
