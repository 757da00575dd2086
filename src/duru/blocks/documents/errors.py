"""Errors of papers that callers may catch; each carries a sentence for the screen."""

from duru.kernel.errors import Refused


class DocumentRefused(Refused):
    """The deed cannot be done to this document as it stands; `str(error)` says in Korean what to change."""


class ChangedMeanwhile(DocumentRefused):
    """Somebody else has changed the document since the page was opened: open it again and look."""


class LetterRefused(DocumentRefused):
    """A letter cannot be written: a field is missing, or no template or legal text is in force on its day."""


class AttachmentRefused(Refused):
    """A file is not taken: too large, a kind nobody may send, harmful, or not what its name says."""


class RenderingFailed(RuntimeError):
    """A document could not be written as PDF or HWPX on this machine; `str(error)` says in Korean what is missing."""
