"""Graves as papers know them: "grave:01J…", shown to those who may see the register."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from duru.blocks.access.api import may
from duru.blocks.documents.api import SubjectCard, SubjectKind
from duru.services.permits.models import Grave
from duru.services.permits.permissions import SEE_GRAVES


def describe_graves(actor: Any, subjects: Sequence[str]) -> dict[str, SubjectCard]:
    """Return the cards of the graves an actor may know of."""
    if not may(actor, SEE_GRAVES):
        return {}
    refs = {each.removeprefix("grave:"): each for each in subjects}
    found = Grave.objects.filter(public_id__in=refs).order_by("id")
    return {
        refs[each.public_id]: SubjectCard(f"분묘 {each.lot}", f"{reverse('permits:graves')}?lot={each.lot}")
        for each in found
    }


GRAVES = SubjectKind("grave", "분묘", describe_graves)
