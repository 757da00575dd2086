"""Tenants, and the base class and reference that every tenant table uses."""

from django.db import models
from django.utils.deconstruct import deconstructible

from duru.kernel.ids import new_public_id


class TenantKind(models.TextChoices):
    """Kinds of local government; 행정시 have no council of their own (제주특별법), so 도 조례 applies to them."""

    GU = "gu", "자치구"
    SI = "si", "시"
    GUN = "gun", "군"
    ADMINISTRATIVE_SI = "administrative_si", "행정시"
    SPECIAL = "special", "특별자치시"


class Tenant(models.Model):
    """One row is one local government (시·군·구), the controller of its residents' data (개인정보보호법 §2 5호).

    About 230 rows make the nation. Unique by `code` and by `host`. Holds no personal data.
    `is_demo` puts 시험자료 on every screen; `is_government_site` allows the official masthead.
    """

    id = models.SmallAutoField(primary_key=True)
    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    code = models.CharField("행정표준코드", max_length=10, unique=True)
    name = models.CharField("이름", max_length=40)
    parent_name = models.CharField("상위 자치단체", max_length=40, blank=True)
    kind = models.CharField("종류", max_length=20, choices=TenantKind)
    host = models.CharField("접속 주소", max_length=120, unique=True, null=True, blank=True)
    is_demo = models.BooleanField("시험자료", default=False)
    is_government_site = models.BooleanField("공식 누리집", default=False)
    created_at = models.DateTimeField("등록 시각", auto_now_add=True)

    class Meta:
        verbose_name = "자치단체"

    def __str__(self) -> str:
        return self.name


@deconstructible(path="duru.blocks.tenancy.models.CurrentTenant")
class CurrentTenant(models.Func):
    """The tenant of the running transaction; NULL outside a scope, so that an insert there fails.

    `nullif` is needed: after a SET LOCAL ends the setting is '' and not NULL.
    """

    template = "nullif(current_setting('duru.tenant', true), '')::int"
    arity = 0
    output_field = models.IntegerField()


class TenantModel(models.Model):
    """Base of every tenant table: the database fills `tenant_id` from the transaction's scope; code never sets it."""

    id = models.BigAutoField(primary_key=True)
    tenant_id = models.IntegerField(db_default=CurrentTenant(), editable=False)

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey):
    """A reference between two tenant tables that cannot cross tenants.

    Django's own constraint is off; `ProtectTenantTables` writes FOREIGN KEY (tenant_id, x_id) instead.
    """

    def __init__(self, to, on_delete, **kwargs):
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class HandledEvent(TenantModel):
    """One row says that one subscriber has handled one event, so that a job run twice acts once.

    Unique by (tenant_id, event_id, subscriber). Kept 90 days. No personal data: ids only.
    """

    event_id = models.CharField(max_length=26)
    subscriber = models.CharField(max_length=120)
    handled_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "처리한 사건"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "event_id", "subscriber"], name="handledevent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.subscriber}"
