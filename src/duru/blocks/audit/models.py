"""The audit log: entries as they happen, and the chain that makes a change visible."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.deconstruct import deconstructible

from duru.blocks.audit.enums import EntryKind
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


@deconstructible(path="duru.blocks.audit.models.CurrentTransaction")
class CurrentTransaction(models.Func):
    """The number of the running transaction, by which the sequencer knows what may still be uncommitted."""

    template = "pg_current_xact_id()::text::bigint"
    arity = 0
    output_field = models.BigIntegerField()


class AuditEntry(TenantModel):
    """One row is one look, deed, denial, download or login. Rows are only ever added.

    Actor and subjects are opaque references (`user:12`, `person:01J…`); department and duty are copied as they were at that
    moment, because people move. `flags` marks what a reviewer should see first (본인, 가족, 동료, 비공개 대상, 업무시간 외).
    Privacy: references only; basis 안전성 확보조치 기준 §8; kept two years; erased by partition of time through the owner role.
    About 3 million rows for a 구 of 300,000 people.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    at = models.DateTimeField("일시")
    kind = models.CharField("구분", max_length=10, choices=EntryKind)
    action = models.CharField("수행 업무", max_length=80)
    purpose = models.CharField("목적", max_length=200, blank=True)
    actor_ref = models.CharField("행위자", max_length=60)
    actor_department = models.CharField("부서", max_length=120, blank=True)
    actor_duty = models.CharField("담당 업무", max_length=80, blank=True)
    origin = models.CharField("접속지", max_length=45, blank=True)
    subject_refs = ArrayField(models.CharField(max_length=40), verbose_name="정보주체", default=list)
    flags = ArrayField(models.CharField(max_length=30), verbose_name="표시", default=list)
    detail = models.JSONField("세부", default=dict)
    xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = "열람·처리 기록"
        indexes = [
            models.Index(fields=["tenant_id", "-at"], name="audit_by_time"),
            models.Index(fields=["tenant_id", "xid", "id"], name="audit_by_xid"),
            GinIndex(fields=["subject_refs"], name="audit_by_subject"),
        ]


class AuditLink(TenantModel):
    """One row is one entry's place in its tenant's log: number from 1 without gaps, and the hash of the entry.

    Unique by (tenant, seq) and (tenant, entry). The hashes are the leaves of a Merkle tree. `horizon` is the
    sequencer's note to itself: every entry of an older transaction has its link already. No personal data.
    """

    seq = models.BigIntegerField("순번")
    entry = TenantForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="links")
    leaf_hash = models.BinaryField("기록 해시", max_length=32)
    horizon = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "기록 순번"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "seq"], name="auditlink_seq_once"),
            models.UniqueConstraint(fields=["tenant_id", "entry"], name="auditlink_entry_once"),
        ]


class AuditCheckpoint(TenantModel):
    """One row is one signed statement of how many entries there are and what their root is (C2SP tlog-checkpoint).

    Unique by (tenant, size). `note` is the text that was signed and put outside the database; `peaks` (whole subtrees'
    roots, 32 bytes each) is what the next one goes on from. Added once a minute when something was written: at most
    half a million a year. No personal data.
    """

    at = models.DateTimeField("일시")
    size = models.BigIntegerField("기록 수")
    root = models.BinaryField("뿌리 해시", max_length=32)
    peaks = models.BinaryField("이어 갈 해시")
    note = models.TextField("서명한 글")
    put_outside = models.BooleanField("밖에 적음", default=False)

    class Meta:
        verbose_name = "기록 확인점"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "size"], name="auditcheckpoint_size_once")]
