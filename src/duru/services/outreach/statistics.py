"""What outreach gives to statistics: how many households of the month's lists were reached and settled, in time, with what result."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

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
from duru.services.outreach.models import ContactTry, Lead
from duru.services.outreach.rules import Result, all_rows

_PERSON = "record__links__person"


def _leads(month: Month) -> QuerySet:
    """Leads that came in during the month, as they stood at its end."""
    first, until = month.span
    is_closed = Q(closed_at__isnull=False, closed_at__lt=until)
    tries = ContactTry.objects.filter(lead=OuterRef("pk"), at__lt=until)
    return (
        Lead.objects.filter(received_at__gte=first, received_at__lt=until)
        .annotate(
            who=F(f"{_PERSON}_id"), is_closed=is_closed, is_tried=Exists(tries),
            by_end=Case(When(is_closed, then=F("result")), default=Value("")),
            # What is still open is late when its day has passed by the month's end.
            is_late=Q(closed_at__date__gt=F("due_on"), closed_at__lt=until) | (~is_closed & Q(due_on__lt=month.until)),
            origin=Case(When(tip__isnull=False, then=Value("tip")), default=Value("list")),
        )
        .order_by()
        .values_list("who", f"{_PERSON}__dong_code", f"{_PERSON}__sex", f"{_PERSON}__birth_on", "organisation__name", "origin", "is_tried", "is_closed", "is_late", "by_end")
    )  # fmt: skip


TABLE = SnapshotTable(
    "leads", "위기가구 발굴", "한 줄은 그 달에 받은 발굴 대상 하나이고, 처리는 월말까지의 것입니다.",
    (
        Column("person", ColumnKind.PERSON), Column("dong", ColumnKind.TEXT), Column("sex", ColumnKind.TEXT), Column("age", ColumnKind.AGE),
        Column("organisation", ColumnKind.TEXT), Column("origin", ColumnKind.TEXT), Column("is_tried", ColumnKind.FLAG),
        Column("is_closed", ColumnKind.FLAG), Column("is_late", ColumnKind.FLAG), Column("result", ColumnKind.TEXT),
    ),
    _leads,
)  # fmt: skip


def _subject() -> Subject:
    results = {row.key: row.label for row in all_rows(Result)}
    hits = ", ".join(f"'{row.key}'" for row in all_rows(Result) if row.is_hit)
    return Subject(
        key="leads",
        label="위기가구 발굴",
        row_means="그 달에 받은 발굴 대상(명단의 한 집 또는 신고 한 건) 하나",
        source="위기가구 발굴 명단, 이웃의 신고, 연락 기록과 처리 결과",
        rows="SELECT * FROM {leads}",
        dimensions=(
            Dimension("organisation", "맡은 동", "organisation", unknown="아직 맡기지 않음"),
            Dimension("result", "결과", "nullif(result, '')", results, unknown="처리 중"),
            Dimension("origin", "어디서", "origin", {"list": "발굴 명단", "tip": "신고"}),
            DONG, AGE, SEX,
        ),
        measures=(
            Measure("cases", "받은 대상", "건", MeasureKind.COUNT, "", "그 달에 받은 발굴 대상. 같은 사람이 두 회차에 들면 두 건입니다."),
            Measure("tried", "연락한 대상", "건", MeasureKind.COUNT, "is_tried", "월말까지 전화·방문·안내문을 한 번이라도 한 대상"),
            Measure("closed", "처리", "건", MeasureKind.COUNT, "is_closed", "월말까지 결과를 적고 마친 대상"),
            Measure("helped", "도움으로 이어짐", "건", MeasureKind.COUNT, f"is_closed AND result IN ({hits})", "공적지원·민간서비스·통합사례로 이어진 대상(결과표의 ‘발굴 성과’)"),
            Measure("late", "기한 넘김", "건", MeasureKind.COUNT, "is_late", "처리 기한 뒤에 마쳤거나, 기한이 지났는데 월말까지 열려 있는 대상"),
            Measure("closed_share", "처리율", "비율", MeasureKind.RATIO, "closed/cases", "처리 ÷ 받은 대상"),
            Measure("helped_share", "지원율", "비율", MeasureKind.RATIO, "helped/closed", "도움으로 이어짐 ÷ 처리"),
        ),
        unit_sql="person",
    )  # fmt: skip


STANDARDS = (
    StandardTable("outreach", "발굴 처리율", "사례와 발굴", Question("leads", ("cases", "tried", "closed", "helped", "late", "closed_share"), rows="organisation"), order=62, is_for_council=True, note="월말에 막 받은 명단은 처리율이 낮게 보입니다. 다음 달에 새 판을 만들어도 그 달 말까지의 처리만 셉니다."),
    StandardTable("outreach-results", "발굴 결과", "사례와 발굴", Question("leads", ("cases",), rows="result"), n_months=6, order=63),
)  # fmt: skip


def register_outreach() -> None:
    """Register leads and their tables."""
    register_table(TABLE)
    register_subject(_subject())
    register_standard(*STANDARDS)
