"""Meetings about a case: called in time, with minutes that stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import Case, comment, get_case
from duru.services.permits.enums import MeetingKind
from duru.services.permits.errors import MeetingRefused
from duru.services.permits.kinds import approval_of
from duru.services.permits.models import Meeting
from duru.services.permits.permissions import MEET
from duru.services.permits.rules import check_notice


@transaction.atomic
def call_meeting(
    case: Case,
    *,
    kind: MeetingKind,
    held_at: datetime,
    place: str,
    agenda: str,
    departments: Sequence[str],
    by: Actor,
    at: datetime,
) -> Meeting:
    """Call a meeting about a case and write it into the case's history.

    Raises:
        NotAllowed: `by` may not call meetings.
        MeetingRefused: none such is held about this case, it is called too late, or it says not who comes and what about.

    Source: 국토의 계획 및 이용에 관한 법률 시행령 제59조의2 (3일 전); 민원 처리에 관한 법률 제32조, 제34조.
    """
    check_may(by, MEET)
    if not case.is_open:
        raise MeetingRefused("이미 끝난 민원입니다.")
    asked = list(dict.fromkeys(each.strip() for each in departments if each.strip()))
    if not asked or not agenda.strip() or not place.strip():
        raise MeetingRefused("곳, 안건, 부르는 부서를 적어 주세요.", field="departments")
    if held_at <= at:
        raise MeetingRefused("회의는 지금보다 뒤여야 합니다.", field="held_at")
    check_notice(kind, approval_of(case.kind), called_on=timezone.localdate(at), held_on=timezone.localdate(held_at))
    meeting = Meeting.objects.create(
        case_ref=case.public_id, kind=kind, held_at=held_at, place=place.strip(), agenda=agenda.strip(), departments=asked,
        called_at=at, called_by=by.name[:60],
    )  # fmt: skip
    when = timezone.localtime(held_at).strftime("%Y. %-m. %-d. %H:%M")
    text = f"{kind.label}: {when}, {place.strip()}. 부르는 부서: {', '.join(asked)}. 안건: {agenda.strip()}"
    comment(by=by, public_id=case.public_id, text=text, at=at)
    record_deed(actor=by.audit, action="회의 알림", subjects=[f"case:{case.public_id}"], detail={"kind": kind}, at=at)
    return meeting


@transaction.atomic
def write_minutes(public_id: str, *, attendees: str, minutes: str, result: str, by: Actor, at: datetime) -> Meeting:
    """Write what was said and what came of it, once, after the meeting.

    Raises:
        NotAllowed: `by` may not write minutes, or the case is none of theirs.
        MeetingRefused: there is no such meeting, it lies ahead, has its minutes already, or something is missing.
    """
    check_may(by, MEET)
    meeting = Meeting.objects.select_for_update().filter(public_id=public_id).first()
    if meeting is None:
        raise MeetingRefused("그런 회의가 없습니다.")
    case = get_case(by, meeting.case_ref)
    if meeting.written_at is not None:
        raise MeetingRefused("이미 적은 회의록은 고칠 수 없습니다. 고칠 것은 민원에 의견으로 적어 주세요.")
    if meeting.held_at > at:
        raise MeetingRefused("아직 열지 않은 회의입니다.")
    if not attendees.strip() or not minutes.strip() or not result.strip():
        raise MeetingRefused("온 사람, 회의 내용, 결과를 모두 적어 주세요.")
    meeting.attendees, meeting.minutes, meeting.result = attendees.strip(), minutes.strip(), result.strip()
    meeting.written_at, meeting.written_by = at, by.name[:60]
    meeting.save()
    label = MeetingKind(meeting.kind).label
    comment(by=by, public_id=case.public_id, text=f"{label} 결과: {result.strip()}", at=at)
    record_deed(actor=by.audit, action="회의록 적기", subjects=[f"case:{case.public_id}"], at=at)
    return meeting
