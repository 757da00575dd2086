import pytest

from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.welfare.api import run_check
from tests.services.welfare.district import NOW


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def check(scope):
    """Run the check on the day of the tests."""
    return lambda now=NOW: run_check(tenant_id=scope.id, now=now)
