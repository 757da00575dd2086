"""When links are in force, homes follow; sheets older than a year go."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from duru.blocks.access.api import system_actor
from duru.blocks.linkage.events import PeopleLinked
from duru.blocks.maps.api import place_homes
from duru.blocks.tenancy.api import list_tenants, subscribe, tenant_job, tenant_scope
from duru.services.emergency.operations import forget_old_sheets


@tenant_job(name="emergency.place", queue="long", lock="emergency.place")
def place() -> None:
    """Put everybody on the map; safe to repeat."""
    place_homes(by=system_actor("집을 지도에 놓기"))


@subscribe(PeopleLinked)
def place_after_run(event: PeopleLinked) -> None:
    """Promise it: nobody who waits for the links waits for the map."""
    place.defer()


@app.periodic(cron="17 4 * * *")
@app.task(name="emergency.forget", queueing_lock="emergency.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Delete the sheets of incidents that ended more than a year ago, every night."""
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            forget_old_sheets(before=datetime.fromtimestamp(timestamp, UTC) - timedelta(days=365))
