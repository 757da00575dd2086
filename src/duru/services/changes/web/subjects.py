"""How papers of a matter are shown: to officials who may see the matter."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from duru.blocks.access.api import Actor
from duru.blocks.documents.api import SubjectCard, SubjectKind
from duru.blocks.registry.api import person_ref
from duru.services.changes.queries import list_changes


def describe_changes(actor: Actor, subjects: Sequence[str]) -> Mapping[str, SubjectCard]:
    """Return a card for each matter the actor may see."""
    wanted = [subject.partition(":")[2] for subject in subjects]
    return {
        f"change:{change.public_id}": SubjectCard(
            title=f"변동 관리: {change.get_kind_display()} {change.state_label}",
            url=reverse("changes:change", args=[change.public_id]),
            persons=[person_ref(change.person_ref)],
        )
        for change in list_changes(actor).filter(public_id__in=wanted)
    }


CHANGES = SubjectKind("change", "변동 관리", describe_changes)
