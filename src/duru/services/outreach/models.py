"""Rounds, households that may be in need, what was tried, and what people told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.outreach.enums import LeadState, Seen, TipState, TryKind, TryOutcome


class OutreachRound(TenantModel):
    """One row is one round in which the ministry sends a list, six a year. Unique by (year, number). No personal data."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    year = models.PositiveSmallIntegerField("해")
    number = models.PositiveSmallIntegerField("회차")
    begun_at = models.DateTimeField("첫 자료를 받은 시각")

    class Meta:
        verbose_name = "발굴 회차"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "year", "number"], name="outreachround_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=6), name="outreachround_of_six"),
        ]

    def __str__(self) -> str:
        return f"{self.year}년 {self.number}차"


class Tip(TenantModel):
    """One row is what somebody told us through the public form, without login: where, what was seen.

    States: new, taken (a lead was made), dismissed with a reason. `sender_mark` is a keyed hash of the network address that
    slows a flood down and is blanked when the tip is dealt with.
    Privacy: a place and what was seen there; the reporter's contact if they left one, for the lead office alone
    (사회보장급여법 제13조); erased after a year, with a lead the words and the contact alone (`erase_old_tips`).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    at = models.DateTimeField("받은 시각")
    reporter = models.CharField("알린 사람", max_length=12)
    place = models.CharField("어디", max_length=200)
    seen = ArrayField(models.CharField(max_length=8, choices=Seen), verbose_name="본 것")
    words = models.CharField("더 적은 것", max_length=500, blank=True)
    contact = models.CharField("연락처", max_length=60, blank=True)
    sender_mark = models.CharField("보낸 곳", max_length=64, blank=True)
    due_on = models.DateField("확인 기한")
    state = models.CharField("상태", max_length=10, choices=TipState, default=TipState.NEW)
    dismissed_reason = models.CharField("조치 없는 까닭", max_length=300, blank=True)

    class Meta:
        verbose_name = "위기 신고"
        indexes = [
            models.Index(fields=["tenant_id", "state", "due_on", "id"], name="tip_waiting"),
            models.Index(fields=["tenant_id", "sender_mark", "at"], condition=~Q(sender_mark=""), name="tip_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(dismissed_reason=""), name="tip_dismissed_has_reason"
            )
        ]


class Lead(TenantModel):
    """One row is one household that may be in need: from a round's list (`record`), or from a tip.

    States: new → given → trying → closed with a result; a closed one with `recheck_on` is looked at again from that day.
    Unique by (round, record). No score: what there is are `signals`, keys of the table, and `other_words` it does not know;
    amounts of debt are never kept. Some 3,000 a year and 구, 200,000 a round in the nation.
    Privacy: that somebody may be poor or in danger; basis 사회보장급여법 제12조, 제34조 (five years).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    round = TenantForeignKey(OutreachRound, on_delete=models.PROTECT, null=True, blank=True, related_name="leads")
    record = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="대상자",
    )
    tip = TenantForeignKey(
        Tip, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="신고"
    )
    signals = ArrayField(models.CharField(max_length=24), default=list, verbose_name="위기 신호")
    other_words = models.CharField("표에 없는 신호", max_length=200, blank=True)
    received_at = models.DateTimeField("받은 시각")
    due_on = models.DateField("처리 기한")
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="맡은 동"
    )
    assignee = TenantForeignKey(
        "access.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="담당"
    )
    state = models.CharField("상태", max_length=8, choices=LeadState, default=LeadState.NEW)
    result = models.CharField("결과", max_length=16, blank=True)
    result_note = models.CharField("결과 설명", max_length=300, blank=True)
    closed_at = models.DateTimeField("마친 시각", null=True, blank=True)
    recheck_on = models.DateField("다시 볼 날", null=True, blank=True)
    care_ref = models.CharField("통합사례 민원", max_length=26, blank=True)

    class Meta:
        verbose_name = "발굴 대상"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "round", "record"], condition=Q(record__isnull=False), name="lead_once_a_round"
            ),
            models.CheckConstraint(condition=Q(record__isnull=False) | Q(tip__isnull=False), name="lead_has_a_ground"),
            models.CheckConstraint(
                condition=Q(state="closed") & ~Q(result="") & Q(closed_at__isnull=False)
                | ~Q(state="closed") & Q(result="", closed_at__isnull=True),
                name="lead_closed_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(result="absent") | Q(recheck_on__isnull=False), name="lead_absent_is_looked_at_again"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "organisation", "state", "due_on"], name="lead_of_office"),
            models.Index(
                fields=["tenant_id", "recheck_on"], condition=Q(recheck_on__isnull=False), name="lead_recheck"
            ),
        ]


class ContactTry(TenantModel):
    """One row is one try to reach the household of a lead: call, visit, note on the door, message. Only ever added.

    Privacy: when somebody was sought and what they said; kept with the lead.
    """

    lead = TenantForeignKey(Lead, on_delete=models.CASCADE, related_name="tries", verbose_name="발굴 대상")
    kind = models.CharField("방법", max_length=8, choices=TryKind)
    outcome = models.CharField("어떻게 됐나", max_length=14, choices=TryOutcome)
    note = models.CharField("메모", max_length=500, blank=True)
    at = models.DateTimeField("시각")
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="한 사람"
    )

    class Meta:
        verbose_name = "연락 기록"
        indexes = [models.Index(fields=["tenant_id", "lead", "at"], name="contacttry_of_lead")]
