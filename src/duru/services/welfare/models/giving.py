"""What was given in spite of a warning, and lists checked before anything is given."""

from django.db import models
from django.db.models import Q

from duru.blocks.benefits.enums import Category, Per
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id
from duru.services.welfare.enums import ListState, Reason, Verdict


class GiftOverride(TenantModel):
    """One row says that somebody decides to give although the check warned, and why; never changed.

    The rule and verdict are those that the check found again at that moment, so that an agency, which reads no rule about
    others' records, writes the same row. `person_ref` names the person by public id, so that a split or an erasure is not
    held up by it. Counted in the report by rule and reason. Some 2 % of what is given, 10,000 a year and 구.
    Privacy: who got what in spite of what; basis: 사회보장급여법 §9①, §15; kept 5 years (§34).
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    person_ref = models.CharField("대상", max_length=26)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="주는 기관"
    )
    rule_code = models.CharField("규칙", max_length=20)
    verdict = models.CharField("판정", max_length=10, choices=Verdict)
    category = models.CharField("분류", max_length=12, choices=Category)
    programme = models.CharField("세부 품목", max_length=60, blank=True)
    reason = models.CharField("사유", max_length=20, choices=Reason)
    note = models.CharField("메모", max_length=200, blank=True)
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="결정한 사람"
    )
    at = models.DateTimeField("결정 시각")

    class Meta:
        verbose_name = "예외 제공"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="giftoverride_has_reason")]
        indexes = [
            models.Index(fields=["tenant_id", "-at"], name="giftoverride_latest"),
            models.Index(fields=["tenant_id", "person_ref"], name="giftoverride_person"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_code} {self.get_reason_display()}"


class ListCheck(TenantModel):
    """One row is one list of recipients checked as a whole before anything is given, with the gift they are to get.

    States: waiting, running (`n_done` of `n_rows`), done, failed. `rows` are the lines as typed (name, birth, sex, phone,
    address), `answers` one answer a line in the words of the sheet: the asker's own light and what to do, nothing more.
    A worker that was killed starts again at the first line without an answer. A few hundred a year and 구.
    Privacy: names and addresses of those who are to get something; basis: consent or the agency's own contract; rows and
    answers are wiped 30 days after the check, the counts stay.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    title = models.CharField("이름", max_length=120)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="묻는 기관"
    )
    by = TenantForeignKey(
        "access.Membership", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="맡긴 사람"
    )
    at = models.DateTimeField("맡긴 시각")
    category = models.CharField("분류", max_length=12, choices=Category)
    programme = models.CharField("세부 품목", max_length=60, blank=True)
    campaign_key = models.CharField("캠페인", max_length=60, blank=True)
    per = models.CharField("단위(개인·가구)", max_length=10, choices=Per)
    given_on = models.DateField("줄 날")
    state = models.CharField("상태", max_length=10, choices=ListState, default=ListState.WAITING)
    n_rows = models.PositiveIntegerField("명단의 줄")
    n_done = models.PositiveIntegerField("확인한 줄", default=0)
    counts = models.JSONField("집계", default=dict)
    rows = models.JSONField("명단", default=list)
    answers = models.JSONField("답", default=list)
    finished_at = models.DateTimeField("끝난 시각", null=True, blank=True)
    wiped_at = models.DateTimeField("명단 지운 시각", null=True, blank=True)

    class Meta:
        verbose_name = "명단 확인"
        indexes = [models.Index(fields=["tenant_id", "organisation", "-at"], name="listcheck_latest")]

    def __str__(self) -> str:
        return self.title
