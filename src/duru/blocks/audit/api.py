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
from duru.blocks.audit.reviewing import Review, Unusual, count_lately, finish_review, is_review_due, month_of, review_of

__all__ = [
    "DEED_PART",
    "SYSTEM",
    "VERIFIER",
    "AuditActor",
    "AuditEntry",
    "EntryKind",
    "LogReport",
    "LookSeen",
    "Review",
    "Unusual",
    "count_lately",
    "count_linked",
    "deed_as_json",
    "finish_review",
    "gated_export",
    "is_review_due",
    "list_entries",
    "list_looks_at",
    "list_notes",
    "log_lines",
    "month_of",
    "publish_checkpoint",
    "record_deed",
    "record_denial",
    "record_export",
    "record_look",
    "review_of",
    "sequence_entries",
    "verifier_of_log",
    "verify_log",
]
