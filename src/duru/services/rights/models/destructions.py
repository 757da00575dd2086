"""What was destroyed."""

from django.db import models

from duru.blocks.tenancy.api import TenantModel
from duru.services.rights.enums import Subject


class Destruction(TenantModel):
    """One row is one line of the 파기대장: so many rows of one kind were destroyed, why and on whose word.

    `on` is the day as of which time was over. Rows are only added. Some tens a year.
    Privacy: numbers only. Source: 표준 개인정보 보호지침 (파기 관리대장, 확인 필요).
    """

    on = models.DateField("기준일")
    at = models.DateTimeField("파기 시각")
    subject = models.CharField("대상", max_length=12, choices=Subject)
    n_rows = models.PositiveIntegerField("건수")
    reason = models.CharField("사유", max_length=200)
    basis = models.CharField("근거", max_length=200)
    by_ref = models.CharField("파기한 사람", max_length=60)
    by_name = models.CharField("파기한 사람 이름", max_length=40)

    class Meta:
        verbose_name = "파기대장"

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.n_rows} {self.on}"
