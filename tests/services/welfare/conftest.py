import pytest

from duru.services.welfare.api import run_check
from tests.services.welfare.district import NOW


@pytest.fixture
def check(scope):
    """Run the check on the day of the tests."""
    return lambda now=NOW: run_check(tenant_id=scope.id, now=now)
