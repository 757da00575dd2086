"""Papers laid to a subject, and what may be sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from duru.blocks.documents.enums import FileKind, ScanState
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Attachment(TenantModel):
    """One row is one file that belongs to a subject: a paper of an application, of a person's card, of a letter.

    `subject` is opaque ("case:01J…"): the owner of that kind of subject says who may see it. `kind` was told by content; `name` is
    what the sender's machine called it. The bytes lie in the tenant's folder under `stored_name`; they were there before the row
    committed. `scanned_by` is empty exactly when nobody scanned. About 5 rows a case: 500,000 a year for a large city.
    Privacy: whatever residents hand in, identity papers included; basis: the case's own law; kept as long as the subject,
    destroyed with it, row and bytes.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    subject = models.CharField("대상", max_length=64)
    label = models.CharField("서류", max_length=80, blank=True)
    name = models.CharField("파일 이름", max_length=200)
    kind = models.CharField("종류", max_length=10, choices=FileKind)
    size = models.BigIntegerField("크기(바이트)")
    sha256 = models.CharField("해시", max_length=64)
    stored_name = models.CharField("보관 이름", max_length=40)
    scan_state = models.CharField("악성코드 검사", max_length=12, choices=ScanState)
    scanned_by = models.CharField("검사기", max_length=60, blank=True)
    from_applicant = models.BooleanField("신청인이 올림", default=False)
    added_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="올린 사람",
    )
    added_by_name = models.CharField("올린 이", max_length=60)
    added_at = models.DateTimeField("올린 때")

    class Meta:
        verbose_name = "첨부"
        indexes = [models.Index(fields=["tenant_id", "subject"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "stored_name"], name="attachment_stored_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
            models.CheckConstraint(condition=~Q(subject=""), name="attachment_has_subject"),
            models.CheckConstraint(
                condition=Q(scan_state="not_scanned", scanned_by="") | (Q(scan_state="clean") & ~Q(scanned_by="")),
                name="attachment_scan_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UploadLimit(TenantModel):
    """One row says what may be attached during a span: how large a file, how many a subject, of which kinds.

    In force [effective_from, effective_until). Unique by first day; a handful of rows. No personal data.
    """

    largest_bytes = models.BigIntegerField("가장 큰 파일(바이트)")
    most_files = models.PositiveSmallIntegerField("대상마다 파일 수")
    kinds = ArrayField(models.CharField(max_length=10, choices=FileKind), verbose_name="받는 종류")
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "첨부 제한"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "effective_from"], name="uploadlimit_once"),
            models.CheckConstraint(condition=Q(effective_until__gt=F("effective_from")), name="uploadlimit_forward"),
            models.CheckConstraint(condition=Q(largest_bytes__gt=0, most_files__gt=0), name="uploadlimit_positive"),
        ]
