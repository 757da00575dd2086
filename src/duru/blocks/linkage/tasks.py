"""When files have been accepted, or people decided, the links follow: many askings, one run."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from duru.blocks.exchange.api import IntakeAccepted
from duru.blocks.linkage.enums import RunState
from duru.blocks.linkage.events import LinkChanged, PeopleLinked
from duru.blocks.linkage.models import LinkRun
from duru.blocks.linkage.operations.runs import bring_up_to_date
from duru.blocks.linkage.operations.training import train_tenant
from duru.blocks.linkage.operations.worth import refresh_review_worth
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.tenancy.api import subscribe, tenant_long_job, tenant_scope


@tenant_long_job(name="linkage.relink", lock="linkage.relink")
def relink(*, tenant_id: int, asked_at: str, records: Sequence[int] = ()) -> None:
    """Bring the links up to date unless a run that began after `asked_at` (ISO time) has done so already.

    Args:
        records: Records that changed or were decided about.
    """
    with tenant_scope(tenant_id):
        if LinkRun.objects.filter(state=RunState.DONE, started_at__gte=datetime.fromisoformat(asked_at)).exists():
            return
    bring_up_to_date(tenant_id=tenant_id, now=timezone.now(), records=records)


@tenant_long_job(name="linkage.compare", lock="linkage.relink")
def compare(*, tenant_id: int, run_id: int) -> None:
    """Make the records of a full run ready for the counter and for updates, unless a later run is in force by now."""
    from duru.blocks.linkage.operations.comparing import prepare_comparing  # slow import: brings the engine

    with tenant_scope(tenant_id):
        run = last_full_run()
        if run is not None and run.id == run_id and run.compared_at is None:
            prepare_comparing(run)


@tenant_long_job(name="linkage.train", lock="linkage.train")
def train_model(*, tenant_id: int, model_id: int) -> None:
    """Learn a model somebody asked for."""
    train_tenant(tenant_id=tenant_id, model_id=model_id, now=timezone.now())


@subscribe(PeopleLinked)
def compare_after_run(event: PeopleLinked) -> None:
    """Promise it after the links are in force: nobody who waits for the links waits for this."""
    compare.defer(run_id=event.run_id)


@subscribe(PeopleLinked)
def weigh_after_run(event: PeopleLinked) -> None:
    """Order the queue anew after a run."""
    refresh_review_worth()


@subscribe(IntakeAccepted)
def relink_after_intake(event: IntakeAccepted) -> None:
    """Promise a run; of several files that come in together the first run serves all."""
    relink.defer(asked_at=timezone.now().isoformat())


@subscribe(LinkChanged)
def relink_after_decision(event: LinkChanged) -> None:
    """Promise a run: what was joined through the moved record may stand elsewhere now."""
    relink.defer(asked_at=timezone.now().isoformat(), records=list(event.record_ids))
