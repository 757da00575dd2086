"""What the desk of changes gives to statistics: what was paid too much, and what was decided about it (환수·반환)."""

from django.db.models import OuterRef, QuerySet, Subquery

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
from duru.services.changes.enums import ChangeKind, DecisionKind, Duty, RecoveryState
from duru.services.changes.models import Recovery


def _recoveries(month: Month) -> QuerySet:
    """Overpayments of matters opened by the month's end; where each stands is told as of the day the snapshot is made."""
    _, until = month.span
    person = Subquery(Person.objects.filter(public_id=OuterRef("change__person_ref")).values("id")[:1])
    return (
        Recovery.objects.filter(change__opened_at__lt=until)
        .exclude(state=RecoveryState.CANCELLED)
        .annotate(person=person)
        .order_by()
        .values_list("person", "change__dong_code", "change__kind", "programme", "duty", "state", "outcome", "confirmed_won", "estimated_won", "decided_won")
    )  # fmt: skip


TABLE = SnapshotTable(
    "recoveries", "과오지급과 환수", "한 줄은 월말까지 알려진 변동에서 더 지급된 급여 하나입니다. 처리는 자료를 만든 날의 것입니다.",
    (
        Column("person", ColumnKind.PERSON), Column("dong", ColumnKind.TEXT), Column("kind", ColumnKind.TEXT), Column("programme", ColumnKind.TEXT),
        Column("duty", ColumnKind.TEXT), Column("state", ColumnKind.TEXT), Column("outcome", ColumnKind.TEXT),
        Column("confirmed_won", ColumnKind.WON), Column("estimated_won", ColumnKind.WON), Column("decided_won", ColumnKind.WON),
    ),
    _recoveries,
)  # fmt: skip

_TAKEN_BACK = f"outcome IN ('{DecisionKind.RECOVER}', '{DecisionKind.OFFSET}')"
RECOVERIES = Subject(
    key="recoveries",
    label="과오지급과 환수",
    row_means="월말까지 알려진 변동(사망·전출 등) 뒤에 더 지급된 급여 하나",
    source="변동 관리(과오지급 계산과 환수·반환 결정)",
    rows="SELECT * FROM {recoveries}",
    dimensions=(
        Dimension("programme", "급여", "nullif(programme, '')"),
        Dimension("kind", "변동", "kind", dict(ChangeKind.choices)),
        Dimension("duty", "의무", "duty", dict(Duty.choices)),
        Dimension("state", "처리", "state", dict(RecoveryState.choices)),
        Dimension("outcome", "결정", "nullif(outcome, '')", dict(DecisionKind.choices), unknown="아직 결정하지 않음"),
        DONG,
    ),
    measures=(
        Measure("cases", "과오지급", "건", MeasureKind.COUNT, "", "급여 하나를 한 건으로 셉니다. 취소한 것은 빠집니다."),
        Measure("persons", "사람", "명", MeasureKind.DISTINCT, "person", "한 사람은 한 칸에서 한 번만 셉니다."),
        Measure("confirmed", "확정 금액", "원", MeasureKind.SUM, "confirmed_won", "지급 기록으로 확인된 더 지급한 금액"),
        Measure("estimated", "추정 금액", "원", MeasureKind.SUM, "estimated_won", "지급 기록이 없어 월 금액으로 헤아린 금액. 확정 금액과 더하지 않습니다."),
        Measure("decided", "결정", "건", MeasureKind.COUNT, f"state = '{RecoveryState.DECIDED}'", "환수·반환·면제를 결정한 건"),
        Measure("taken_back", "환수 결정액", "원", MeasureKind.SUM, f"CASE WHEN {_TAKEN_BACK} THEN decided_won ELSE 0 END", "환수·반환 또는 상계하기로 결정한 금액. 실제로 낸 금액이 아닙니다."),
        Measure("decided_share", "결정률", "비율", MeasureKind.RATIO, "decided/cases", "결정 ÷ 과오지급"),
    ),
    is_stock=True,
    unit_sql="person",
)  # fmt: skip

STANDARDS = (
    StandardTable("recoveries", "환수(급여별)", "공적급여", Question("recoveries", ("cases", "confirmed", "estimated", "decided", "taken_back", "decided_share"), rows="programme"), order=26, is_for_council=True, note="낸 금액(수납)은 세외수입 체계에 있어 여기에 없습니다."),
    StandardTable("recoveries-outcome", "환수 결정의 종류", "공적급여", Question("recoveries", ("cases", "taken_back"), rows="outcome"), order=27),
)  # fmt: skip


def register_recoveries() -> None:
    """Register overpayments and their tables."""
    register_table(TABLE)
    register_subject(RECOVERIES)
    register_standard(*STANDARDS)
