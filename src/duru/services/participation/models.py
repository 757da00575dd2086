"""Proposals, their authors and the marks reviewers gave."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.participation.enums import Axis


class Proposal(TenantModel):
    """One row is one idea as it was handed in; what came of it stands with its case (`case_ref`, a public id).

    `pieces` are the word pieces similar ideas are found by. `is_private` keeps all but title and outcome from others (제7조 단서).
    Unique by case. Some hundreds a year and 구.
    Privacy: what somebody wrote, with names in `ProposalAuthor`; kept two years after a rejection, three after an adoption (제22조).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case_ref = models.CharField("민원", max_length=26)
    title = models.CharField("제목", max_length=120)
    problem = models.TextField("현황과 문제점", max_length=4000)
    idea = models.TextField("개선방안", max_length=8000)
    effect = models.TextField("기대효과", max_length=4000, blank=True)
    pieces = models.JSONField("낱말 조각", default=list)
    is_private = models.BooleanField("비공개 요구", default=False)
    received_at = models.DateTimeField("접수 시각")

    class Meta:
        verbose_name = "제안"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "case_ref"], name="proposal_of_case")]
        indexes = [models.Index(fields=["tenant_id", "-received_at", "id"], name="proposal_latest")]

    def __str__(self) -> str:
        return self.title


class ProposalAuthor(TenantModel):
    """One row is one of those who proposed an idea, with the share in per cent; the leader (주제안자) has the largest.

    Unique by (proposal, name). Privacy: name and telephone, kept with the proposal.
    """

    proposal = TenantForeignKey(Proposal, on_delete=models.CASCADE, related_name="authors", verbose_name="제안")
    name = models.CharField("제안자", max_length=60)
    phone = models.CharField("전화", max_length=20, blank=True)
    share = models.PositiveSmallIntegerField("기여도(%)")
    leads = models.BooleanField("주제안자", default=False)

    class Meta:
        verbose_name = "제안자"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "proposal", "name"], name="proposalauthor_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="proposalauthor_share"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.share}%"


class Score(TenantModel):
    """One row is one reviewer's mark (0 to 10) on one axis; changing one's mind replaces it until the decision.

    Unique by (proposal, reviewer, axis). `reviewer_ref` is the membership's public reference. No personal data of residents.
    """

    proposal = TenantForeignKey(Proposal, on_delete=models.CASCADE, related_name="scores", verbose_name="제안")
    reviewer_ref = models.CharField("심사자", max_length=60)
    reviewer_name = models.CharField("심사자 이름", max_length=60)
    axis = models.CharField("항목", max_length=12, choices=Axis)
    mark = models.PositiveSmallIntegerField("점수")
    at = models.DateTimeField("적은 시각")

    class Meta:
        verbose_name = "심사 점수"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "proposal", "reviewer_ref", "axis"], name="score_once"),
            models.CheckConstraint(condition=Q(mark__lte=10), name="score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.get_axis_display()} {self.mark}"
