"""The clock's rhythm, bulk deeds in the background, and what applicants are told."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.access.api import system_actor
from duru.blocks.casework.events import BulkApproved, CalendarChanged, CaseHappened
from duru.blocks.casework.operations.bulk import run_bulk
from duru.blocks.casework.operations.holidays import move_due_dates
from duru.blocks.casework.operations.noticing import list_waiting, send_notice, write_notices
from duru.blocks.casework.operations.timing import fire_timers
from duru.blocks.tenancy.api import list_tenants, subscribe, tenant_job, tenant_long_job, tenant_scope


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


@tenant_job(name="casework.send_notice")
def hand_over_notice(*, notice_id: int) -> None:
    """Hand one notice to its carrier."""
    send_notice(notice_id=notice_id, by=system_actor("신청인 알림"), at=timezone.now())


@subscribe(CaseHappened)
def tell_applicant(event: CaseHappened) -> None:
    """Write what the applicant is told of a line of history, and promise the sending."""
    for notice_id in write_notices(event.event_id, at=timezone.now()):
        hand_over_notice.defer(notice_id=notice_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="casework.notices", queue="default", queueing_lock="casework.notices", pass_context=False)
def try_again(timestamp: int) -> None:
    """Every ten minutes: notices whose carrier was away are handed over again."""
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            for notice_id in list_waiting(now=timezone.now()):
                hand_over_notice.defer(notice_id=notice_id)


@subscribe(BulkApproved)
def begin_bulk(event: BulkApproved) -> None:
    """Promise the work after the approval is in force."""
    go_on_with_bulk.defer(deed_id=event.deed_ref)


@subscribe(CalendarChanged)
def count_anew(event: CalendarChanged) -> None:
    """Promise new dates after the calendar is in force."""
    move_all_due_dates.defer(from_on=event.from_on, why=event.why)
