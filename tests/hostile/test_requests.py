"""Whatever is sent to whatever address, something sensible comes back: never a 500, never a hang, never a way to somewhere else."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from duru.blocks.tenancy.api import tenant_scope
from duru.site.demo.cases import make_cases
from tests.hostile.conftest import NOW
from tests.hostile.walk import World, addresses, fault_of, requests

pytestmark = [pytest.mark.django_db, pytest.mark.promise("input.requests")]


@pytest.fixture
def world(here):
    make_cases(here.tenant.id, now=NOW)
    with tenant_scope(here.tenant.id):
        return World.found({key: client.cookies for key, client in here.clients.items()} | {"nobody": {}})


def walk(world, n: int) -> tuple[int, set[str]]:
    """Send n requests; every fault is gathered, so that one run names them all."""
    seen = SimpleNamespace(n=0, faults=set())

    @settings(
        max_examples=n,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(world, addresses()))
    def send(request):
        seen.n += 1
        if fault := fault_of(world, request):
            seen.faults.add(fault)

    send()
    return seen.n, seen.faults


def test_every_address_answers_whatever_is_sent(world, tally):
    assert len(addresses()) > 300
    n, faults = walk(world, 300)
    tally(tried=n, failed=len(faults))
    assert faults == set()


@pytest.mark.slow
def test_every_address_answers_fifty_thousand_times(world, tally):
    n, faults = walk(world, 50_000)
    tally(tried=n, failed=len(faults))
    assert faults == set()
