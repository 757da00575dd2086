"""The door of audit."""

from duru.blocks.audit.actors import SYSTEM, AuditActor
from duru.blocks.audit.enums import EntryKind
from duru.blocks.audit.exports import gated_export
from duru.blocks.audit.models import AuditEntry
from duru.blocks.audit.operations import (
    DEED_PART,
    deed_as_json,
    record_deed,
    record_denial,
    record_export,
    record_look,
    sequence_entries,
)
from duru.blocks.audit.queries import ChainReport, LookSeen, list_entries, list_looks_at, verify_chain

__all__ = [
    "DEED_PART",
    "SYSTEM",
    "AuditActor",
    "AuditEntry",
    "ChainReport",
    "EntryKind",
    "LookSeen",
    "deed_as_json",
    "gated_export",
    "list_entries",
    "list_looks_at",
    "record_deed",
    "record_denial",
    "record_export",
    "record_look",
    "sequence_entries",
    "verify_chain",
]
