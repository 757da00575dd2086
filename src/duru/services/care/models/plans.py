"""Plans, visits, and the hospitals' notices."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.care.enums import NoticeState, PlanState, VisitState
from duru.services.care.models.cases import CareCase


class CarePlan(TenantModel):
    """One row is one version of a person's plan (개인별지원계획): goal, span [from_on, until_on), and whether it was agreed to.

    States: draft, agreed (with day and proof), ended. At most one of a case is agreed at a time; older ones stay.
    Privacy: what a person gets and why; kept with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="plans", verbose_name="사례")
    revision = models.PositiveSmallIntegerField("판")
    goal = models.CharField("목표", max_length=500)
    from_on = models.DateField("시작일")
    until_on = models.DateField("끝나는 날(포함하지 않음)")
    state = models.CharField("상태", max_length=8, choices=PlanState, default=PlanState.DRAFT)
    agreed_on = models.DateField("동의한 날", null=True, blank=True)
    proof = models.CharField("동의 증빙", max_length=80, blank=True)
    made_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="세운 사람"
    )
    made_at = models.DateTimeField("세운 시각")

    class Meta:
        verbose_name = "개인별지원계획"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "case", "revision"], name="careplan_revision"),
            models.UniqueConstraint(
                fields=["tenant_id", "case"], condition=Q(state="agreed"), name="careplan_one_agreed"
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="careplan_span_forward"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(agreed_on__isnull=False) | Q(state="ended"),
                name="careplan_agreed_has_day",
            ),
        ]


class PlanLine(TenantModel):
    """One row is one service of a plan: content, method, amount, provider and how providers are linked.

    Source of the columns: 돌봄통합지원법 제13조 (내용·방법·양·기간·제공기관·연계, 세부 서식은 확인 필요). Unique by (plan, position).
    Privacy: what a person gets; kept with the plan.
    """

    plan = TenantForeignKey(CarePlan, on_delete=models.CASCADE, related_name="lines", verbose_name="계획")
    position = models.PositiveSmallIntegerField("순서")
    domain = models.CharField("영역", max_length=12)
    content = models.CharField("내용", max_length=200)
    method = models.CharField("방법", max_length=100, blank=True)
    amount = models.CharField("양·주기", max_length=60)
    provider = models.CharField("제공기관", max_length=80)
    linked = models.CharField("연계 방법", max_length=200, blank=True)

    class Meta:
        verbose_name = "계획 줄"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "plan", "position"], name="planline_position")]


class Visit(TenantModel):
    """One row is one visit to the person of a case, by one side or by both together.

    States: planned, done, missed, cancelled. `result` is read by both sides; what may not cross goes into a note.
    Privacy: where somebody is when; kept with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="visits", verbose_name="사례")
    at = models.DateTimeField("방문 시각")
    purpose = models.CharField("할 일", max_length=200)
    welfare_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="복지 담당"
    )
    health_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="보건 담당"
    )
    state = models.CharField("상태", max_length=10, choices=VisitState, default=VisitState.PLANNED)
    result = models.CharField("결과", max_length=1000, blank=True)

    class Meta:
        verbose_name = "방문"
        indexes = [models.Index(fields=["tenant_id", "at", "id"], name="visit_calendar")]
        constraints = [
            models.CheckConstraint(
                condition=Q(welfare_by__isnull=False) | Q(health_by__isnull=False), name="visit_has_somebody"
            ),
            models.CheckConstraint(condition=~Q(state__in=["done", "missed"]) | ~Q(result=""), name="visit_has_result"),
        ]

    @property
    def is_joint(self) -> bool:
        """Whether both sides go together."""
        return self.welfare_by_id is not None and self.health_by_id is not None


class DischargeNotice(TenantModel):
    """One row is one hospital's notice that a patient who agreed goes home and will need care (돌봄통합지원법 제11조).

    States: waiting, taken (a shared case was opened), closed with a reason. A line of a file makes one once (`row_id`).
    What the patient has stands apart (`DischargeDiagnosis`), behind the wall. Some 1,000 a year and 구.
    Privacy: that somebody was in hospital and needs care; five years (사회보장급여법 제34조).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="병원"
    )
    record = TenantForeignKey("exchange.SourceRecord", on_delete=models.CASCADE, related_name="+", verbose_name="환자")
    row_id = models.BigIntegerField("받은 줄", null=True, blank=True)
    discharged_on = models.DateField("퇴원일")
    consented_on = models.DateField("동의한 날")
    needs = models.CharField("필요한 돌봄", max_length=300)
    due_on = models.DateField("첫 연락 기한")
    state = models.CharField("상태", max_length=8, choices=NoticeState, default=NoticeState.WAITING)
    closed_reason = models.CharField("마친 까닭", max_length=300, blank=True)
    case = TenantForeignKey(
        CareCase, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name="사례"
    )
    notified_at = models.DateTimeField("통보 시각")

    class Meta:
        verbose_name = "퇴원 통보"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "row_id"], condition=Q(row_id__isnull=False), name="dischargenotice_row_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(closed_reason=""), name="dischargenotice_closed_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "due_on"], condition=Q(state="waiting"), name="dischargenotice_waiting"),
            models.Index(fields=["tenant_id", "organisation", "-notified_at"], name="dischargenotice_of_hospital"),
        ]


class DischargeDiagnosis(TenantModel):
    """One row is what the hospital wrote of the illness of one notice: a table of its own, so that no list reads it along.

    Unique by notice. Privacy: 민감정보 (health), read by the health centre alone; kept with the notice.
    """

    notice = TenantForeignKey(DischargeNotice, on_delete=models.CASCADE, related_name="diagnoses", verbose_name="통보")
    text = models.CharField("진단·투약", max_length=500)

    class Meta:
        verbose_name = "퇴원 진단"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "notice"], name="dischargediagnosis_once")]
