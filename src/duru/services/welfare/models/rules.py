"""The rule table as rows."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from duru.blocks.benefits.enums import Category
from duru.blocks.tenancy.api import TenantModel
from duru.services.welfare.enums import Counts, GivesWay, Provider, RuleStatus, Same, Unit, Verdict, Window


class OverlapRule(TenantModel):
    """One row is one dated rule about two benefits of one unit; the verdict a pair gets is that of the strongest row.

    In force [effective_from, effective_until). A side fits a benefit when every filled column fits: programmes (names of
    the catalogue), categories, side ("public" grants or "private" handouts). Empty lists fit everything.
    With `counts` (횟수, 개월) the row is a counter: what fits the left side, of one unit, within `days` days of one
    another or within all that is known; more than `most` is too many. `gives_way` names the side that yields to the law that goes first.
    Strength: 금지 before 허용 before 제한 before 주의 before 정보, so that a statute wins over "may combine" and "may
    combine" wins over the soft rules. States: confirmed (read in the law) or to_check.
    Unique by code and first day. Some 30 rows ship with the package (`rules/overlap_rules.csv`), a district edits its
    own. No personal data.
    """

    code = models.CharField("번호", max_length=20)
    title = models.CharField("규칙", max_length=120)
    unit = models.CharField("단위", max_length=10, choices=Unit)
    left_programmes = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="한쪽 급여")
    left_categories = ArrayField(
        models.CharField(max_length=12, choices=Category), default=list, blank=True, verbose_name="한쪽 분류"
    )
    left_side = models.CharField("한쪽 구분", max_length=10, blank=True)
    right_programmes = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="다른 쪽 급여"
    )
    right_categories = ArrayField(
        models.CharField(max_length=12, choices=Category), default=list, blank=True, verbose_name="다른 쪽 분류"
    )
    right_side = models.CharField("다른 쪽 구분", max_length=10, blank=True)
    same = models.CharField("같아야 하는 것", max_length=10, choices=Same, blank=True, default=Same.NOTHING)
    provider = models.CharField("기관", max_length=10, choices=Provider, default=Provider.ANY)
    window = models.CharField("때", max_length=15, choices=Window)
    days = models.PositiveSmallIntegerField("며칠", null=True, blank=True)
    counts = models.CharField("세는 것", max_length=10, choices=Counts, blank=True, default=Counts.NOTHING)
    most = models.PositiveSmallIntegerField("많아야", null=True, blank=True)
    gives_way = models.CharField("물러나는 쪽", max_length=10, choices=GivesWay, blank=True, default=GivesWay.NEITHER)
    verdict = models.CharField("판정", max_length=10, choices=Verdict)
    basis = models.CharField("근거", max_length=200)
    sentence = models.CharField("설명", max_length=300)
    what_to_do = models.CharField("할 일", max_length=300)
    source = models.CharField("출처", max_length=200)
    status = models.CharField("상태", max_length=10, choices=RuleStatus)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "중복 규칙"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "code", "effective_from"], name="overlaprule_once"),
            models.CheckConstraint(
                condition=Q(effective_until__gt=F("effective_from")), name="overlaprule_span_forward"
            ),
            models.CheckConstraint(
                condition=Q(window__in=["within_days", "since_end"], days__gte=1)
                | (~Q(window__in=["within_days", "since_end"]) & Q(days__isnull=True)),
                name="overlaprule_days_with_window",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="overlaprule_has_basis"),
            models.CheckConstraint(
                condition=Q(counts="", most__isnull=True) | (~Q(counts="") & Q(most__gte=1)),
                name="overlaprule_most_with_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
