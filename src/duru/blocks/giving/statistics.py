"""What the door gives to statistics: 후원금품 수불, by item and not by person."""

from decimal import Decimal

from django.db.models import Case, DecimalField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from duru.blocks.benefits.enums import Category, Funding
from duru.blocks.giving.models import Lot
from duru.blocks.statistics.api import (
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

_COLUMNS = (
    Column("organisation", ColumnKind.TEXT), Column("item", ColumnKind.TEXT), Column("category", ColumnKind.TEXT),
    Column("funding", ColumnKind.TEXT), Column("n_left", ColumnKind.NUMBER), Column("n_in", ColumnKind.NUMBER),
    Column("n_out", ColumnKind.NUMBER), Column("won_each", ColumnKind.WON),
)  # fmt: skip
_NOUGHT = Value(Decimal(0), output_field=DecimalField())


def _lots(month: Month) -> QuerySet:
    """Every delivery up to the month's end, with what came in and went out during the month and what was left."""
    by_end = Q(entries__on__lt=month.until)
    in_month = by_end & Q(entries__on__gte=month.first)
    moved = Coalesce(Sum("entries__stock_change", filter=by_end), _NOUGHT, output_field=DecimalField())
    out = Coalesce(Sum("entries__stock_change", filter=in_month), _NOUGHT, output_field=DecimalField())
    came = Q(received_on__gte=month.first)
    return (
        Lot.objects.filter(received_on__lt=month.until)
        .annotate(left=F("quantity") + moved, out=-out)
        .order_by()
        .values_list("item__organisation__name", "item__name", "item__category", "funding", "left", _came(came), "out", "item__value_won")
    )  # fmt: skip


def _came(came: Q) -> Case:
    return Case(When(came, then=F("quantity")), default=_NOUGHT, output_field=DecimalField())


TABLE = SnapshotTable(
    "stock",
    "후원금품 수불",
    "한 줄은 월말까지 들어온 물품 한 번의 입고와 그 달의 들고 남, 월말에 남은 것입니다.",
    _COLUMNS,
    _lots,
)

STOCK = Subject(
    key="stock",
    label="후원금품 수불",
    row_means="월말까지 들어온 물품 한 번의 입고",
    source="나눔 창구의 입고와 장부",
    rows="SELECT * FROM {stock}",
    dimensions=(
        Dimension("organisation", "기관", "organisation"), Dimension("category", "분야", "nullif(category, '')", dict(Category.choices)),
        Dimension("funding", "재원", "funding", dict(Funding.choices)), Dimension("item", "품목", "item"),
    ),
    measures=(
        Measure("came", "들어온 수량", "개", MeasureKind.SUM, "n_in", "그 달에 들어온 수량. 단위(포, 상자 …)가 다른 품목을 더하면 뜻이 없으므로 품목이나 금액으로 봅니다."),
        Measure("went", "나간 수량", "개", MeasureKind.SUM, "n_out", "그 달에 나간 수량에서 되돌아온 것과 취소를 뺀 것"),
        Measure("left", "남은 수량", "개", MeasureKind.SUM, "n_left", "월말에 남은 수량"),
        Measure("won_in", "들어온 금액", "원", MeasureKind.SUM, "n_in * won_each", "들어온 수량 × 한 단위의 값. 값을 모르는 물품은 0원으로 셉니다."),
        Measure("won_out", "나간 금액", "원", MeasureKind.SUM, "n_out * won_each", "나간 수량 × 한 단위의 값"),
        Measure("won_left", "남은 금액", "원", MeasureKind.SUM, "n_left * won_each", "월말에 남은 수량 × 한 단위의 값"),
    ),
    is_stock=True,
)  # fmt: skip

STANDARDS = (
    StandardTable("stock-items", "후원금품 수불(품목별)", "나눔과 자원", Question("stock", ("came", "went", "left", "won_left"), rows="item"), order=36, chart="", is_for_council=True, note="사회복지사업법 §45의 수입·사용 보고에 쓰는 수량입니다."),
    StandardTable("stock-agencies", "후원금품 수불(기관별)", "나눔과 자원", Question("stock", ("won_in", "won_out", "won_left"), rows="organisation"), order=37),
)  # fmt: skip


def register_stock() -> None:
    """Register what the door keeps."""
    register_table(TABLE)
    register_subject(STOCK)
    register_standard(*STANDARDS)
