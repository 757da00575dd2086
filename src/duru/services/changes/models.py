"""Tables of the desk of changes. Decisions, stops and reopenings are append-only: nobody can take a stop back in silence."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.changes.enums import (
    ChangeKind,
    ChangeState,
    DecisionKind,
    Duty,
    EffectKind,
    RecoveryState,
    SignSource,
)


class Change(TenantModel):
    """One row is one matter about one person: somebody is said to have died, moved, gone abroad …, until it is settled.

    States: suspected → checking → confirmed → stopped, or denied from any of them. A suspicion stops nothing; `visit_by_on` is the day
    by which somebody goes and looks. One open matter a person and kind. Some 3,000 a year and 구.
    Privacy: death, moves and stays of a person (opaque `person_ref`); basis 사회보장급여법 §20, §21, 장사법 §33의3; kept five years
    after it closed (§34), then erased by `erase_old_changes`.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    person_ref = models.CharField("사람", max_length=26)
    kind = models.CharField("구분", max_length=10, choices=ChangeKind)
    state = models.CharField("상태", max_length=10, choices=ChangeState, default=ChangeState.SUSPECTED)
    happened_on = models.DateField("일어난 날")
    is_certain_day = models.BooleanField("일어난 날이 확정됨", default=False)
    dong_code = models.CharField("행정동 코드", max_length=10, blank=True)
    is_protected = models.BooleanField("비공개 대상", default=False)
    officer = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="담당"
    )
    visit_by_on = models.DateField("방문 기한", null=True, blank=True)
    visited_on = models.DateField("방문한 날", null=True, blank=True)
    visit_note = models.CharField("방문 결과", max_length=300, blank=True)
    told_on = models.DateField("처음 안 날")
    n_effects = models.PositiveSmallIntegerField("걸린 것", default=0)
    monthly_won = models.BigIntegerField("월 급여(원)", default=0)
    next_pay_on = models.DateField("다음 지급일", null=True, blank=True)
    others_left = models.BooleanField("가구에 다른 사람 있음", default=False)
    confirmed_at = models.DateTimeField("확정 시각", null=True, blank=True)
    stopped_at = models.DateTimeField("종료 결정 시각", null=True, blank=True)
    closed_at = models.DateTimeField("끝난 시각", null=True, blank=True)
    opened_at = models.DateTimeField("연 시각")
    revision = models.PositiveIntegerField("판", default=1)

    class Meta:
        verbose_name = "변동"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "person_ref", "kind"], condition=~Q(state="denied"), name="change_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_at__isnull=False) | ~Q(state="stopped"),
                name="change_stop_has_time",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "state", "next_pay_on"], name="change_list")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    @property
    def state_label(self) -> str:
        """Return the state in the words of its kind: 사망의심, 사망확정, 생존확인."""
        if self.kind == ChangeKind.DEATH:
            words = {"suspected": "사망의심", "confirmed": "사망확정", "denied": "생존확인"}
            return words.get(self.state, self.get_state_display())
        return self.get_state_display()


class Sign(TenantModel):
    """One row is one thing a source told about one person: 화장 예약, 장례식장, 통장 확인, 우편 반송, 말소 …

    From a file it names the source record and its person is the record's current link; typed on screen it names the person. A life event of
    the register makes one sign (`event_id`). Unique by event and by source row. About 20,000 a year and 구.
    Privacy: as Change; a note without health data; erased with the matter or, never attached, after five years.
    """

    change = TenantForeignKey(
        Change, on_delete=models.CASCADE, null=True, related_name="signs", db_index=False, verbose_name="변동"
    )
    person_ref = models.CharField("사람", max_length=26, blank=True)
    record_id = models.BigIntegerField("원본 기록", null=True)
    row_id = models.BigIntegerField("원본 행", null=True)
    event_id = models.BigIntegerField("인적 변동", null=True)
    kind = models.CharField("구분", max_length=10, choices=ChangeKind)
    source = models.CharField("출처", max_length=14, choices=SignSource)
    happened_on = models.DateField("일어난 날")
    told_on = models.DateField("알린 날")
    is_confirming = models.BooleanField("확정하는 자료", default=False)
    note = models.CharField("내용", max_length=200, blank=True)
    told_by = models.CharField("알린 사람", max_length=80, blank=True)

    class Meta:
        verbose_name = "변동 단서"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "event_id"], name="sign_event_once"),
            models.UniqueConstraint(fields=["tenant_id", "row_id"], name="sign_row_once"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "change"], name="sign_change"),
            models.Index(fields=["tenant_id", "record_id"], name="sign_waiting", condition=Q(change__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.told_on}"


class Effect(TenantModel):
    """One row is one benefit, service or gift that hangs on the person of a matter, as it stood when last looked at.

    `held_at` is a named decision that goods or a visit wait; money the law orders never waits (constraint). `monthly_won` a month for a
    grant, in all for a service. Unique by matter and benefit. About seven a matter.
    Privacy: welfare information about a person; basis and erasure as Change.
    """

    change = TenantForeignKey(
        Change, on_delete=models.CASCADE, related_name="effects", db_index=False, verbose_name="변동"
    )
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="기관"
    )
    kind = models.CharField("구분", max_length=10, choices=EffectKind)
    side = models.CharField("공적·민간", max_length=10)
    benefit_id = models.BigIntegerField("급여·제공")
    label = models.CharField("내용", max_length=120)
    programme = models.CharField("급여 종류", max_length=60, blank=True)
    per = models.CharField("단위", max_length=10, blank=True)
    monthly_won = models.BigIntegerField("금액(원)", null=True)
    from_on = models.DateField("개시일")
    until_on = models.DateField("종료일(포함하지 않음)", null=True)
    pays_on = models.PositiveSmallIntegerField("지급일", null=True)
    is_doubtful = models.BooleanField("연결 확인 필요", default=False)
    held_at = models.DateTimeField("미룬 시각", null=True)
    held_by = models.CharField("미룬 사람", max_length=60, blank=True)

    class Meta:
        verbose_name = "걸린 것"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "change", "side", "benefit_id"], name="effect_once"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | (Q(kind="service") & ~Q(held_by="")), name="effect_cash_never_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ChangeDecision(TenantModel):
    """One row is one decision of a named person in a matter, with its reason. Append-only, also for us.

    `member` is never empty: the machine decides nothing here. About four a matter.
    Privacy: who decided and why, about whom; kept and erased as Change.
    """

    change = TenantForeignKey(
        Change, on_delete=models.CASCADE, related_name="decisions", db_index=False, verbose_name="변동"
    )
    kind = models.CharField("결정", max_length=10, choices=DecisionKind)
    member = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="결정한 사람"
    )
    by_name = models.CharField("결정한 사람 이름", max_length=60)
    reason = models.CharField("이유", max_length=500)
    basis = models.CharField("근거", max_length=200, blank=True)
    detail = models.JSONField("내용", default=dict)
    at = models.DateTimeField("결정 시각")

    class Meta:
        verbose_name = "변동 결정"
        constraints = [
            models.CheckConstraint(condition=~Q(by_name="") & ~Q(reason=""), name="changedecision_is_named"),
        ]
        indexes = [models.Index(fields=["tenant_id", "change", "at"], name="changedecision_of")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class Stop(TenantModel):
    """One row says that one benefit or service of a person ends on a day, by a decision. Append-only: no row is ever changed or removed.

    In force until a `Reopening` names it. `ends_on` is the first day not given any more. Unique by decision and benefit.
    Privacy: as Effect; erased with its matter five years after it closed.
    """

    change = TenantForeignKey(
        Change, on_delete=models.CASCADE, related_name="stops", db_index=False, verbose_name="변동"
    )
    decision = TenantForeignKey(
        ChangeDecision, on_delete=models.CASCADE, related_name="stops", db_index=False, verbose_name="결정"
    )
    person_ref = models.CharField("사람", max_length=26)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="기관"
    )
    side = models.CharField("공적·민간", max_length=10)
    benefit_id = models.BigIntegerField("급여·제공")
    programme = models.CharField("급여 종류", max_length=60, blank=True)
    label = models.CharField("내용", max_length=120)
    ends_on = models.DateField("종료일")
    basis = models.CharField("근거", max_length=200)

    class Meta:
        verbose_name = "서비스 종료"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "decision", "side", "benefit_id"], name="stop_once"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "change"], name="stop_change"),
            models.Index(fields=["tenant_id", "person_ref"], name="stop_person"),
            models.Index(fields=["tenant_id", "organisation", "ends_on"], name="stop_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.ends_on}"


class Reopening(TenantModel):
    """One row says that a named person let one stopped benefit start again. Append-only; the only way a stop ends.

    `member` is never empty (constraint): no import, retry, event or job can make one. One a stop.
    Privacy: as ChangeDecision; erased with its stop.
    """

    stop = TenantForeignKey(
        Stop, on_delete=models.CASCADE, related_name="reopenings", db_index=False, verbose_name="종료"
    )
    member = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="결정한 사람"
    )
    by_name = models.CharField("결정한 사람 이름", max_length=60)
    reason = models.CharField("이유", max_length=500)
    at = models.DateTimeField("결정 시각")

    class Meta:
        verbose_name = "다시 시작"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "stop"], name="reopening_once"),
            models.CheckConstraint(condition=~Q(by_name="") & ~Q(reason=""), name="reopening_is_named"),
        ]

    def __str__(self) -> str:
        return f"다시 시작 {self.pk}"


class Recovery(TenantModel):
    """One row is one benefit paid too much in a matter: won 확정 and 추정, and how they were worked out.

    `lines` are the months (day, paid, due, over, sentence). Interest is never in it: it needs a fraud decided by a person. One a matter
    and grant. Some 500 a year and 구.
    Privacy: debts of a person or heirs; basis 사회보장급여법 §22, 기초연금법 §19; kept and erased as Change.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    change = TenantForeignKey(
        Change, on_delete=models.CASCADE, related_name="recoveries", db_index=False, verbose_name="변동"
    )
    benefit_id = models.BigIntegerField("급여")
    programme = models.CharField("급여 종류", max_length=60)
    confirmed_won = models.BigIntegerField("확정(원)")
    estimated_won = models.BigIntegerField("추정(원)")
    formula = models.CharField("계산식", max_length=300)
    lines = models.JSONField("달마다", default=list)
    duty = models.CharField("의무", max_length=6, choices=Duty)
    basis = models.CharField("근거", max_length=200)
    state = models.CharField("상태", max_length=10, choices=RecoveryState, default=RecoveryState.COMPUTED)
    payee_name = models.CharField("낼 사람", max_length=80, blank=True)
    opinion_until_on = models.DateField("의견제출 기한", null=True, blank=True)
    no_notice_reason = models.CharField("사전통지를 하지 않은 까닭", max_length=200, blank=True)
    outcome = models.CharField("결정", max_length=10, choices=DecisionKind, blank=True)
    decided_won = models.BigIntegerField("결정한 금액(원)", null=True, blank=True)
    pay_by_on = models.DateField("납부 기한", null=True, blank=True)

    class Meta:
        verbose_name = "과오지급"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "change", "benefit_id"], name="recovery_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(no_notice_reason="") | Q(opinion_until_on__isnull=False),
                name="recovery_heard_first",
            ),
        ]

    def __str__(self) -> str:
        return self.programme

    @property
    def total_won(self) -> int:
        """Return 확정 and 추정 together, in won."""
        return self.confirmed_won + self.estimated_won
