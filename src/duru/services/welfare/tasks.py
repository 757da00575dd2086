"""When links change, and on every new day, the check runs again."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.linkage.events import LinkChanged, PeopleLinked
from duru.blocks.tenancy.api import list_tenants, subscribe, tenant_long_job, tenant_scope
from duru.services.welfare.operations import run_check
from duru.services.welfare.operations.lists import run_list_check, wipe_old_lists
from duru.services.welfare.queries import find_last_run


@tenant_long_job(name="welfare.check_district", lock="welfare.check")
def check_district(*, tenant_id: int) -> None:
    """Run the check over a whole district; safe to repeat."""
    run_check(tenant_id=tenant_id, now=timezone.now())


@tenant_long_job(name="welfare.check_list")
def check_list(*, tenant_id: int, list_id: int) -> None:
    """Check a list of recipients; goes on where a killed worker stood."""
    run_list_check(tenant_id=tenant_id, list_id=list_id)


@app.periodic(cron="41 3 * * *")
@app.task(name="welfare.wipe_lists", queueing_lock="welfare.wipe_lists", pass_context=False)
def wipe_lists(timestamp: int) -> None:
    """Wipe the names of old lists, every night."""
    for tenant in list_tenants():
        wipe_old_lists(tenant_id=tenant.id, now=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="7 * * * *")
@app.task(name="welfare.check_new_day", queueing_lock="welfare.check_new_day", pass_context=False)
def check_new_day(timestamp: int) -> None:
    """Run the check of every tenant whose last one is of an earlier day: payments come nearer although no file came.

    Asked every hour, so that a machine that was off in the night, or for a week, catches up within the hour.
    """
    today = timezone.localdate(datetime.fromtimestamp(timestamp, UTC))
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            last = find_last_run()
            if last is not None and last.as_of < today:
                check_district.defer()


@subscribe(PeopleLinked)
def check_after_linking(event: PeopleLinked) -> None:
    check_district.defer()


@subscribe(LinkChanged)
def check_after_decision(event: LinkChanged) -> None:
    check_district.defer()
