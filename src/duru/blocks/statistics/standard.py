"""Tables about residents, whom the register below knows: everybody else's denominators."""

from django.db.models import F, Q, QuerySet

from duru.blocks.places.api import dong_names
from duru.blocks.registry.api import HouseholdMember, Person, PersonStatus
from duru.blocks.statistics.catalogue import (
    Column,
    Dimension,
    Measure,
    SnapshotTable,
    StandardTable,
    Subject,
    register_standard,
    register_subject,
    register_table,
)
from duru.blocks.statistics.enums import ColumnKind, MeasureKind
from duru.blocks.statistics.rules.months import Month
from duru.blocks.statistics.rules.question import Question

SEXES = {"M": "남", "F": "여"}
AGE_BANDS = ("0-6", "7-12", "13-18", "19-34", "35-49", "50-64", "65-74", "75-84", "85+")
AGE_WORDS = {band: f"{band.replace('-', '~')}세" if "+" not in band else "85세 이상" for band in AGE_BANDS}
AGE_SQL = (
    "CASE WHEN age IS NULL OR age < 0 THEN NULL WHEN age <= 6 THEN '0-6' WHEN age <= 12 THEN '7-12' "
    "WHEN age <= 18 THEN '13-18' WHEN age <= 34 THEN '19-34' WHEN age <= 49 THEN '35-49' WHEN age <= 64 THEN '50-64' "
    "WHEN age <= 74 THEN '65-74' WHEN age <= 84 THEN '75-84' ELSE '85+' END"
)

DONG = Dimension("dong", "행정동", "nullif(dong, '')", name_of=dong_names, unknown="동 모름")
SEX = Dimension("sex", "성별", "nullif(sex, '')", SEXES, unknown="성별 모름")
AGE = Dimension("age_band", "연령대", AGE_SQL, AGE_WORDS, unknown="나이 모름")

HOUSEHOLD_SIZES = {"1": "1인", "2": "2인", "3": "3인", "4": "4인", "5+": "5인 이상"}


def _residents(month: Month) -> QuerySet:
    """Persons of the resident register who lived here on the last day, as far as is known when it is read."""
    here = Q(status__in=[PersonStatus.LIVING, PersonStatus.SUSPECTED]) | Q(status_on__gt=month.last)
    return (
        Person.objects.filter(here, is_register=True)
        .filter(Q(birth_on__isnull=True) | Q(birth_on__lte=month.last))
        .order_by()
        .values_list("id", "dong_code", "sex", "birth_on")
    )


def _homes(month: Month) -> QuerySet:
    """The one 세대 each person belongs to, as lists tell; a list names no day a member came, so that earlier months show today's."""
    return (
        HouseholdMember.objects.filter(person__isnull=False)
        .filter(Q(until_on__isnull=True) | Q(until_on__gt=month.last))
        .order_by("person_id", F("from_on").desc(nulls_last=True), "-id")
        .distinct("person_id")
        .values_list("person_id", "household_id")
    )


PEOPLE = SnapshotTable(
    "people", "주민", "한 줄은 월말에 주민 명단에 있고 살아 있는(사망·전출로 확정되지 않은) 한 사람입니다.",
    (
        Column("person", ColumnKind.PERSON), Column("dong", ColumnKind.TEXT), Column("sex", ColumnKind.TEXT),
        Column("age", ColumnKind.AGE),
    ),
    _residents,
)  # fmt: skip
HOMES = SnapshotTable(
    "homes", "세대원", "한 줄은 월말에 한 사람이 속한 주민등록 세대입니다.",
    (Column("person", ColumnKind.PERSON), Column("household", ColumnKind.HOUSEHOLD)),
    _homes,
)  # fmt: skip

RESIDENTS = Subject(
    key="residents",
    label="주민",
    row_means="월말에 주민 명단에 있는 한 사람",
    source="주민 명단(구가 받은 주민등록 자료)",
    rows=(
        "SELECT p.*, h.household, s.n AS home_size FROM {people} p "
        "LEFT JOIN {homes} h USING (month, person) "
        "LEFT JOIN (SELECT month, household, count(*) AS n FROM {homes} GROUP BY month, household) s USING (month, household)"
    ),
    dimensions=(
        DONG, AGE, SEX,
        Dimension(
            "home_size", "세대원 수", "CASE WHEN home_size >= 5 THEN '5+' ELSE home_size::VARCHAR END", HOUSEHOLD_SIZES,
            unknown="세대 모름",
        ),
    ),
    measures=(
        Measure("persons", "주민", "명", MeasureKind.COUNT, "", "월말에 주민 명단에 있고 사망·전출로 확정되지 않은 사람"),
        Measure("households", "세대", "세대", MeasureKind.DISTINCT, "household", "이 사람들이 속한 주민등록 세대. 나눈 칸을 더하면 모두보다 많을 수 있습니다."),
        Measure("old", "65세 이상", "명", MeasureKind.COUNT, "age >= 65", "월말에 만 65세 이상인 사람"),
        Measure("old_share", "65세 이상 비율", "비율", MeasureKind.RATIO, "old/persons", "65세 이상 ÷ 주민"),
        Measure("alone_old", "홀로 사는 65세 이상", "명", MeasureKind.COUNT, "age >= 65 AND home_size = 1", "만 65세 이상이고 주민등록 세대원이 한 명인 사람. 실제로 함께 사는 사람이 있을 수 있습니다."),
    ),
    is_stock=True,
    unit_sql="person",
)  # fmt: skip

STANDARDS = (
    StandardTable(
        "residents-age-sex", "연령·성별 주민", "주민",
        Question("residents", ("persons",), rows="age_band", columns="sex"), order=10,
        note="다른 통계표의 분모입니다.",
    ),
    StandardTable(
        "residents-dong", "동별 주민과 어르신", "주민",
        Question("residents", ("persons", "households", "old", "old_share"), rows="dong"), order=11, is_for_council=True,
    ),
    StandardTable(
        "alone-old", "동별 홀로 사는 어르신", "주민",
        Question("residents", ("alone_old", "old"), rows="dong"), order=12, is_for_council=True,
        note="주민등록 세대로 셉니다. 고독사 위험군(고·중·저)은 조사 결과가 있어야 셀 수 있습니다.",
    ),
)  # fmt: skip


def register_residents() -> None:
    """Register what the register below gives."""
    register_table(PEOPLE)
    register_table(HOMES)
    register_subject(RESIDENTS)
    register_standard(*STANDARDS)
