"""Leads as papers know them: "lead:01J…", shown to those who may know of the lead."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from duru.blocks.documents.api import SubjectCard, SubjectKind
from duru.services.outreach.queries import leads_visible_to
from duru.services.outreach.web.tables import who_masked


def describe_leads(actor: Any, subjects: Sequence[str]) -> dict[str, SubjectCard]:
    """Return the cards of the leads that are the actor's business."""
    refs = {each.removeprefix("lead:"): each for each in subjects}
    return {
        refs[lead.public_id]: SubjectCard(
            f"발굴 대상 {who_masked(lead)}", reverse("outreach:lead", args=[lead.public_id])
        )
        for lead in leads_visible_to(actor).filter(public_id__in=refs)
    }


LEAD = SubjectKind("lead", "발굴 대상", describe_leads)
