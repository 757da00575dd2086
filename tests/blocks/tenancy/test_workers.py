"""A dead worker's job goes on at once; a living one's is left alone, however silent it is."""

import os
import signal
import subprocess
import sys
import time

import psutil
import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from duru.blocks.tenancy import workers
from duru.blocks.tenancy.jobs import LONGEST_WAIT_S, MOST_ATTEMPTS, WhenTheDatabaseIsBack

pytestmark = pytest.mark.django_db(transaction=True)


def ask(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else None


def start_job(*, heartbeat: str = "now()") -> tuple[int, int]:
    """Put a job down that a worker has begun; returns (job, worker)."""
    ((worker,),) = ask(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES ({heartbeat}) RETURNING id")
    ((job,),) = ask(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, worker_id)"
        " VALUES ('tests.sleep', 'default', '{}', 'doing', %s) RETURNING id",
        worker,
    )
    return job, worker


def look() -> list[int]:
    async def retry():
        working = app.with_connector(app.connector.get_worker_connector())
        async with working.open_async():
            return await workers.retry_jobs_of_the_dead(working.job_manager)

    return async_to_sync(retry)()


def state_of(job: int) -> str:
    return ask("SELECT status::text FROM procrastinate_jobs WHERE id = %s", job)[0][0]


def test_a_job_whose_worker_died_waits_again_whatever_its_heartbeat_says():
    job, _ = start_job()
    assert look() == [job]
    assert state_of(job) == "todo"


def test_a_job_whose_worker_is_no_longer_known_waits_again():
    job, worker = start_job()
    ask("DELETE FROM procrastinate_workers WHERE id = %s", worker)
    assert look() == [job]


def test_a_job_of_a_silent_but_living_worker_is_left_alone(django_db_setup):
    job, worker = start_job(heartbeat="now() - interval '1 hour'")
    with psycopg.connect(django_db_setup.app_url, autocommit=True) as living:
        living.execute("SELECT pg_advisory_lock(%s, %s)", [workers.LOCK_CLASS, worker])
        assert look() == []
        assert state_of(job) == "doing"
    assert look() == [job]


def test_the_lock_of_another_database_proves_nothing(django_db_setup):
    job, worker = start_job()
    elsewhere = django_db_setup.app_url.replace(f"@/{django_db_setup.name}", "@/postgres")
    with psycopg.connect(elsewhere, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [workers.LOCK_CLASS, worker])
        assert look() == [job]


@pytest.fixture
def worker_process(database_environ, tmp_path):
    environ = {**database_environ, "DURU_HOME": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-m", "duru.site.worker"], env=environ, stderr=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def session_that_holds_the_lock() -> int:
    """Return the database process of the only worker, once it shows that it lives."""
    deadline = time.monotonic() + 60
    while not (
        found := ask("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", workers.LOCK_CLASS)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found[0][0]


def test_a_worker_takes_up_a_dead_ones_job_and_ends_in_order(worker_process):
    job, _ = start_job()
    session_that_holds_the_lock()
    deadline = time.monotonic() + 30
    # Done, not only taken up: before its loop runs, a worker does not listen to signals.
    while state_of(job) in ("doing", "todo"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    worker_process.terminate()
    assert worker_process.wait(timeout=30) == 0
    assert ask("SELECT count(*) FROM procrastinate_workers") in ([(0,)], [(1,)])  # the dead one is remembered for a day


def test_a_worker_that_loses_its_lock_ends_at_once(worker_process, django_db_setup):
    session = session_that_holds_the_lock()
    with psycopg.connect(django_db_setup.app_url, autocommit=True) as conn:  # of the same role: it may end the session
        conn.execute("SELECT pg_terminate_backend(%s)", [session])
    assert worker_process.wait(timeout=10) == 1
    assert "끊겨" in worker_process.stderr.read().decode()


def test_a_frozen_worker_keeps_its_job_until_it_is_dead(worker_process):
    session_that_holds_the_lock()
    ((worker,),) = ask("SELECT max(id) FROM procrastinate_workers")
    ((job,),) = ask(
        "INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, worker_id)"
        " VALUES ('tests.sleep', 'nobody', '{}', 'doing', %s) RETURNING id",
        worker,
    )
    os.kill(worker_process.pid, signal.SIGSTOP)
    while psutil.Process(worker_process.pid).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)
    assert job not in look()
    worker_process.kill()
    worker_process.wait()
    assert job in look(), "perhaps beside one of the jobs that every worker has by the clock"


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 2), (3, 8), (4, LONGEST_WAIT_S), (99, LONGEST_WAIT_S)])
def test_what_failed_for_the_databases_sake_is_tried_again(attempts, seconds):
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
    before = time.time()
    for error in (OperationalError("gone"), psycopg.OperationalError("gone"), psycopg.errors.LockNotAvailable()):
        decision = WhenTheDatabaseIsBack().get_retry_decision(exception=error, job=job)
        assert 0 <= decision.retry_at.timestamp() - before - seconds < 5


def test_what_failed_for_its_own_sake_or_too_often_is_not():
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=0)
    often = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=MOST_ATTEMPTS)
    assert WhenTheDatabaseIsBack().get_retry_decision(exception=ValueError(), job=job) is None
    assert WhenTheDatabaseIsBack().get_retry_decision(exception=OperationalError(), job=often) is None
