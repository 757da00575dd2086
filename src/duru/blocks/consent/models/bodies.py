"""Which agencies may be told of public benefits at all."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.consent.enums import BodyClause
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class SharingBody(TenantModel):
    """One row says that an agency is a body with which public benefits may be shared, by which clause and by which paper.

    Without a row no agency learns of 공적급여, whatever its kind and whatever the person agreed to. In force
    [from_on, until_on), open where empty; ended rows stay. Some tens a tenant.
    Privacy: no personal data but who wrote it. Source: 사회보장급여법 §15④·영 §9③, §24③·영 §14⑥.
    """

    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기관"
    )
    clause = models.CharField("근거", max_length=20, choices=BodyClause)
    proof = models.CharField("근거 서류", max_length=120, help_text="법인·시설 신고번호나 협의체 회의 문서번호")
    from_on = models.DateField("시작일")
    until_on = models.DateField("종료일(포함하지 않음)", null=True, blank=True)
    recorded_at = models.DateTimeField("기록 시각")
    recorded_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="기록한 사람",
    )

    class Meta:
        verbose_name = "정보공유 기관"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "organisation", "from_on"], name="sharingbody_once_a_day"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="sharingbody_span_forward"),
            models.CheckConstraint(condition=~Q(proof=""), name="sharingbody_has_proof"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clause_display()} {self.from_on}"
