"""A process killed in the middle of a run or an update, for real, and two that work at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from duru.blocks.linkage.api import Link, LinkRun, RunState, link_tenant, update_links
from duru.blocks.linkage.models import ComparedRecord
from duru.blocks.linkage.operations.comparing import prepare_comparing
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.linkage.conftest import NOW, add_office, add_record, state

pytestmark = pytest.mark.django_db(transaction=True)

# Goes on to the named function, says so, and waits there to be killed.
CHILD = """
import importlib, sys, time
import django
django.setup()
tenant, deed, point = sys.argv[1:]
module, name = point.rsplit(".", 1)
def wait(*args, **kwargs):
    print("there", flush=True)
    time.sleep(600)
setattr(importlib.import_module(module), name, wait)
from datetime import datetime, UTC
from duru.blocks.linkage import api
getattr(api, deed)(tenant_id=int(tenant), now=datetime(2026, 11, 22, 3, tzinfo=UTC))
"""
STEPS, UPDATES = "duru.blocks.linkage.operations.steps", "duru.blocks.linkage.operations.updates"


def kill_at(point, deed, tenant, environ):
    """Let a process come to a point of a deed, and end it there with -9."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tenant.id), deed, point], env=environ, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline().strip() == "there"
    finally:
        child.kill()
        child.communicate()


@pytest.fixture
def town():
    tenant = add_tenant(code="9999900009", name="해오름구")
    with tenant_scope(tenant.id):
        office = add_office("구청")
        add_record(
            office, "박철수", "1951-12-24", phone="01011110003", is_register=True, household_no="1", dataset="residents"
        )
    link_tenant(tenant_id=tenant.id, now=NOW)
    return tenant, office


def test_killed_run_leaves_the_old_links_and_the_next_one_finishes(town, database_environ):
    tenant, office = town
    with tenant_scope(tenant.id):
        before = state()
        add_record(office, "박철수", "1951", phone="01011110003")
    kill_at(f"{STEPS}.apply_life_events", "link_tenant", tenant, database_environ)
    with tenant_scope(tenant.id):
        assert state() == before
    done = link_tenant(tenant_id=tenant.id, now=NOW)
    assert done.counts["links_added"] == 1
    with tenant_scope(tenant.id):
        states = list(LinkRun.objects.order_by("id").values_list("state", flat=True))
    assert states == [RunState.DONE, RunState.ABORTED, RunState.DONE]


@pytest.mark.parametrize(
    "points",
    [
        ["forget_changes"],  # all is written by then, and nothing is in force
        pytest.param(
            ["take_changes", "set_anchors", "assign", "put_in_force", "abort_dead_runs"], marks=pytest.mark.slow
        ),
    ],
)
def test_a_killed_update_and_two_at_once_lose_nothing_and_double_nothing(town, database_environ, points):
    tenant, office = town
    with tenant_scope(tenant.id):
        prepare_comparing(last_full_run())
        before, compared = state(), set(ComparedRecord.objects.values_list("id", flat=True))
        known = add_record(office, "박철수", "1951", phone="01011110003")
        strangers = [add_record(office, "황보라라", "1977-07-07", phone="01088887777", unit=unit) for unit in "12"]
    for point in points:
        kill_at(f"{UPDATES}.{point}", "update_links", tenant, database_environ)
        with tenant_scope(tenant.id):
            assert state() == before, point
            assert set(ComparedRecord.objects.values_list("id", flat=True)) == compared

    def work(_):
        try:
            return update_links(tenant_id=tenant.id, now=NOW).counts["links_added"]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sorted(workers.map(work, range(2))) == [0, 3]
    with tenant_scope(tenant.id):
        assert [row for row in state() if row[0] == before[0][0]] == before
        person = dict(Link.objects.values_list("record_id", "person_id"))
        assert person[known.id] == person[before[0][0]]
        assert person[strangers[0].id] == person[strangers[1].id]
        assert Person.objects.count() == 2
        assert not LinkRun.objects.filter(state=RunState.RUNNING).exists()
