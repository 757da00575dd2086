"""The worker's own housekeeping."""

import datetime as dt

from procrastinate import JobContext
from procrastinate.contrib.django import app

# A worker reports every 10 s; one silent for this long is dead (killed, machine gone), and its jobs start again.
SILENT_S = 30


@app.periodic(cron="*/30 * * * * *")
@app.task(name="tenancy.retry_stalled", queue="housekeeping", queueing_lock="tenancy.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Start jobs again whose worker died in the middle. Jobs are safe to run twice; procrastinate does not do this itself."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_S):
        await manager.retry_job(job, retry_at=dt.datetime.now(dt.UTC))
