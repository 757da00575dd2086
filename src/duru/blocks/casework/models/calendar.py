"""Days and hours an office works, as far as rules alone do not say."""

from datetime import time

from django.db import models
from django.db.models import F, Q

from duru.blocks.casework.enums import HolidayKind
from duru.blocks.tenancy.api import TenantModel


class NamedHoliday(TenantModel):
    """One row is a day off that no rule gives: 임시공휴일 or an election day, entered the day it is announced.

    The holidays by rule come from kernel.holidays_kr and are not rows. `source` names the announcement. Unique by
    (tenant, day). One or two rows a year. No personal data.
    """

    on = models.DateField("날짜")
    name = models.CharField("이름", max_length=60)
    kind = models.CharField("종류", max_length=10, choices=HolidayKind, default=HolidayKind.EXTRA)
    source = models.CharField("근거", max_length=120)
    added_at = models.DateTimeField("등록 시각")

    class Meta:
        verbose_name = "정한 공휴일"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "on"], name="namedholiday_day_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class CounterHours(TenantModel):
    """One row says from which day on which office hours hold (민원 처리에 관한 법률 시행령 §8의3, 조례), until the next row.

    Without a row 9–18 with lunch 12–13 holds. Unique by (tenant, first day). No personal data.
    """

    from_on = models.DateField("시행일")
    opens = models.TimeField("시작", default=time(9))
    closes = models.TimeField("끝", default=time(18))
    lunch_from = models.TimeField("점심 시작", null=True, blank=True, default=time(12))
    lunch_until = models.TimeField("점심 끝", null=True, blank=True, default=time(13))
    source = models.CharField("근거", max_length=120)

    class Meta:
        verbose_name = "정한 근무시간"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "from_on"], name="counterhours_day_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="counterhours_forward"),
            models.CheckConstraint(
                condition=Q(lunch_from__isnull=True, lunch_until__isnull=True)
                | Q(lunch_from__gte=F("opens"), lunch_until__gt=F("lunch_from"), lunch_until__lte=F("closes")),
                name="counterhours_lunch_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} {self.opens:%H:%M}–{self.closes:%H:%M}"
