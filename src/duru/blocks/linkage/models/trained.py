"""Models of one tenant."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.linkage.enums import ModelState
from duru.blocks.tenancy.api import TenantModel
from duru.kernel.ids import new_public_id


class LinkageModel(TenantModel):
    """One row is one model trained on the tenant's own records, frozen as it came out of the training.

    States: training → proposed → in_force → replaced, or refused, or failed. Only a second person puts it in force; one is in
    force at a time, and without any the model that comes with the product is. `spec` is the whole model; `figures` what it did
    to the links beside the model before it. A few a year. No personal data: probabilities only.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    name = models.CharField("이름", max_length=80)
    state = models.CharField("상태", max_length=10, choices=ModelState, default=ModelState.TRAINING)
    spec = models.JSONField("모형 내용", default=dict)
    figures = models.JSONField("앞뒤 비교", default=dict)
    progress = models.CharField("진행", max_length=60, blank=True)
    reason = models.CharField("이유", max_length=200, blank=True)
    by_ref = models.CharField("배우게 한 사람", max_length=60)
    by_name = models.CharField("배우게 한 사람 이름", max_length=40)
    asked_at = models.DateTimeField("시작한 시각")
    trained_at = models.DateTimeField("끝난 시각", null=True, blank=True)
    settled_ref = models.CharField("승인한 사람", max_length=60, blank=True)
    settled_name = models.CharField("승인한 사람 이름", max_length=40, blank=True)
    settled_at = models.DateTimeField("승인한 시각", null=True, blank=True)

    class Meta:
        verbose_name = "잇기 모형"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id"], condition=Q(state=ModelState.IN_FORCE), name="linkagemodel_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ModelState.IN_FORCE, ModelState.REPLACED, ModelState.REFUSED])
                | (Q(settled_at__isnull=False) & ~Q(settled_ref="") & ~Q(settled_ref=F("by_ref"))),
                name="linkagemodel_second_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"
