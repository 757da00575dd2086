"""Notices of discharge: from a hospital's screen or program, from a file, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, NotAllowed, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.api import record_mention
from duru.services.care.datasets import DISCHARGES
from duru.services.care.enums import NoteKind, NoticeState, Origin
from duru.services.care.errors import CareRefused
from duru.services.care.models import CareCase, CareNote, DischargeDiagnosis, DischargeNotice
from duru.services.care.operations.cases import Agreement, open_joint_case
from duru.services.care.operations.together import deadline_on
from duru.services.care.permissions import NOTIFY, OPEN
from duru.services.care.queries.wall import notices_visible_to


@transaction.atomic
def notify_discharge(
    *,
    by: Actor,
    typed: Mapping[str, str],
    discharged_on: date,
    consented_on: date | None,
    needs: str,
    at: datetime,
    diagnosis: str = "",
) -> DischargeNotice:
    """Take a hospital's notice that a patient goes home and will need care.

    Args:
        typed: The patient, person field key (name birth sex phone address) → as typed.
        consented_on: The day the patient agreed; without it nothing is taken.
        diagnosis: For the health centre alone.

    Raises:
        NotAllowed: the actor is no hospital's.
        CareRefused: no consent, or nothing is needed.
        Refused: the patient cannot be read.

    Source: 돌봄통합지원법 제11조 (동의를 받아 통보; 세부는 확인 필요).
    """
    check_may(by, NOTIFY)
    if by.organisation_id is None:
        raise NotAllowed("병원 담당자 계정으로 통보해 주세요.")
    check_notice(consented_on=consented_on, needs=needs, on=timezone.localdate(at))
    assert consented_on is not None  # checked
    record_id = record_mention(organisation_id=by.organisation_id, dataset=DISCHARGES, typed=typed, at=at)
    notice = DischargeNotice.objects.create(
        organisation_id=by.organisation_id, record_id=record_id, discharged_on=discharged_on, consented_on=consented_on,
        needs=needs.strip(), due_on=deadline_on("discharge_contact", event_on=max(discharged_on, timezone.localdate(at))),
        notified_at=at,
    )  # fmt: skip
    if diagnosis.strip():
        DischargeDiagnosis.objects.create(notice=notice, text=diagnosis.strip()[:500])
    record_deed(
        actor=by.audit, action="퇴원 통보", subjects=[f"discharge:{notice.public_id}"], at=at,
        detail={"discharged_on": discharged_on.isoformat()},
    )  # fmt: skip
    return notice


def check_notice(*, consented_on: date | None, needs: str, on: date) -> None:
    """Refuse a notice the law would not accept.

    Raises:
        CareRefused: the patient has not agreed, agreed in the future, or nothing is needed.
    """
    if consented_on is None:
        raise CareRefused("환자가 동의한 날이 없으면 통보할 수 없습니다(돌봄통합지원법 제11조).", field="consented_on")
    if consented_on > on:
        raise CareRefused("동의한 날이 오늘보다 뒤일 수 없습니다.", field="consented_on")
    if not needs.strip():
        raise CareRefused("집에서 필요한 돌봄을 적어 주세요.", field="needs")


@transaction.atomic
def take_notice(*, by: Actor, public_id: str, reason: str, at: datetime, agreed: Agreement) -> CareCase:
    """Open the shared case of a notice; what the hospital wrote of the illness becomes a note of the health side.

    Raises:
        NotAllowed, CareRefused, ConsentRefused: as `open_joint_case`; or the notice has been dealt with.
    """
    check_may(by, OPEN)
    notice = _waiting(by, public_id)
    case = open_joint_case(by=by, record=notice.record, origin=Origin.DISCHARGE, reason=reason, at=at, agreed=agreed)
    notice.state, notice.case = NoticeState.TAKEN, case
    notice.save(update_fields=["state", "case"])
    for diagnosis in DischargeDiagnosis.objects.filter(notice=notice):
        CareNote.objects.create(
            case=case,
            side="health",
            kind=NoteKind.DIAGNOSIS,
            text=f"{notice.organisation.name}: {diagnosis.text}",
            written_at=at,
        )
    return case


@transaction.atomic
def close_notice(*, by: Actor, public_id: str, reason: str, at: datetime) -> DischargeNotice:
    """End a notice without a case, with a reason (other services are enough, moved away, does not want it).

    Raises:
        NotAllowed: the actor may not open cases.
        CareRefused: no reason, or it has been dealt with.
    """
    check_may(by, OPEN)
    notice = _waiting(by, public_id)
    if not reason.strip():
        raise CareRefused("사례를 열지 않는 까닭을 적어 주세요.", field="reason")
    notice.state, notice.closed_reason = NoticeState.CLOSED, reason.strip()
    notice.save(update_fields=["state", "closed_reason"])
    record_deed(actor=by.audit, action="퇴원 통보 마침", subjects=[f"discharge:{public_id}"], detail={}, at=at)
    return notice


def _waiting(by: Actor, public_id: str) -> DischargeNotice:
    visible = notices_visible_to(by).filter(public_id=public_id).values("id")
    notice = DischargeNotice.objects.select_for_update(of=("self",)).filter(id__in=visible).first()
    if notice is None:
        raise CareRefused("그런 퇴원 통보가 없습니다.")
    if notice.state != NoticeState.WAITING:
        raise CareRefused("이미 처리한 퇴원 통보입니다.")
    return notice
