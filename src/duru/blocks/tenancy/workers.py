"""The worker process: it shows that it lives, takes up the jobs of workers that died, and works.

Every worker holds an advisory lock in a database session of its own for as long as it runs. The server frees that lock
the moment the process is gone, however it went, so a running job whose worker holds no lock has nobody who works at it.
A heartbeat alone would leave such a job lying for half a minute, and would take a worker that was only slow for dead:
then one job would run twice at once.

Source: docs/decisions/0011-jobs-of-the-dead.md.
"""

import asyncio
import logging
import os
import select
import threading

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone
from procrastinate import exceptions, manager
from procrastinate.contrib.django import app

LOCK_CLASS = 0x44555255  # "DURU": the first half of the lock's key, the worker's number is the second
LOOK_S = 10.0  # several workers on several machines look after each other; a new one looks at once
SECOND_LOOK_S = 0.3  # far longer than a worker that lost its lock needs to end itself
FORGET_S = 86_400  # procrastinate's own list of workers; the lock decides, so nothing hangs on this
# A machine that vanishes closes no socket: after 25 s without an answer the server ends the session itself.
KEEPALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"

JOBS_OF_THE_DEAD = """
SELECT job.id FROM procrastinate_jobs job
 WHERE job.status = 'doing' AND NOT EXISTS (
       SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 2 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND classid = %(lock_class)s AND objid = job.worker_id)
"""

logger = logging.getLogger(__name__)


def run_worker(*, concurrency: int) -> None:
    """Work off jobs until SIGTERM or Ctrl-C; a job under way is finished first.

    Args:
        concurrency: jobs at once.
    """
    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    async with app.open_async():
        jobs, life = app.job_manager, SignOfLife()
        register = jobs.register_worker

        async def register_alive() -> int:
            worker_id = await register()
            # Before the first job is taken: from now on no one else takes ours for a dead one's.
            await sync_to_async(life.show)(worker_id)
            await retry_jobs_of_the_dead(jobs)
            return worker_id

        jobs.register_worker = register_alive  # procrastinate has no hook between registering and working
        looking = asyncio.create_task(_look_again_and_again(jobs))
        try:
            await app.run_worker_async(
                name="duru", concurrency=concurrency, delete_jobs="successful", stalled_worker_timeout=FORGET_S
            )
        finally:
            looking.cancel()
            life.hide()


async def retry_jobs_of_the_dead(jobs: manager.JobManager) -> list[int]:
    """Put the jobs of workers that no longer live back in the queue; returns their numbers.

    Looks twice: a living worker whose lock was taken from it (its session was ended) is gone at the second look.
    """
    suspected = set(await _jobs_of_the_dead(jobs))
    if not suspected:
        return []
    await asyncio.sleep(SECOND_LOOK_S)
    dead = sorted(suspected & set(await _jobs_of_the_dead(jobs)))
    for job_id in dead:
        try:
            await jobs.retry_job_by_id_async(job_id, retry_at=timezone.now())
        except exceptions.ConnectorException:
            continue  # another worker was quicker
        logger.warning("job %s goes on: its worker died", job_id)
    return dead


async def _jobs_of_the_dead(jobs: manager.JobManager) -> list[int]:
    found = await jobs.connector.execute_query_all_async(JOBS_OF_THE_DEAD, lock_class=LOCK_CLASS)
    return [row["id"] for row in found]


async def _look_again_and_again(jobs: manager.JobManager) -> None:
    while True:
        await asyncio.sleep(LOOK_S)
        try:
            await retry_jobs_of_the_dead(jobs)
        except exceptions.ConnectorException:
            logger.warning("the database did not answer; looking again in %s s", LOOK_S)


class SignOfLife:
    """The lock of one worker, in a session of its own, and the thread that ends the process when the lock is lost."""

    def __init__(self) -> None:
        self._session: psycopg.Connection | None = None
        self._hidden = threading.Event()

    def show(self, worker_id: int) -> None:
        """Take the lock of this worker. From now on the process ends at once when its session breaks."""
        parameters = connection.get_connection_params()
        for ours in ("cursor_factory", "context"):
            parameters.pop(ours, None)
        parameters["options"] = f"{parameters.get('options', '')} {KEEPALIVE}"
        self._session = psycopg.connect(**parameters, autocommit=True)
        self._session.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, worker_id])
        threading.Thread(target=self._watch, args=[self._session], name="sign-of-life", daemon=True).start()

    def hide(self) -> None:
        """Give the lock back: this worker ends in order."""
        self._hidden.set()
        if self._session is not None:
            self._session.close()

    def _watch(self, session: psycopg.Connection) -> None:
        # Nobody asks anything in this session, so that the only news it can have is its end.
        select.select([session.fileno()], [], [])
        if self._hidden.is_set():
            return
        # Without the lock another worker may take our jobs up; what runs here must not go on beside it.
        logger.error("ConnectionLost: 데이터베이스와 끊겨 작업 프로세스를 다시 켭니다.")
        logging.shutdown()
        os._exit(1)
