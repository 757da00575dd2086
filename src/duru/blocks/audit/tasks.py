"""The sequencer's rhythm."""

from procrastinate.contrib.django import app

from duru.blocks.audit.operations import sequence_entries
from duru.blocks.tenancy.api import list_tenants


@app.periodic(cron="*/5 * * * * *")
@app.task(name="audit.sequence", queue="sequencer", queueing_lock="audit.sequence", pass_context=False)
def sequence_all(timestamp: int) -> None:
    """Append every tenant's committed entries to its chain, every five seconds."""
    for tenant in list_tenants():
        sequence_entries(tenant_id=tenant.id)
