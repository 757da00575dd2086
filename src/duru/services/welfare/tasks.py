"""When links change, the check runs again."""

from django.utils import timezone

from duru.blocks.linkage.events import LinkChanged, PeopleLinked
from duru.blocks.tenancy.api import subscribe, tenant_long_job
from duru.services.welfare.operations import run_check


@tenant_long_job(name="welfare.check_district", lock="welfare.check")
def check_district(*, tenant_id: int) -> None:
    """Run the check over a whole district; safe to repeat."""
    run_check(tenant_id=tenant_id, now=timezone.now())


@subscribe(PeopleLinked)
def check_after_linking(event: PeopleLinked) -> None:
    check_district.defer()


@subscribe(LinkChanged)
def check_after_decision(event: LinkChanged) -> None:
    check_district.defer()
