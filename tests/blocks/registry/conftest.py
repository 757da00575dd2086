"""Invented persons, lists and officials for the tests of the register."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from duru.blocks.access.api import Actor, Organisation, OrganisationKind, Role
from duru.blocks.exchange.api import Batch, BatchRow, SourceRecord
from duru.blocks.registry.api import Person, Profile, attach_records, ensure_persons
from duru.blocks.tenancy.api import add_tenant, current_tenant_id, tenant_scope
from duru.kernel.hangul import to_jamo_ascii

UPLOADED = datetime(2026, 11, 22, 3, tzinfo=UTC)


def actor(role: str = Role.CASEWORKER, *, name: str = "김담당", organisation_id: int | None = 1, **fields) -> Actor:
    return Actor(7, 7, organisation_id, "해오름구청", role, name, **fields)


def add_office(name: str = "해오름구청 민원여권과", kind: str = OrganisationKind.GU_OFFICE) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, is_public=kind in ("gu_office", "dong_office"))


def add_record(office: Organisation, name: str = "홍길동", **columns) -> SourceRecord:
    number = SourceRecord.objects.count() + 1
    return SourceRecord.objects.create(
        organisation=office,
        dataset=columns.pop("dataset", "residents"),
        name=name,
        name_jamo=to_jamo_ascii(name),
        mention_hash=number.to_bytes(16),
        first_row_id=number,
        first_seen_at=UPLOADED,
        **columns,
    )


def batch_of(office: Organisation, *rows: tuple[SourceRecord, str, dict], dataset: str = "residents") -> Batch:
    """Make what intake hands to `store`: (record, 세대번호, the data set's own values)."""
    return Batch(
        tenant_id=current_tenant_id(),
        intake_id=1,
        organisation_id=office.id,
        dataset=dataset,
        rows=[
            BatchRow(number, record.id, values, SimpleNamespace(household_no=household))
            for number, (record, household, values) in enumerate(rows, 1)
        ],
        uploaded_at=UPLOADED,
    )


def add_person(name: str = "홍길동", **profile) -> Person:
    protected = profile.pop("is_protected", False)
    (person_id,) = ensure_persons([Profile(name, **profile)])
    if protected:
        Person.objects.filter(id=person_id).update(is_protected=True)
    return Person.objects.get(id=person_id)


def link(*pairs: tuple[SourceRecord, Person | None]) -> int:
    return attach_records([(record.id, person.id if person else None) for record, person in pairs])


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def here(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def office(here):
    return add_office()
