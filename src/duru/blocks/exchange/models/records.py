"""Distinct mentions of persons."""

from django.db import models
from django.db.models import Q

from duru.blocks.access.api import Organisation
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class SourceRecord(TenantModel):
    """One row is one distinct mention of a person by one organisation: name, birth, phone, address as it wrote them.

    Ten rows about Kim Cheol-su written the same way make one record; written differently, two. `is_register` marks
    mentions from the population register, which are never thought to be two persons under one source_id.
    `*_typed` is what was written; the rest is read from it by the kernel. `name` is the cleaned name, `name_jamo` the same
    as one ASCII byte per jamo (for string distances). `birth_on` is the solar date when known; `birth_year` alone when the
    day is not; `birth_is_lunar` when the agency wrote 음력. `sex` is 'M', 'F' or ''. `phone` digits only.
    `unit` is 동·층·호 inside the building. `dong_code` is the 행정동 of the building.
    Unique by (tenant, organisation, mention_hash) and by public_id. About 3 per resident: 150 million make the nation.
    Privacy: ordinary personal data; never a resident number. Basis and term: those of the rows behind it; deleted when
    the last of them is.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    organisation = TenantForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="기관"
    )
    dataset = models.CharField("자료 종류", max_length=30)
    is_register = models.BooleanField("주민등록 자료", default=False)
    source_id = models.CharField("기관 관리번호", max_length=60, blank=True)
    household_no = models.CharField("세대 번호", max_length=60, blank=True)
    name_typed = models.CharField("성명(적힌 대로)", max_length=120, blank=True)
    birth_typed = models.CharField("생년월일(적힌 대로)", max_length=60, blank=True)
    sex_typed = models.CharField("성별(적힌 대로)", max_length=30, blank=True)
    phone_typed = models.CharField("전화(적힌 대로)", max_length=120, blank=True)
    address_typed = models.CharField("주소(적힌 대로)", max_length=400, blank=True)
    name = models.CharField("성명", max_length=120)
    name_jamo = models.CharField(max_length=400, blank=True)
    birth_on = models.DateField("생년월일", null=True, blank=True)
    birth_year = models.SmallIntegerField("출생 연도", null=True, blank=True)
    birth_is_lunar = models.BooleanField("음력", default=False)
    sex = models.CharField("성별", max_length=1, blank=True)
    phone = models.CharField("전화", max_length=20, blank=True)
    building = TenantForeignKey(
        "places.Building",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="건물",
    )
    unit = models.CharField("동·층·호", max_length=60, blank=True)
    dong_code = models.CharField("행정동", max_length=10, blank=True)
    mention_hash = models.BinaryField()
    first_row_id = models.BigIntegerField()
    first_seen_at = models.DateTimeField("처음 받은 시각")

    class Meta:
        verbose_name = "원본 기록"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "organisation", "mention_hash"], name="sourcerecord_once"),
            models.CheckConstraint(condition=Q(sex__in=["", "M", "F"]), name="sourcerecord_sex_known"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "name", "birth_on"], name="sourcerecord_name_birth"),
            models.Index(fields=["tenant_id", "first_row_id"], name="sourcerecord_first_row"),
        ]
