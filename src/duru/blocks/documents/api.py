"""The door of documents: papers that come in, letters that go out.

A row handed out is read only: `Document` has `public_id subject kind state title number effective_on revision recipient_name`,
`Attachment` has `public_id subject name label kind size scan_state added_at`, `Delivery` has `public_id how state sent_at served_on`.
The pages are `documents:document` (public id), `documents:attachment`, `documents:draft` (?subject=…&kind=…), `documents:list`.
"""

from duru.blocks.documents.adapters.hwpx import Piece, print_hwpx
from duru.blocks.documents.adapters.mail import Letter, mailer
from duru.blocks.documents.adapters.pdf import print_pdf
from duru.blocks.documents.errors import (
    AttachmentRefused,
    ChangedMeanwhile,
    DocumentRefused,
    LetterRefused,
    RenderingFailed,
)
from duru.blocks.documents.operations.absences import record_absence
from duru.blocks.documents.operations.approving import (
    approve,
    return_draft,
    submit_for_approval,
    withdraw_from_approval,
)
from duru.blocks.documents.operations.attaching import attach, destroy_attachment
from duru.blocks.documents.operations.delivering import deliver, mark_failed, mark_posted, mark_served
from duru.blocks.documents.operations.drafting import cancel_draft, draft_letter, revise_draft
from duru.blocks.documents.operations.issuing import issue, send_to_onnara, take_back_from_onnara
from duru.blocks.documents.operations.posts import appoint_signatory, set_delegation
from duru.blocks.documents.operations.wording import fields_of, register_letters
from duru.blocks.documents.queries import (
    attachments_of,
    documents_of,
    documents_waiting_for,
    get_document,
    members_stood_in_for,
    propose_line,
)
from duru.blocks.documents.values import LineStep, Recipient, SubjectCard, SubjectKind, register_subject

__all__ = [
    "AttachmentRefused",
    "ChangedMeanwhile",
    "DocumentRefused",
    "Letter",
    "LetterRefused",
    "LineStep",
    "Piece",
    "Recipient",
    "RenderingFailed",
    "SubjectCard",
    "SubjectKind",
    "appoint_signatory",
    "approve",
    "attach",
    "attachments_of",
    "cancel_draft",
    "deliver",
    "destroy_attachment",
    "documents_of",
    "documents_waiting_for",
    "draft_letter",
    "fields_of",
    "get_document",
    "issue",
    "mailer",
    "mark_failed",
    "mark_posted",
    "mark_served",
    "members_stood_in_for",
    "print_hwpx",
    "print_pdf",
    "propose_line",
    "record_absence",
    "register_letters",
    "register_subject",
    "return_draft",
    "revise_draft",
    "send_to_onnara",
    "set_delegation",
    "submit_for_approval",
    "take_back_from_onnara",
    "withdraw_from_approval",
]
