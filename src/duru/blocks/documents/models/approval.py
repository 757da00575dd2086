"""Who decides what, who stands in for whom, and who has signed."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.documents.enums import LetterKind, Rank, SignedAs, StepRole, StepState
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class ApprovalStep(TenantModel):
    """One row is one person's place in the line of approval of one document and round (결재선).

    States: waiting → done | returned; a return ends the round, the next submission writes a new one. `signed_by` is another than
    `membership` exactly when a stand-in signed (`signed_as` acting). Unique by document, round and position, and a person stands in a round once.
    Four rows a round. Privacy: names of staff; kept with the document.
    """

    document = TenantForeignKey(
        "documents.Document", on_delete=models.CASCADE, db_index=False, related_name="steps", verbose_name="문서"
    )
    round_no = models.PositiveSmallIntegerField("차수")
    position = models.PositiveSmallIntegerField("순서")
    role = models.CharField("구분", max_length=10, choices=StepRole)
    membership = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="결재자"
    )
    name = models.CharField("이름", max_length=60)
    rank = models.PositiveSmallIntegerField("직위", choices=Rank)
    state = models.CharField("상태", max_length=10, choices=StepState, default=StepState.WAITING)
    signed_as = models.CharField("자격", max_length=10, choices=SignedAs, blank=True)
    signed_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="서명한 사람",
    )
    signed_name = models.CharField("서명한 이", max_length=60, blank=True)
    signed_at = models.DateTimeField("서명 시각", null=True, blank=True)
    comment = models.CharField("의견", max_length=500, blank=True)

    class Meta:
        verbose_name = "결재 단계"
        indexes = [
            models.Index(fields=["tenant_id", "membership"], name="approvalstep_waiting", condition=Q(state="waiting"))
        ]
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "document", "round_no", "position"], name="approvalstep_once"),
            models.UniqueConstraint(
                fields=["tenant_id", "document", "round_no", "membership"], name="approvalstep_person_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", signed_at__isnull=True, signed_as="")
                | (~Q(state="waiting") & Q(signed_at__isnull=False) & ~Q(signed_as="")),
                name="approvalstep_signed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comment=""), name="approvalstep_return_has_reason"
            ),
        ]


class DelegationRule(TenantModel):
    """One row says who decides a kind of document: 전결, the lowest rank whose signature is enough (사무전결처리규칙).

    In force [effective_from, effective_until). Empty kind, variant or department mean any; the row that says most wins. Without a row
    the mayor decides. Unique by what it names and first day; some 100 rows a tenant. No personal data.
    """

    kind = models.CharField("종류", max_length=20, choices=LetterKind, blank=True)
    variant = models.CharField("업무", max_length=40, blank=True)
    department = models.CharField("처리과", max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField("전결권자", choices=Rank)
    basis = models.CharField("근거", max_length=200)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "전결 규칙"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "kind", "variant", "department", "effective_from"], name="delegationrule_once"
            ),
            models.CheckConstraint(condition=Q(effective_until__gt=F("effective_from")), name="delegationrule_forward"),
            models.CheckConstraint(condition=~Q(basis=""), name="delegationrule_has_basis"),
        ]


class Signatory(TenantModel):
    """One row says in which rank a member signs during a span, and for which department.

    [from_on, until_on). Unique by membership and first day. Privacy: who holds which post; kept with the membership.
    """

    membership = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="소속"
    )
    department = models.CharField("처리과", max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField("직위", choices=Rank)
    from_on = models.DateField("시작일")
    until_on = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "결재 직위"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "membership", "from_on"], name="signatory_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="signatory_forward"),
        ]


class Absence(TenantModel):
    """One row says that a member is away during a span and who stands in: that member may sign 대결.

    [from_on, until_on). Privacy: that a member is away, and the kind of absence in a word; kept with the documents signed.
    """

    membership = TenantForeignKey(
        "access.Membership", on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="부재자"
    )
    deputy = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="대결자"
    )
    from_on = models.DateField("시작일")
    until_on = models.DateField("종료일(포함하지 않음)")
    reason = models.CharField("사유", max_length=40)

    class Meta:
        verbose_name = "부재"
        indexes = [models.Index(fields=["tenant_id", "deputy"], name="absence_deputy")]
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "membership", "from_on"], name="absence_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="absence_forward"),
            models.CheckConstraint(condition=~Q(deputy=F("membership")), name="absence_other_deputy"),
        ]
