"""A tenant with two agencies and a data set that remembers what it was given."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from duru.blocks.access.api import Actor, Organisation, OrganisationKind, Role
from duru.blocks.exchange import datasets
from duru.blocks.exchange.api import register_dataset
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.exchange.samples import gifts

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stored():
    """What the data set's store was given; the data set is gone again after the test."""
    rows: list = []
    before = datasets._datasets.copy()
    register_dataset(gifts(store=lambda batch: rows.extend(batch.rows)))
    yield rows
    datasets._datasets.clear()
    datasets._datasets.update(before)


@pytest.fixture(autouse=True)
def files_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def here(db):
    """The open scope of 해오름구, with a welfare centre, a church and an office that may hold resident numbers."""
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        centre = Organisation.objects.create(name="해오름복지관", kind=OrganisationKind.WELFARE_CENTRE)
        church = Organisation.objects.create(name="샛별교회", kind=OrganisationKind.RELIGIOUS)
        office = Organisation.objects.create(
            name="복지정책과",
            kind=OrganisationKind.GU_OFFICE,
            is_public=True,
            may_hold_rrn=True,
            rrn_basis="사회보장급여법 시행령 §28",
        )
        yield SimpleNamespace(tenant_id=tenant.id, centre=centre, church=church, office=office)


def worker_of(organisation: Organisation) -> Actor:
    return Actor(11, 11, organisation.id, organisation.name, Role.AGENCY_WORKER, "김복지")


def lead() -> Actor:
    return Actor(12, 12, 999, "해오름구청", Role.WELFARE_LEAD, "이담당")
