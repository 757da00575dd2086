"""Invented records of a small district, and officials who decide about them."""

import itertools
from datetime import UTC, date, datetime

import pytest

from duru.blocks.access.api import Actor, Organisation, OrganisationKind, Role
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.api import Link
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.hangul import to_jamo_ascii
from tests.blocks.linkage.district import draw_district

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
_numbers = itertools.count(1)


def actor(role: str = Role.CASEWORKER, *, name: str = "김담당", organisation_id: int | None = 1, **fields) -> Actor:
    return Actor(7, 7, organisation_id, "해오름구청", role, name, **fields)


def add_office(name: str, kind: str = OrganisationKind.GU_OFFICE) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, is_public=kind in ("gu_office", "dong_office"))


def add_record(office: Organisation, name: str, birth: str = "", **columns) -> SourceRecord:
    """Add a mention as intake would; `birth` is an ISO date or a year."""
    number = next(_numbers)
    born = date.fromisoformat(birth) if len(birth) == 10 else None
    return SourceRecord.objects.create(
        organisation=office,
        dataset=columns.pop("dataset", "handouts"),
        name=name,
        name_typed=columns.pop("name_typed", name),
        birth_typed=birth,
        phone_typed=columns.get("phone", ""),
        name_jamo=to_jamo_ascii(name),
        birth_on=born,
        birth_year=born.year if born else (int(birth) if birth else None),
        mention_hash=number.to_bytes(16),
        first_row_id=number,
        first_seen_at=NOW,
        **columns,
    )


def person_of(record: SourceRecord) -> Person:
    return Person.objects.get(links__record=record)


def state() -> list[tuple]:
    """Everything a run could change, to compare before and after."""
    return list(
        Link.objects.order_by("record_id").values_list(
            "record_id",
            "person__public_id",
            "probability",
            "bits",
            "band",
            "via",
            "reasons",
            "evidence_id",
            "rival_id",
            "run_id",
        )
    )


@pytest.fixture
def here(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def civil(here):
    return add_office("해오름구청 민원여권과")


@pytest.fixture
def centre(here):
    return add_office("해오름종합사회복지관", OrganisationKind.WELFARE_CENTRE)


@pytest.fixture
def church(here):
    return add_office("해오름교회", OrganisationKind.RELIGIOUS)


@pytest.fixture
def residents(civil):
    """Twelve residents of the register; 김영희 twice, one of them without a phone."""
    people = (
        ("김영희", "1946-03-02", "F", "01011110001"), ("김영희", "1962-07-19", "F", ""), ("박철수", "1951-12-24", "M", "01011110003"),
        ("이순자", "1940-01-05", "F", "01011110004"), ("최민준", "2012-04-08", "M", ""), ("최민서", "2012-04-08", "M", ""),
        ("남궁옥분", "1938-09-30", "F", "01011110007"), ("정하윤", "1990-10-10", "F", "01011110008"),
        ("강동원", "1981-01-18", "M", "01011110009"), ("윤말순", "1935-05-05", "F", ""), ("장미란", "1983-10-09", "F", "01011110011"),
        ("한지민", "1982-11-05", "F", "01011110012"),
    )  # fmt: skip
    return [
        add_record(
            civil,
            name,
            birth,
            sex=sex,
            phone=phone,
            dataset="residents",
            is_register=True,
            household_no=f"{at:08d}",
            address_typed=f"해오름구 새벽로 {at}",
        )  # fmt: skip
        for at, (name, birth, sex, phone) in enumerate(people, 1)
    ]


@pytest.fixture(scope="session")
def district():
    """A small invented district with its truth; background for the named cases of the engine."""
    return draw_district(3000, seed=11)
