from types import SimpleNamespace

import pytest

from duru.blocks.access.api import Role
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.documents.house import member, office


@pytest.fixture(autouse=True)
def files_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def here(db):
    """The open scope of 해오름구: an officer who writes, a team leader, a head, a mayor."""
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        gu = office()
        yield SimpleNamespace(
            tenant=tenant,
            office=gu,
            officer=member(gu, "백서연"),
            leader=member(gu, "조팀장"),
            head=member(gu, "민과장"),
            mayor=member(gu, "한결", role=Role.MAYOR, department="구청장실"),
        )
