"""The door of audit."""

from duru.blocks.audit.actors import SYSTEM, AuditActor
from duru.blocks.audit.enums import EntryKind
from duru.blocks.audit.exports import gated_export
from duru.blocks.audit.models import AuditEntry
from duru.blocks.audit.operations import (
    DEED_PART,
    deed_as_json,
    publish_checkpoint,
    record_deed,
    record_denial,
    record_export,
    record_look,
    sequence_entries,
)
from duru.blocks.audit.queries import (
    VERIFIER,
    LogReport,
    LookSeen,
    count_linked,
    list_entries,
    list_looks_at,
    list_notes,
    log_lines,
    verifier_of_log,
    verify_log,
)

__all__ = [
    "DEED_PART",
    "SYSTEM",
    "VERIFIER",
    "AuditActor",
    "AuditEntry",
    "EntryKind",
    "LogReport",
    "LookSeen",
    "count_linked",
    "deed_as_json",
    "gated_export",
    "list_entries",
    "list_looks_at",
    "list_notes",
    "log_lines",
    "publish_checkpoint",
    "record_deed",
    "record_denial",
    "record_export",
    "record_look",
    "sequence_entries",
    "verifier_of_log",
    "verify_log",
]
