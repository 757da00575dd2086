"""What the last run found, and what people decided about it."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from duru.blocks.benefits.enums import Category
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.welfare.enums import Certainty, Decision, GoneKind, Reason, Unit, Verdict
from duru.services.welfare.models.rules import OverlapRule


class Finding(TenantModel):
    """Base of results of the last run.

    Persons and households are named by their public id and not by a reference: a finding is a view of the current links,
    rewritten by every run, and must never keep a person from being split or erased. `fingerprint` says what the finding
    is about, so that the next run finds the same row again (stable `public_id`); `digest` changes when its content does. `is_protected`: somebody in it is 비공개, so that only named officers see it.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    fingerprint = models.CharField(max_length=32)
    digest = models.CharField(max_length=32)
    person_ref = models.CharField("대상", max_length=26)
    dong_code = models.CharField("행정동", max_length=10, blank=True)
    certainty = models.CharField("확실성", max_length=10, choices=Certainty)
    is_protected = models.BooleanField("비공개 대상", default=False)

    class Meta:
        abstract = True


class Overlap(Finding):
    """One row is one group of benefits that a rule speaks about: one unit, one rule, one category, one window.

    Span [from_on, until_on) covers its items. `stake_won` is what could have gone to somebody else: all items but the
    dearest, in won; items without a value count 0 and are counted in `n_unvalued`. `person_ref` is the person, or for a
    household the person with the oldest record in the group. 허용 leaves no row.
    Unique by fingerprint. About 3 % of served persons, 300,000 for the nation.
    Privacy: who received what twice; basis: 사회보장급여법 §9①, §19; rewritten by every run, gone with its items.
    """

    unit = models.CharField("단위", max_length=10, choices=Unit)
    household_ref = models.CharField("가구", max_length=40, blank=True)
    rule = TenantForeignKey(
        OverlapRule, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="규칙"
    )
    verdict = models.CharField("판정", max_length=10, choices=Verdict)
    category = models.CharField("분류", max_length=12, choices=Category)
    campaign_key = models.CharField("캠페인", max_length=60, blank=True)
    from_on = models.DateField("시작")
    until_on = models.DateField("끝(포함하지 않음)")
    n_items = models.PositiveSmallIntegerField("건수")
    n_organisations = models.PositiveSmallIntegerField("기관 수")
    n_persons = models.PositiveSmallIntegerField("사람 수")
    n_unvalued = models.PositiveSmallIntegerField("금액 모름")
    stake_won = models.BigIntegerField("관련 금액(원)")

    class Meta:
        verbose_name = "겹친 지원"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "fingerprint"], name="overlap_once"),
            models.CheckConstraint(condition=Q(n_items__gte=2), name="overlap_has_two_items"),
            models.CheckConstraint(condition=Q(stake_won__gte=0), name="overlap_stake_not_negative"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "verdict", "dong_code"], name="overlap_list"),
            models.Index(fields=["tenant_id", "person_ref"], name="overlap_person"),
        ]

    @property
    def last_on(self) -> date:
        """The last day of the span, as people write it."""
        return self.until_on - timedelta(days=1)


class OverlapItem(TenantModel):
    """One row puts one handout or one grant into an overlap.

    Exactly one of the two is set; `person_ref` is the person it was linked to when the run looked. Erased with the
    overlap and with the benefit. Personal data as in Overlap.
    """

    overlap = TenantForeignKey(Overlap, on_delete=models.CASCADE, db_index=False, related_name="items")
    handout = TenantForeignKey(
        "benefits.Handout", on_delete=models.CASCADE, db_index=False, related_name="+", null=True
    )
    grant = TenantForeignKey("benefits.Grant", on_delete=models.CASCADE, db_index=False, related_name="+", null=True)
    organisation = TenantForeignKey("access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+")
    person_ref = models.CharField(max_length=26)

    class Meta:
        verbose_name = "겹친 기록"
        constraints = [
            models.CheckConstraint(
                condition=Q(handout__isnull=True, grant__isnull=False) | Q(handout__isnull=False, grant__isnull=True),
                name="overlapitem_one_benefit",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "overlap"], name="overlapitem_overlap"),
            models.Index(fields=["tenant_id", "person_ref"], name="overlapitem_person"),
            models.Index(fields=["tenant_id", "handout"], name="overlapitem_handout"),
            models.Index(fields=["tenant_id", "grant"], name="overlapitem_grant"),
        ]


class Gone(Finding):
    """One row is one person who is confirmed dead or moved out and still gets something here.

    `event_on` is the day of death or move. `leaked_won` is what was due after the month of the event (확정);
    `month_won` is the month of the event itself, which is mostly lawful (기초연금법 §14①, 국민기초생활 보장법 시행규칙
    §6③④) and only told. `next_pay_on` is the next day money would leave, empty when nothing is due.
    Suspected deaths never make a row. Unique by person and kind. Privacy: as Overlap; basis: 사회보장급여법 §21, §22.
    """

    kind = models.CharField("사유", max_length=10, choices=GoneKind)
    event_on = models.DateField("사망일·전출일")
    n_grants = models.PositiveSmallIntegerField("공적급여")
    n_handouts = models.PositiveSmallIntegerField("제공")
    n_household = models.PositiveSmallIntegerField("가구 급여(남은 가구원 확인)")
    leaked_won = models.BigIntegerField("새어 나간 금액(원)")
    month_won = models.BigIntegerField("사유 발생한 달(원)")
    next_pay_on = models.DateField("다음 지급일", null=True)
    next_pay_won = models.BigIntegerField("다음 지급액(원)")

    class Meta:
        verbose_name = "사망·전출 뒤 지급"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "fingerprint"], name="gone_once")]
        indexes = [
            models.Index(fields=["tenant_id", "kind", "next_pay_on"], name="gone_list"),
            models.Index(fields=["tenant_id", "person_ref"], name="gone_person"),
        ]


class GoneItem(TenantModel):
    """One row is one grant still running or one handout given after a person was gone.

    `won` is the leak of this item, `month_won` its month of the event. `is_household` marks a household programme with
    another living member: not a leak before somebody has looked (규칙 §6④). Erased with its row. Personal data as Gone.
    """

    gone = TenantForeignKey(Gone, on_delete=models.CASCADE, db_index=False, related_name="items")
    handout = TenantForeignKey(
        "benefits.Handout", on_delete=models.CASCADE, db_index=False, related_name="+", null=True
    )
    grant = TenantForeignKey("benefits.Grant", on_delete=models.CASCADE, db_index=False, related_name="+", null=True)
    organisation = TenantForeignKey("access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+")
    won = models.BigIntegerField()
    month_won = models.BigIntegerField()
    is_household = models.BooleanField()

    class Meta:
        verbose_name = "사망·전출 뒤 받은 것"
        constraints = [
            models.CheckConstraint(
                condition=Q(handout__isnull=True, grant__isnull=False) | Q(handout__isnull=False, grant__isnull=True),
                name="goneitem_one_benefit",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "gone"], name="goneitem_gone"),
            models.Index(fields=["tenant_id", "handout"], name="goneitem_handout"),
            models.Index(fields=["tenant_id", "grant"], name="goneitem_grant"),
        ]


class Silent(Finding):
    """One row is one person with a known need of one kind who received nothing at all in the last twelve months.

    Nothing means: no handout to the person or the household and no grant running, from any agency. `last_on` is the last
    thing ever received, empty when there was none. Unique by person and kind. Privacy: a need is welfare information;
    basis: 사회보장급여법 §9의2, §12; rewritten by every run.
    """

    kind = models.CharField("욕구", max_length=40)
    category = models.CharField("분류", max_length=12, choices=Category)
    since_on = models.DateField("알려진 날")
    last_on = models.DateField("마지막 수혜일", null=True)

    class Meta:
        verbose_name = "받은 것이 없는 이웃"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "fingerprint"], name="silent_once")]
        indexes = [
            models.Index(fields=["tenant_id", "dong_code", "kind"], name="silent_list"),
            models.Index(fields=["tenant_id", "person_ref"], name="silent_person"),
        ]


class Mark(TenantModel):
    """One row is one decision of a person about an overlap; the newest one counts, none is ever changed.

    It names the overlap by fingerprint and digest: when the overlap's items change later, the old mark no longer covers
    it and the overlap comes back to the list (a stop that silently restarts is the failure of 2013). `reason` is set
    exactly when the decision is "justified".
    Privacy: the official's membership; note must hold no names. Kept 5 years with the report.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    fingerprint = models.CharField(max_length=32)
    digest = models.CharField(max_length=32)
    decision = models.CharField("결정", max_length=15, choices=Decision)
    reason = models.CharField("사유", max_length=20, choices=Reason, blank=True)
    note = models.CharField("메모", max_length=200, blank=True)
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="결정한 사람"
    )
    at = models.DateTimeField("결정 시각")

    class Meta:
        verbose_name = "중복 확인 결정"
        constraints = [
            models.CheckConstraint(
                condition=(Q(decision="justified") & ~Q(reason="")) | (~Q(decision="justified") & Q(reason="")),
                name="mark_reason_when_justified",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "fingerprint", "-at"], name="mark_latest")]
