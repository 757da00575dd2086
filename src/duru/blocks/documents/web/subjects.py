"""Documents that belong to no case: an office's own (일반 기안)."""

from collections.abc import Sequence
from typing import Any

from duru.blocks.access.api import Actor, Organisation
from duru.blocks.documents.values import SubjectCard, SubjectKind

PREFIX = "office"


def office_subject(actor: Actor) -> str:
    """Return the subject of an actor's own office; "" for the machine."""
    found = Organisation.objects.filter(id=actor.organisation_id).first()
    return f"{PREFIX}:{found.public_id}" if found else ""


def describe_offices(actor: Any, subjects: Sequence[str]) -> dict[str, SubjectCard]:
    """Show an office to its own people."""
    own = office_subject(actor)
    return {own: SubjectCard(f"{actor.organisation_name} 사무")} if own in subjects else {}


OFFICE = SubjectKind(PREFIX, "기관 사무", describe_offices)
