"""Files of handouts, grants and needs become rows of the ledger."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from duru.blocks.access.api import OrganisationKind, add_organisation, system_actor
from duru.blocks.benefits.datasets import (
    GRANT_FIELDS,
    HANDOUT_FIELDS,
    NEED_FIELDS,
    refuse_grant,
    refuse_handout,
    store_grants,
    store_handouts,
    store_needs,
)
from duru.blocks.benefits.models import CategoryWord, Grant, Handout, Need
from duru.blocks.exchange.api import Batch, BatchRow, CellContext, SourceRecord, get_dataset
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.errors import Refused

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CELL = CellContext(today=date(2026, 11, 22))


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def record(tenant):
    with tenant_scope(tenant.id):
        organisation = add_organisation(by=system_actor(), name="복지관", kind=OrganisationKind.WELFARE_CENTRE)
        yield SourceRecord.objects.create(
            organisation=organisation, dataset="handouts", name="박말순", mention_hash=b"1" * 16, first_row_id=1, first_seen_at=NOW
        )  # fmt: skip


def batch(record, *rows, title="") -> Batch:
    return Batch(
        tenant_id=record.tenant_id, intake_id=1, organisation_id=record.organisation_id, dataset="x", uploaded_at=NOW, title=title,
        rows=[BatchRow(row_id=n, record_id=record.id, values=values, person=None) for n, values in enumerate(rows, 1)],
    )  # fmt: skip


def parse(fields, key, typed, cell=CELL):
    return next(field for field in fields if field.key == key).parse(typed, cell)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("fields", "key", "typed", "value"),
    [
        (HANDOUT_FIELDS, "quantity", "10", (10.0, "")),
        (HANDOUT_FIELDS, "quantity", "10kg", (10.0, "kg")),
        (HANDOUT_FIELDS, "quantity", "1,200 장", (1200.0, "장")),
        (HANDOUT_FIELDS, "value_won", "6만원", 60_000),
        (HANDOUT_FIELDS, "value_won", "없음", None),
        (HANDOUT_FIELDS, "category", "생계", "living_cash"),
        (HANDOUT_FIELDS, "category", "몰라요", ""),
        (GRANT_FIELDS, "pays_on", "매월 25일", 25),
        (GRANT_FIELDS, "pays_on", "말일", 31),
        (GRANT_FIELDS, "pays_on", "2026-11-20", 20),
        (GRANT_FIELDS, "state", "지급중", "active"),
        (GRANT_FIELDS, "state", "자격 상실", "ended"),
        (GRANT_FIELDS, "state", "지급정지", "suspended"),
    ],
)
def test_cells_are_read(fields, key, typed, value):
    assert parse(fields, key, typed) == value


@pytest.mark.unit
def test_an_amount_in_thousands_is_told_by_its_header():
    assert parse(HANDOUT_FIELDS, "value_won", "30", CellContext(today=CELL.today, header="금액(천원)")) == 30_000


@pytest.mark.unit
@pytest.mark.parametrize(
    ("fields", "key", "typed"),
    [
        (HANDOUT_FIELDS, "quantity", "많이"),
        (HANDOUT_FIELDS, "quantity", "99999999999"),
        (HANDOUT_FIELDS, "value_won", "-5000"),
        (GRANT_FIELDS, "pays_on", "32"),
        (NEED_FIELDS, "since_on", "2026-13-01"),
    ],
)
def test_unreadable_cells_are_refused_with_a_reason(fields, key, typed):
    with pytest.raises(Refused, match="주세요"):
        parse(fields, key, typed)


@pytest.mark.unit
@pytest.mark.parametrize("key", ["handouts", "grants", "needs"])
def test_the_data_sets_are_registered(key):
    assert get_dataset(key).store is not None


@pytest.mark.unit
def test_rows_with_an_end_before_their_start_are_refused():
    first, second = date(2026, 5, 2), date(2026, 5, 1)
    assert "빠릅니다" in refuse_handout({"given_on": first, "until_on": second})
    assert refuse_handout({"given_on": first, "until_on": first}) is None
    assert "빠릅니다" in refuse_grant({"from_on": first, "until_on": second})
    assert "결정일" in refuse_grant({})
    assert refuse_grant({"decided_on": first}) is None


def test_handouts_are_stored_once_with_category_kind_and_campaign(record):
    rows = (
        {
            "given_on": date(2026, 11, 10),
            "item": "김장김치",
            "quantity": (10.0, "kg"),
            "value_won": 60_000,
            "campaign": "김장 나눔",
        },
        {
            "given_on": date(2026, 5, 1),
            "item": "밑반찬",
            "until_on": date(2026, 5, 31),
            "per": "개인",
            "funding": "구비",
        },
        {"given_on": date(2026, 5, 1), "item": "뜻 모를 것"},
    )
    store_handouts(batch(record, *rows))
    store_handouts(batch(record, *rows))
    found = Handout.objects.order_by("row_id").values_list(
        "category", "programme", "campaign_key", "per", "unit", "value_won", "until_on", "funding"
    )
    assert list(found) == [
        ("food", "김치", "김장-2026", "household", "kg", 60_000, None, "unknown"),
        ("food", "식사", "", "person", "", None, date(2026, 6, 1), "district"),
        ("other", "", "", "person", "", None, None, "unknown"),
    ]


def test_the_files_title_tells_the_campaign_only_by_a_known_word(record):
    row = {"given_on": date(2026, 9, 20), "item": "쌀"}
    store_handouts(batch(record, row, title="2026 추석 나눔 명단"))
    assert Handout.objects.get().campaign_key == "추석-2026"


def test_the_agencys_own_category_wins_over_the_words(record):
    store_handouts(batch(record, {"given_on": date(2026, 9, 20), "item": "위문금", "category": "food"}))
    assert Handout.objects.get().category == "food"


def test_grants_take_name_content_unit_and_pay_day_from_the_catalogue(record):
    store_grants(
        batch(
            record,
            {"programme": "기초 연금", "from_on": date(2024, 1, 1), "amount_won": 349_700},
            {
                "programme": "우리구 효도수당",
                "decided_on": date(2025, 2, 1),
                "until_on": date(2025, 12, 31),
                "per": "가구",
            },
        )
    )
    found = Grant.objects.order_by("row_id").values_list(
        "programme", "category", "per", "pays_on", "from_on", "until_on"
    )
    assert list(found) == [
        ("기초연금", "living_cash", "person", 25, date(2024, 1, 1), None),
        ("우리구 효도수당", "living_cash", "household", None, date(2025, 2, 1), date(2026, 1, 1)),
    ]


def test_needs_are_sorted_by_the_same_words(record):
    store_needs(
        batch(record, {"kind": "반지하", "since_on": date(2026, 8, 1)}, {"kind": "투석", "since_on": date(2026, 8, 1)})
    )
    assert list(Need.objects.order_by("row_id").values_list("kind", "category")) == [
        ("반지하", "housing"),
        ("투석", "medical"),
    ]


def test_a_districts_own_word_counts_from_its_first_day(record):
    store_handouts(batch(record, {"given_on": date(2026, 5, 1), "item": "달고나"}))
    CategoryWord.objects.create(
        purpose="item", word="달고나", meaning="food", source="구 협의체", effective_from=date(2026, 11, 22)
    )
    again = Batch(**{name: getattr(batch(record), name) for name in Batch.__slots__} | {
        "rows": [BatchRow(row_id=9, record_id=record.id, values={"given_on": date(2026, 5, 1), "item": "달고나"}, person=None)]
    })  # fmt: skip
    store_handouts(again)
    assert list(Handout.objects.order_by("row_id").values_list("category", flat=True)) == ["other", "food"]


@pytest.mark.parametrize(
    "columns",
    [
        {"value_won": -1},
        {"until_on": date(2026, 5, 1)},
        {"category": "nonsense"},
        {"per": "nobody"},
        {"quantity": -1},
    ],
)
def test_the_database_refuses_impossible_handouts(record, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Handout.objects.create(
            **{
                "record": record,
                "organisation_id": record.organisation_id,
                "item": "쌀",
                "category": "food",
                "given_on": date(2026, 5, 1),
            }
            | columns
        )


def test_a_handout_cannot_point_to_another_tenants_record(record, django_db_blocker):
    other = add_tenant(code="9999800000", name="달맞이구")
    own, foreign = record.organisation_id, record.id
    from django.db import connection

    # Leave the scope of the record's tenant as a request of the other one would find it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duru.tenant', %s, true)", [str(other.id)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Handout.objects.create(
            record_id=foreign, organisation_id=own, item="쌀", category="food", given_on=date(2026, 5, 1)
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duru.tenant', %s, true)", [str(record.tenant_id)])
