"""The register of graves."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.tenancy.api import TenantModel
from duru.kernel.ids import new_public_id


class Grave(TenantModel):
    """One row is one grave of a private cemetery (묘적부): where it lies, who rests there, until when it may stand.

    `ends_on` is the first day after its term, counted by `rules.grave_term`; `extended_years` is empty until the one extension.
    `removed_on` is set when stones and remains are gone. `case_ref` is the public id of the case it came from, empty for one
    that was there before. Unique by nothing but its id: two graves may lie on one lot. Some 10,000 in a 구, 15 million in the nation.
    Privacy: names of the dead and of who looks after the grave, with telephone; basis 장사법 제22조, 시행령 제40조의2; kept as long as
    the grave stands.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case_ref = models.CharField("민원", max_length=26, blank=True)
    kind = models.CharField("시설 종류", max_length=40)
    lot = models.CharField("토지 지번", max_length=100)
    area_m2 = models.DecimalField("면적(㎡)", max_digits=10, decimal_places=2, null=True, blank=True)
    deceased_name = models.CharField("모신 분", max_length=60)
    buried_on = models.DateField("매장한 날")
    joined_on = models.DateField("합장한 날", null=True, blank=True)
    keeper_name = models.CharField("연고자", max_length=60)
    keeper_phone = models.CharField("연고자 전화", max_length=20, blank=True)
    extended_years = models.PositiveSmallIntegerField("연장한 해", null=True, blank=True)
    ends_on = models.DateField("설치기간이 끝난 다음 날")
    removed_on = models.DateField("정리한 날", null=True, blank=True)
    entered_at = models.DateTimeField("적은 시각")

    class Meta:
        verbose_name = "분묘"
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True) | Q(joined_on__gte=F("buried_on")), name="grave_joined_after"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("buried_on")), name="grave_ends_after"),
        ]
        indexes = [
            models.Index(
                fields=["tenant_id", "ends_on", "id"], name="grave_ends", condition=Q(removed_on__isnull=True)
            ),
            models.Index(fields=["tenant_id", "case_ref"], name="grave_of_case", condition=~Q(case_ref="")),
        ]

    def __str__(self) -> str:
        return f"{self.lot} {self.deceased_name}"
