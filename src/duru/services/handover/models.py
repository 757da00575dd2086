"""Letters about people who moved, between two local governments."""

from django.db import models
from django.db.models import Q

from duru.blocks.tenancy.api import CurrentTenant, Tenant
from duru.kernel.ids import new_public_id
from duru.services.handover.enums import HandoverState


class Handover(models.Model):
    """One row is one letter about one person from the local government they left to the one they moved to.

    States: sent, then accepted, refused, withdrawn or expired, each final. Seen by the two parties alone, and neither can readdress it. `sealed`
    holds the package encrypted, empty once it is over (constraint). `person_ref` is the sender's own word for the person, `record_id` the
    record the receiver made; neither says anything to the other side. One waiting letter a person. 100,000 a year for the nation.
    Privacy: identity, contact, needs and help received of a person, as far as agreed to (개인정보보호법 §17①1); never health. The package goes
    when refused, withdrawn, after 30 days without an answer, 90 days after it was accepted; the empty row five years later (사회보장급여법 §34).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    sender = models.ForeignKey(
        Tenant,
        on_delete=models.PROTECT,
        related_name="+",
        db_default=CurrentTenant(),
        editable=False,
        verbose_name="보낸 곳",
    )
    receiver = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+", verbose_name="받는 곳")
    state = models.CharField("상태", max_length=10, choices=HandoverState, default=HandoverState.SENT)
    person_ref = models.CharField("보낸 곳의 사람", max_length=26)
    items = models.JSONField("동의한 항목", default=list)
    sealed = models.BinaryField("봉한 내용", null=True)
    sent_at = models.DateTimeField("보낸 시각")
    sent_by = models.CharField("보낸 사람", max_length=120)
    answered_at = models.DateTimeField("답한 시각", null=True, blank=True)
    answered_by = models.CharField("답한 사람", max_length=120, blank=True)
    answer = models.CharField("답", max_length=200, blank=True)
    record_id = models.BigIntegerField("받은 곳의 기록", null=True, blank=True)

    class Meta:
        verbose_name = "전출지 인계"
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "person_ref"], condition=Q(state="sent"), name="handover_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted"]) | Q(sealed__isnull=True), name="handover_over_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["receiver", "state", "sent_at"], name="handover_inbox")]

    def __str__(self) -> str:
        return f"전출지 인계 {self.public_id}"
