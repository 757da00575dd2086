"""How documents reached people."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.documents.enums import DeliveryMethod, DeliveryState
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Delivery(TenantModel):
    """One row is one attempt to bring an issued document to one recipient.

    States: planned → sent → served | failed; a pick-up is served without having been sent. `served_on` is the day terms run from.
    `is_simulated` says that nothing left the house. A failed attempt stays; the next one is a new row. One or two rows a document.
    Privacy: name and address of the recipient; basis: 행정절차법 §14⑥ (record of name, way and day); kept with the document.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    document = TenantForeignKey(
        "documents.Document", on_delete=models.CASCADE, db_index=False, related_name="deliveries", verbose_name="문서"
    )
    how = models.CharField("방법", max_length=10, choices=DeliveryMethod)
    state = models.CharField("상태", max_length=10, choices=DeliveryState, default=DeliveryState.PLANNED)
    to_name = models.CharField("받는 이", max_length=80)
    to_address = models.CharField("주소", max_length=200, blank=True)
    to_postcode = models.CharField("우편번호", max_length=5, blank=True)
    to_email = models.CharField("전자우편", max_length=120, blank=True)
    is_simulated = models.BooleanField("모의 발송", default=False)
    planned_at = models.DateTimeField("맡긴 때")
    planned_by = models.CharField("맡긴 이", max_length=60)
    sent_at = models.DateTimeField("보낸 때", null=True, blank=True)
    served_on = models.DateField("도달일", null=True, blank=True)
    failed_on = models.DateField("돌아온 날", null=True, blank=True)
    note = models.CharField("적요", max_length=200, blank=True)

    class Meta:
        verbose_name = "송달"
        indexes = [
            models.Index(fields=["tenant_id", "document"], name="delivery_document"),
            models.Index(fields=["tenant_id", "how", "state"], name="delivery_open", condition=Q(state="planned")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="served", served_on__isnull=False) | (~Q(state="served") & Q(served_on__isnull=True)),
                name="delivery_served_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failed_on__isnull=False) | (~Q(state="failed") & Q(failed_on__isnull=True)),
                name="delivery_failed_has_day",
            ),
            models.CheckConstraint(condition=~Q(how="post") | ~Q(to_address=""), name="delivery_post_has_address"),
            models.CheckConstraint(condition=~Q(how="email") | ~Q(to_email=""), name="delivery_email_has_address"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("planned_at")), name="delivery_sent_after_plan"
            ),
        ]
