"""Somebody new was typed at the door: the links follow in the background."""

from django.utils import timezone

from duru.blocks.linkage.api import update_links
from duru.blocks.tenancy.api import tenant_long_job


@tenant_long_job(name="giving.link_typed", lock="linkage.relink")
def link_typed(*, tenant_id: int) -> None:
    """Link the records typed at doors since the last run; safe to repeat."""
    update_links(tenant_id=tenant_id, now=timezone.now())
