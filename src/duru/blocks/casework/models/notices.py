"""What applicants were told by text or e-mail."""

from django.db import models
from django.db.models import Q

from duru.blocks.casework.enums import NoticeChannel, NoticeState
from duru.blocks.casework.models.cases import Case, CaseEvent
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Notice(TenantModel):
    """One row is one short notice to an applicant about one line of history, over one channel.

    States: see NoticeState. `carrier` says in words what handed it over, `is_simulated` that nothing left the house. Unique by (event,
    channel): a line is told once. Some five a case of a kind that gives notice.
    Privacy: telephone or e-mail of the applicant; basis: 민원 처리에 관한 법률 시행령 §23, §52; kept and erased with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case = TenantForeignKey(Case, on_delete=models.CASCADE, related_name="notices", verbose_name="민원")
    event = TenantForeignKey(
        CaseEvent, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="알린 이력"
    )
    channel = models.CharField("길", max_length=8, choices=NoticeChannel)
    address = models.CharField("받는 곳", max_length=120)
    words = models.TextField("알린 말", max_length=1000)
    state = models.CharField("상태", max_length=8, choices=NoticeState, default=NoticeState.WAITING)
    made_at = models.DateTimeField("적은 시각")
    sent_at = models.DateTimeField("보낸 시각", null=True, blank=True)
    carrier = models.CharField("보낸 방법", max_length=40, blank=True)
    is_simulated = models.BooleanField("모의", default=False)

    class Meta:
        verbose_name = "신청인 알림"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "event", "channel"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", sent_at__isnull=True) | (~Q(state="waiting") & Q(sent_at__isnull=False)),
                name="notice_sent_whole",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "id"], name="notice_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.words[:40]}"
