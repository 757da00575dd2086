"""Work of the worker: letters by e-mail, files of issued documents, and what each night brings."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from duru.blocks.access.api import system_actor
from duru.blocks.documents.enums import FileFormat
from duru.blocks.documents.errors import RenderingFailed
from duru.blocks.documents.events import DocumentIssued, LetterEntrusted
from duru.blocks.documents.operations.attaching import sweep_files
from duru.blocks.documents.operations.delivering import serve_due_notices
from duru.blocks.documents.operations.mailing import send_by_email, waiting_emails
from duru.blocks.documents.operations.writing_out import write_file
from duru.blocks.documents.queries.papers import get_document
from duru.blocks.tenancy.api import list_tenants, subscribe, tenant_job, tenant_scope

logger = logging.getLogger(__name__)


@tenant_job(name="documents.send_letter")
def send_letter(*, delivery_id: int) -> None:
    """Send one letter by e-mail."""
    send_by_email(delivery_id=delivery_id, by=system_actor("문서 발송"), at=timezone.now())


@subscribe(LetterEntrusted)
def mail_entrusted(event: LetterEntrusted) -> None:
    """Promise the sending after the delivery is in force."""
    send_letter.defer(delivery_id=event.delivery_id)


@subscribe(DocumentIssued)
def write_issued(event: DocumentIssued) -> None:
    """Write an issued document out, so that its files stand before somebody asks for them."""
    document = get_document(event.document)
    for each in FileFormat:
        try:
            write_file(document, each, at=timezone.now())
        except RenderingFailed as failed:
            # Whoever asks for the file is told the same; the other format still stands.
            logger.warning("document %s has no %s: %s", document.public_id, each, failed)


@app.periodic(cron="10 1 * * *")
@app.task(name="documents.nightly", queue="default", queueing_lock="documents.nightly", pass_context=False)
def nightly(timestamp: int) -> None:
    """Every night: notices whose days have passed are served, files without a row go, letters still here are sent."""
    now = timezone.now()
    for tenant in list_tenants():
        with tenant_scope(tenant.id):
            serve_due_notices(by=system_actor("공시송달"), at=now)
            sweep_files(now=now)
            for delivery_id in waiting_emails():
                send_letter.defer(delivery_id=delivery_id)
