"""Links between source records and persons, the runs that made them, the human decisions above them."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.linkage.enums import Band, DecisionKind, RunKind, RunState, Via
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class LinkRun(TenantModel):
    """One row is one run of the engine over all records of the tenant (full) or over those that changed since (update).

    States: running → done; a run whose process died is found by the next one and becomes aborted (its links never came into
    force: they are written in the transaction that ends the run). `model` is the whole model used, so that an old explanation
    can be read for ever. `compared_at`: since when the database can compare with the records of this full run by itself (see
    `ComparedRecord`); updates and the counter work with the last full run that has it. One to thirty rows a day and tenant; rows older than a year may go except the last.
    No personal data: counts only.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("범위", max_length=6, choices=RunKind, default=RunKind.FULL)
    state = models.CharField("상태", max_length=10, choices=RunState, default=RunState.RUNNING)
    started_at = models.DateTimeField("시작")
    finished_at = models.DateTimeField("끝", null=True, blank=True)
    compared_at = models.DateTimeField("견줄 준비", null=True, blank=True)
    model_name = models.CharField("모형", max_length=80)
    model = models.JSONField("모형 내용", default=dict)
    counts = models.JSONField("셈", default=dict)

    class Meta:
        verbose_name = "잇기 실행"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RunState.RUNNING, finished_at__isnull=True)
                | (~Q(state=RunState.RUNNING) & Q(finished_at__isnull=False)),
                name="linkrun_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant_id", "-id"], name="linkrun_last_full",
                condition=Q(state=RunState.DONE, kind=RunKind.FULL),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.public_id} {self.get_state_display()}"


class Link(TenantModel):
    """One row says which person a source record is thought to speak of, how surely and why. Links, never merges.

    Bands: certain; review (somebody should look: linked to `person` from one half up, else apart, and `rival` is the other
    person it may be); new (nobody else fits); human (decided by a person, never touched by a run).
    `probability` 0-1 with all rivals weighed, `bits` the match weight, `margin` bits over the second best. `reasons` is
    [[field, level, bits], …] of the comparison with `evidence`, the record that fits best. Rows of the register link to their own
    person. Unique by record. About 3 per resident: 900,000 a 구 of 300,000.

    Privacy: the join of all agencies' data about one person, the most sensitive thing here; basis 사회보장급여법 §7, §23; kept as long
    as its record and erased with it.
    """

    record = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.CASCADE,
        related_name="links",
        db_index=False,
        verbose_name="원본 기록",
    )
    person = TenantForeignKey(
        "registry.Person", on_delete=models.PROTECT, related_name="links", db_index=False, verbose_name="사람"
    )
    probability = models.FloatField("확률")
    bits = models.FloatField("근거의 무게", null=True, blank=True)
    margin = models.FloatField("둘째와의 차이", null=True, blank=True)
    band = models.CharField("구분", max_length=10, choices=Band)
    via = models.CharField("이은 길", max_length=10, choices=Via)
    reasons = models.JSONField("까닭", default=list)
    evidence = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="견준 기록",
    )
    rival = TenantForeignKey(
        "registry.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="다른 후보",
    )
    # Not a reference: runs are cleared after a year, links stay.
    run_id = models.BigIntegerField("마지막으로 바꾼 실행", null=True, blank=True)
    # The last human decision about this record that is in the link; a run that did not know it may not overwrite it.
    decision_id = models.BigIntegerField("반영한 결정", null=True, blank=True)
    later_until = models.DateField("미룬 날", null=True, blank=True)
    # Kept and not computed per page: a page asks for the one most worth, an index answers (see `operations.worth`).
    worth = models.FloatField("답의 값어치", default=0.0, db_default=0.0)

    class Meta:
        verbose_name = "잇기"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "record"], name="link_record_once"),
            models.CheckConstraint(condition=Q(probability__gte=0, probability__lte=1), name="link_probability"),
            models.CheckConstraint(condition=Q(band__in=Band.values), name="link_band_known"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "person"], name="link_person"),
            models.Index(fields=["tenant_id", "rival"], name="link_rival", condition=Q(rival__isnull=False)),
            models.Index(fields=["tenant_id", "probability"], name="link_review", condition=Q(band=Band.REVIEW)),
            models.Index(fields=["tenant_id", "-worth"], name="link_worth", condition=Q(band=Band.REVIEW)),
        ]

    def __str__(self) -> str:
        return f"이음 {self.pk}"


class HumanDecision(TenantModel):
    """One row is one decision of a person that a record is (join) or is not (split) somebody. For ever.

    Never changed or deleted by a run, a new model or another import: a later row about the same record and person overrules an
    earlier one, and "undo" puts the pair back into the machine's hands. Several rows per record may stand side by side (not A, not
    B, but C). `second_*` is the other person who confirmed it where two are asked for; `consequences` what it started and
    stopped, as `rules.Consequence`. Some thousands a year and 구.

    Privacy: who decided about whom; kept and erased with the record.
    """

    record = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.CASCADE,
        related_name="link_decisions",
        db_index=False,
        verbose_name="원본 기록",
    )
    person = TenantForeignKey(
        "registry.Person", on_delete=models.PROTECT, related_name="link_decisions", db_index=False, verbose_name="사람"
    )
    kind = models.CharField("결정", max_length=5, choices=DecisionKind)
    by_ref = models.CharField("결정한 사람", max_length=60)
    by_name = models.CharField("결정한 사람 이름", max_length=40)
    reason = models.CharField("이유", max_length=200, blank=True)
    decided_at = models.DateTimeField("결정 시각")
    second_ref = models.CharField("확인한 사람", max_length=60, blank=True)
    second_name = models.CharField("확인한 사람 이름", max_length=40, blank=True)
    consequences = models.JSONField("달라진 것", default=list)

    class Meta:
        verbose_name = "사람의 결정"
        constraints = [
            models.CheckConstraint(condition=~Q(second_ref=F("by_ref")), name="humandecision_second_is_another"),
            models.CheckConstraint(condition=~Q(by_ref="") & ~Q(by_name=""), name="humandecision_is_named"),
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="humandecision_kind_known"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "record"], name="humandecision_record"),
            models.Index(fields=["tenant_id", "person"], name="humandecision_person"),
        ]

    def __str__(self) -> str:
        return f"결정 {self.pk}"
