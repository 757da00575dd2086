"""The months end by themselves; answers are computed in the worker."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.access.api import system_actor
from duru.blocks.registry.api import Person
from duru.blocks.statistics.models import Snapshot
from duru.blocks.statistics.operations.answers import compute_rollup, compute_standards
from duru.blocks.statistics.operations.mailing import mail_saved_tables
from duru.blocks.statistics.operations.snapshots import make_snapshot
from duru.blocks.statistics.rules.months import last_full_month, parse_month
from duru.blocks.tenancy.api import Tenant, list_tenants, tenant_long_job, tenant_scope


@tenant_long_job(name="statistics.make_month", lock="statistics.make_month")
def make_month(*, tenant_id: int, month: str, reason: str = "", only_first: bool = False) -> None:
    """Make a month's snapshot and its standard tables; with `only_first` not when the month has one already."""
    tenant, asked, now = Tenant.objects.get(id=tenant_id), parse_month(month), timezone.now()
    with tenant_scope(tenant_id):
        is_there = Snapshot.objects.filter(month_on=asked.first).exists()
    if not (only_first and is_there):
        make_snapshot(tenant=tenant, month=asked, by=system_actor("월말 통계"), now=now, reason=reason)
    compute_standards(tenant=tenant, month=asked, now=now)
    mail_saved_tables(tenant=tenant, month=asked, now=now)


@tenant_long_job(name="statistics.compute", queue="default")
def compute(*, tenant_id: int, rollup_id: int) -> None:
    """Compute one answer that somebody waits for."""
    compute_rollup(tenant=Tenant.objects.get(id=tenant_id), rollup_id=rollup_id, now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="statistics.end_of_month", queueing_lock="statistics.end_of_month", pass_context=False)
def end_of_month(timestamp: int) -> None:
    """Make last month's snapshot of every tenant that has none: asked every hour, so that a machine that was off catches up.

    Only tenants that have taken in anything are asked for: an empty month is no month.
    """
    month = last_full_month(timezone.localdate(datetime.fromtimestamp(timestamp, UTC)))
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            if not Snapshot.objects.filter(month_on=month.first).exists() and Person.objects.exists():
                make_month.defer(month=str(month), only_first=True)
