"""What must be done, by whom, until when; and decisions."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.casework.enums import DecisionState, Opinion, TaskKind, TaskState
from duru.blocks.casework.models.cases import Case
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Task(TenantModel):
    """One row is one thing a department must do for a case: a step of its process, or an opinion it was asked for.

    States: see TaskState. `number` is the step's number within the run, NULL for opinions asked for by hand. `department`
    may take it; `assignee` has it. `period` and `rule` say how `due_at` was counted, empty when a date was set by hand: then
    no new holiday moves it. `deemed_basis` names the law by which silence is consent, empty where it is not.
    Unique by (case, number). About 8 rows a case.
    Privacy: who worked on what, and the form filled in (`answers`); kept and erased with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case = TenantForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="tasks", verbose_name="민원")
    case_kind = models.CharField("민원 종류", max_length=60)
    number = models.PositiveIntegerField("절차의 번호", null=True, blank=True)
    key = models.CharField("단계 키", max_length=80)
    name = models.CharField("단계", max_length=80)
    kind = models.CharField("종류", max_length=14, choices=TaskKind)
    stage = models.CharField("신청인에게 보이는 단계", max_length=40, blank=True)
    form = models.CharField("서식", max_length=40, blank=True)
    department = models.CharField("부서", max_length=60)
    assignee = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="담당자",
    )
    state = models.CharField("상태", max_length=10, choices=TaskState, default=TaskState.OPEN)
    opened_at = models.DateTimeField("시작 시각")
    period = models.CharField("기간", max_length=20, blank=True)
    rule = models.CharField("세는 법", max_length=20, blank=True)
    due_at = models.DateTimeField("기한", null=True, blank=True)
    question = models.TextField("요청 내용", blank=True)
    deemed_basis = models.CharField("회신이 없으면 협의로 보는 근거", max_length=120, blank=True)
    reply_extension = models.CharField("회신기간 연장", max_length=20, blank=True)
    opinion = models.CharField("의견", max_length=12, choices=Opinion, blank=True)
    note = models.TextField("의견 내용·조건", blank=True)
    answers = models.JSONField("적은 내용", default=dict)
    done_at = models.DateTimeField("마친 시각", null=True, blank=True)
    done_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="마친 사람",
    )

    class Meta:
        verbose_name = "할 일"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "case", "number"], name="task_number_once"),
            models.CheckConstraint(
                condition=(Q(state="open") & Q(done_at__isnull=True)) | (~Q(state="open") & Q(done_at__isnull=False)),
                name="task_done_whole",
            ),
            models.CheckConstraint(
                condition=~Q(opinion="deemed") | ~Q(deemed_basis=""), name="task_deemed_needs_basis"
            ),
        ]
        indexes = [
            # The board: what is open, by the one who has it, by department, by due date. Done tasks are not in these.
            models.Index(fields=["tenant_id", "assignee", "due_at", "id"], name="task_mine", condition=Q(state="open")),
            models.Index(
                fields=["tenant_id", "department", "due_at", "id"], name="task_department", condition=Q(state="open")
            ),
            models.Index(fields=["tenant_id", "due_at", "id"], name="task_due", condition=Q(state="open")),
            models.Index(
                fields=["tenant_id", "case_kind", "due_at", "id"], name="task_kind", condition=Q(state="open")
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    def __str__(self) -> str:
        return self.name


class Decision(TenantModel):
    """One row is one proposed decision of a case; another person approves it or sends it back (maker, checker).

    At most one row a case is not sent back. States: see DecisionState; `checked_at` and `checked_by` belong together and the
    checker is never the maker. One or two rows a case.
    Privacy: reasons of a decision about the applicant; kept and erased with the case.
    """

    case = TenantForeignKey(
        Case, on_delete=models.CASCADE, db_index=False, related_name="decisions", verbose_name="민원"
    )
    task = TenantForeignKey(Task, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="할 일")
    outcome = models.CharField("결정", max_length=40)
    reason = models.TextField("이유와 근거 법조문")
    conditions = models.TextField("조건", blank=True)
    state = models.CharField("상태", max_length=10, choices=DecisionState, default=DecisionState.PROPOSED)
    proposed_at = models.DateTimeField("올린 시각")
    proposed_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기안자"
    )
    checked_at = models.DateTimeField("검토 시각", null=True, blank=True)
    checked_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="결재자",
    )
    note = models.TextField("되돌린 까닭", blank=True)

    class Meta:
        verbose_name = "결정안"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "case"], name="decision_one_alive", condition=~Q(state="sent_back")
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", checked_at__isnull=True, checked_by__isnull=True)
                | (~Q(state="proposed") & Q(checked_at__isnull=False, checked_by__isnull=False)),
                name="decision_checked_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("proposed_by")),
                name="decision_two_people",
                violation_error_message="올린 사람은 자기 결정안을 승인할 수 없습니다.",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "case"], name="decision_of_case")]

    def __str__(self) -> str:
        return self.outcome
