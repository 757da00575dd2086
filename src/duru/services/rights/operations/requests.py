"""Receive what a person asks for, and answer it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Organisation, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import office_calendar
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import Person, person_ref
from duru.kernel.days import Period, Unit, general_deadline
from duru.services.rights.enums import RequestKind, RequestState
from duru.services.rights.errors import RequestRefused
from duru.services.rights.models import RightsRequest
from duru.services.rights.operations.destroying import destroy_records
from duru.services.rights.permissions import ANSWER, SHOW
from duru.services.rights.rules import ACCESS_DAYS

_SET_BY = {
    RequestKind.ACCESS: "개인정보 보호법 시행령 제41조제4항",
    RequestKind.CORRECTION: "개인정보 보호법 시행령 제43조제3항",
    RequestKind.DELETION: "개인정보 보호법 시행령 제43조제3항",
    RequestKind.STOP: "개인정보 보호법 시행령 제44조제2항",
    RequestKind.OBJECTION: "개인정보 보호법 제38조제5항",
}


def receive_request(
    *,
    by: Actor,
    person: Person,
    kind: str,
    words: str,
    at: datetime,
    organisation: Organisation | None = None,
    by_proxy: str = "",
) -> RightsRequest:
    """Write what a person asks for at the counter; its ten days begin tomorrow.

    Args:
        organisation: whose records it is about; None for all.
        by_proxy: who asks for the person, with the paper that shows it (개인정보보호법 §38).

    Raises:
        NotAllowed: the actor may not take requests.
        RequestRefused: no words, no record to hang it on, or a deletion that names no agency.

    Source: 개인정보보호법 §35-§37; 영 §41④, §43③, §44②; 민법 §157 (the first day is left out).
    """
    check_may(by, SHOW)
    if not words.strip():
        raise RequestRefused("무엇을 요구하는지 적어 주세요.")
    if kind == RequestKind.DELETION and organisation is None:
        raise RequestRefused("삭제는 어느 기관의 기록인지 골라 주세요. 법으로 적는 기록은 지울 수 없습니다(§36①).")
    records = SourceRecord.objects.filter(links__person_id=person.id)
    if organisation is not None:
        records = records.filter(organisation=organisation)
    record = records.order_by("-is_register", "id").first()
    if record is None:
        raise RequestRefused("그 기관에는 이 사람의 기록이 없습니다.")
    today = timezone.localdate(at)
    with transaction.atomic():
        asked = RightsRequest.objects.create(
            record=record,
            organisation=organisation,
            kind=kind,
            words=words.strip(),
            by_proxy=by_proxy.strip(),
            received_on=today,
            due_on=_due_on(kind, today),
            received_by_id=by.membership_id,
        )
        record_deed(
            actor=by.audit,
            action=f"{asked.get_kind_display()} 요구 접수",
            subjects=[person_ref(person.public_id)],
            detail={"request": asked.public_id, "due_on": asked.due_on.isoformat()},
            at=at,
        )
    return asked


def answer_request(*, by: Actor, public_id: str, is_granted: bool, answer: str, at: datetime) -> RightsRequest:
    """Answer a request in words; a granted deletion destroys that agency's records of the person at once.

    Raises:
        NotAllowed: the actor may not answer.
        RightsRequest.DoesNotExist: there is none with this public id, or an agency asks for one about another's records.
        RequestRefused: no words, answered before, or a deletion of what a public office must keep.

    Source: 개인정보보호법 §35④, §36①②, §37②; a refusal names its reason and the way to object (영 §42②, §43③).
    """
    check_may(by, ANSWER)
    if not answer.strip():
        raise RequestRefused("결과를 적어 주세요. 들어주지 못하면 까닭과 이의제기 방법을 적습니다.")
    with transaction.atomic():
        asked = (
            RightsRequest.objects.select_for_update(of=("self",))
            .select_related("record", "organisation")
            .get(public_id=public_id)
        )
        if not by.is_official and asked.organisation_id != by.organisation_id:
            raise RightsRequest.DoesNotExist
        if asked.state != RequestState.OPEN:
            raise RequestRefused("이미 답한 요구입니다. 새 요구로 받아 주세요.")
        person = Person.objects.filter(links__record_id=asked.record_id).first()
        if asked.kind == RequestKind.DELETION and is_granted and asked.organisation.is_public:
            raise RequestRefused("공공기관이 법으로 적는 기록은 지울 수 없습니다(개인정보보호법 §36① 단서).")
        asked.state = RequestState.DONE if is_granted else RequestState.REFUSED
        asked.answer, asked.answered_on, asked.answered_by_id = answer.strip(), timezone.localdate(at), by.membership_id
        asked.save(update_fields=["state", "answer", "answered_on", "answered_by"])
        record_deed(
            actor=by.audit,
            action=f"{asked.get_kind_display()} 요구 {asked.get_state_display()}",
            subjects=[person_ref(person.public_id)] if person else [],
            detail={"request": asked.public_id},
            at=at,
        )
        if asked.kind == RequestKind.DELETION and is_granted and person is not None:
            records = SourceRecord.objects.filter(links__person_id=person.id, organisation=asked.organisation)
            destroy_records(
                by=by, records=list(records), reason="본인의 삭제 요구", basis="개인정보보호법 §36②③", at=at
            )
    return asked


def _due_on(kind: str, received_on: date) -> date:
    period = Period(ACCESS_DAYS, Unit.DAY)
    return general_deadline(received_on, period, office_calendar(), set_by=_SET_BY[RequestKind(kind)]).last_on
