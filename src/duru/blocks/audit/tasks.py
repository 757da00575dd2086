"""The sequencer's rhythm: numbers every five seconds, a checkpoint every minute."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from duru.blocks.audit.operations import publish_checkpoint, sequence_entries
from duru.blocks.tenancy.api import list_tenants


@app.periodic(cron="*/5 * * * * *")
@app.task(name="audit.sequence", queue="sequencer", queueing_lock="audit.sequence", pass_context=False)
def sequence_all(timestamp: int) -> None:
    """Append every tenant's committed entries to its chain, every five seconds."""
    for tenant in list_tenants():
        sequence_entries(tenant_id=tenant.id)


@app.periodic(cron="* * * * *")
@app.task(name="audit.checkpoint", queue="sequencer", queueing_lock="audit.checkpoint", pass_context=False)
def checkpoint_all(timestamp: int) -> None:
    """Sign every tenant's log and put the statement outside the database, every minute."""
    for tenant in list_tenants():
        publish_checkpoint(tenant_id=tenant.id, at=datetime.fromtimestamp(timestamp, UTC))
