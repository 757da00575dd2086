"""Name an agency as a body of 영 §9③·§14⑥, and end that."""

from datetime import date, datetime

from django.db import transaction

from duru.blocks.access.api import Actor, Organisation, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import SharingBody
from duru.blocks.consent.permissions import NAME_BODY


def name_sharing_body(
    *, by: Actor, organisation: Organisation, clause: str, proof: str, from_on: date, at: datetime
) -> SharingBody:
    """Write that an agency is a body with which public benefits may be shared, from a day on.

    One that is named already and not ended is returned as it stands (safe to repeat).

    Raises:
        NotAllowed: the actor may not name bodies.
        ConsentRefused: no paper is named that shows it.

    Source: 사회보장급여법 영 §9③, §14⑥.
    """
    check_may(by, NAME_BODY)
    if not proof.strip():
        raise ConsentRefused("근거 서류의 번호를 적어 주세요. 근거 없이는 공적급여를 알릴 수 없습니다.")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(id=organisation.id)
        if named := SharingBody.objects.filter(organisation=organisation, until_on__isnull=True).first():
            return named
        body = SharingBody.objects.create(
            organisation=organisation,
            clause=clause,
            proof=proof.strip(),
            from_on=from_on,
            recorded_at=at,
            recorded_by_id=by.membership_id,
        )
        record_deed(
            actor=by.audit,
            action="정보공유 기관 지정",
            subjects=[f"organisation:{organisation.public_id}"],
            detail={"clause": clause, "from_on": from_on.isoformat()},
            at=at,
        )
    return body


def end_sharing_body(*, by: Actor, body_id: int, on: date, at: datetime) -> SharingBody:
    """End a body's naming at a day; that day no longer counts, the row stays. Safe to repeat.

    Raises:
        NotAllowed: the actor may not name bodies.
        SharingBody.DoesNotExist: there is none with this id in this tenant.
        ConsentRefused: the day is not after the first.
    """
    check_may(by, NAME_BODY)
    with transaction.atomic():
        body = SharingBody.objects.select_for_update().get(id=body_id)
        if body.until_on is not None:
            return body
        if on <= body.from_on:
            raise ConsentRefused("끝내는 날은 지정한 날보다 뒤여야 합니다.")
        body.until_on = on
        body.save(update_fields=["until_on"])
        record_deed(
            actor=by.audit,
            action="정보공유 기관 지정 종료",
            subjects=[f"organisation:{body.organisation.public_id}"],
            detail={"until_on": on.isoformat()},
            at=at,
        )
    return body
