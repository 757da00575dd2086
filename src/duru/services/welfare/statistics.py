"""What the check gives to statistics: overlaps with their decisions, and gifts in spite of a warning."""

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from duru.blocks.benefits.api import Category
from duru.blocks.registry.api import Person
from duru.blocks.statistics.api import (
    DONG,
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
from duru.services.welfare.enums import Decision, Reason, Verdict
from duru.services.welfare.models import GiftOverride, Mark, Overlap


def _person(column: str = "person_ref") -> Subquery:
    return Subquery(Person.objects.filter(public_id=OuterRef(column)).values("id")[:1])


def _overlaps(month: Month) -> QuerySet:
    """Overlaps whose last day lies in the month, with what was decided about them as they are."""
    decided = Mark.objects.filter(fingerprint=OuterRef("fingerprint"), digest=OuterRef("digest")).order_by("-at", "-id")
    return (
        Overlap.objects.filter(until_on__gt=month.first, until_on__lte=month.until)
        .annotate(person=_person(), decision=Coalesce(Subquery(decided.values("decision")[:1]), Value("")))
        .order_by()
        .values_list("person", "dong_code", "verdict", "category", "decision", "stake_won", "n_organisations")
    )


def _overrides(month: Month) -> QuerySet:
    first, until = month.span
    return (
        GiftOverride.objects.filter(at__gte=first, at__lt=until)
        .annotate(person=_person())
        .order_by()
        .values_list("person", "organisation__name", "verdict", "category", "reason")
    )


TABLES = (
    SnapshotTable(
        "overlaps", "겹친 지원", "한 줄은 그 달에 끝난(마지막 날이 든) 겹친 지원 한 묶음입니다. 점검을 읽은 때의 결과입니다.",
        (
            Column("person", ColumnKind.PERSON), Column("dong", ColumnKind.TEXT), Column("verdict", ColumnKind.TEXT),
            Column("category", ColumnKind.TEXT), Column("decision", ColumnKind.TEXT), Column("won", ColumnKind.WON),
            Column("n_organisations", ColumnKind.INT),
        ),
        _overlaps,
    ),
    SnapshotTable(
        "overrides", "예외 제공", "한 줄은 그 달에 경고를 보고도 까닭을 적고 주기로 한 결정 하나입니다.",
        (
            Column("person", ColumnKind.PERSON), Column("organisation", ColumnKind.TEXT), Column("verdict", ColumnKind.TEXT),
            Column("category", ColumnKind.TEXT), Column("reason", ColumnKind.TEXT),
        ),
        _overrides,
    ),
)  # fmt: skip

_VERDICT = Dimension("verdict", "판정", "verdict", dict(Verdict.choices))
_CATEGORY = Dimension("category", "분야", "nullif(category, '')", dict(Category.choices))

OVERLAPS = Subject(
    key="overlaps",
    label="겹친 지원(중복 경고)",
    row_means="그 달에 마지막 날이 든 겹친 지원 한 묶음",
    source="중복 점검의 결과와 담당자의 결정",
    rows="SELECT * FROM {overlaps}",
    dimensions=(_VERDICT, _CATEGORY, DONG, Dimension("decision", "결정", "nullif(decision, '')", dict(Decision.choices), unknown="아직 결정하지 않음")),
    measures=(
        Measure("cases", "경고", "묶음", MeasureKind.COUNT, "", "규칙 하나가 말하는 급여·제공의 묶음. 같은 사람이 여러 규칙에 걸릴 수 있습니다."),
        Measure("persons", "사람", "명", MeasureKind.DISTINCT, "person", "묶음의 대표로 적힌 사람. 가구 규칙은 한 가구에 한 명입니다."),
        Measure("justified", "정당함으로 승인", "묶음", MeasureKind.COUNT, f"decision = '{Decision.JUSTIFIED}'", "담당자가 사유를 골라 정당하다고 한 묶음"),
        Measure("won", "관련 금액", "원", MeasureKind.SUM, "won", "묶음에서 가장 값진 하나를 뺀 나머지의 금액"),
    ),
    unit_sql="person",
)  # fmt: skip

OVERRIDES = Subject(
    key="overrides",
    label="경고를 보고도 준 것",
    row_means="경고를 보고도 까닭을 적고 주기로 한 결정 하나",
    source="주기 전 확인",
    rows="SELECT * FROM {overrides}",
    dimensions=(Dimension("reason", "까닭", "reason", dict(Reason.choices)), Dimension("organisation", "기관", "organisation"), _VERDICT, _CATEGORY),
    measures=(
        Measure("cases", "결정", "건", MeasureKind.COUNT, "", "예외로 주기로 한 결정 하나를 한 건으로 셉니다."),
        Measure("persons", "사람", "명", MeasureKind.DISTINCT, "person", "예외로 받은 사람. 한 칸에서 한 번만 셉니다."),
    ),
    unit_sql="person",
)  # fmt: skip

STANDARDS = (
    StandardTable("overlaps-verdict", "중복 경고와 승인", "고름", Question("overlaps", ("cases", "justified", "won"), rows="verdict"), order=42, is_for_council=True),
    StandardTable("overlaps-dong", "동별 중복 경고", "고름", Question("overlaps", ("cases",), rows="dong", columns="verdict"), order=43),
    StandardTable("overrides", "예외 제공의 까닭", "고름", Question("overrides", ("cases", "persons"), rows="reason"), order=44),
)  # fmt: skip


def register_welfare() -> None:
    """Register what the check found."""
    for table in TABLES:
        register_table(table)
    for subject in (OVERLAPS, OVERRIDES):
        register_subject(subject)
    register_standard(*STANDARDS)
