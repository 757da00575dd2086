"""JSON for programs: the leads one must seek, what was tried, what came of it, and rates per signal."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from duru.blocks.access.api import check_may
from duru.blocks.audit.api import record_look
from duru.kernel.masking import mask_name
from duru.services.outreach.enums import TryKind, TryOutcome
from duru.services.outreach.operations.leads import close_lead, reasons_of, record_try
from duru.services.outreach.permissions import SEE, SEE_RATES, WORK
from duru.services.outreach.queries import leads_visible_to, rates_of_signals, waiting_for

router = Router(tags=["위기가구 발굴"])
MOST = 500


class LeadOut(Schema):
    """One household to be sought, with why; the name is masked in lists."""

    public_id: str
    name: str
    why: list[str]
    state: str
    due_on: date
    recheck_on: date | None


class TryIn(Schema):
    """One try to reach a household."""

    kind: TryKind
    outcome: TryOutcome
    note: str = Field(default="", max_length=500)


class ResultIn(Schema):
    """What came of it, found by a person."""

    result: str = Field(max_length=16)
    note: str = Field(default="", max_length=300)
    recheck_on: date | None = None


class RateOut(Schema):
    """How often a signal led to help; `share` is null below five closed leads."""

    signal: str
    n_leads: int
    n_closed: int
    share: float | None


def _shown(lead) -> dict:
    return {
        "public_id": lead.public_id, "name": mask_name(lead.record.name) if lead.record else "", "why": reasons_of(lead),
        "state": lead.state, "due_on": lead.due_on, "recheck_on": lead.recheck_on,
    }  # fmt: skip


@router.get("/outreach/leads", response=list[LeadOut], summary="내가 살필 가구")
def leads(request: HttpRequest):
    """맡은 발굴 대상과 다시 볼 때가 된 대상을 기한이 가까운 것부터 돌려줍니다."""
    check_may(request.actor, SEE)
    found = list(waiting_for(request.actor, on=timezone.localdate()).order_by("due_on", "id")[:MOST])
    record_look(
        actor=request.actor.audit, action="발굴 대상 목록(가린 이름, API)", purpose="위기가구 발굴",
        subjects=[f"lead:{each.public_id}" for each in found],
    )  # fmt: skip
    return [_shown(each) for each in found]


@router.post("/outreach/leads/{public_id}/tries", response={201: LeadOut}, summary="연락 적기")
def try_once(request: HttpRequest, public_id: str, tried: TryIn):
    """전화, 방문, 안내문, 문자 한 번을 적습니다."""
    check_may(request.actor, WORK)
    _known(request, public_id)
    record_try(by=request.actor, public_id=public_id, at=timezone.now(), **tried.model_dump())
    return Status(201, _shown(_known(request, public_id)))


@router.post("/outreach/leads/{public_id}/result", response=LeadOut, summary="결과 적고 마치기")
def close(request: HttpRequest, public_id: str, found: ResultIn):
    """사람이 본 결과를 적습니다. 결과마다 먼저 해야 할 연락이 있습니다."""
    check_may(request.actor, WORK)
    _known(request, public_id)
    close_lead(by=request.actor, public_id=public_id, at=timezone.now(), **found.model_dump())
    return _shown(_known(request, public_id))


@router.get("/outreach/rates", response=list[RateOut], summary="신호별 적중률")
def rates(request: HttpRequest):
    """신호마다 몇 가구가 왔고 얼마나 지원으로 이어졌는지 돌려줍니다. 사람은 들어 있지 않습니다."""
    check_may(request.actor, SEE_RATES)
    return [
        {"signal": label, "n_leads": rate.n_leads, "n_closed": rate.n_closed, "share": rate.share}
        for label, rate in rates_of_signals()
    ]


def _known(request: HttpRequest, public_id: str):
    found = leads_visible_to(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


leads.needs_permission = SEE  # type: ignore[attr-defined]  # stated as for pages
try_once.needs_permission = WORK  # type: ignore[attr-defined]  # stated as for pages
close.needs_permission = WORK  # type: ignore[attr-defined]  # stated as for pages
rates.needs_permission = SEE_RATES  # type: ignore[attr-defined]  # stated as for pages
