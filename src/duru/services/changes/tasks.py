"""What the worker does: gather signs when people were linked, write the requests before payments, erase what is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.linkage.events import LinkChanged, PeopleLinked
from duru.blocks.tenancy.api import list_tenants, subscribe, tenant_job, tenant_long_job, tenant_scope
from duru.services.changes.enums import ChangeState
from duru.services.changes.events import ChangesOpened
from duru.services.changes.models import Change
from duru.services.changes.operations import ask_before_payment, erase_old_changes, gather_changes


@tenant_long_job(name="changes.gather", lock="changes.gather")
def gather(*, tenant_id: int) -> None:
    """Turn new signs into matters; safe to repeat."""
    gather_changes(tenant_id=tenant_id, now=timezone.now())


@tenant_job(name="changes.ask")
def ask(*, change_id: int) -> None:
    """Draft the request before a payment of one matter; once a matter."""
    change = Change.objects.filter(id=change_id).first()
    if change is not None and change.state in (ChangeState.SUSPECTED, ChangeState.CHECKING):
        ask_before_payment(change, at=timezone.now())


@app.periodic(cron="53 3 * * *")
@app.task(name="changes.erase_old", queueing_lock="changes.erase_old", pass_context=False)
def erase_old(timestamp: int) -> None:
    """Erase matters that closed more than five years ago, every night."""
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            erase_old_changes()


@subscribe(PeopleLinked)
def gather_after_linking(event: PeopleLinked) -> None:
    gather.defer()


@subscribe(LinkChanged)
def gather_after_decision(event: LinkChanged) -> None:
    gather.defer()


@subscribe(ChangesOpened)
def ask_where_a_payment_is_near(event: ChangesOpened) -> None:
    """A suspicion with a payment ahead asks the officer who pays; each in a job of its own, so that one that fails stops no other."""
    waiting = Change.objects.filter(
        id__in=event.change_ids, state=ChangeState.SUSPECTED, next_pay_on__isnull=False
    ).order_by("next_pay_on", "id")
    for change_id in waiting.values_list("id", flat=True):
        ask.defer(change_id=change_id)
