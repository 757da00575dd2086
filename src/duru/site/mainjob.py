"""The main job: agency files in → one ledger → who is served twice, who is gone but still paid, who gets nothing.

The same steps serve the demo district, the command line and a district's first hour with its own files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from duru.blocks.access.api import Actor
from duru.blocks.linkage.api import link_tenant
from duru.blocks.tenancy.api import tenant_scope
from duru.services.welfare.api import Summary, run_check, summary
from duru.site.taking import Delivery, Progress, Refusal, take_deliveries

__all__ = ["Delivery", "Outcome", "Progress", "Refusal", "run_main_job"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the main job came to."""

    summary: Summary
    refusals: tuple[Refusal, ...]


def run_main_job(
    *,
    tenant_id: int,
    deliveries: Sequence[Delivery],
    by: Actor,
    now: datetime,
    workers: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Take the files, link the records to people, check, and sum up. Safe to repeat: the same file counts once.

    Args:
        deliveries: those of one agency are taken in their order.
        workers: processes that take files at once.
        progress: called with a Korean word for the phase (and after a colon its step) and the share done, 0–1.
    """
    say = progress or (lambda word, share: None)
    refusals = take_deliveries(
        tenant_id=tenant_id, deliveries=deliveries, by=by, now=now, workers=workers,
        progress=lambda name, share: say(f"파일 받기: {name}", 0.7 * share),
    )  # fmt: skip
    say("사람 잇기", 0.7)
    link_tenant(tenant_id=tenant_id, now=now, progress=lambda step, share: say(f"사람 잇기: {step}", 0.7 + 0.2 * share))
    say("점검", 0.9)
    run_check(
        tenant_id=tenant_id, now=now, progress=lambda step, n, steps: say(f"점검: {step}", 0.9 + 0.1 * (n - 1) / steps)
    )
    with tenant_scope(tenant_id):
        return Outcome(summary(), tuple(refusals))
