"""kill -9 between any two steps of a case: no step is lost or done twice."""

import random
import signal
import subprocess
import sys
import time

import pytest

from duru.blocks.access.api import OrganisationKind, Role, add_member, add_organisation, system_actor
from duru.blocks.audit.api import list_entries
from duru.blocks.casework.api import Case, CaseEvent, CaseState, Decision, EventKind, Task, TaskState
from duru.blocks.casework.faults import PLACES
from duru.blocks.casework.models import BulkDeed, Timer
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.database import ROOT
from tests.faults.clerk import RECEIPTS

pytestmark = pytest.mark.django_db(transaction=True)

# What must stand in the history of each case, once: opened … closed. Timers: reminded or overdue, one each.
ONCE = {
    EventKind.OPENED: 1, EventKind.TASK_OPENED: 8, EventKind.ANSWERED: 4, EventKind.DEEMED: 1, EventKind.PROPOSED: 1,
    EventKind.DECIDED: 1, EventKind.TASK_DONE: 2, EventKind.CLOSED: 1, EventKind.COMMENTED: 1,
}  # fmt: skip


@pytest.fixture
def office():
    tenant, machine = add_tenant(code="9999900000", name="해오름구"), system_actor()
    with tenant_scope(tenant.id):
        organisation = add_organisation(by=machine, name="해오름구청", kind=OrganisationKind.GU_OFFICE)
        members = [
            add_member(by=machine, email=f"{name}@duru.example", name=name, organisation=organisation, role=Role.PERMIT_OFFICER)
            for name in ("maker", "checker")
        ]  # fmt: skip
        for member in members:
            member.department = "노인장애인과"
            member.save(update_fields=["department"])
    return tenant.id, *(member.id for member in members)


def start(office, environ, fault: str = "") -> subprocess.Popen:
    environ = {**environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DURU_FAULT": fault}
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.clerk", *map(str, office)]
    return subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.PIPE)


def run(*args) -> int:
    with start(*args) as process:
        _, said = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), said.decode()[-3000:]
    return process.returncode


def assert_each_step_stands_once(tenant_id: int) -> None:
    with tenant_scope(tenant_id):
        for case in Case.objects.filter(receipt_no__in=RECEIPTS):
            kinds = list(CaseEvent.objects.filter(case=case).values_list("kind", flat=True))
            assert {kind: kinds.count(kind) for kind in ONCE} == ONCE
            assert (case.state, case.outcome) == (CaseState.DONE, "accept")
            # One deed, one change of the case, one audit entry.
            deeds = list_entries().filter(subject_refs__contains=[f"case:{case.public_id}"])
            assert case.version == 1 + deeds.count()
        assert Case.objects.count() == 2
        assert (Task.objects.filter(state=TaskState.DONE).count(), Task.objects.count()) == (16, 16)
        assert (Decision.objects.count(), Case.objects.exclude(dump=None).count(), Timer.objects.count()) == (2, 0, 0)
        deed = BulkDeed.objects.get()
        assert (deed.state, deed.n_done, deed.n_refused) == ("done", 2, 0)


def test_killed_at_every_named_place_in_turn(office, database_environ):
    """Each start goes on where the last one died, and dies at the next place; the last one ends."""
    for place in PLACES:
        assert run(office, database_environ, place) == -signal.SIGKILL, place
    assert run(office, database_environ) == 0
    assert_each_step_stands_once(office[0])


@pytest.mark.slow
def test_killed_at_random_moments(office, database_environ):
    chance, kills = random.Random(20261122), 0
    while kills < 20:
        process = start(office, database_environ)
        time.sleep(chance.uniform(1.0, 4.0))
        process.kill()
        process.communicate()
        kills += 1
    assert run(office, database_environ) == 0
    assert_each_step_stands_once(office[0])


@pytest.mark.slow
@pytest.mark.parametrize("nth", range(1, 20))
def test_killed_at_the_nth_time_of_every_place(nth, office, database_environ):
    for place in PLACES:
        run(office, database_environ, f"{place}:{nth}")
    assert run(office, database_environ) == 0
    assert_each_step_stands_once(office[0])
