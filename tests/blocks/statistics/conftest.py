"""A small 구 whose months are kept: people, what they received, and where the files go."""

from datetime import UTC, date, datetime

import pytest

from duru.blocks.access.api import OrganisationKind, Role, actor_of, add_member, add_organisation, system_actor
from duru.blocks.benefits.models import Handout
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.api import Link
from duru.blocks.registry.api import Person
from duru.blocks.statistics.api import Month, make_snapshot
from duru.blocks.tenancy.api import add_tenant, tenant_scope

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
OCTOBER = Month(2026, 10)


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("duru.conf.paths.secrets", lambda: tmp_path / "secrets")
    return tmp_path


@pytest.fixture
def tenant(db, folders):
    return add_tenant(code="9999900000", name="해오름구")


class District:
    """What tests put into the 구."""

    def __init__(self, tenant):
        self.tenant, self.n = tenant, 0
        with tenant_scope(tenant.id):
            self.office = add_organisation(
                by=system_actor(), name="푸드뱅크", kind=OrganisationKind.FOOD_BANK, is_public=False
            )

    def person(self, dong="9711051000", sex="F", birth=date(1950, 11, 1)) -> Person:
        self.n += 1
        with tenant_scope(self.tenant.id):
            return Person.objects.create(
                name=f"김사람{self.n}", sex=sex, birth_on=birth, birth_year=birth.year, dong_code=dong, is_register=True
            )

    def gift(self, person: Person, on=date(2026, 10, 5), won=10_000, category="food") -> Handout:
        self.n += 1
        with tenant_scope(self.tenant.id):
            record = SourceRecord.objects.create(
                organisation=self.office, dataset="handouts", name=person.name, name_typed=person.name,
                mention_hash=self.n.to_bytes(16), first_row_id=self.n, first_seen_at=NOW,
            )  # fmt: skip
            Link.objects.create(record=record, person=person, probability=1.0, band="certain", via="weights")
            return Handout.objects.create(
                record=record, organisation=self.office, category=category, item="쌀", value_won=won, given_on=on
            )

    def member(self, role=Role.WELFARE_LEAD, kind=OrganisationKind.GU_OFFICE):
        self.n += 1
        with tenant_scope(self.tenant.id):
            office = add_organisation(by=system_actor(), name=f"기관 {self.n}", kind=kind, is_public=True)
            return actor_of(
                add_member(
                    by=system_actor(), email=f"p{self.n}@duru.example", name="담당", organisation=office, role=role,
                    password="duru-duru-duru",
                )
            )  # fmt: skip

    def keep(self, month=OCTOBER, **options):
        return make_snapshot(tenant=self.tenant, month=month, by=system_actor(), now=NOW, **options)


@pytest.fixture
def district(tenant):
    return District(tenant)
