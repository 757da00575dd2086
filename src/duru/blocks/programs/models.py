"""Keys of agencies' programs, and with what their receipts are signed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from duru.blocks.programs.enums import Scope
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class ProgramKey(TenantModel):
    """One row is one key with which an agency's program may call the API.

    States: running, run out (`expires_at`), taken back (`revoked_at`). Only the SHA-256 of the key is kept; `handle` finds it and names it.
    `n_in_minute` counts the calls of `minute_at`. Changed for another: `follows` is the one before, which ends a week later. Unique by handle.
    A few an agency. Privacy: none of residents.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    membership = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="프로그램 소속"
    )
    label = models.CharField("어느 프로그램", max_length=60)
    handle = models.CharField("열쇠 이름", max_length=10)
    digest = models.BinaryField("열쇠 해시", max_length=32)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope), verbose_name="쓸 곳")
    limit_a_minute = models.PositiveIntegerField("1분에 몇 번까지", default=60)
    issued_at = models.DateTimeField("발급 시각")
    issued_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", null=True, verbose_name="발급한 사람"
    )  # fmt: skip
    expires_at = models.DateTimeField("만료")
    revoked_at = models.DateTimeField("회수 시각", null=True, blank=True)
    follows = TenantForeignKey(
        "self", on_delete=models.PROTECT, db_index=False, related_name="+", null=True, verbose_name="바꾸기 전 열쇠"
    )
    minute_at = models.DateTimeField("세는 분", null=True, blank=True)
    n_in_minute = models.PositiveIntegerField("그 분에 부른 횟수", default=0)
    last_used_on = models.DateField("마지막 쓴 날", null=True, blank=True)

    class Meta:
        verbose_name = "연동 열쇠"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "handle"], name="programkey_handle_once"),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="programkey_has_scopes"),
            models.CheckConstraint(
                condition=Q(limit_a_minute__gte=1, limit_a_minute__lte=6000), name="programkey_limit"
            ),
        ]

    @property
    def scope_labels(self) -> str:
        return ", ".join(str(Scope(scope).label) for scope in self.scopes)

    def __str__(self) -> str:
        return f"{self.label} ({self.handle})"


class ReceiptSigner(TenantModel):
    """One row is the public half of a key that receipts were signed with since a moment. Rows are never taken away.

    Unique by name, which is drawn from the key. One for each `DURU_SECRET_KEY` an installation has had. No personal data.
    """

    name = models.CharField("이름", max_length=16)
    public_key = models.BinaryField("공개 열쇠", max_length=32)
    since_at = models.DateTimeField("쓰기 시작한 시각")

    class Meta:
        verbose_name = "영수증 서명 열쇠"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "name"], name="receiptsigner_once")]

    def __str__(self) -> str:
        return self.name
