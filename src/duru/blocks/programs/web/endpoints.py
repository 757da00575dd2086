"""JSON for programs: what happened to what their agency wrote, and by which keys receipts are signed."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from duru.blocks.access.api import check_may
from duru.blocks.programs.enums import Scope
from duru.blocks.programs.permissions import SEE_OWN
from duru.blocks.programs.queries import MOST_EVENTS, list_events
from duru.blocks.programs.web.doors import member_or_key
from duru.blocks.tenancy.api import make_transaction_read_only

router = Router(tags=["프로그램 연동"])


class EventOut(Schema):
    """Something that happened to a row this agency wrote; ids only."""

    at: datetime
    kind: str = Field(description="consent_given, consent_withdrawn, handout_returned, handout_voided …")
    ref: str = Field(description="그 줄의 번호(public_id)")
    detail: dict


@router.get("/events", response=list[EventOut], summary="우리 기관에 생긴 일", auth=member_or_key(Scope.EVENTS))
def events(request: HttpRequest, after: AwareDatetime, limit: int = 100):
    """어느 때 뒤에 우리 기관이 적은 것에 생긴 일(동의, 철회, 반품, 정정)을 오래된 것부터 돌려줍니다. 이름과 내용은 없고 번호만 있습니다.

    다음에는 마지막 일의 `at`을 `after`에 넣어 이어서 받습니다.
    """
    make_transaction_read_only()
    actor = request.actor  # type: ignore[attr-defined]  # set by access or by the key
    check_may(actor, SEE_OWN)
    return list_events(organisation_id=actor.organisation_id, after=after, limit=max(1, min(limit, MOST_EVENTS)))


events.needs_permission = SEE_OWN  # type: ignore[attr-defined]  # stated as for pages
