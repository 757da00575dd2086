"""Letters of outreach: a note on the door that says nothing of why, and the notice that a telephone number was obtained."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from duru.blocks.access.api import Actor
from duru.blocks.documents.api import Recipient, draft_letter
from duru.blocks.documents.enums import LetterKind
from duru.services.outreach.errors import OutreachRefused
from duru.services.outreach.queries import leads_visible_to

VISIT, PHONE = "outreach-visit", "outreach-phone"


def draft_note(*, by: Actor, public_id: str, variant: str, on: date, at: datetime):
    """Draft the note on the door (`VISIT`, `on` the day of the visit) or the notice about a number (`PHONE`, the day it came).

    Neither names a signal: a neighbour may read it.

    Raises:
        NotAllowed: the actor may not draft letters.
        OutreachRefused: there is no such lead, or nobody is known by name.

    Source: 사회보장급여법 제11조제5항 (within 30 days), 영 제7조의2제3항; 제16조제1항.
    """
    lead = leads_visible_to(by).filter(public_id=public_id).first()
    if lead is None or lead.record is None:
        raise OutreachRefused("이름을 아는 대상에게만 편지를 씁니다.")
    office = lead.organisation.name if lead.organisation else by.organisation_name
    phone = lead.organisation.phone if lead.organisation else ""
    officer = " ".join(part for part in (office, by.name, phone) if part)
    fields = (
        {"visited_on": on, "officer": officer}
        if variant == VISIT
        else {"asked_by": office, "purpose": "도움이 필요한 가구의 소재 확인", "given_on": on, "officer": officer}
    )
    return draft_letter(
        by=by, subject=f"lead:{public_id}", kind=LetterKind.PLAIN, variant=variant, fields=fields,
        to=Recipient(lead.record.name, lead.record.address_typed or ""), on=timezone.localdate(at), at=at,
    )  # fmt: skip
