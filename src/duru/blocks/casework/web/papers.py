"""Cases as papers know them: "case:01J…", shown to those who may open the case."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from duru.blocks.access.api import may
from duru.blocks.casework.models import Case
from duru.blocks.casework.permissions import SEE
from duru.blocks.casework.queries.cases import may_open_case
from duru.blocks.documents.api import SubjectCard, SubjectKind


def describe_cases(actor: Any, subjects: Sequence[str]) -> dict[str, SubjectCard]:
    """Return the cards of the cases that are the actor's business."""
    if not may(actor, SEE):
        return {}
    refs = {each.removeprefix("case:"): each for each in subjects}
    return {
        refs[case.public_id]: SubjectCard(
            f"{case.receipt_no} {case.title}", reverse("casework:case", args=[case.public_id])
        )
        for case in Case.objects.filter(public_id__in=refs)
        if may_open_case(actor, case)
    }


CASES = SubjectKind("case", "민원", describe_cases)
