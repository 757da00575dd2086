"""A case, the process it runs on, its history."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.casework.enums import CaseState, EventKind
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.days import Matter
from duru.kernel.ids import new_public_id


class ProcessSpec(TenantModel):
    """One row is one version of a process: the BPMN file as it was when the first case ran on it. Never changed.

    Unique by (tenant, kind, digest): the same file is stored once. A new file makes a new version; running cases keep theirs.
    A handful a kind of case. No personal data.
    """

    kind = models.CharField("민원 종류", max_length=60)
    version = models.PositiveIntegerField("판")
    digest = models.CharField("지문", max_length=64)
    bpmn = models.TextField("절차 파일")
    stored_at = models.DateTimeField("저장 시각")

    class Meta:
        verbose_name = "절차 판"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "kind", "digest"], name="processspec_once"),
            models.UniqueConstraint(fields=["tenant_id", "kind", "version"], name="processspec_version"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}판"


class Case(TenantModel):
    """One row is one matter somebody must decide in time: an application, a report, a proposal. A child has a `parent`.

    States: see CaseState; open ones have `closed_at` NULL. What sets the clock (`period`, `rule`, `matter`, `set_by`) is
    copied from the kind at receipt, so that a changed kind moves no running case. `due_at` is NULL while the case is
    paused. `dump` is where its process stands, some 400 bytes that `engine` writes and reads and no page does, NULL once it is
    closed. `version` counts every change: whoever writes on an old page is told so. Unique by (tenant, receipt number).
    A 구 makes some 100,000 a year, the nation 30 million.
    Privacy: name, telephone, e-mail and what was applied for (`answers`); basis: 민원 처리에 관한 법률 시행령 §52, the law of the kind;
    kept as the kind's `kept` rows say, erased with its tasks and events.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("민원 종류", max_length=60)
    spec = TenantForeignKey(
        ProcessSpec, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="절차 판"
    )
    parent = TenantForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="함께 접수한 민원",
    )
    merged_into = TenantForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="병합된 민원"
    )
    title = models.CharField("제목", max_length=120)
    receipt_no = models.CharField("접수번호", max_length=40)
    received_at = models.DateTimeField("접수 시각")
    state = models.CharField("상태", max_length=12, choices=CaseState, default=CaseState.RUNNING)
    department = models.CharField("주무부서", max_length=60)
    officer = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="담당자",
    )
    applicant_name = models.CharField("신청인", max_length=60)
    applicant_phone = models.CharField("전화", max_length=20, blank=True)
    applicant_email = models.CharField("전자우편", max_length=120, blank=True, default="", db_default="")
    answers = models.JSONField("신청 내용", default=dict)
    variables = models.JSONField("절차 변수", default=dict)
    period = models.CharField("처리기간", max_length=20)
    rule = models.CharField("세는 법", max_length=20)
    matter = models.CharField("기간의 성격", max_length=24, default=Matter.CIVIL)
    set_by = models.CharField("처리기간의 근거", max_length=120, blank=True)
    due_at = models.DateTimeField("처리기한", null=True)
    outcome = models.CharField("결과", max_length=40, blank=True)
    dump = models.BinaryField("진행 상태", null=True, editable=False)
    closed_at = models.DateTimeField("종결 시각", null=True, blank=True)
    version = models.PositiveIntegerField("고친 횟수", default=1)

    class Meta:
        verbose_name = "민원"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "receipt_no"], name="case_receipt_once"),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused"], closed_at__isnull=True)
                | (~Q(state__in=["running", "paused"]) & Q(closed_at__isnull=False)),
                name="case_closed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(due_at__isnull=False), name="case_running_has_due"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("received_at")), name="case_closed_after"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "due_at", "id"], name="case_due", condition=Q(closed_at__isnull=True)),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def __str__(self) -> str:
        return f"{self.receipt_no} {self.title}"


class CaseEvent(TenantModel):
    """One row says what happened to a case, when and through whom. Only ever added (the serving role may not change it).

    About 20 rows a case. `actor` is NULL when the clock did it. `detail` holds codes and dates, `text` what people wrote.
    Privacy: names of staff, and what they wrote about the matter; kept and erased with the case (`casework_erase_history`, a function of the owner).
    """

    case = TenantForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="events", verbose_name="민원")
    at = models.DateTimeField("시각")
    kind = models.CharField("종류", max_length=16, choices=EventKind)
    actor = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="한 사람",
    )
    actor_name = models.CharField("이름", max_length=60)
    department = models.CharField("부서", max_length=60, blank=True)
    task_name = models.CharField("단계", max_length=80, blank=True)
    text = models.TextField("내용", blank=True)
    detail = models.JSONField("자료", default=dict)

    class Meta:
        verbose_name = "민원 이력"
        indexes = [models.Index(fields=["tenant_id", "case", "id"], name="caseevent_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class Mention(TenantModel):
    """One row says that a comment calls on one member; `seen_at` is set when that member opens the case.

    Unique by (event, member). Privacy: who was asked what at work; kept and erased with the case.
    """

    event = TenantForeignKey(
        CaseEvent, on_delete=models.CASCADE, db_index=False, related_name="mentions", verbose_name="의견"
    )
    case = TenantForeignKey(Case, on_delete=models.CASCADE, related_name="+", verbose_name="민원")
    member = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="부른 사람"
    )
    seen_at = models.DateTimeField("본 시각", null=True, blank=True)

    class Meta:
        verbose_name = "부름"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "event", "member"], name="mention_once")]
        indexes = [
            models.Index(fields=["tenant_id", "member"], name="mention_unseen", condition=Q(seen_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} → {self.member_id}"


class ReceiptCounter(TenantModel):
    """One row is one of the 16 rows that give out the receipt numbers of a year in turn: number n belongs to slot (n - 1) mod 16.

    Two receipts at once take from two slots, so that none waits for the other to commit; one after another they follow
    without a gap. `last` counts the numbers a slot has given. Unique by (tenant, year, slot). No personal data.
    """

    SLOTS = 16

    year = models.PositiveSmallIntegerField("해")
    slot = models.PositiveSmallIntegerField("칸", default=0)
    last = models.PositiveIntegerField("준 번호의 수")

    class Meta:
        verbose_name = "접수번호 차례"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "year", "slot"], name="receiptcounter_slot")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
