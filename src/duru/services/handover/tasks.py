"""What the worker does: link who arrived, let go what is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.linkage.api import update_links
from duru.blocks.tenancy.api import list_tenants, tenant_long_job, tenant_scope
from duru.services.handover.operations import tidy_handovers


@tenant_long_job(name="handover.link_arrived", lock="linkage.relink")
def link_arrived(*, tenant_id: int) -> None:
    """Link the records of people taken over since the last run; safe to repeat."""
    update_links(tenant_id=tenant_id, now=timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="handover.tidy", queueing_lock="handover.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Let go what is over, every night."""
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            tidy_handovers(at=timezone.now())
