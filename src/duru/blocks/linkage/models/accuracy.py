"""Samples of links that people judge without seeing the machine's verdict: how good linkage is here."""

from django.db import models
from django.db.models import Q

from duru.blocks.linkage.enums import Answer
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class AccuracySample(TenantModel):
    """One row is one random sample of links, drawn in strata by a named person.

    `strata` lists [{key, label, is_linked, n_records, expected_same, n_drawn}, …] as they were on the day of drawing, `agencies` the
    linked records and the model's expectation per agency; `seed` draws the same sample again from the same links. The newest is
    the one that is worked on and published. A few a year. No personal data: counts only.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    drawn_at = models.DateTimeField("뽑은 시각")
    by_ref = models.CharField("뽑은 사람", max_length=60)
    by_name = models.CharField("뽑은 사람 이름", max_length=40)
    model_name = models.CharField("모형", max_length=80)
    seed = models.BigIntegerField("씨앗")
    strata = models.JSONField("층", default=list)
    agencies = models.JSONField("기관", default=list)

    class Meta:
        verbose_name = "정확도 표본"
        indexes = [models.Index(fields=["tenant_id", "-drawn_at"], name="accuracysample_newest")]

    def __str__(self) -> str:
        return f"표본 {self.public_id}"


class AccuracyItem(TenantModel):
    """One row is one record of a sample, with the person it was compared with, and what somebody said without the verdict.

    `is_linked` and `probability` (that the two are one person) are the machine's when the sample was drawn. `answer` is empty
    until somebody has looked; same, other or unsure after. Unique by sample and record. Some hundreds a sample.

    Privacy: a record and a person set side by side; kept and erased with the record.
    """

    sample = TenantForeignKey(
        AccuracySample, on_delete=models.CASCADE, related_name="items", db_index=False, verbose_name="표본"
    )
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name="원본 기록"
    )
    person_ref = models.CharField("견준 사람", max_length=26)
    evidence = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="견준 기록",
    )
    stratum = models.CharField("층", max_length=20)
    is_linked = models.BooleanField("이어 둠")
    probability = models.FloatField("같은 사람일 확률")
    position = models.PositiveIntegerField("순서")
    answer = models.CharField("답", max_length=10, choices=Answer, blank=True)
    by_ref = models.CharField("답한 사람", max_length=60, blank=True)
    by_name = models.CharField("답한 사람 이름", max_length=40, blank=True)
    answered_at = models.DateTimeField("답한 시각", null=True, blank=True)

    class Meta:
        verbose_name = "표본 기록"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "sample", "record"], name="accuracyitem_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, by_ref="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(by_ref="")),
                name="accuracyitem_answer_is_named",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "sample", "position"], name="accuracyitem_queue")]

    def __str__(self) -> str:
        return f"표본 기록 {self.pk}"
