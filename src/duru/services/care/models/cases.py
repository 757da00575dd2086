"""The shared case and its two compartments."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.care.enums import NeedLevel, NoteKind, Origin, ReferralState, Side


class CareCase(TenantModel):
    """One row is one shared case of one person: welfare and, where the person agreed, the health centre work on it.

    Its steps, clock and history stand with its case of casework (`case_ref`, a public id, unique). The person is reached
    through the current link of `record`. `organisation` is the office that leads; `with_health` lets the health centre in.
    Some 2,000 a year and 구.
    Privacy: that somebody needs help; basis 사회보장급여법 제42조의2, 제34조 (five years); erased with its case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case_ref = models.CharField("민원", max_length=26)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, related_name="+", verbose_name="대상자"
    )
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="맡은 기관"
    )
    origin = models.CharField("시작", max_length=12, choices=Origin)
    with_health = models.BooleanField("보건소와 함께", default=False)
    reason = models.CharField("여는 까닭", max_length=500)
    opened_at = models.DateTimeField("연 시각")

    class Meta:
        verbose_name = "통합사례"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "case_ref"], name="carecase_of_case")]
        indexes = [
            models.Index(fields=["tenant_id", "-opened_at", "id"], name="carecase_latest"),
            models.Index(fields=["tenant_id", "record"], name="carecase_record"),
        ]


class CareNote(TenantModel):
    """One row is one note of one side about a case; only ever added.

    `side` follows from `kind` and is what the wall asks for. Some 20 a case.
    Privacy: of the health side 민감정보 (diagnoses, medication), of the welfare side circumstances; kept with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="notes", verbose_name="사례")
    side = models.CharField("칸", max_length=8, choices=Side)
    kind = models.CharField("종류", max_length=12, choices=NoteKind)
    text = models.TextField("내용", max_length=4000)
    written_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="적은 사람"
    )
    written_at = models.DateTimeField("적은 시각")

    class Meta:
        verbose_name = "사례 기록"
        indexes = [models.Index(fields=["tenant_id", "case", "side", "-written_at"], name="carenote_of_side")]


class CareFlag(TenantModel):
    """One row is one mark that tells welfare what to do without saying why (거동 불가, 낙상 위험), over [from_on, until_on).

    Unique while it holds by (case, flag). Health sets and ends it; welfare sees it where the person agreed to marks.
    Privacy: points at health without naming it; kept with the case.
    """

    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="flags", verbose_name="사례")
    flag = models.CharField("표시", max_length=20)
    from_on = models.DateField("시작일")
    until_on = models.DateField("끝난 날", null=True, blank=True)
    set_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="표시한 사람"
    )

    class Meta:
        verbose_name = "건강 표시"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "case", "flag"], condition=Q(until_on=None), name="careflag_once"
            )
        ]


class SurveyAnswer(TenantModel):
    """One row is the answer to one item of the survey (돌봄통합지원법 제10조제3항), with the day it was given.

    Unique by (case, item): asking again replaces it. `side` is the item's, for the wall.
    Privacy: household and benefits on the welfare side, 민감정보 on the health side; kept with the case.
    """

    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="answers", verbose_name="사례")
    item = models.CharField("항목", max_length=20)
    side = models.CharField("칸", max_length=8, choices=Side)
    answer = models.CharField("답", max_length=300)
    asked_on = models.DateField("물은 날")

    class Meta:
        verbose_name = "조사 답"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "case", "item"], name="surveyanswer_once")]


class NeedFinding(TenantModel):
    """One row is what was found in one of the ten fields of need of a case (욕구 10영역).

    Unique by (case, domain): asking again replaces it. Privacy: circumstances of a person; kept with the case.
    """

    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="findings", verbose_name="사례")
    domain = models.CharField("영역", max_length=12)
    level = models.PositiveSmallIntegerField("정도", choices=NeedLevel)
    words = models.CharField("내용", max_length=300, blank=True)
    found_on = models.DateField("본 날")

    class Meta:
        verbose_name = "욕구 조사"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "case", "domain"], name="needfinding_once"),
            models.CheckConstraint(condition=Q(level__lte=3), name="needfinding_level"),
        ]


class Referral(TenantModel):
    """One row is one question or task that one side hands to the other, to be answered by a day.

    States: open, replied, cancelled. Both sides see it: what may not cross the wall does not belong into it.
    Privacy: what is to be done for a person; kept with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case = TenantForeignKey(CareCase, on_delete=models.CASCADE, related_name="referrals", verbose_name="사례")
    to_side = models.CharField("받는 쪽", max_length=8, choices=Side)
    asked = models.CharField("부탁", max_length=500)
    asked_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="부탁한 사람"
    )
    asked_at = models.DateTimeField("부탁한 시각")
    due_on = models.DateField("회신 기한")
    state = models.CharField("상태", max_length=10, choices=ReferralState, default=ReferralState.OPEN)
    reply = models.CharField("회신", max_length=1000, blank=True)
    replied_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="회신한 사람",
    )
    replied_at = models.DateTimeField("회신 시각", null=True, blank=True)

    class Meta:
        verbose_name = "의뢰"
        indexes = [
            models.Index(fields=["tenant_id", "to_side", "due_on"], condition=Q(state="open"), name="referral_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="replied") | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="referral_is_answered",
            )
        ]
