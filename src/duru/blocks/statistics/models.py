"""Snapshots of months, questions answered from them, and tables people keep."""

from django.db import models
from django.db.models import Q

from duru.blocks.statistics.enums import MailRhythm, RollupState
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Snapshot(TenantModel):
    """One row is one version of one month's end, whose files lie whole in the tenant's folder; it is never changed.

    `month_on` is the month's first day, `version` counts from 1: what came late or was mended makes the next one, with its
    `reason`. `manifest` names every file: {"tables": {key: {rows, size, sha256, content, columns}}}. `read_at` is the moment
    of the one consistent read; days after the month's end it shows what was known then, not what stood in the register that day.
    Unique by (tenant, month, version). 12 a year and tenant, and some more for corrections.
    Privacy: no personal data in the row; the files hold pseudonyms (개인정보보호법 §28의2), whose key lies outside the database.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    month_on = models.DateField("달")
    version = models.PositiveSmallIntegerField("판")
    read_at = models.DateTimeField("읽은 시각")
    seconds = models.FloatField("걸린 시간(초)")
    reason = models.CharField("까닭", max_length=200, blank=True)
    manifest = models.JSONField("목록", default=dict)
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", null=True, verbose_name="만든 사람"
    )  # fmt: skip

    class Meta:
        verbose_name = "월말 자료"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "month_on", "version"], name="snapshot_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="snapshot_version_from_one"),
            models.CheckConstraint(condition=Q(month_on__day=1), name="snapshot_month_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month_on:%Y-%m} 제{self.version}판"

    @property
    def n_rows(self) -> int:
        """Rows of all its tables."""
        return sum(each["rows"] for each in self.manifest.get("tables", {}).values())

    @property
    def n_bytes(self) -> int:
        """Bytes of all its files."""
        return sum(each["size"] for each in self.manifest.get("tables", {}).values())


class Rollup(TenantModel):
    """One row is one question answered from one set of snapshots: every shown cell, totals too, counted for itself.

    States: waiting → done or failed; a done one is never changed, so that a number can be shown again with its sources.
    `question` is the question as asked, `sources` the public ids of its snapshots, oldest month first. `cells` are
    [row, column, [measures], rows behind, units behind], None being a total. `mask` are the [row, column] pairs hidden outside the
    office, empty until it was shown there the first time (`published_at`), and then fixed: a second mask would give away the first.
    Unique by (tenant, question_hash, sources_hash). Some hundred a month and tenant; those nobody kept go after a year.
    Privacy: no personal data: counts and sums; small cells are hidden outside the office (개인정보보호법 §28의2 ②).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    question = models.JSONField("물음")
    question_hash = models.CharField(max_length=32)
    sources = models.JSONField("쓴 자료", default=list)
    sources_hash = models.CharField(max_length=32)
    subject = models.CharField("무엇", max_length=40)
    state = models.CharField("상태", max_length=10, choices=RollupState, default=RollupState.WAITING)
    cells = models.JSONField("칸", default=list)
    asked_at = models.DateTimeField("물은 시각")
    computed_at = models.DateTimeField("셈한 시각", null=True, blank=True)
    seconds = models.FloatField("걸린 시간(초)", null=True, blank=True)
    mask = models.JSONField("가린 칸", default=list)
    published_at = models.DateTimeField("밖에 보인 시각", null=True, blank=True)

    class Meta:
        verbose_name = "셈한 표"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "question_hash", "sources_hash"], name="rollup_once"),
            models.CheckConstraint(condition=Q(state__in=RollupState.values), name="rollup_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["tenant_id", "sources_hash"], name="rollup_published", condition=Q(published_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.question_hash[:8]}"


class SavedTable(TenantModel):
    """One row is one table somebody made by hand and kept under a name.

    `question` has fixed months, or `n_months` > 0 says how many up to the newest month there is. `is_shared` shows it to
    everybody who may see statistics here; `mail` sends it to its maker's address when a month is new, `mailed_month` says
    for which month it went last. Some hundred a tenant.
    Privacy: the maker's membership; the table itself holds no personal data.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    title = models.CharField("이름", max_length=80)
    note = models.CharField("설명", max_length=200, blank=True)
    question = models.JSONField("물음")
    n_months = models.PositiveSmallIntegerField("달 수(0은 정한 달)", default=0)
    chart = models.CharField("그림", max_length=10, default="hbar", blank=True)
    is_shared = models.BooleanField("함께 보기", default=False)
    mail = models.CharField("전자우편", max_length=10, choices=MailRhythm, default=MailRhythm.NEVER)
    mailed_month = models.DateField("보낸 달", null=True, blank=True)
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="만든 사람"
    )
    at = models.DateTimeField("만든 시각")

    class Meta:
        verbose_name = "만든 통계표"
        indexes = [models.Index(fields=["tenant_id", "by"], name="savedtable_of_maker")]

    def __str__(self) -> str:
        return self.title
