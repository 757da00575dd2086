"""Reads of the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet

from duru.blocks.audit.adapters.keys import signing_key
from duru.blocks.audit.adapters.places import checkpoint_place
from duru.blocks.audit.enums import EntryKind
from duru.blocks.audit.models import AuditCheckpoint, AuditEntry, AuditLink
from duru.blocks.audit.rules import Break, find_break
from duru.blocks.tenancy.api import Tenant
from duru.kernel.canonical import canonical_json
from duru.kernel.merkle import Frontier, parse_checkpoint

# The file with which anybody checks an export, to be given out with it.
VERIFIER = Path(__file__).with_name("verify_log.py")


@dataclass(frozen=True, slots=True)
class LookSeen:
    """One look as the person concerned is told it: 부서·업무·목적·일시, never the official's name."""

    at: datetime
    department: str
    duty: str
    action: str
    purpose: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a check of the log found.

    Attributes:
        n_linked: Entries with a number; `n_waiting` have none yet.
        n_checkpoints: Checkpoints it was held to, our own and those read outside; `n_outside` of them stand outside.
        last_checkpoint: When the newest one was signed, None before the first.
        place: Where checkpoints are put.
        found: The first thing that does not fit, None when all does.
    """

    n_linked: int
    n_waiting: int
    n_checkpoints: int
    n_outside: int
    last_checkpoint: datetime | None
    place: str
    found: Break | None


def list_entries() -> QuerySet[AuditEntry]:
    """Return all entries of the tenant, newest first; callers filter and page."""
    return AuditEntry.objects.order_by("-at", "-id")


def list_looks_at(subject_ref: str, *, limit: int = 200) -> list[LookSeen]:
    """Return who looked at a person or downloaded their record, newest first, in the form the person may see."""
    entries = AuditEntry.objects.filter(
        subject_refs__contains=[subject_ref], kind__in=[EntryKind.LOOK, EntryKind.EXPORT]
    ).order_by("-at", "-id")[:limit]
    return [LookSeen(e.at, e.actor_department, e.actor_duty, e.action, e.purpose) for e in entries]


def entry_as_leaf(entry: AuditEntry) -> dict:
    """Return the values of an entry that its hash covers; stable for ever, times as UTC text."""
    return {
        "action": entry.action,
        "actor": entry.actor_ref,
        "at": entry.at.isoformat(),
        "department": entry.actor_department,
        "detail": entry.detail,
        "duty": entry.actor_duty,
        "flags": entry.flags,
        "id": entry.public_id,
        "kind": entry.kind,
        "origin": entry.origin,
        "purpose": entry.purpose,
        "subjects": entry.subject_refs,
    }


def origin_of_log(tenant_id: int) -> str:
    """Return the name by which checkpoints speak of a tenant's log."""
    return f"duru/{Tenant.objects.get(pk=tenant_id).code}"


def verifier_of_log(*, tenant_id: int) -> str:
    """Return the public line by which anybody can check a tenant's checkpoints; it is to be kept elsewhere."""
    return signing_key().verifier_of(origin_of_log(tenant_id))


def list_notes(*, tenant_id: int) -> list[str]:
    """Return the checkpoints as they stand outside; our own where nothing stands there."""
    outside = checkpoint_place().notes_of(origin_of_log(tenant_id))
    return outside or list(AuditCheckpoint.objects.order_by("size").values_list("note", flat=True))


def count_linked() -> int:
    """Return how many entries have their number."""
    return AuditLink.objects.count()


def log_lines() -> Iterator[bytes]:
    """Yield the log as `verify_log.py` reads it: number, hash (hex), canonical entry, parted by tabs; memory flat."""
    links = AuditLink.objects.select_related("entry").order_by("seq")
    for link in links.iterator(chunk_size=2_000):
        yield b"%d\t%s\t%s\n" % (
            link.seq,
            bytes(link.leaf_hash).hex().encode(),
            canonical_json(entry_as_leaf(link.entry)),
        )


def tree_of(checkpoint: AuditCheckpoint | None) -> Frontier:
    """Return the tree as it stood at a checkpoint, ready to go on."""
    if checkpoint is None:
        return Frontier()
    peaks = bytes(checkpoint.peaks)
    return Frontier(checkpoint.size, tuple(peaks[at : at + 32] for at in range(0, len(peaks), 32)))


def verify_log(*, tenant_id: int) -> LogReport:
    """Recompute the tenant's log from the first entry and hold it to every checkpoint, here and outside; memory flat.

    Outside counts what this installation's key has signed: a note of another key proves nothing.
    """
    place, key = checkpoint_place(), signing_key()
    outside = [parse_checkpoint(note)[0] for note in place.notes_of(origin_of_log(tenant_id)) if key.signed(note)]
    own = AuditCheckpoint.objects.order_by("size")
    # Of two statements about one size, both are looked at: they must be equal to the tree, hence to each other.
    stated = sorted({(one.size, one.root) for one in outside} | {(one.size, bytes(one.root)) for one in own})
    links = AuditLink.objects.select_related("entry").order_by("seq")
    rows = ((link.seq, entry_as_leaf(link.entry), bytes(link.leaf_hash)) for link in links.iterator(chunk_size=2_000))
    n_linked, last = links.count(), own.last()
    return LogReport(
        n_linked=n_linked,
        n_waiting=AuditEntry.objects.count() - n_linked,
        n_checkpoints=len(stated),
        n_outside=len(outside),
        last_checkpoint=last.at if last else None,
        place=place.name,
        found=find_break(rows, stated),
    )
