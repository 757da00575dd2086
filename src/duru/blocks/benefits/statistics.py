"""What the ledger gives to statistics: 공적급여, 제공 기록 and 욕구 at a month's end, and the tables everybody asks for."""

from django.db.models import Q, QuerySet

from duru.blocks.benefits.enums import Category, Funding, GrantState, Per
from duru.blocks.benefits.models import Grant, Handout, Need
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

_PERSON = "record__links__person"
_WHO = (f"{_PERSON}_id", f"{_PERSON}__dong_code", f"{_PERSON}__sex", f"{_PERSON}__birth_on")
_WHO_COLUMNS = (
    Column("person", ColumnKind.PERSON), Column("dong", ColumnKind.TEXT), Column("sex", ColumnKind.TEXT),
    Column("age", ColumnKind.AGE),
)  # fmt: skip


def _handouts(month: Month) -> QuerySet:
    return (
        Handout.objects.filter(given_on__gte=month.first, given_on__lt=month.until)
        .order_by()
        .values_list(*_WHO, "organisation__name", "category", "programme", "campaign_key", "per", "funding", "value_won", "given_on")
    )  # fmt: skip


def _grants(month: Month) -> QuerySet:
    """Benefits that were in force at any time from the month's first day on to its last, or ended with its first day."""
    return (
        Grant.objects.filter(from_on__lt=month.until)
        .filter(Q(until_on__isnull=True) | Q(until_on__gte=month.first))
        .order_by()
        .values_list(*_WHO, "organisation__name", "category", "programme", "per", "state", "amount_won", "from_on", "until_on", f"{_PERSON}__status", f"{_PERSON}__status_on")
    )  # fmt: skip


def _needs(month: Month) -> QuerySet:
    return (
        Need.objects.filter(since_on__lt=month.until)
        .order_by()
        .values_list(*_WHO, "organisation__name", "category", "kind", "since_on")
    )


TABLES = (
    SnapshotTable(
        "handouts", "제공 기록", "한 줄은 그 달에 기관이 한 사람이나 한 가구에 준 것 하나입니다(준 날로 셈).",
        (
            *_WHO_COLUMNS, Column("organisation", ColumnKind.TEXT), Column("category", ColumnKind.TEXT),
            Column("programme", ColumnKind.TEXT), Column("campaign", ColumnKind.TEXT), Column("per", ColumnKind.TEXT),
            Column("funding", ColumnKind.TEXT), Column("won", ColumnKind.WON), Column("given_on", ColumnKind.DAY),
        ),
        _handouts,
    ),
    SnapshotTable(
        "grants", "공적급여", "한 줄은 그 달 어느 날에든 유효했던 공적급여 하나입니다.",
        (
            *_WHO_COLUMNS, Column("organisation", ColumnKind.TEXT), Column("category", ColumnKind.TEXT),
            Column("programme", ColumnKind.TEXT), Column("per", ColumnKind.TEXT), Column("state", ColumnKind.TEXT),
            Column("won", ColumnKind.WON), Column("from_on", ColumnKind.DAY), Column("until_on", ColumnKind.DAY),
            Column("status", ColumnKind.TEXT), Column("status_on", ColumnKind.DAY),
        ),
        _grants,
    ),
    SnapshotTable(
        "needs", "욕구·위기", "한 줄은 월말까지 알려진 한 사람의 어려움 하나입니다.",
        (
            *_WHO_COLUMNS, Column("organisation", ColumnKind.TEXT), Column("category", ColumnKind.TEXT),
            Column("kind", ColumnKind.TEXT), Column("since_on", ColumnKind.DAY),
        ),
        _needs,
    ),
)  # fmt: skip

_CATEGORY = Dimension("category", "분야", "nullif(category, '')", dict(Category.choices))
_ORGANISATION = Dimension("organisation", "기관", "organisation")
_PROGRAMME = Dimension("programme", "급여", "nullif(programme, '')")
_PER = Dimension("per", "단위", "per", dict(Per.choices))
_FUNDING = Dimension("funding", "재원", "funding", dict(Funding.choices))
_WHO_DIMENSIONS = (DONG, AGE, SEX)

_PERSONS = Measure("persons", "사람", "명", MeasureKind.DISTINCT, "person", "한 사람은 한 칸에서 한 번만 셉니다. 여러 칸에 들 수 있어 칸을 더하면 모두보다 많을 수 있습니다.")  # fmt: skip
_CASES = Measure("cases", "건수", "건", MeasureKind.COUNT, "", "기록 한 줄을 한 건으로 셉니다.")

RECIPIENTS = Subject(
    key="recipients",
    label="공적급여를 받는 사람",
    row_means="월말에 유효한(지급 정지·종료가 아닌) 공적급여 한 건",
    source="공적급여 명단(받은 자료)",
    rows=(
        "SELECT * FROM {grants} WHERE from_on <= last_day(month) AND (until_on IS NULL OR until_on > last_day(month)) "
        f"AND state <> '{GrantState.SUSPENDED}'"
    ),
    dimensions=(*_WHO_DIMENSIONS, _PROGRAMME, _CATEGORY, _PER, _ORGANISATION),
    measures=(
        _PERSONS, _CASES,
        Measure("won", "월 급여액", "원", MeasureKind.SUM, "won", "명단에 적힌 월 금액의 합. 금액이 없는 급여(서비스)는 0원으로 셉니다."),
        Measure("won_each", "1인당 월 급여액", "원", MeasureKind.RATIO, "won/persons", "월 급여액 ÷ 받는 사람"),
    ),
    is_stock=True,
    unit_sql="person",
)  # fmt: skip

CHANGES = Subject(
    key="grant_changes",
    label="공적급여 신규·중지",
    row_means="그 달에 새로 시작하거나 끝난 공적급여 한 건",
    source="공적급여 명단(개시일·종료일), 주민 상태(사망·전출)",
    rows=(
        "SELECT *, 'new' AS change, '' AS reason FROM {grants} WHERE from_on >= month AND from_on <= last_day(month) "
        "UNION ALL SELECT *, 'stopped', CASE WHEN status = 'dead' AND status_on <= last_day(month) THEN 'dead' "
        "WHEN status = 'moved_out' AND status_on <= last_day(month) THEN 'moved_out' ELSE 'other' END "
        "FROM {grants} WHERE until_on > month AND until_on <= last_day(month) + 1"
    ),
    dimensions=(
        Dimension("change", "신규·중지", "change", {"new": "신규", "stopped": "중지"}),
        Dimension("reason", "중지 사유", "nullif(reason, '')", {"dead": "사망", "moved_out": "전출", "other": "그 밖(명단에 사유 없음)"}, unknown="신규"),
        *_WHO_DIMENSIONS, _PROGRAMME, _CATEGORY,
    ),
    measures=(_CASES, _PERSONS),
    unit_sql="person",
)  # fmt: skip

HANDOUTS = Subject(
    key="handouts",
    label="기관이 준 것",
    row_means="그 달에 기관이 준 것 하나(준 날로 셈)",
    source="기관의 제공 기록과 나눔 창구",
    rows="SELECT * FROM {handouts}",
    dimensions=(*_WHO_DIMENSIONS, _CATEGORY, _ORGANISATION, _FUNDING, _PER, Dimension("programme", "품목", "nullif(programme, '')", unknown="그 밖"), Dimension("campaign", "행사", "nullif(campaign, '')", unknown="행사 아님")),
    measures=(
        _CASES, _PERSONS,
        Measure("won", "환산금액", "원", MeasureKind.SUM, "won", "기관이 적은 환산금액의 합. 금액을 적지 않은 것은 0원으로 셉니다."),
        Measure("unvalued", "금액 모름", "건", MeasureKind.COUNT, "won IS NULL", "기관이 환산금액을 적지 않은 건"),
        Measure("won_each", "1인당 금액", "원", MeasureKind.RATIO, "won/persons", "환산금액 ÷ 사람. 가구에 준 것은 받은 사람 한 명의 것으로 셉니다."),
    ),
    unit_sql="person",
)  # fmt: skip

_WON_BANDS = {
    "0": "금액 모름·0원", "1": "5만 원 미만", "2": "5만~10만 원", "3": "10만~20만 원", "4": "20만~50만 원",
    "5": "50만~100만 원", "6": "100만 원 이상",
}  # fmt: skip
SPREAD = Subject(
    key="served",
    label="받은 사람 한 명 한 명",
    row_means="고른 기간에 기관에서 하나라도 받은 한 사람",
    source="기관의 제공 기록과 나눔 창구",
    rows=(
        "SELECT max(month) AS month, person, arg_max(dong, month) AS dong, any_value(sex) AS sex, max(age) AS age, "
        "coalesce(sum(won), 0) AS won, count(*) AS n, "
        # One bit for each of the first 64 organisations, lists for the rest: a fifth of what count(DISTINCT) by person costs.
        "bit_count(coalesce(bit_or(1::UBIGINT << ((number - 1) % 64)::UBIGINT) FILTER (WHERE number <= 64), 0)) "
        "+ coalesce(list_unique(list(number) FILTER (WHERE number > 64)), 0) AS n_organisations "
        "FROM {handouts} LEFT JOIN (SELECT organisation, row_number() OVER () AS number FROM (SELECT DISTINCT organisation FROM {handouts})) "
        "USING (organisation) "
        "WHERE person IS NOT NULL GROUP BY person"
    ),
    dimensions=(
        *_WHO_DIMENSIONS,
        Dimension(
            "won_band", "받은 금액",
            "CASE WHEN won <= 0 THEN '0' WHEN won < 50000 THEN '1' WHEN won < 100000 THEN '2' WHEN won < 200000 THEN '3' "
            "WHEN won < 500000 THEN '4' WHEN won < 1000000 THEN '5' ELSE '6' END", _WON_BANDS,
        ),
        Dimension("n_organisations", "준 기관 수", "CASE WHEN n_organisations >= 4 THEN '4+' ELSE n_organisations::VARCHAR END", {"1": "1곳", "2": "2곳", "3": "3곳", "4+": "4곳 이상"}),
    ),
    measures=(
        Measure("persons", "사람", "명", MeasureKind.COUNT, "", "고른 기간에 하나라도 받은 사람"),
        Measure("won", "환산금액", "원", MeasureKind.SUM, "won", "이 사람들이 받은 환산금액의 합"),
        Measure("won_each", "1인당 금액", "원", MeasureKind.RATIO, "won/persons", "환산금액 ÷ 사람"),
        Measure("several", "두 곳 이상에서 받은 사람", "명", MeasureKind.COUNT, "n_organisations >= 2", "서로 다른 두 기관 이상에서 받은 사람. 겹침 여부는 중복 규칙이 따로 정합니다."),
    ),
    unit_sql="person",
    spans_months=True,
)  # fmt: skip

SUPPLY = Subject(
    key="supply",
    label="복지자원 수요와 공급",
    row_means="그 달에 어려움이 알려져 있는 사람 한 명(수요), 또는 그 달에 기관이 준 것 하나(공급)",
    source="욕구·위기 명단, 기관의 제공 기록",
    rows=(
        "SELECT month, person, dong, sex, age, category, NULL::BIGINT AS won, true AS is_need FROM {needs} "
        "UNION ALL SELECT month, person, dong, sex, age, category, won, false FROM {handouts}"
    ),
    dimensions=(_CATEGORY, *_WHO_DIMENSIONS),
    measures=(
        Measure("needing", "수요(사람)", "명", MeasureKind.DISTINCT, "CASE WHEN is_need THEN person END", "이 분야의 어려움이 월말까지 알려진 사람"),
        Measure("served", "공급(사람)", "명", MeasureKind.DISTINCT, "CASE WHEN NOT is_need THEN person END", "그 달에 이 분야의 것을 하나라도 받은 사람"),
        Measure("given", "공급(건)", "건", MeasureKind.COUNT, "NOT is_need", "그 달에 이 분야에서 준 것"),
        Measure("served_share", "수요 대비 공급", "비율", MeasureKind.RATIO, "served/needing", "공급(사람) ÷ 수요(사람). 받은 사람이 모두 어려움이 알려진 사람은 아니므로 100%를 넘을 수 있습니다."),
    ),
    is_stock=True,
    unit_sql="person",
)  # fmt: skip

STANDARDS = (
    StandardTable("recipients-programme", "급여별 수급자", "공적급여", Question("recipients", ("persons", "won"), rows="programme"), order=20, is_for_council=True),
    StandardTable("recipients-dong", "동별·성별 수급자", "공적급여", Question("recipients", ("persons",), rows="dong", columns="sex"), order=21, is_for_council=True),
    StandardTable("recipients-age", "연령·성별 수급자", "공적급여", Question("recipients", ("persons",), rows="age_band", columns="sex"), order=22),
    StandardTable("recipients-dong-programme", "동별·급여별 수급자", "공적급여", Question("recipients", ("persons",), rows="dong", columns="programme"), order=23, chart=""),
    StandardTable("changes", "신규·중지와 그 사유", "공적급여", Question("grant_changes", ("cases", "persons"), rows="reason"), order=24, is_for_council=True, note="‘신규’는 그 달에 개시된 것, 나머지는 그 달에 끝난 것입니다. 중지 사유는 주민 상태에서 알 수 있는 사망·전출만 나눕니다."),
    StandardTable("changes-year", "달마다 신규와 중지", "공적급여", Question("grant_changes", ("cases",), rows="month", columns="change"), n_months=6, order=25, chart="bar"),
    StandardTable("agencies", "기관별 실적", "나눔과 자원", Question("handouts", ("cases", "persons", "won", "unvalued"), rows="organisation"), order=30, is_for_council=True),
    StandardTable("handouts-dong-category", "동별·분야별 제공", "나눔과 자원", Question("handouts", ("cases",), rows="dong", columns="category"), order=31, chart=""),
    StandardTable("handouts-month", "달마다 준 것", "나눔과 자원", Question("handouts", ("cases", "persons", "won"), rows="month"), n_months=6, order=32, chart="line"),
    StandardTable("handouts-funding", "재원별 제공", "나눔과 자원", Question("handouts", ("cases", "won"), rows="funding"), order=33),
    StandardTable("supply", "복지자원 수요와 공급", "나눔과 자원", Question("supply", ("needing", "served", "given", "served_share"), rows="category"), order=34, is_for_council=True),
    StandardTable("supply-dong", "동별 수요와 공급", "나눔과 자원", Question("supply", ("needing", "served", "served_share"), rows="dong"), order=35),
    StandardTable("spread", "1인당 받은 금액의 분포", "고름", Question("served", ("persons", "won"), rows="won_band"), n_months=6, order=40, chart="bar", note="여섯 달 동안 한 사람이 기관들에서 받은 것을 모두 더해 나눕니다. 하나도 받지 못한 사람은 들어 있지 않습니다."),
    StandardTable("several", "여러 기관에서 받은 사람", "고름", Question("served", ("persons",), rows="dong", columns="n_organisations"), n_months=6, order=41),
)  # fmt: skip


def register_benefits() -> None:
    """Register tables, subjects and standard tables of the ledger."""
    for table in TABLES:
        register_table(table)
    for subject in (RECIPIENTS, CHANGES, HANDOUTS, SPREAD, SUPPLY):
        register_subject(subject)
    register_standard(*STANDARDS)
