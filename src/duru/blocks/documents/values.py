"""What callers hand in and get back besides rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a letter goes (수신). `title` follows the name: 귀하 for a person, 귀중 for an office, 과장 for a department."""

    name: str
    address: str = ""
    postcode: str = ""
    email: str = ""
    title: str = "귀하"


@dataclass(frozen=True, slots=True)
class LineStep:
    """One person of a line of approval. The drafter is added by `submit_for_approval`; the last step has role `approve`."""

    role: str
    membership_id: int


@dataclass(frozen=True, slots=True)
class SubjectCard:
    """How a subject is shown to one actor: its name on the screen, where its page is, and the persons it is about."""

    title: str
    url: str = ""
    persons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """What the owner of a kind of subject tells papers, which know only opaque references.

    `prefix` is the part before the colon ("case"). `describe(actor, subjects)` answers for many at once and leaves out those the actor
    may not see: a paper of such a subject is neither listed, shown nor handed out. `persons` go into the log of looks.
    `asks_purpose` wants a reason for every download (a person's card); a case is its own purpose.
    """

    prefix: str
    label: str
    describe: Callable[[Any, Sequence[str]], Mapping[str, SubjectCard]]
    asks_purpose: bool = False


_kinds: dict[str, SubjectKind] = {}


def register_subject(kind: SubjectKind) -> None:
    """Tell papers about a kind of subject; call it in `AppConfig.ready`. Registering the same prefix again replaces it."""
    _kinds[kind.prefix] = kind


def asks_purpose(subject: str) -> bool:
    """Say whether a download of a subject's paper wants a reason; unknown kinds do."""
    kind = _kinds.get(subject.partition(":")[0])
    return kind is None or kind.asks_purpose


def describe_subjects(actor: Any, subjects: Sequence[str]) -> dict[str, SubjectCard]:
    """Return a card for every subject the actor may see, one call per kind. Subjects of a kind nobody owns are not shown."""
    by_prefix: dict[str, list[str]] = {}
    for subject in dict.fromkeys(subjects):
        by_prefix.setdefault(subject.partition(":")[0], []).append(subject)
    found: dict[str, SubjectCard] = {}
    for prefix, group in by_prefix.items():
        if prefix in _kinds:
            found |= _kinds[prefix].describe(actor, group)
    return found
