"""Files that came in, and how the columns of an agency's files are understood."""

from django.db import models
from django.db.models import Q

from duru.blocks.access.api import Organisation
from duru.blocks.exchange.enums import IntakeState
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Mapping(TenantModel):
    """One row remembers how one agency's table of one shape is understood: which column is which field.

    `signature` is a hash of the header's words, so that next month's file of the same shape needs no person.
    `columns` is {field key: column number from 0}; `header` holds the words themselves for showing.
    `count_each` says 각각 셈: equal rows of one file are as many deeds, not one typed twice.
    Unique by (tenant, organisation, dataset, signature). A few hundred rows a tenant. No personal data: a table
    without header is remembered by its number of columns, never by its cells.
    """

    organisation = TenantForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField("자료 종류", max_length=30)
    signature = models.CharField("머리글 지문", max_length=32)
    header = models.JSONField("머리글", default=list)
    columns = models.JSONField("열 맞춤", default=dict)
    count_each = models.BooleanField("같은 줄을 각각 셈", default=False)
    confirmed_by = models.CharField("확인한 사람", max_length=60, blank=True)
    confirmed_at = models.DateTimeField("확인 시각", null=True, blank=True)

    class Meta:
        verbose_name = "열 맞춤"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "organisation", "dataset", "signature"], name="mapping_once"),
        ]


class Intake(TenantModel):
    """One row is one file that one agency sent for one data set, and how far it has come.

    States: see `enums.NEXT_STATES`. `staged_offset/line` and `settled_row` are the progress, written in the same
    transaction as the rows, so that a killed worker continues exactly there. `first_row`/`last_row` bound the ids of its
    SourceRows (rows of files checked at the same time lie between them). `layout` is what was found in the file:
    sheets, header lines, columns; `plan` is what was confirmed: per sheet the columns of the fields.
    About 30 agencies x 12 months x tenant.
    Privacy: the file name may name a person; `stored_path` points to a copy that is free of resident numbers unless the
    organisation may hold them, and that is deleted when the file is accepted, cancelled or has failed.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    organisation = TenantForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="기관")
    dataset = models.CharField("자료 종류", max_length=30)
    file_name = models.CharField("파일 이름", max_length=200)
    sha256 = models.CharField("파일 지문", max_length=64, blank=True)
    size = models.BigIntegerField("크기", default=0)
    kind = models.CharField("형식", max_length=10, blank=True)
    encoding = models.CharField("글자 방식", max_length=20, blank=True)
    delimiter = models.CharField("구분 글자", max_length=1, blank=True)
    stored_path = models.CharField(max_length=400, blank=True)
    is_own_copy = models.BooleanField(default=False)
    layout = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    count_each = models.BooleanField("같은 줄을 각각 셈", default=False)
    state = models.CharField("상태", max_length=10, choices=IntakeState, default=IntakeState.UPLOADED)
    failure = models.TextField("받지 못한 까닭", blank=True)

    staged_offset = models.BigIntegerField(default=0)
    staged_line = models.BigIntegerField(default=0)
    staged_sheet = models.SmallIntegerField(default=0)
    readable_size = models.BigIntegerField(default=0)
    first_row = models.BigIntegerField(null=True, blank=True)
    last_row = models.BigIntegerField(null=True, blank=True)
    settled_row = models.BigIntegerField(default=0)

    n_rows = models.BigIntegerField("줄", default=0)
    n_taken = models.BigIntegerField("받음", default=0)
    n_refused = models.BigIntegerField("거절", default=0)
    n_duplicate = models.BigIntegerField("이미 받은 줄", default=0)
    n_left_out = models.BigIntegerField("합계 등 제외", default=0)
    n_rrn_cut = models.BigIntegerField("지운 주민등록번호", default=0)
    n_settled = models.BigIntegerField("반영한 줄", default=0)

    uploaded_by = models.CharField("올린 사람", max_length=60, blank=True)
    uploader_id = models.BigIntegerField("올린 소속", null=True, blank=True)
    uploaded_at = models.DateTimeField("올린 시각")
    staged_at = models.DateTimeField("검사 시각", null=True, blank=True)
    accepted_at = models.DateTimeField("반영 시각", null=True, blank=True)
    cancelled_at = models.DateTimeField("취소 시각", null=True, blank=True)

    class Meta:
        verbose_name = "받은 파일"
        indexes = [
            models.Index(fields=["tenant_id", "organisation", "-uploaded_at"], name="intake_of_organisation"),
            models.Index(fields=["tenant_id", "-uploaded_at"], name="intake_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.ACCEPTED) | Q(accepted_at__isnull=False), name="intake_accepted_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.FAILED) | ~Q(failure=""), name="intake_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
