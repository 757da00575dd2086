"""kill -9 in the middle of an intake: nothing is lost, nothing counts twice (promise 1)."""

import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from duru.blocks.access.api import Organisation, OrganisationKind
from duru.blocks.exchange.api import Intake, IntakeState, RowState, SourceRecord, SourceRow
from duru.blocks.exchange.faults import PLACES
from duru.blocks.exchange.models import DuplicateRow, RowKey
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.database import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("intake.kills")]

N_ROWS, N_REPEATED, N_BAD = 240, 20, 6


@pytest.fixture
def agency():
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        organisation = Organisation.objects.create(name="해오름복지관", kind=OrganisationKind.WELFARE_CENTRE)
    return tenant.id, organisation.id


@pytest.fixture
def file(tmp_path):
    """A CP949 file: 240 rows of 120 people, 20 of them typed twice, 6 that must be refused."""
    lines = ["연번,성명,생년월일,전화번호,품목,수량,제공일"]
    gifts = [
        f"김{chr(0xAC00 + n % 120 * 7)}수,19{40 + n % 120 % 50}0305,010-1234-{n % 120:04d},쌀 10kg,1,2026-03-{1 + n // 120:02d}"
        for n in range(N_ROWS)
    ]
    gifts += gifts[:N_REPEATED] + ["박민수,1950-02-30,,쌀,1,2026-03-01"] * N_BAD
    lines += [f"{n},{gift}" for n, gift in enumerate(gifts, 1)]
    path = tmp_path / "나눔 대장.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp949"))
    return path


def start(agency, file, environ, tmp_path, fault: str = "") -> subprocess.Popen:
    environ = {**environ, "DURU_HOME": str(tmp_path / "home"), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    if fault:
        environ["DURU_FAULT"] = fault
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.taker", *map(str, agency), str(file)], env=environ, cwd=ROOT,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def run(*args, **kwargs) -> int:
    with start(*args, **kwargs) as process:
        _, said = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), said.decode()[-2000:]
    return process.returncode


def handouts() -> tuple[int, int]:
    """Count what reached the ledger: rows, and distinct source rows behind them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT row_id) FROM benefits_handout")
        return cursor.fetchone()


def assert_counted_exactly_once(tenant_id: int) -> None:
    with tenant_scope(tenant_id):
        assert handouts() == (N_ROWS, N_ROWS)
        assert SourceRecord.objects.count() == 120
        assert RowKey.objects.count() == N_ROWS
        assert SourceRow.objects.filter(state=RowState.TAKEN).count() == N_ROWS + DuplicateRow.objects.count()
        intake = Intake.objects.get(state=IntakeState.ACCEPTED)
        rows = SourceRow.objects.filter(intake_id=intake.id)
        assert rows.count() == intake.n_rows == N_ROWS + N_REPEATED + N_BAD
        assert rows.values("line").distinct().count() == intake.n_rows
        assert (intake.n_taken, intake.n_settled) == (N_ROWS, N_ROWS)
        assert (intake.n_duplicate, intake.n_refused) == (N_REPEATED, N_BAD)
        assert not Intake.objects.exclude(state__in=(IntakeState.ACCEPTED, IntakeState.CANCELLED)).exists()


@pytest.mark.slow  # `test_installation` does it to the real processes in every check
def test_killed_at_every_named_place_in_turn(agency, file, database_environ, tmp_path):
    """Each start goes on where the last one died, and dies at the next place; the last one ends."""
    for place in PLACES:
        assert run(agency, file, database_environ, tmp_path, place) == -signal.SIGKILL, place
    assert run(agency, file, database_environ, tmp_path) == 0
    assert_counted_exactly_once(agency[0])
    assert run(agency, file, database_environ, tmp_path) == 0
    assert_again_complete(agency[0])


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_killed_at_a_named_place_and_started_again(place, agency, file, database_environ, tmp_path):
    assert run(agency, file, database_environ, tmp_path, place) == -signal.SIGKILL
    assert run(agency, file, database_environ, tmp_path) == 0
    assert_counted_exactly_once(agency[0])


@pytest.mark.slow
def test_killed_again_and_again_at_the_same_places(agency, file, database_environ, tmp_path):
    for nth in (2, 1, 3):
        for place in PLACES:
            run(agency, file, database_environ, tmp_path, f"{place}:{nth}")
    assert run(agency, file, database_environ, tmp_path) == 0
    assert_again_complete(agency[0])


@pytest.mark.slow
def test_killed_at_random_moments(agency, file, database_environ, tmp_path):
    chance = random.Random(20261122)
    kills = 0
    while kills < 50:
        process = start(agency, file, database_environ, tmp_path)
        time.sleep(chance.uniform(0.3, 2.5))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
    assert run(agency, file, database_environ, tmp_path) == 0
    assert_again_complete(agency[0])


def assert_again_complete(tenant_id: int) -> None:
    """After many runs, some of which ended, the file may have been taken several times: each row still counts once."""
    with tenant_scope(tenant_id):
        assert handouts() == (N_ROWS, N_ROWS)
        assert SourceRecord.objects.count() == 120
        assert RowKey.objects.count() == N_ROWS
        assert SourceRow.objects.filter(state=RowState.TAKEN).count() == N_ROWS + DuplicateRow.objects.count()
        assert not Intake.objects.exclude(state__in=(IntakeState.ACCEPTED, IntakeState.CANCELLED)).exists()
