"""Documents, their versions, and the files they are written out as."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from duru.blocks.documents.enums import Disclosure, DocumentState, FileFormat, LetterKind, Retention
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Document(TenantModel):
    """One row is one document of the office about one subject: a draft, a letter under approval, an issued letter.

    States: draft → in_approval → issued; returned goes back to approval; outside while 온-나라 decides; cancelled never gets a number. A
    row is issued exactly when it has `number`, `effective_on` and `issued_at`. Its text is the version `version_no`; only a draft or
    returned document gets a new one. `revision` grows with every deed: a page that shows an older one is refused.
    Unique by number and year. About 6 rows a case: 600,000 a year for a large city.
    Privacy: recipient and what the letter says of them; basis: the case's own law; kept by `retention` (공공기록물법), closed parts by
    정보공개법 §9①; erased with its versions, files and deliveries when the retention ends.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    subject = models.CharField("대상", max_length=64)
    kind = models.CharField("종류", max_length=20, choices=LetterKind)
    variant = models.CharField("업무", max_length=40, blank=True)
    title = models.CharField("제목", max_length=200)
    state = models.CharField("상태", max_length=12, choices=DocumentState, default=DocumentState.DRAFT)
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기관"
    )
    department = models.CharField("처리과", max_length=60)
    drafted_by = TenantForeignKey(
        "access.Membership",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="기안자",
    )
    drafter_name = models.CharField("기안한 이", max_length=60)
    drafter_contact = models.CharField("담당자 연락처", max_length=120, blank=True)
    drafted_at = models.DateTimeField("기안 시각")
    worded_on = models.DateField("문구 기준일")
    template = TenantForeignKey(
        "documents.LetterTemplate",
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        null=True,
        verbose_name="편지 틀",
    )
    fields = models.JSONField("적은 것", default=dict)
    needs_approval = models.BooleanField("결재 필요", default=True)
    disclosure = models.CharField("공개구분", max_length=10, choices=Disclosure)
    disclosure_clauses = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="비공개 호"
    )
    retention = models.CharField("보존기간", max_length=10, choices=Retention)
    recipient_name = models.CharField("받는 이", max_length=80)
    recipient_title = models.CharField("높임말", max_length=20, blank=True)
    recipient_address = models.CharField("주소", max_length=200, blank=True)
    recipient_postcode = models.CharField("우편번호", max_length=5, blank=True)
    recipient_email = models.CharField("전자우편", max_length=120, blank=True)
    version_no = models.PositiveSmallIntegerField("판", default=1)
    round_no = models.PositiveSmallIntegerField("결재 차수", default=0)
    revision = models.PositiveIntegerField("고친 횟수", default=1)
    number = models.CharField("문서번호", max_length=60, blank=True)
    effective_on = models.DateField("시행일", null=True, blank=True)
    issued_at = models.DateTimeField("시행 시각", null=True, blank=True)
    decided_by = models.CharField("결재한 이", max_length=60, blank=True)
    from_onnara = models.BooleanField("온-나라 결재", default=False)
    served_on = models.DateField("도달일", null=True, blank=True)

    class Meta:
        verbose_name = "문서"
        indexes = [
            models.Index(fields=["tenant_id", "subject"], name="document_subject"),
            models.Index(fields=["tenant_id", "-drafted_at"], name="document_newest"),
            models.Index(
                fields=["tenant_id", "state"],
                name="document_open",
                condition=Q(state__in=["draft", "in_approval", "returned", "outside"]),
            ),
        ]
        constraints = [
            # A register begins again at 1 every year, so a number is one only together with its year.
            models.UniqueConstraint(
                F("tenant_id"),
                F("number"),
                ExtractYear("effective_on"),
                condition=~Q(number=""),
                name="document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", effective_on__isnull=False, issued_at__isnull=False) & ~Q(number="")
                | Q(number="", effective_on__isnull=True, issued_at__isnull=True) & ~Q(state="issued"),
                name="document_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(disclosure="open", disclosure_clauses__len=0)
                | (~Q(disclosure="open") & Q(disclosure_clauses__len__gt=0)),
                name="document_closed_names_clause",
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | Q(served_on__gte=F("effective_on")),
                name="document_served_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open_to_change(self) -> bool:
        """Whether its text may still be mended."""
        return self.state in (DocumentState.DRAFT, DocumentState.RETURNED)


class DocumentVersion(TenantModel):
    """One row is the text of a document at one stage; a later version is a further row and this one stays.

    `blocks` are paragraphs, headings, items, notices and tables in order (`rules.blocks`): the same text for screen, PDF and HWPX.
    Unique by document and number. Two rows a document. Privacy: as the document, erased with it.
    """

    document = TenantForeignKey(
        Document, on_delete=models.CASCADE, db_index=False, related_name="versions", verbose_name="문서"
    )
    no = models.PositiveSmallIntegerField("판")
    title = models.CharField("제목", max_length=200)
    blocks = models.JSONField("본문")
    by_hand = models.BooleanField("손으로 고침", default=False)
    written_by = models.CharField("쓴 이", max_length=60)
    written_at = models.DateTimeField("쓴 때")
    reason = models.CharField("고친 까닭", max_length=200, blank=True)

    class Meta:
        verbose_name = "문서 판"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "document", "no"], name="documentversion_once")]


class DocumentFile(TenantModel):
    """One row is one file an issued document was written out as; made once, never changed.

    The bytes lie in the tenant's folder under `stored_name`. Unique by document and format; two rows an issued document.
    Privacy: as the document, erased with it, row and bytes.
    """

    document = TenantForeignKey(
        Document, on_delete=models.CASCADE, db_index=False, related_name="files", verbose_name="문서"
    )
    format = models.CharField("형식", max_length=5, choices=FileFormat)
    stored_name = models.CharField("보관 이름", max_length=40)
    size = models.BigIntegerField("크기(바이트)")
    sha256 = models.CharField("해시", max_length=64)
    made_at = models.DateTimeField("만든 때")

    class Meta:
        verbose_name = "문서 파일"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "document", "format"], name="documentfile_once")]
