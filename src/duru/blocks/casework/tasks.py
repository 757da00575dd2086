"""The clock's rhythm, and bulk deeds in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.casework.events import BulkApproved, CalendarChanged
from duru.blocks.casework.operations.bulk import run_bulk
from duru.blocks.casework.operations.holidays import move_due_dates
from duru.blocks.casework.operations.timing import fire_timers
from duru.blocks.tenancy.api import list_tenants, subscribe, tenant_long_job


@app.periodic(cron="* * * * *")
@app.task(name="casework.clock", queue="clock", queueing_lock="casework.clock", pass_context=False)
def fire_all(timestamp: int) -> None:
    """Let the timers of every tenant act, every minute."""
    for tenant in list_tenants():
        fire_timers(tenant_id=tenant.id, now=timezone.now())


@tenant_long_job(name="casework.bulk")
def go_on_with_bulk(*, tenant_id: int, deed_id: str) -> None:
    """Work off a bulk deed, one transaction a case; goes on where it stopped."""
    run_bulk(tenant_id=tenant_id, deed_id=deed_id, now=timezone.now)


@tenant_long_job(name="casework.move_due_dates")
def move_all_due_dates(*, tenant_id: int, from_on: str, why: str) -> None:
    """Count open cases anew after the calendar changed, one transaction a case; safe to run twice."""
    move_due_dates(tenant_id=tenant_id, from_on=from_on, why=why, now=timezone.now)


@subscribe(BulkApproved)
def begin_bulk(event: BulkApproved) -> None:
    """Promise the work after the approval is in force."""
    go_on_with_bulk.defer(deed_id=event.deed_ref)


@subscribe(CalendarChanged)
def count_anew(event: CalendarChanged) -> None:
    """Promise new dates after the calendar is in force."""
    move_all_due_dates.defer(from_on=event.from_on, why=event.why)
