"""What the database itself needs to link: the counts of the last full run, and the columns every record is compared by."""

from django.db import models
from django.db.models import Q

from duru.blocks.linkage.enums import Measured
from duru.blocks.tenancy.api import TenantModel


class CountedValue(TenantModel):
    """One row is one value that the last full run counted: how many bear a name, which phones and flats are shared by many.

    Kinds: `Measured`. `n` is the number of rows of the register (of all records where there is no register); 0 where only the
    being there counts. A flat is written "building|unit". Held still between full runs, so that a record weighs the same
    whenever it comes in. Unique by kind and value. About one per resident.

    Privacy: names and phones without persons; kept until the next full run counts anew, erased with the tenant.
    """

    kind = models.CharField("종류", max_length=6, choices=Measured)
    value = models.CharField("값", max_length=400)
    n = models.IntegerField("셈", default=0)

    class Meta:
        verbose_name = "센 값"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "kind", "value"], name="countedvalue_once"),
            models.CheckConstraint(condition=Q(kind__in=Measured.values), name="countedvalue_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.n}"


class ComparedRecord(TenantModel):
    """One row is one source record as it is compared: the columns of `engine.columns` with what is shared by many blanked.

    `id` is the id of the source record. `is_register` rows have their resident in `anchor_id` (the id of its first row);
    mentions have in it the resident they stand with by themselves or by a person's word, NULL when they found none (those are
    clustered). Ordinary btrees, one per thing people share (phone, name and year, name and day, name and house, name and dong, day of
    birth, home, family in a house), serve every blocking rule and carry the id, so that a rule reads the index alone and of a
    common name only what it asks for: thousands bear it. A test compares them with the model. One more holds the rest, the
    mentions that are clustered. About 3 per resident.

    Not a reference to the record: when one is deleted, its neighbours are found by what it was compared by, and then the
    row goes too (`update_links`).
    Privacy: the same personal data as the record in another form; erased with it.
    """

    id = models.BigIntegerField(primary_key=True)
    is_register = models.BooleanField("주민등록 자료")
    anchor_id = models.BigIntegerField("주민", null=True)
    name_jamo = models.TextField()
    surname = models.TextField()
    given = models.TextField()
    roman_key = models.TextField()
    is_roman = models.BooleanField()
    birth_on = models.DateField(null=True)
    birth_alt_on = models.DateField(null=True)
    birth_year = models.IntegerField(null=True)
    birth_text = models.CharField(max_length=8)
    month_day = models.CharField(max_length=4)
    sex = models.CharField(max_length=1)
    phone = models.CharField(max_length=20)
    building_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=60)
    is_small = models.BooleanField()
    dong_code = models.CharField(max_length=10)

    class Meta:
        verbose_name = "견줄 기록"
        indexes = [
            models.Index(
                fields=["tenant_id", "is_register", "phone"], include=["id"], name="comparedrecord_phone",
                condition=~Q(phone=""),
            ),
            models.Index(
                fields=["tenant_id", "is_register", "roman_key", "birth_year", "birth_on", "birth_alt_on"], include=["id"],
                name="comparedrecord_name",
            ),
            models.Index(
                fields=["tenant_id", "is_register", "roman_key", "month_day"], include=["id"], name="comparedrecord_day",
                condition=~Q(month_day=""),
            ),
            models.Index(
                fields=["tenant_id", "is_register", "roman_key", "building_id"], include=["id"],
                name="comparedrecord_house", condition=Q(building_id__isnull=False),
            ),
            models.Index(
                fields=["tenant_id", "is_register", "roman_key", "dong_code"], include=["id"], name="comparedrecord_dong",
                condition=~Q(dong_code=""),
            ),
            models.Index(
                fields=["tenant_id", "is_register", "birth_on", "surname", "given", "building_id"], include=["id"],
                name="comparedrecord_birth", condition=Q(birth_on__isnull=False),
            ),
            models.Index(
                fields=["tenant_id", "is_register", "building_id", "unit"], include=["id"], name="comparedrecord_unit",
                condition=Q(building_id__isnull=False) & ~Q(unit=""),
            ),
            models.Index(
                fields=["tenant_id", "is_register", "building_id", "surname", "birth_year"], include=["id"],
                name="comparedrecord_family", condition=Q(building_id__isnull=False),
            ),
            models.Index(
                fields=["tenant_id", "id"], name="comparedrecord_rest",
                condition=Q(is_register=False, anchor_id__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"견줄 기록 {self.pk}"
