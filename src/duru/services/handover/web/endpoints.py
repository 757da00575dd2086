"""JSON for programs: what came from other local governments and waits, and the answer to it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from duru.blocks.access.api import check_may
from duru.blocks.audit.api import record_look
from duru.services.handover.operations import PURPOSE, accept_handover, refuse_handover
from duru.services.handover.permissions import RECEIVE
from duru.services.handover.queries import answer_by, list_arrived, open_package

router = Router(tags=["전출지 인계"])


class HandoverOut(Schema):
    """A letter without its content."""

    public_id: str
    sender: str
    state: str
    sent_on: date
    answer_by: date


class ContentOut(Schema):
    """What a letter says; read as far as the person agreed."""

    name: str
    birth: str
    phone: str
    address: str
    note: str
    needs: list[list[str]] = Field(description="어려움과 조사일")
    received: list[list[str]] = Field(description="받은 것, 준 곳, 첫날")


class AcceptIn(Schema):
    """Where they live here, when it differs."""

    address: str = Field(default="", max_length=200)


class ReasonIn(Schema):
    """Why not."""

    reason: str = Field(min_length=1, max_length=200)


def _plain(found) -> dict:
    return {
        "public_id": found.public_id, "sender": found.sender.name, "state": found.state,
        "sent_on": timezone.localdate(found.sent_at), "answer_by": answer_by(found),
    }  # fmt: skip


@router.get("/handovers", response=list[HandoverOut], summary="다른 자치단체에서 온 인계")
def arrived(request: HttpRequest):
    """온 인계를 답을 기다리는 것부터 돌려줍니다. 누구에 관한 것인지는 하나씩 봅니다."""
    check_may(request.actor, RECEIVE)
    return [_plain(each) for each in list_arrived(request.actor)[:200]]


@router.get("/handovers/{public_id}", response=ContentOut, summary="온 인계 하나")
def content(request: HttpRequest, public_id: str):
    """본인이 동의한 만큼의 내용입니다. 열람 기록에 남습니다."""
    check_may(request.actor, RECEIVE)
    found = list_arrived(request.actor).filter(public_id=public_id).first()
    package = open_package(found) if found else None
    if package is None:
        raise Http404
    record_look(
        actor=request.actor.audit, action="전출지 인계 보기(API)", purpose=PURPOSE, subjects=[f"handover:{public_id}"]
    )
    said = {key: package.typed.get(key, "") for key in ("name", "birth", "phone", "address")}
    return said | {"note": package.note, "needs": package.needs, "received": package.received}


@router.post("/handovers/{public_id}/accept", response=HandoverOut, summary="인계 받기")
def accept(request: HttpRequest, public_id: str, told: AcceptIn):
    """우리 기관의 기록과 알려진 어려움이 만들어집니다."""
    return _plain(accept_handover(public_id, address=told.address, by=request.actor, at=timezone.now()))


@router.post("/handovers/{public_id}/refuse", response=HandoverOut, summary="인계 받지 않기")
def refuse(request: HttpRequest, public_id: str, told: ReasonIn):
    """내용은 곧바로 지워지고 까닭이 보낸 곳에 보입니다."""
    return _plain(refuse_handover(public_id, reason=told.reason, by=request.actor, at=timezone.now()))


for each in (arrived, content, accept, refuse):
    each.needs_permission = RECEIVE  # type: ignore[attr-defined]  # stated as for pages
