"""JSON for programs: a hospital tells of a discharge; the desks read their cases, each its own side, and the visits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from duru.blocks.access.api import GLASS_FLAG, check_may
from duru.blocks.audit.api import record_look
from duru.services.care.enums import NoticeState
from duru.services.care.operations.discharges import notify_discharge
from duru.services.care.permissions import NOTIFY, SEE
from duru.services.care.queries import (
    case_subject,
    cases_visible_to,
    flag_words,
    flags_for,
    notes_for,
    notices_visible_to,
    sides_of,
    visits_between,
)

router = Router(tags=["통합사례"])
LONGEST_DAYS = 92


class DischargeIn(Schema):
    """A patient who agreed and goes home."""

    name: str = Field(max_length=60)
    birth: str = Field(max_length=20, description="1944-03-02")
    phone: str = Field(default="", max_length=20)
    address: str = Field(max_length=200, description="퇴원해서 지낼 곳")
    discharged_on: date
    consented_on: date | None = Field(default=None, description="환자가 동의한 날. 없으면 받지 않습니다.")
    needs: str = Field(max_length=300)
    diagnosis: str = Field(default="", max_length=500, description="보건소만 봅니다.")


class NoticeOut(Schema):
    """What became of a notice; nothing about who helps how."""

    public_id: str
    state: str
    due_on: date


class CaseOut(Schema):
    """One shared case as the asker may see it: marks and notes of the sides that are open to them."""

    public_id: str
    name: str
    organisation: str
    flags: list[str]
    sides: dict[str, str] = Field(description="보이는 칸과 그 근거: own, consent, glass")
    notes: list[dict[str, str]]


class VisitOut(Schema):
    """One visit of the calendar."""

    public_id: str
    case: str
    at: datetime
    purpose: str
    is_joint: bool
    state: str


@router.post("/care/discharges", response={201: NoticeOut}, summary="퇴원 알리기")
def notify(request: HttpRequest, told: DischargeIn):
    """병원이 환자의 동의를 받아 구에 알립니다(돌봄통합지원법 제11조)."""
    actor = request.actor
    check_may(actor, NOTIFY)
    given = told.model_dump()
    typed = {key: given.pop(key) for key in ("name", "birth", "phone", "address")}
    notice = notify_discharge(by=actor, typed=typed, at=timezone.now(), **given)
    return Status(201, {"public_id": notice.public_id, "state": notice.state, "due_on": notice.due_on})


@router.get("/care/discharges/{public_id}", response=NoticeOut, summary="알린 퇴원의 상태")
def notice(request: HttpRequest, public_id: str):
    """우리 병원이 알린 것이 어떻게 됐는지 상태만 돌려줍니다."""
    check_may(request.actor, NOTIFY)
    found = notices_visible_to(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return {"public_id": found.public_id, "state": NoticeState(found.state).value, "due_on": found.due_on}


@router.get("/care/cases/{public_id}", response=CaseOut, summary="통합사례 하나")
def case(request: HttpRequest, public_id: str):
    """한 사례를, 묻는 사람에게 열린 칸만큼 돌려줍니다. 열람 기록에 남습니다."""
    actor, now = request.actor, timezone.now()
    check_may(actor, SEE)
    found = cases_visible_to(actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    sides = sides_of(actor, found, at=now)
    record_look(
        actor=actor.audit, action="통합사례 보기(API)", purpose="통합사례관리", subjects=[case_subject(found)],
        flags=[GLASS_FLAG] if "glass" in sides.values() else [],
    )  # fmt: skip
    held = [each.flag for each in flags_for(actor, found, at=now)]
    return {
        "public_id": found.public_id, "name": found.record.name, "organisation": found.organisation.name,
        "flags": [f"{row.label}: {row.to_do}" for row in flag_words(held, on=timezone.localdate())],
        "sides": {side.value: through.value for side, through in sides.items()},
        "notes": [
            {"side": each.side, "kind": each.kind, "text": each.text, "at": each.written_at.isoformat()}
            for each in notes_for(actor, found, at=now)
        ],
    }  # fmt: skip


@router.get("/care/visits", response=list[VisitOut], summary="방문 달력")
def visits(request: HttpRequest, from_on: date, until_on: date):
    """두 날 사이의 방문을 돌려줍니다. 이름은 넣지 않습니다."""
    check_may(request.actor, SEE)
    until_on = min(until_on, from_on + timedelta(days=LONGEST_DAYS))
    return [
        {
            "public_id": each.public_id, "case": each.case.public_id, "at": each.at, "purpose": each.purpose,
            "is_joint": each.is_joint, "state": each.state,
        }
        for each in visits_between(request.actor, from_on=from_on, until_on=until_on)
    ]  # fmt: skip


notify.needs_permission = NOTIFY  # type: ignore[attr-defined]  # stated as for pages
notice.needs_permission = NOTIFY  # type: ignore[attr-defined]  # stated as for pages
case.needs_permission = SEE  # type: ignore[attr-defined]  # stated as for pages
visits.needs_permission = SEE  # type: ignore[attr-defined]  # stated as for pages
