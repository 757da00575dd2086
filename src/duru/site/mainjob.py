"""The main job: agency files in → one ledger → who is served twice, who is gone but still paid, who gets nothing.

The same steps serve the demo district, the command line and a district's first hour with its own files.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duru.blocks.access.api import Actor
from duru.blocks.exchange.api import FileRefused, MappingIncomplete, take_file
from duru.blocks.linkage.api import link_tenant
from duru.blocks.tenancy.api import tenant_scope
from duru.services.welfare.api import Summary, run_check, summary

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file of one agency, with the data set it holds."""

    path: Path
    organisation_id: int
    dataset: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be taken at all, and why; it never stops the others."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the main job came to."""

    summary: Summary
    refusals: tuple[Refusal, ...]


def run_main_job(
    *, tenant_id: int, deliveries: Sequence[Delivery], by: Actor, now: datetime, progress: Progress | None = None
) -> Outcome:
    """Take the files, link the records to people, check, and sum up. Safe to repeat: the same file counts once.

    Args:
        deliveries: in the order in which they shall be taken; the register first saves a second linking.
        progress: called with a Korean word for the step and the share done, 0–1.
    """
    say = progress or (lambda word, share: None)
    refusals = []
    for n, delivery in enumerate(deliveries):
        say(f"파일 받기: {delivery.path.name}", 0.6 * n / max(len(deliveries), 1))
        try:
            take_file(
                path=delivery.path,
                tenant_id=tenant_id,
                organisation_id=delivery.organisation_id,
                dataset=delivery.dataset,
                by=by,
                now=now,
            )
        except (FileRefused, MappingIncomplete) as refused:
            refusals.append(Refusal(delivery.path, str(refused)))
    say("사람 잇기", 0.6)
    link_tenant(tenant_id=tenant_id, now=now)
    say("겹침과 빠짐 찾기", 0.85)
    run_check(tenant_id=tenant_id, now=now)
    say("끝", 1.0)
    with tenant_scope(tenant_id):
        return Outcome(summary(), tuple(refusals))
