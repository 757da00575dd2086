"""One run of the check."""

from django.db import models

from duru.blocks.tenancy.api import TenantModel
from duru.kernel.ids import new_public_id


class CheckRun(TenantModel):
    """One row is one finished run of the check over the whole district, with the numbers it left behind.

    A run is one transaction: either all its findings stand or none. `changed` tells how many findings it added, changed
    or removed; 0 for a second run on the same data. `counts` are the summary's figures, kept so that the report can be
    printed again as it was. About 2 a day for a tenant; kept 5 years. No personal data.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    as_of = models.DateField("기준일")
    started_at = models.DateTimeField("시작")
    finished_at = models.DateTimeField("끝")
    seconds = models.FloatField("걸린 시간(초)")
    n_facts = models.PositiveIntegerField("살펴본 급여·제공")
    n_changed = models.PositiveIntegerField("바뀐 결과")
    counts = models.JSONField("집계", default=dict)
    by = models.CharField("실행", max_length=60, blank=True)

    class Meta:
        verbose_name = "점검"
        indexes = [models.Index(fields=["tenant_id", "-finished_at"], name="checkrun_latest")]
