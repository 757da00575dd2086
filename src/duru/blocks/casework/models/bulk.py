"""One approval for many cases, then one transaction a case."""

from django.db import models
from django.db.models import Q

from duru.blocks.casework.enums import BulkState
from duru.blocks.casework.models.cases import Case
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class BulkDeed(TenantModel):
    """One row is one approved deed over many cases: what is done, with which arguments, by whose approval.

    States waiting, running, done. `n_done` and `n_refused` are counted when it ends. A few a week.
    Privacy: who approved; `arguments` hold ids and what staff wrote; kept 5 years.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    action = models.CharField("할 일", max_length=30)
    arguments = models.JSONField("내용", default=dict)
    approved_at = models.DateTimeField("승인 시각")
    approved_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="승인자"
    )
    state = models.CharField("상태", max_length=10, choices=BulkState, default=BulkState.WAITING)
    n_cases = models.PositiveIntegerField("민원 수")
    n_done = models.PositiveIntegerField("마친 수", default=0)
    n_refused = models.PositiveIntegerField("처리하지 못한 수", default=0)

    class Meta:
        verbose_name = "일괄 처리"

    def __str__(self) -> str:
        return f"{self.action} {self.n_cases}"


class BulkItem(TenantModel):
    """One row is one case of a bulk deed: waiting, done, or refused with the reason. Unique by (deed, case).

    Up to 100,000 a deed. Privacy: none beyond the case's; kept with the deed.
    """

    deed = TenantForeignKey(
        BulkDeed, on_delete=models.CASCADE, db_index=False, related_name="items", verbose_name="일괄 처리"
    )
    case = TenantForeignKey(Case, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="민원")
    state = models.CharField("상태", max_length=10, choices=BulkState, default=BulkState.WAITING)
    message = models.TextField("까닭", blank=True)

    class Meta:
        verbose_name = "일괄 처리 한 건"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "deed", "case"], name="bulkitem_once")]
        indexes = [
            models.Index(fields=["tenant_id", "deed", "id"], name="bulkitem_waiting", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.deed_id}: {self.case_id}"
