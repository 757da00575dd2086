"""What the worker does: erase what people told when its time is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.tenancy.api import list_tenants, tenant_scope
from duru.services.outreach.operations.erasing import erase_old_tips


@app.periodic(cron="47 3 * * *")
@app.task(name="outreach.erase_tips", queueing_lock="outreach.erase_tips", pass_context=False)
def erase_tips(timestamp: int) -> None:
    """Erase what is over, every night."""
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            erase_old_tips(at=timezone.now())
