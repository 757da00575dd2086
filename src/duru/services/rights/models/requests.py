"""What people asked for."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.rights.enums import RequestKind, RequestState


class RightsRequest(TenantModel):
    """One row is one request of a person about their own data, with its ten days and its answer.

    States: open → done or refused, for ever; an answer has its words, and a refusal its reason. The request hangs on one of the
    person's records; `organisation` is the agency whose data it is about, empty when it is about all. Some hundreds a year and 구.
    Privacy: that somebody asked, and their words; basis: 개인정보보호법 §35-§37; kept three years after the answer, erased with the record.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="대상"
    )
    organisation = TenantForeignKey(
        "access.Organisation",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="어느 기관의 기록",
    )
    kind = models.CharField("요구", max_length=12, choices=RequestKind)
    words = models.CharField("내용", max_length=500)
    by_proxy = models.CharField("대리인", max_length=60, blank=True)
    received_on = models.DateField("받은 날")
    due_on = models.DateField("처리기한")
    state = models.CharField("상태", max_length=10, choices=RequestState, default=RequestState.OPEN)
    answer = models.CharField("처리 결과", max_length=500, blank=True)
    answered_on = models.DateField("처리한 날", null=True, blank=True)
    received_by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="받은 사람"
    )
    answered_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="처리한 사람",
    )

    class Meta:
        verbose_name = "권리 요구"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_on__isnull=True)
                | (~Q(state="open") & Q(answered_on__isnull=False) & ~Q(answer="")),
                name="rightsrequest_answer_whole",
            ),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="rightsrequest_kind_known"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "record"], name="rightsrequest_record"),
            models.Index(fields=["tenant_id", "due_on"], name="rightsrequest_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on}"
