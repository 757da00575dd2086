"""Papers are laid to a subject, and taken away for good."""

from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.documents.adapters.scanning import ScannerAway, scanner
from duru.blocks.documents.adapters.storage import FileStore, TooLarge, store_of
from duru.blocks.documents.enums import FileKind
from duru.blocks.documents.errors import AttachmentRefused
from duru.blocks.documents.events import AttachmentAdded
from duru.blocks.documents.models import Attachment, Document, DocumentFile, Seal, UploadLimit
from duru.blocks.documents.permissions import ATTACH
from duru.blocks.documents.rules.contents import kind_of_content
from duru.blocks.documents.rules.names import clean_name
from duru.blocks.tenancy.api import current_tenant_id, publish
from duru.conf.faults import reach
from duru.kernel.ids import new_public_id

ORPHAN_AGE_S = 86_400
# What ships: in force until a tenant writes its own row.
SHIPPED_LIMIT = UploadLimit(
    largest_bytes=20 << 20, most_files=60, kinds=[str(each) for each in FileKind], effective_from=date(2020, 1, 1)
)


def attach(
    *, by: Actor, subject: str, file: BinaryIO, name: str, at: datetime, label: str = "", from_applicant: bool = False
) -> Attachment:
    """Keep a file as a paper of a subject: its kind is told by content, it is measured, scanned and hashed.

    The bytes are on disk before the row commits; a kill in between leaves a file that no row names, swept after a day.

    Args:
        subject: what the paper belongs to, opaque here: "case:…", "person:…", "document:…".
        file: open for reading bytes, at its beginning.
        name: as the sender's machine called it; only shown, never believed: a PNG called .jpg gets its right suffix.
        label: which paper of a list it is ("토지사용승낙서").
        from_applicant: the paper came in by the applicant's own page, not by an official.

    Raises:
        NotAllowed: the actor may not attach.
        AttachmentRefused: too large, one too many, of a kind nobody may send, harmful, or the scanner does not answer.
    """
    check_may(by, ATTACH)
    limit = limit_on(at.date())
    if Attachment.objects.filter(subject=subject).count() >= limit.most_files:
        raise AttachmentRefused(f"서류는 {limit.most_files}개까지 붙일 수 있습니다. 여러 장을 한 PDF로 묶어 주세요.")
    store = store_of(current_tenant_id())
    try:
        kept = store.keep(new_public_id(), file, most=limit.largest_bytes)
    except TooLarge:
        raise AttachmentRefused(
            f"파일이 {limit.largest_bytes >> 20:,} MiB를 넘습니다. 해상도를 낮추거나 나누어 올려 주세요."
        ) from None
    reach("documents.file_kept")
    try:
        kind, finding = _look_into(store, kept.name, limit)
        with transaction.atomic():
            attachment = Attachment.objects.create(
                subject=subject,
                label=label.strip()[:80],
                name=clean_name(name, kind),
                kind=kind,
                size=kept.size,
                sha256=kept.sha256,
                stored_name=kept.name,
                scan_state=finding.state,
                scanned_by=finding.scanned_by,
                from_applicant=from_applicant,
                added_by_id=by.membership_id,
                added_by_name=by.name[:60],
                added_at=at,
            )
            record_deed(
                actor=by.audit,
                action="서류 첨부",
                subjects=[subject],
                detail={"attachment": attachment.public_id, "kind": kind, "size": kept.size, "scan": finding.state},
                at=at,
            )
            publish(AttachmentAdded(attachment.public_id, subject))
    except BaseException:
        store.delete(kept.name)
        raise
    return attachment


def destroy_attachment(*, by: Actor, attachment: str, reason: str, at: datetime) -> None:
    """Delete a paper for good, row and bytes; the log keeps that and why.

    Raises:
        NotAllowed: the actor may not.
        Attachment.DoesNotExist: there is none with this public id.
        AttachmentRefused: no reason is given, or it is a paper of an issued document.
    """
    check_may(by, ATTACH)
    if not reason.strip():
        raise AttachmentRefused("지우는 까닭을 적어 주세요.")
    with transaction.atomic():
        found = Attachment.objects.select_for_update().get(public_id=attachment)
        prefix, _, public_id = found.subject.partition(":")
        if prefix == "document" and Document.objects.filter(public_id=public_id, state="issued").exists():
            raise AttachmentRefused("이미 시행한 문서의 붙임은 지울 수 없습니다.")
        record_deed(
            actor=by.audit,
            action="서류 파기",
            purpose=reason.strip()[:200],
            subjects=[found.subject],
            detail={"attachment": found.public_id, "kind": found.kind},
            at=at,
        )
        store, name = store_of(current_tenant_id()), found.stored_name
        found.delete()
        # After the commit only: bytes cannot be rolled back. A kill in between leaves them to the sweep.
        transaction.on_commit(lambda: store.delete(name))


def sweep_files(*, now: datetime) -> int:
    """Delete files that no row names: left by a process killed between writing one and committing. Returns how many.

    Only those older than a day, because a younger one may belong to an upload that is under way. Runs inside a tenant scope.
    """
    store = store_of(current_tenant_id())
    old = set(store.older_than(now.timestamp() - ORPHAN_AGE_S))
    for model in (Attachment, DocumentFile, Seal):
        old -= set(model.objects.filter(stored_name__in=old).values_list("stored_name", flat=True))
    for name in old:
        store.delete(name)
    return len(old)


def limit_on(on: date) -> UploadLimit:
    """Return what may be attached on a day: the tenant's row in force, else what ships."""
    rows = UploadLimit.objects.filter(effective_from__lte=on)
    found = rows.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=on)).order_by("-effective_from")
    return found.first() or SHIPPED_LIMIT


def _look_into(store: FileStore, name: str, limit: UploadLimit):
    with store.open(name) as kept:
        kind = kind_of_content(kept)
        if kind not in limit.kinds:
            raise AttachmentRefused(f"{FileKind(kind).label} 파일은 받지 않습니다. PDF로 저장해 올려 주세요.")
        try:
            finding = scanner().scan(kept)
        except ScannerAway:
            raise AttachmentRefused(
                "악성코드 검사기가 응답하지 않아 받지 못했습니다. 잠시 뒤 다시 올려 주세요."
            ) from None
    if finding.threat:
        raise AttachmentRefused(
            f"악성코드({finding.threat[:60]})가 발견되어 받지 않았습니다. 파일을 만든 컴퓨터를 검사해 주세요."
        )
    return kind, finding
