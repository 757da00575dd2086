"""JSON for programs: matters, one matter with what hangs on it, what was heard, and the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from duru.blocks.access.api import check_may
from duru.blocks.audit.api import record_look
from duru.blocks.registry.api import Person, person_ref
from duru.kernel.errors import Refused
from duru.services.changes.enums import ChangeKind, Proof, SignSource
from duru.services.changes.operations import (
    confirm_change,
    decide_recovery,
    deny_change,
    end_services,
    record_visit,
    tell_sign,
)
from duru.services.changes.permissions import DECIDE, SEE, SEE_LEDGER, TELL
from duru.services.changes.queries import find_change, leak_ledger, list_changes
from duru.services.changes.queries.matters import OPEN, stops_in_force

router = Router(tags=["변동 관리"])
PURPOSE = "사망·전출 확인"


class ChangeOut(Schema):
    """A matter, without the person's name."""

    public_id: str
    kind: str
    state: str
    happened_on: date
    told_on: date
    n_effects: int
    monthly_won: int
    next_pay_on: date | None


class StopOut(Schema):
    """A benefit or service that ends."""

    label: str
    organisation: str
    ends_on: date
    basis: str


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(min_length=1, max_length=500)


class SignIn(Schema):
    """What somebody heard of a person."""

    person: str = Field(min_length=26, max_length=26, description="사람의 공개 번호")
    kind: ChangeKind
    source: SignSource
    happened_on: date
    note: str = Field(default="", max_length=200)


class VisitIn(Schema):
    """A visit and what was found."""

    visited_on: date
    note: str = Field(min_length=1, max_length=300)


class ConfirmIn(Schema):
    """On what a confirmation stands."""

    proof: Proof
    happened_on: date
    reason: str = Field(min_length=1, max_length=500)


class DecideIn(Schema):
    """What becomes of an overpayment."""

    outcome: Literal["recover", "waive", "small", "offset"]
    reason: str = Field(min_length=1, max_length=500)
    won: int | None = Field(default=None, ge=1, le=10**12)
    no_notice_reason: str = Field(default="", max_length=200)


class RecoveryOut(Schema):
    """What of one benefit was paid too much; won."""

    public_id: str
    programme: str
    confirmed_won: int
    estimated_won: int
    formula: str
    duty: str
    basis: str
    state: str
    outcome: str
    decided_won: int | None


class LedgerOut(Schema):
    """The leak ledger of the last year; won and days."""

    n_changes: int
    leaked_won: int
    estimated_won: int
    delay_days: int
    won_per_day: int
    saved_won: int


@router.get("/changes", response=list[ChangeOut], summary="결정을 기다리는 변동")
def open_changes(request: HttpRequest):
    """Return the open matters, what is paid next first; at most 500."""
    check_may(request.actor, SEE)
    found = list(list_changes(request.actor).filter(state__in=OPEN)[:500])
    subjects = [person_ref(each.person_ref) for each in found]
    if subjects:
        record_look(actor=request.actor.audit, action="변동 목록 묻기", purpose=PURPOSE, subjects=subjects)
    return found


@router.get("/changes/ledger", response=LedgerOut, summary="새는 돈 장부")
def ledger(request: HttpRequest):
    """Return the ledger's numbers."""
    check_may(request.actor, SEE_LEDGER)
    today = timezone.localdate()
    return leak_ledger(since=today - timedelta(days=365), as_of=today)


@router.post("/changes/signs", response=ChangeOut, summary="변동 단서 적기")
def tell(request: HttpRequest, body: SignIn):
    """Write down what was heard; opens a matter or joins one. It stops nothing."""
    check_may(request.actor, TELL)
    try:
        return tell_sign(
            body.person, kind=body.kind, source=body.source, happened_on=body.happened_on, note=body.note, by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except Person.DoesNotExist:
        raise Refused("그런 사람이 없습니다.", field="person") from None


@router.post("/changes/{public_id}/visit", response=ChangeOut, summary="방문 결과 적기")
def visit(request: HttpRequest, public_id: str, body: VisitIn):
    """Write down a visit and what was found; what follows is decided apart."""
    return record_visit(public_id, visited_on=body.visited_on, note=body.note, by=request.actor, at=timezone.now())


@router.post("/changes/{public_id}/confirm", response=ChangeOut, summary="확정")
def confirm(request: HttpRequest, public_id: str, body: ConfirmIn):
    """Confirm on a proof that it happened; a death by 말소, 실종선고 or 사망신고 alone. It ends nothing yet."""
    return confirm_change(
        public_id,
        proof=body.proof,
        happened_on=body.happened_on,
        reason=body.reason,
        by=request.actor,
        at=timezone.now(),
    )


@router.get("/changes/{public_id}/recoveries", response=list[RecoveryOut], summary="과오지급")
def recoveries(request: HttpRequest, public_id: str):
    """Return what was paid too much, certain and estimated apart, and what was decided."""
    check_may(request.actor, SEE)
    found = _visible(request, public_id)
    record_look(
        actor=request.actor.audit, action="과오지급 묻기", purpose=PURPOSE, subjects=[person_ref(found.person_ref)]
    )
    return list(found.recoveries.order_by("id"))


@router.post("/changes/recoveries/{public_id}/decide", response=RecoveryOut, summary="과오지급 결정")
def decide(request: HttpRequest, public_id: str, body: DecideIn):
    """Recover, waive where the law has it, leave as small or set off; after the party was heard, or with a recorded exception."""
    return decide_recovery(public_id, by=request.actor, at=timezone.now(), **body.model_dump())


@router.post("/changes/{public_id}/end", response=list[StopOut], summary="서비스 종료 결정")
def end(request: HttpRequest, public_id: str, body: ReasonIn):
    """End all that hangs on the person of a confirmed matter, by one named decision."""
    check_may(request.actor, DECIDE)
    stops = end_services(public_id, reason=body.reason, by=request.actor, at=timezone.now())
    return (
        [
            StopOut(label=each.label, organisation=each.organisation.name, ends_on=each.ends_on, basis=each.basis)
            for each in stops_in_force(stops[0].change).select_related("organisation")
        ]
        if stops
        else []
    )


@router.post("/changes/{public_id}/deny", response=ChangeOut, summary="생존확인·사실 아님")
def deny(request: HttpRequest, public_id: str, body: ReasonIn):
    """Record that it is not so; everything starts again."""
    check_may(request.actor, DECIDE)
    return deny_change(public_id, reason=body.reason, by=request.actor, at=timezone.now())


@router.get("/changes/{public_id}", response=ChangeOut, summary="변동 하나")
def one_change(request: HttpRequest, public_id: str):
    """Return one matter."""
    check_may(request.actor, SEE)
    found = _visible(request, public_id)
    record_look(actor=request.actor.audit, action="변동 묻기", purpose=PURPOSE, subjects=[person_ref(found.person_ref)])
    return found


def _visible(request: HttpRequest, public_id: str):
    found = find_change(request.actor, public_id)
    if found is None:
        raise Refused("그런 변동이 없습니다.", field="public_id")
    return found


open_changes.needs_permission = one_change.needs_permission = SEE  # type: ignore[attr-defined]  # stated as for pages
ledger.needs_permission = SEE_LEDGER  # type: ignore[attr-defined]
tell.needs_permission = TELL  # type: ignore[attr-defined]
end.needs_permission = deny.needs_permission = visit.needs_permission = DECIDE  # type: ignore[attr-defined]
confirm.needs_permission = decide.needs_permission = DECIDE  # type: ignore[attr-defined]
recoveries.needs_permission = SEE  # type: ignore[attr-defined]
