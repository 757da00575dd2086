"""One delivery leaves by e-mail: the job's work."""

from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.adapters.mail import Letter, mailer
from duru.blocks.documents.enums import DeliveryMethod, DeliveryState, FileFormat
from duru.blocks.documents.models import Delivery
from duru.blocks.documents.operations.writing_out import read_file
from duru.blocks.documents.rules.names import MEDIA_TYPES


def waiting_emails() -> list[int]:
    """Return the ids of deliveries whose e-mail has not left: the mail server was away when their job ran."""
    rows = Delivery.objects.filter(how=DeliveryMethod.EMAIL, state=DeliveryState.PLANNED).order_by("id")
    return list(rows.values_list("id", flat=True))


def send_by_email(*, delivery_id: int, by: Actor, at: datetime) -> bool:
    """Hand a planned e-mail to the mail server, its PDF attached; returns whether one left now. Repeatable.

    A kill between the server's answer and the commit sends a second copy: better two letters than none.

    Raises:
        OSError: the mail server is away; the next night tries again.
        RenderingFailed: the PDF cannot be written on this machine.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("document__organisation")
            .filter(id=delivery_id, how=DeliveryMethod.EMAIL, state=DeliveryState.PLANNED)
            .first()
        )
        if delivery is None:
            return False
        document = delivery.document
        server = mailer()
        if not server.is_simulated:
            pdf = read_file(document, FileFormat.PDF, at=at)
            server.send(
                Letter(
                    delivery.to_name,
                    delivery.to_email,
                    f"[{document.organisation.name}] {document.title}",
                    f"{delivery.to_name} {document.recipient_title}\n\n{document.organisation.name}에서 문서를 보내 드립니다.\n"
                    f"제목: {document.title}\n문서번호: {document.number}\n\n자세한 내용은 붙임 파일을 보아 주십시오.",
                    ((f"{document.title}.pdf", pdf, MEDIA_TYPES["pdf"]),),
                )
            )
        delivery.state, delivery.sent_at, delivery.is_simulated = DeliveryState.SENT, at, server.is_simulated
        delivery.save(update_fields=["state", "sent_at", "is_simulated"])
        record_deed(
            actor=by.audit,
            action="전자우편 모의 발송" if server.is_simulated else "전자우편 보냄",
            subjects=[document.subject],
            detail={"document": document.public_id, "delivery": delivery.public_id},
            at=at,
        )
    return True
