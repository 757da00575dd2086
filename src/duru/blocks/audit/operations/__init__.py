"""Writes of the log."""

from duru.blocks.audit.operations.recording import (
    DEED_PART,
    close_look_book,
    deed_as_json,
    open_look_book,
    record_deed,
    record_denial,
    record_export,
    record_look,
)
from duru.blocks.audit.operations.sequencing import publish_checkpoint, sequence_entries

__all__ = [
    "DEED_PART",
    "close_look_book",
    "deed_as_json",
    "open_look_book",
    "publish_checkpoint",
    "record_deed",
    "record_denial",
    "record_export",
    "record_look",
    "sequence_entries",
]
