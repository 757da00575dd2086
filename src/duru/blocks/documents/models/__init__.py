"""Tables of papers."""

from duru.blocks.documents.models.approval import Absence, ApprovalStep, DelegationRule, Signatory
from duru.blocks.documents.models.attachments import Attachment, UploadLimit
from duru.blocks.documents.models.deliveries import Delivery
from duru.blocks.documents.models.documents import Document, DocumentFile, DocumentVersion
from duru.blocks.documents.models.letters import LegalText, LetterTemplate, Seal
from duru.blocks.documents.models.numbers import DocumentRegister

__all__ = [
    "Absence",
    "ApprovalStep",
    "Attachment",
    "DelegationRule",
    "Delivery",
    "Document",
    "DocumentFile",
    "DocumentRegister",
    "DocumentVersion",
    "LegalText",
    "LetterTemplate",
    "Seal",
    "Signatory",
    "UploadLimit",
]
