"""Issued documents are written out once as files; drafts are written for the moment."""

import hashlib
import io
from datetime import datetime

from django.db import transaction

from duru.blocks.documents.adapters.hwpx import hwpx_of
from duru.blocks.documents.adapters.pdf import pdf_of
from duru.blocks.documents.adapters.storage import store_of
from duru.blocks.documents.enums import DocumentState, FileFormat
from duru.blocks.documents.models import Document, DocumentFile
from duru.blocks.documents.queries.sheets import sheet_of
from duru.blocks.documents.rules.sheets import Sheet
from duru.blocks.tenancy.api import current_tenant_id
from duru.kernel.ids import new_public_id

LARGEST = 100 << 20


def render(sheet: Sheet, format: str) -> bytes:
    """Return a sheet in one format.

    Raises:
        RenderingFailed: this machine cannot.
    """
    return hwpx_of(sheet) if format == FileFormat.HWPX else pdf_of(sheet)


def write_file(document: Document, format: str, *, at: datetime) -> DocumentFile:
    """Write an issued document out in one format, once: a second call returns the first file.

    Raises:
        RenderingFailed: this machine cannot.
        ValueError: it is not issued (a programming error).
    """
    if document.state != DocumentState.ISSUED:
        raise ValueError(f"document {document.public_id} is not issued")
    with transaction.atomic():
        # Two who ask at once: the second waits and finds the file.
        Document.objects.select_for_update().get(pk=document.pk)
        found = DocumentFile.objects.filter(document=document, format=format).first()
        if found is not None:
            return found
        kept = store_of(current_tenant_id()).keep(
            new_public_id(), io.BytesIO(render(sheet_of(document), format)), most=LARGEST
        )
        return DocumentFile.objects.create(
            document=document, format=format, stored_name=kept.name, size=kept.size, sha256=kept.sha256, made_at=at
        )


def read_file(document: Document, format: str, *, at: datetime) -> bytes:
    """Return the bytes of an issued document's file, checked against its hash; of a draft, as it stands now.

    Raises:
        RenderingFailed: this machine cannot write it.
        OSError: the file is missing or was changed on disk.
    """
    if document.state != DocumentState.ISSUED:
        return render(sheet_of(document), format)
    row = write_file(document, format, at=at)
    with store_of(current_tenant_id()).open(row.stored_name) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise OSError(f"file {row.stored_name} is not what was written")
    return content
