"""Who is next: an order of recipients for one resource, and what became of it."""

from django.db import models
from django.db.models import Q

from duru.blocks.benefits.enums import Category, Per
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.welfare.enums import Order, TurnDecision, TurnReason


class NextTurn(TenantModel):
    """One row is one order of next recipients for one resource, as it was on one day; it never changes afterwards.

    `order` is by need (points, explained person by person) or by draw. For a draw the list is numbered and `seed_source`
    announced first (a lottery number of a day to come); only then comes `seed`, once: anybody who has it and the numbers
    can repeat the draw. Some hundreds a year and 구.
    No personal data in this row.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    title = models.CharField("자원", max_length=120)
    category = models.CharField("분류", max_length=12, choices=Category)
    per = models.CharField("단위(개인·가구)", max_length=10, choices=Per)
    n_places = models.PositiveIntegerField("줄 수 있는 수")
    order = models.CharField("정하는 방법", max_length=10, choices=Order)
    seed_source = models.CharField("씨앗을 정하는 방법", max_length=120, blank=True)
    seed = models.CharField("추첨 씨앗", max_length=80, blank=True)
    seed_at = models.DateTimeField("씨앗 공개 시각", null=True, blank=True)
    as_of = models.DateField("기준일")
    made_at = models.DateTimeField("만든 시각")
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="만든 사람"
    )
    n_asked = models.PositiveIntegerField("살펴본 사람")

    class Meta:
        verbose_name = "다음 차례"
        constraints = [
            models.CheckConstraint(
                condition=(Q(order="draw") & ~Q(seed_source="")) | (~Q(order="draw") & Q(seed_source="", seed="")),
                name="nextturn_source_with_draw",
            ),
            models.CheckConstraint(condition=Q(n_places__gte=1), name="nextturn_has_places"),
        ]
        indexes = [models.Index(fields=["tenant_id", "-made_at"], name="nextturn_latest")]

    def __str__(self) -> str:
        return self.title


class TurnEntry(TenantModel):
    """One row is one person's place in an order, why it is that place, and what somebody decided about it.

    `reasons` are the points by which the place was found, in the order of the rules, without names. `decision` is empty
    until somebody gives, passes over or puts off; passing over somebody needs a reason. `number` stands since the list was made, `place`
    is empty until a draw is drawn. Unique by order and number.
    Privacy: who is in need of what; basis: 사회보장급여법 §9의2, §15; erased with the order after 5 years (§34).
    """

    turn = TenantForeignKey(NextTurn, on_delete=models.CASCADE, db_index=False, related_name="entries")
    number = models.PositiveIntegerField("번호")
    place = models.PositiveIntegerField("차례", null=True, blank=True)
    person_ref = models.CharField("대상", max_length=26)
    dong_code = models.CharField("행정동", max_length=10, blank=True)
    is_protected = models.BooleanField("비공개 대상", default=False)
    points = models.IntegerField("점수")
    reasons = models.JSONField("까닭", default=list)
    decision = models.CharField("결정", max_length=12, choices=TurnDecision, blank=True)
    reason = models.CharField("사유", max_length=20, choices=TurnReason, blank=True)
    note = models.CharField("메모", max_length=200, blank=True)
    decided_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", null=True, blank=True,
        verbose_name="결정한 사람",
    )  # fmt: skip
    decided_at = models.DateTimeField("결정 시각", null=True, blank=True)

    class Meta:
        verbose_name = "차례"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "turn", "number"], name="turnentry_number_once"),
            models.CheckConstraint(
                condition=(Q(decision="passed_over") & ~Q(reason="")) | (~Q(decision="passed_over") & Q(reason="")),
                name="turnentry_reason_when_passed_over",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "person_ref"], name="turnentry_person")]

    def __str__(self) -> str:
        return f"{self.place}"
