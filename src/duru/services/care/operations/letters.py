"""The letter that tells a person their plan. It holds what was agreed and nothing of either side's notes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from duru.blocks.access.api import Actor
from duru.blocks.documents.api import Recipient, draft_letter
from duru.blocks.documents.enums import LetterKind
from duru.services.care.enums import PlanState
from duru.services.care.errors import CareRefused
from duru.services.care.operations.cases import get_visible
from duru.services.care.queries import lines_of, plan_in_force

VARIANT = "care-plan"


def draft_plan_letter(*, by: Actor, case_id: str, at: datetime):
    """Draft the letter of the plan a person agreed to; an official signs and sends it.

    Raises:
        NotAllowed: the actor may not draft letters.
        CareRefused: there is no such case, or no plan that was agreed to.
        LetterRefused: the wording has a gap that day.
    """
    case = get_visible(by, case_id)
    plan = plan_in_force(case)
    if plan is None or plan.state != PlanState.AGREED:
        raise CareRefused("본인이 동의한 계획이 없습니다. 동의를 적은 뒤에 알려 주세요.")
    lines = lines_of(plan)
    fields = {
        "goal": plan.goal,
        "from_on": plan.from_on,
        "last_on": plan.until_on - timedelta(days=1),
        "services": [f"{domain}: {line.content}, {line.amount} ({line.provider})" for domain, line in lines],
        "links": [f"{line.provider}: {line.linked}" for _, line in lines if line.linked],
        "officer": " ".join(part for part in (case.organisation.name, by.name, case.organisation.phone) if part),
    }
    return draft_letter(
        by=by, subject=f"case:{case.case_ref}", kind=LetterKind.RESULT, variant=VARIANT, fields=fields,
        to=Recipient(case.record.name, case.record.address_typed or ""), on=timezone.localdate(at), at=at,
    )  # fmt: skip
