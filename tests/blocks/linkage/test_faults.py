"""A process killed in the middle of a run, for real."""

import subprocess
import sys

import pytest

from duru.blocks.linkage.api import LinkRun, RunState, link_tenant
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.linkage.conftest import NOW, add_office, add_record, state

# Links are written by then, but not in force; the child says so and waits to be killed.
CHILD = """
import sys, time
import django
django.setup()
from duru.blocks.linkage.operations import steps
def wait(*args):
    print("written", flush=True)
    time.sleep(600)
steps.apply_life_events = wait
from datetime import datetime, UTC
from duru.blocks.linkage.api import link_tenant
link_tenant(tenant_id=int(sys.argv[1]), now=datetime(2026, 11, 22, 3, tzinfo=UTC))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_run_leaves_the_old_links_and_the_next_one_finishes(database_environ):
    tenant = add_tenant(code="9999900009", name="해오름구")
    with tenant_scope(tenant.id):
        office = add_office("구청")
        add_record(
            office, "박철수", "1951-12-24", phone="01011110003", is_register=True, household_no="1", dataset="residents"
        )
    link_tenant(tenant_id=tenant.id, now=NOW)
    with tenant_scope(tenant.id):
        before = state()
        add_record(office, "박철수", "1951", phone="01011110003")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tenant.id)], env=database_environ, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline().strip() == "written"
    finally:
        child.kill()
        child.communicate()
    with tenant_scope(tenant.id):
        assert state() == before
    done = link_tenant(tenant_id=tenant.id, now=NOW)
    assert done.counts["links_added"] == 1
    with tenant_scope(tenant.id):
        states = list(LinkRun.objects.order_by("id").values_list("state", flat=True))
    assert states == [RunState.DONE, RunState.ABORTED, RunState.DONE]
