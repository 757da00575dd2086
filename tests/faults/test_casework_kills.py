"""kill -9 between any two steps of a case: no step is lost or done twice."""

import random
import signal
import subprocess
import sys

import pytest

from duru.blocks.access.api import OrganisationKind, Role, add_member, add_organisation, system_actor
from duru.blocks.audit.api import list_entries
from duru.blocks.casework.api import Case, CaseEvent, CaseState, Decision, EventKind, Task, TaskState
from duru.blocks.casework.faults import PLACES
from duru.blocks.casework.models import BulkDeed, Timer
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.database import ROOT
from tests.faults.clerk import receipts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("casework.kills")]

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


@pytest.fixture
def clerk(office, database_environ):
    """Ask for a clerk's work on a round: clerk("0", place) → exit status."""
    environ = {**database_environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.clerk", *map(str, office)]
    with subprocess.Popen(
        command, env=environ, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:

        def work(round: object, how: object = "") -> int:
            process.stdin.write(f"{round} {how}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield work
        process.stdin.close()


def assert_each_step_stands_once(tenant_id: int, round: object) -> None:
    numbers = receipts(str(round))
    with tenant_scope(tenant_id):
        cases = list(Case.objects.filter(receipt_no__in=numbers))
        assert len(cases) == 2
        for case in cases:
            kinds = list(CaseEvent.objects.filter(case=case).values_list("kind", flat=True))
            assert {kind: kinds.count(kind) for kind in ONCE} == ONCE
            assert (case.state, case.outcome, case.dump) == (CaseState.DONE, "accept", None)
            # One deed, one change of the case, one audit entry.
            deeds = list_entries().filter(subject_refs__contains=[f"case:{case.public_id}"])
            assert case.version == 1 + deeds.count()
            states = list(Task.objects.filter(case=case).values_list("state", flat=True))
            assert states == [TaskState.DONE] * 8
            assert (Decision.objects.filter(case=case).count(), Timer.objects.filter(case=case).count()) == (1, 0)
        deed = BulkDeed.objects.get(arguments__text=f"점검 {round}")
        assert (deed.state, deed.n_done, deed.n_refused) == ("done", 2, 0)


def test_killed_at_every_named_place_in_turn(office, clerk, tally):
    """Each clerk goes on where the last one died, and dies at the next place; the last one ends."""
    assert [clerk(0, place) for place in (*PLACES, "")] == [*[-signal.SIGKILL] * len(PLACES), 0]
    assert_each_step_stands_once(office[0], 0)
    tally(tried=len(PLACES))


@pytest.mark.slow
def test_killed_at_the_nth_time_of_every_place_and_at_random_moments(office, clerk, tally):
    """Some 300 clerks start; more than 200 of them die."""
    chance, n_killed = random.Random(20261122), 0
    for nth in range(1, 25):
        for place in chance.sample(PLACES, len(PLACES)):
            n_killed += clerk(nth, f"{place}:{1 + nth % 6}") == -signal.SIGKILL
            n_killed += clerk(nth, round(chance.uniform(0.05, 0.4), 3)) == -signal.SIGKILL
        assert clerk(nth) == 0
        assert_each_step_stands_once(office[0], nth)
    tally(tried=n_killed)
    assert n_killed >= 200
