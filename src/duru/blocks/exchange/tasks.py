"""Work of the worker: the check of a file, and its acceptance. Both go on where a killed worker stood."""

from duru.blocks.exchange.operations.settling import settle_rows
from duru.blocks.exchange.operations.staging import stage_rows
from duru.blocks.tenancy.api import tenant_long_job


@tenant_long_job(name="exchange.stage_intake")
def stage_intake(*, tenant_id: int, intake_id: int) -> None:
    """Check the rows of a file."""
    stage_rows(tenant_id=tenant_id, intake_id=intake_id)


@tenant_long_job(name="exchange.accept_intake")
def accept_intake(*, tenant_id: int, intake_id: int) -> None:
    """Make the rows of an accepted file part of the ledger."""
    settle_rows(tenant_id=tenant_id, intake_id=intake_id)
