"""Reads of papers."""

from duru.blocks.documents.queries.papers import (
    attachments_of,
    documents_of,
    documents_waiting_for,
    get_attachment,
    get_document,
    list_documents,
    may_see_attachment,
    may_see_document,
)
from duru.blocks.documents.queries.people import (
    absences_covered_by,
    least_rank,
    members_stood_in_for,
    propose_line,
    ranks_on,
)

__all__ = [
    "absences_covered_by",
    "attachments_of",
    "documents_of",
    "documents_waiting_for",
    "get_attachment",
    "get_document",
    "least_rank",
    "list_documents",
    "may_see_attachment",
    "may_see_document",
    "members_stood_in_for",
    "propose_line",
    "ranks_on",
]
