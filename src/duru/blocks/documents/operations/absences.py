"""Who is away and who stands in, written down; `queries.people` reads it when papers are signed and tasks are taken."""

from datetime import date, datetime

from django.db import transaction

from duru.blocks.access.api import Actor, Membership, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.models import Absence
from duru.blocks.documents.permissions import APPROVE, MANAGE


def record_absence(
    *, by: Actor, member: Membership, deputy: Membership, from_on: date, until_on: date, reason: str, at: datetime
) -> Absence:
    """Write that a member is away [from_on, until_on) and who stands in (대결); the same first day again corrects the row.

    Everybody who signs may for themselves, the administrator for anyone.

    Raises:
        NotAllowed: for another member, without being administrator.
        DocumentRefused: the span is empty, the deputy is the member or works no longer, or no reason is given.
    """
    check_may(by, APPROVE if member.id == by.membership_id else MANAGE)
    if until_on <= from_on:
        raise DocumentRefused("돌아오는 날은 첫날보다 뒤여야 합니다.")
    if member.id == deputy.id or not deputy.is_active:
        raise DocumentRefused("대결자는 지금 근무하는 다른 사람이어야 합니다.")
    if not reason.strip():
        raise DocumentRefused("사유를 한 낱말로 적어 주십시오(휴가, 출장, 교육).")
    with transaction.atomic():
        absence, _ = Absence.objects.update_or_create(
            membership=member,
            from_on=from_on,
            defaults={"until_on": until_on, "deputy": deputy, "reason": reason.strip()},
        )
        record_deed(actor=by.audit, action="부재 등록", detail={"member": member.id, "deputy": deputy.id}, at=at)
    return absence
