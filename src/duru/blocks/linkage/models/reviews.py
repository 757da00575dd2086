"""What people answered when a doubtful link was put before them, and how the tenant wants answers to be given."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.linkage.enums import Answer, DecisionKind, ProposalState, UnsureReason
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class ReviewAnswer(TenantModel):
    """One row is one answer to "같은 사람입니까?": same, other, unsure with its reason, or later.

    Same and other also make a `HumanDecision` (`decision_id`; empty for a blind answer, which is measured and decides nothing).
    `before` is the link as it stood, so that the answer can be undone; an undone row keeps `undone_at` and counts no more.
    `person_ref` is the public id of the candidate: an answer must never keep a person from being erased. Some thousands a year.

    Privacy: who answered what about whom; kept and erased with the record.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="원본 기록"
    )
    person_ref = models.CharField("견준 사람", max_length=26)
    answer = models.CharField("답", max_length=10, choices=Answer)
    unsure_reason = models.CharField("모르는 까닭", max_length=15, choices=UnsureReason, blank=True)
    note = models.CharField("메모", max_length=200, blank=True)
    is_blind = models.BooleanField("표본 확인", default=False)
    by_ref = models.CharField("답한 사람", max_length=60)
    by_name = models.CharField("답한 사람 이름", max_length=40)
    at = models.DateTimeField("답한 시각", db_column="answered_at")
    # Not a reference: the decision is its own row for ever, the answer goes with the record.
    decision_id = models.BigIntegerField("결정", null=True, blank=True)
    before = models.JSONField("답하기 전의 이음", null=True, blank=True)
    undone_at = models.DateTimeField("되돌린 시각", null=True, blank=True)

    class Meta:
        verbose_name = "확인 답"
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="reviewanswer_known"),
            models.CheckConstraint(
                condition=(Q(answer=Answer.UNSURE) & ~Q(unsure_reason="")) | (~Q(answer=Answer.UNSURE) & Q(unsure_reason="")),
                name="reviewanswer_unsure_has_reason",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["tenant_id", "by_ref", "-at"], name="reviewanswer_today"),
            models.Index(fields=["tenant_id", "record"], name="reviewanswer_record"),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} {self.pk}"


class LinkProposal(TenantModel):
    """One row is one decision that waits for a second person, because it would start or stop a consequence for benefits.

    States: waiting → confirmed (it became a `HumanDecision`) | refused | withdrawn (by the first person, or because the link
    has moved since). Whoever settles it is never whoever proposed it; only a withdrawal may be one's own. `stamp` is the link
    as it was on the screen. One waiting row per record. Some hundreds a year.

    Privacy: who decided about whom; kept and erased with the record.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="원본 기록"
    )
    person_ref = models.CharField("견준 사람", max_length=26)
    kind = models.CharField("결정", max_length=5, choices=DecisionKind)
    stamp = models.CharField(max_length=60)
    reason = models.CharField("이유", max_length=200, blank=True)
    consequences = models.JSONField("달라질 것", default=list)
    by_ref = models.CharField("제안한 사람", max_length=60)
    by_name = models.CharField("제안한 사람 이름", max_length=40)
    proposed_at = models.DateTimeField("제안한 시각")
    state = models.CharField("상태", max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    settled_ref = models.CharField("확인한 사람", max_length=60, blank=True)
    settled_name = models.CharField("확인한 사람 이름", max_length=40, blank=True)
    settled_at = models.DateTimeField("확인한 시각", null=True, blank=True)
    note = models.CharField("확인 메모", max_length=200, blank=True)

    class Meta:
        verbose_name = "잇기 제안"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "record"],
                condition=Q(state=ProposalState.WAITING),
                name="linkproposal_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, settled_at__isnull=True, settled_ref="")
                | (~Q(state=ProposalState.WAITING) & Q(settled_at__isnull=False) & ~Q(settled_ref="")),
                name="linkproposal_settled_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ProposalState.WAITING, ProposalState.WITHDRAWN]) | ~Q(settled_ref=F("by_ref")),
                name="linkproposal_second_is_another",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "state", "proposed_at"], name="linkproposal_waiting")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"


class ReviewRule(TenantModel):
    """One row says from which day on decisions with consequences for benefits need a second person, or do no longer.

    The newest row whose day has come is in force; without any row one person decides. Rows are never changed. A handful ever.
    No personal data of residents: who set it and why.
    """

    effective_from = models.DateField("시행일")
    needs_second = models.BooleanField("두 사람 확인")
    reason = models.CharField("이유", max_length=200)
    set_ref = models.CharField("정한 사람", max_length=60)
    set_name = models.CharField("정한 사람 이름", max_length=40)
    set_at = models.DateTimeField("정한 시각")

    class Meta:
        verbose_name = "확인 방식"
        indexes = [models.Index(fields=["tenant_id", "-effective_from", "-id"], name="reviewrule_in_force")]

    def __str__(self) -> str:
        return f"{self.effective_from} {'두 사람' if self.needs_second else '한 사람'}"
