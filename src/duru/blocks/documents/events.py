"""What papers tell the floors above. Ids are public ids; `subject` is what the document is about (`case:01J…`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """A document has got its number and day: by the last approval, without one (접수증), or back from 온-나라.

    `kind` is a `LetterKind`, `number` the 문서번호, `effective_on` the 시행일 as YYYY-MM-DD.
    """

    document: str
    subject: str
    kind: str
    number: str
    effective_on: str


@dataclass(frozen=True, slots=True)
class DocumentReturned:
    """An approver has sent a draft back with a reason, here or in 온-나라; the drafter mends it and submits again."""

    document: str
    subject: str
    kind: str


@dataclass(frozen=True, slots=True)
class DocumentServed:
    """A document has reached its recipient: terms run from `served_on` (YYYY-MM-DD). Told once, by the first delivery that arrived."""

    document: str
    subject: str
    kind: str
    delivery: str
    served_on: str


@dataclass(frozen=True, slots=True)
class LetterEntrusted:
    """A letter is to go by e-mail; the worker sends it."""

    delivery_id: int


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A delivery came back; another way has to be found (행정절차법 §14④ when none is left)."""

    document: str
    subject: str
    kind: str
    delivery: str


@dataclass(frozen=True, slots=True)
class AttachmentAdded:
    """A paper was laid to a subject."""

    attachment: str
    subject: str
