"""What shared cases give to statistics: how many are open, planned, visited and closed with their goal reached."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from duru.blocks.casework.api import Case
from duru.blocks.statistics.api import (
    AGE,
    DONG,
    SEX,
    Column,
    ColumnKind,
    Dimension,
    Measure,
    MeasureKind,
    Month,
    Question,
    SnapshotTable,
    StandardTable,
    Subject,
    register_standard,
    register_subject,
    register_table,
)
from duru.services.care.enums import Origin, PlanState, VisitState
from duru.services.care.models import CareCase, CarePlan, Visit

_PERSON = "record__links__person"
WHYS = {
    "goal": "목표 달성", "refused": "본인 거절", "moved": "이사", "died": "사망", "facility": "시설 입소", "other": "그 밖",
    "none": "사례로 정하지 않음", "open": "진행 중",
}  # fmt: skip


def _cases(month: Month) -> QuerySet:
    """Cases that were open on any day of the month; whether one was closed by its end, and why."""
    first, until = month.span
    cases = Case.objects.filter(public_id=OuterRef("case_ref"))
    plans = CarePlan.objects.filter(case=OuterRef("pk"), agreed_on__lt=month.until).exclude(state=PlanState.DRAFT)
    visits = Visit.objects.filter(case=OuterRef("pk"), state=VisitState.DONE, at__gte=first, at__lt=until)
    return (
        CareCase.objects.filter(opened_at__lt=until)
        .annotate(closed_at=Subquery(cases.values("closed_at")[:1]))
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=first))
        .annotate(
            why=Coalesce(Subquery(cases.filter(closed_at__lt=until).annotate(why=KT("variables__why")).values("why")[:1]), Value(""), output_field=TextField()),
            is_closed=Q(closed_at__lt=until, closed_at__isnull=False), is_planned=Exists(plans), is_visited=Exists(visits),
            who=F(f"{_PERSON}_id"),
        )
        .order_by()
        .values_list("who", f"{_PERSON}__dong_code", f"{_PERSON}__sex", f"{_PERSON}__birth_on", "organisation__name", "origin", "with_health", "is_planned", "is_visited", "is_closed", "why")
    )  # fmt: skip


TABLE = SnapshotTable(
    "care_cases", "통합사례", "한 줄은 그 달 어느 날에든 열려 있던 통합사례 하나입니다.",
    (
        Column("person", ColumnKind.PERSON), Column("dong", ColumnKind.TEXT), Column("sex", ColumnKind.TEXT), Column("age", ColumnKind.AGE),
        Column("organisation", ColumnKind.TEXT), Column("origin", ColumnKind.TEXT), Column("with_health", ColumnKind.FLAG),
        Column("is_planned", ColumnKind.FLAG), Column("is_visited", ColumnKind.FLAG), Column("is_closed", ColumnKind.FLAG),
        Column("why", ColumnKind.TEXT),
    ),
    _cases,
)  # fmt: skip

CASES = Subject(
    key="care_cases",
    label="통합사례관리",
    row_means="그 달 어느 날에든 열려 있던 통합사례 하나",
    source="건강·복지 통합사례(민원의 진행, 개인별지원계획, 방문)",
    rows="SELECT * FROM {care_cases}",
    dimensions=(
        Dimension("organisation", "맡은 기관", "organisation"), Dimension("origin", "시작", "origin", dict(Origin.choices)),
        Dimension("with_health", "보건소", "CASE WHEN with_health THEN 'y' ELSE 'n' END", {"y": "보건소와 함께", "n": "복지만"}),
        Dimension("why", "마친 까닭", "CASE WHEN NOT is_closed THEN 'open' WHEN coalesce(why, '') = '' THEN 'none' ELSE why END", WHYS),
        DONG, AGE, SEX,
    ),
    measures=(
        Measure("cases", "사례", "건", MeasureKind.COUNT, "", "그 달 어느 날에든 열려 있던 사례. 한 사람의 사례는 한 번에 하나입니다."),
        Measure("planned", "동의한 계획", "건", MeasureKind.COUNT, "is_planned", "본인이 동의한 개인별지원계획이 월말까지 있던 사례"),
        Measure("visited", "방문한 사례", "건", MeasureKind.COUNT, "is_visited", "그 달에 한 번이라도 다녀온 사례"),
        Measure("closed", "마친 사례", "건", MeasureKind.COUNT, "is_closed", "그 달에 마친 사례. 사례로 정하지 않은 것도 듭니다."),
        Measure("reached", "목표 달성", "건", MeasureKind.COUNT, "is_closed AND why = 'goal'", "‘목표 달성’으로 마친 사례"),
        Measure("planned_share", "계획률", "비율", MeasureKind.RATIO, "planned/cases", "동의한 계획 ÷ 사례"),
        Measure("reached_share", "달성률", "비율", MeasureKind.RATIO, "reached/closed", "목표 달성 ÷ 마친 사례"),
    ),
    is_stock=True,
    unit_sql="person",
)  # fmt: skip

STANDARDS = (
    StandardTable("care", "사례관리 달성", "사례와 발굴", Question("care_cases", ("cases", "planned", "visited", "closed", "reached", "reached_share"), rows="organisation"), order=60, is_for_council=True, note="달성률의 분모는 그 달에 마친 사례입니다. 마친 사례가 없으면 비웁니다."),
    StandardTable("care-why", "통합사례를 마친 까닭", "사례와 발굴", Question("care_cases", ("cases",), rows="why"), order=61),
)  # fmt: skip


def register_care() -> None:
    """Register shared cases and their tables."""
    register_table(TABLE)
    register_subject(CASES)
    register_standard(*STANDARDS)
