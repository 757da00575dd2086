"""What moves a case's clock: pauses, extensions, and the moments at which something must happen by itself."""

from django.db import models
from django.db.models import Q

from duru.blocks.casework.enums import TimerKind
from duru.blocks.casework.models.cases import Case
from duru.blocks.casework.models.tasks import Task
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.days import EXTENSION_REASON_LABELS, PAUSE_RULES, ExtensionReason, PauseReason

PAUSE_CHOICES = [(reason.value, PAUSE_RULES[reason].label) for reason in PauseReason]
EXTENSION_CHOICES = [(reason.value, EXTENSION_REASON_LABELS[reason]) for reason in ExtensionReason]


class CasePause(TenantModel):
    """One row is a stretch the law leaves out of a case's period, [from_at, until_at); NULL while it lasts.

    At most one lasts a case. The reason names its law (kernel.days.PAUSE_RULES). Rarely more than 3 rows a case.
    Privacy: what was asked of the applicant (`note`); kept and erased with the case.
    """

    case = TenantForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="pauses", verbose_name="민원")
    reason = models.CharField("사유", max_length=24, choices=PAUSE_CHOICES)
    from_at = models.DateTimeField("시작")
    until_at = models.DateTimeField("끝", null=True, blank=True)
    note = models.TextField("내용", blank=True)

    class Meta:
        verbose_name = "처리기간 정지"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=models.F("from_at")), name="casepause_forward"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "case"], name="casepause_one_lasts", condition=Q(until_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "case"], name="casepause_of_case")]

    def __str__(self) -> str:
        return self.get_reason_display()


class CaseExtension(TenantModel):
    """One row is a decision to lengthen a case's period, for one of the reasons the law lists. At most 2 a case.

    Privacy: the reason as told to the applicant; kept and erased with the case.
    """

    case = TenantForeignKey(
        Case, on_delete=models.CASCADE, db_index=False, related_name="extensions", verbose_name="민원"
    )
    period = models.CharField("늘린 기간", max_length=20)
    reason = models.CharField("사유", max_length=24, choices=EXTENSION_CHOICES)
    decided_at = models.DateTimeField("결정 시각")
    consented = models.BooleanField("민원인 동의", default=False)
    note = models.TextField("내용", blank=True)

    class Meta:
        verbose_name = "민원 기간 연장"
        indexes = [models.Index(fields=["tenant_id", "case"], name="caseextension_of_case")]

    def __str__(self) -> str:
        return f"{self.period} {self.get_reason_display()}"


class Timer(TenantModel):
    """One row is a moment at which something must happen to a case or a task by itself; it goes when it has happened.

    Unique by (case, task, kind). Two or three rows an open case. No personal data.
    """

    case = TenantForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="timers", verbose_name="민원")
    task = TenantForeignKey(
        Task,
        on_delete=models.CASCADE,
        db_index=False,
        null=True,
        blank=True,
        related_name="timers",
        verbose_name="할 일",
    )
    kind = models.CharField("종류", max_length=14, choices=TimerKind)
    at = models.DateTimeField("때")

    class Meta:
        verbose_name = "알람"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "case", "task", "kind"], name="timer_once", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "at"], name="timer_at"),
            models.Index(fields=["tenant_id", "task"], name="timer_of_task"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
