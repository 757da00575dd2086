"""The register of graves; meetings about a case, and what it costs."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.tenancy.api import TenantModel
from duru.kernel.ids import new_public_id
from duru.services.permits.enums import ChargeKind, MeetingKind


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


class Meeting(TenantModel):
    """One row is one meeting about a case: 실무심의회, 조정위원회 or the 일괄협의회 of a 개발행위.

    Called with place, agenda and the departments asked to come; `minutes` and `result` are written once, after it was held, and then
    stay. Rarely more than two a case. Privacy: what was said about an applicant's matter; kept and erased with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case_ref = models.CharField("민원", max_length=26)
    kind = models.CharField("종류", max_length=20, choices=MeetingKind)
    held_at = models.DateTimeField("여는 때")
    place = models.CharField("곳", max_length=120)
    agenda = models.TextField("안건", max_length=2000)
    departments = models.JSONField("부르는 부서", default=list)
    called_at = models.DateTimeField("알린 때")
    called_by = models.CharField("알린 이", max_length=60)
    attendees = models.TextField("온 사람", max_length=1000, blank=True)
    minutes = models.TextField("회의 내용", max_length=8000, blank=True)
    result = models.TextField("결과", max_length=2000, blank=True)
    written_at = models.DateTimeField("회의록을 적은 때", null=True, blank=True)
    written_by = models.CharField("회의록을 적은 이", max_length=60, blank=True)

    class Meta:
        verbose_name = "회의"
        constraints = [
            models.CheckConstraint(condition=Q(held_at__gt=F("called_at")), name="meeting_called_before"),
            models.CheckConstraint(
                condition=Q(written_at__isnull=True, result="") | (Q(written_at__isnull=False) & ~Q(result="")),
                name="meeting_minutes_whole",
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "case_ref", "held_at"], name="meeting_of_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_at:%Y-%m-%d}"


class Charge(TenantModel):
    """One row is one fee, levy or deposit that comes with a case (수수료, 부담금, 이행보증금): how much, by which law, until when, when paid.

    `paid_on` is empty until it came in; nothing is collected here. Unique by case and name. A few a case.
    Privacy: what an applicant owes; kept and erased with the case.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    case_ref = models.CharField("민원", max_length=26)
    kind = models.CharField("종류", max_length=12, choices=ChargeKind)
    name = models.CharField("이름", max_length=80)
    amount_won = models.BigIntegerField("금액(원)")
    basis = models.CharField("근거", max_length=120)
    due_on = models.DateField("내는 날", null=True, blank=True)
    paid_on = models.DateField("낸 날", null=True, blank=True)
    set_at = models.DateTimeField("정한 때")
    set_by = models.CharField("정한 이", max_length=60)

    class Meta:
        verbose_name = "수수료·부담금"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "case_ref", "name"], name="charge_once"),
            models.CheckConstraint(condition=Q(amount_won__gt=0), name="charge_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.amount_won}"
