"""Applicants are told in short what happened to their case: written down with the event, handed over by a job of its own."""

from datetime import datetime, timedelta

from django.db import transaction

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.adapters.texts import Text, text_carrier
from duru.blocks.casework.enums import NoticeChannel, NoticeState
from duru.blocks.casework.kinds import get_kind
from duru.blocks.casework.models import Case, CaseEvent, Notice
from duru.blocks.casework.rules.notices import notice_words
from duru.blocks.documents.api import Letter, mailer
from duru.blocks.tenancy.api import Tenant, current_tenant_id

AGAIN_AFTER = timedelta(minutes=10)


def write_notices(event_id: int, *, at: datetime) -> list[int]:
    """Write what the applicant of a case is told of a line of its history; returns the ids of what is to be sent. Repeatable.

    Nothing where the kind gives no notice, the line is none of the applicant's, or neither telephone nor e-mail is known.
    """
    event = CaseEvent.objects.select_related("case").filter(id=event_id).first()
    if event is None or not get_kind(event.case.kind).notices:
        return []
    case = event.case
    words = notice_words(
        event.kind,
        event.detail,
        said=event.text,
        office=Tenant.objects.get(id=current_tenant_id()).name,
        receipt_no=case.receipt_no,
        department=case.department,
    )
    ways = [(NoticeChannel.TEXT, _mobile(case)), (NoticeChannel.EMAIL, case.applicant_email)]
    notices = [
        Notice(case=case, event=event, channel=channel, address=address, words=words, made_at=at)
        for channel, address in ways
        if words and address
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return list(Notice.objects.filter(event=event, state=NoticeState.WAITING).values_list("id", flat=True))


def send_notice(*, notice_id: int, by: Actor, at: datetime) -> bool:
    """Hand a written notice to its carrier; returns whether it went now. Repeatable.

    A kill between the carrier's answer and the commit hands it over a second time under the same number: better twice than never.

    Raises:
        OSError: the carrier is away; `list_waiting` finds the notice again.
    """
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("case")
            .filter(id=notice_id, state=NoticeState.WAITING)
            .first()
        )
        if notice is None:
            return False
        notice.carrier, notice.is_simulated = _carry(notice, at)
        notice.state, notice.sent_at = NoticeState.SENT, at
        notice.save(update_fields=["state", "sent_at", "carrier", "is_simulated"])
        record_deed(
            actor=by.audit,
            action="신청인 알림 모의 발송" if notice.is_simulated else "신청인 알림 보냄",
            subjects=[f"case:{notice.case.public_id}"],
            detail={"notice": notice.public_id, "channel": notice.channel},
            at=at,
        )
    return True


def list_waiting(*, now: datetime) -> list[int]:
    """List notices that should have gone and did not: their carrier was away."""
    rows = Notice.objects.filter(state=NoticeState.WAITING, made_at__lt=now - AGAIN_AFTER).order_by("id")
    return list(rows.values_list("id", flat=True)[:10_000])


def carriers() -> list[tuple[str, str, bool]]:
    """List (channel, what carries it, whether that is simulated), as this installation is set up."""
    texts, mails = text_carrier(), mailer()
    return [
        (NoticeChannel.TEXT.label, texts.label, texts.is_simulated),
        (NoticeChannel.EMAIL.label, "모의 발송" if mails.is_simulated else "전자우편 서버", mails.is_simulated),
    ]


def _carry(notice: Notice, at: datetime) -> tuple[str, bool]:
    if notice.channel == NoticeChannel.TEXT:
        texts = text_carrier()
        texts.send(Text(notice.public_id, notice.address, notice.words), at=at)
        return texts.label, texts.is_simulated
    mails = mailer()
    subject = f"민원 {notice.case.receipt_no} 알림"
    mails.send(Letter(notice.case.applicant_name, notice.address, subject, notice.words))
    return "모의 발송" if mails.is_simulated else "전자우편 서버", mails.is_simulated


def _mobile(case: Case) -> str:
    """A text reaches mobile telephones only."""
    return case.applicant_phone if case.applicant_phone.startswith("01") else ""
