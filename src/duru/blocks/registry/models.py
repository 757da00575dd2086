"""Tables of the register: persons, households, life events, and decisions of people about a status."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.registry.enums import LifeEventKind, LifeEventState, PersonStatus, Sex
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class Person(TenantModel):
    """One row is one human being as the tenant knows them: a hook on which linkage hangs source records.

    The columns are a *display profile*, taken from the best linked record and refreshed by linkage; the truth stays in
    the source records. `status` is living, suspected (사망 의심: makes work, stops nothing), dead or moved_out, and is
    bound to `status_on` by a constraint; `status_event` is the life event it stands on. `is_protected` (비공개 대상) leaves
    search, household card, map and hand-over except for named officers: read through `people_visible_to`.
    Two rows may have the same name and birth date: twins and 동명이인 are two people.
    Unique by `public_id`. 300,000 rows make a 구, 51 million the nation.

    Privacy: name, birth date, sex, phone, address; never a resident number. Basis 사회보장급여법 §7, §11; kept five years after the
    last benefit (§34); erased by deleting the row with its household rows and events.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    name = models.CharField("성명", max_length=80)
    name_key = models.CharField("성명 열쇠", max_length=80, blank=True)
    name_choseong = models.CharField("초성", max_length=80, blank=True)
    birth_on = models.DateField("생년월일", null=True, blank=True)
    birth_year = models.SmallIntegerField("출생 연도", null=True, blank=True)
    sex = models.CharField("성별", max_length=1, choices=Sex, blank=True)
    phone = models.CharField("전화", max_length=20, blank=True)
    phone_tail = models.CharField("전화 끝 네 자리", max_length=4, blank=True)
    address = models.CharField("주소", max_length=200, blank=True)
    building = TenantForeignKey(
        "places.Building",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="건물",
    )
    unit = models.CharField("동·층·호", max_length=40, blank=True)
    dong_code = models.CharField("행정동 코드", max_length=10, blank=True)
    is_register = models.BooleanField("주민 명단에 있음", default=False)
    is_protected = models.BooleanField("비공개 대상", default=False)
    status = models.CharField("상태", max_length=10, choices=PersonStatus, default=PersonStatus.LIVING)
    status_on = models.DateField("상태 기준일", null=True, blank=True)
    status_event = TenantForeignKey(
        "registry.LifeEvent",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="근거",
    )
    created_at = models.DateTimeField("만든 시각", auto_now_add=True)
    refreshed_at = models.DateTimeField("고친 시각", auto_now=True)

    class Meta:
        verbose_name = "사람"
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PersonStatus.LIVING, status_on__isnull=True)
                | (~Q(status=PersonStatus.LIVING) & Q(status_on__isnull=False)),
                name="person_status_has_day",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="person_has_name"),
        ]
        # Equality and ranges on text are leakproof, so that these serve under row security; LIKE would not. Every search has a
        # name; year, 동 and the end of the phone only narrow it, and an index for each cost more than all searches gained.
        indexes = [
            models.Index(fields=["tenant_id", "name", "birth_year"], name="person_name"),
            models.Index(fields=["tenant_id", "name_key"], name="person_name_key"),
            models.Index(fields=["tenant_id", "name_choseong", "name", "birth_year"], name="person_choseong"),
            models.Index(fields=["tenant_id", "phone"], name="person_phone"),
            models.Index(fields=["tenant_id", "building"], name="person_building"),
            models.Index(
                fields=["tenant_id", "status", "status_on"], name="person_gone", condition=~Q(status="living")
            ),
        ]

    def __str__(self) -> str:
        return f"사람 {self.public_id}"


class Household(TenantModel):
    """One row is one 세대 of the resident register, named by the number the list gives it.

    Not the 보장가구 of a benefit and not everybody at one address (a nursing home is one address and many 세대).
    Unique by (tenant, source_no). 130,000 rows a 구 of 300,000 people.
    Privacy: an address; basis and erasure as `Person`.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    source_no = models.CharField("세대번호", max_length=40)
    building = TenantForeignKey(
        "places.Building",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="건물",
    )
    unit = models.CharField("동·층·호", max_length=40, blank=True)
    dong_code = models.CharField("행정동 코드", max_length=10, blank=True)

    class Meta:
        verbose_name = "세대"
        constraints = [models.UniqueConstraint(fields=["tenant_id", "source_no"], name="household_once")]
        # Who shares a dwelling is asked at every check before something is given.
        indexes = [models.Index(fields=["tenant_id", "building", "unit"], name="household_dwelling")]

    def __str__(self) -> str:
        return f"세대 {self.public_id}"


class HouseholdMember(TenantModel):
    """One row says that the person of one source record belongs to a household during [from_on, until_on).

    The truth is the record; `person` is the current link, told by linkage (`attach_records`) and empty until then, so that a
    split of persons also repairs the household card. Unique by (tenant, household, record).
    Privacy: who lives together; basis and erasure as `Person`.
    """

    household = TenantForeignKey(
        Household, on_delete=models.CASCADE, related_name="members", db_index=False, verbose_name="세대"
    )
    record = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.CASCADE,
        related_name="household_members",
        db_index=False,
        verbose_name="원본 기록",
    )
    person = TenantForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        db_index=False,
        verbose_name="사람",
    )
    is_protected = models.BooleanField("비공개 대상", default=False)
    from_on = models.DateField("시작일", null=True, blank=True)
    until_on = models.DateField("종료일", null=True, blank=True)

    class Meta:
        verbose_name = "세대원"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "household", "record"], name="householdmember_once"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="householdmember_span",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "person"], name="householdmember_person"),
            models.Index(fields=["tenant_id", "record"], name="householdmember_record"),
        ]

    def __str__(self) -> str:
        return f"세대원 {self.pk}"


class LifeEvent(TenantModel):
    """One row is one thing a list says happened to the person of one source record: 사망, 말소, 전출, 전입, 세대분리, 출생.

    State suspected (heard, or from an early source such as a funeral hall) or confirmed (말소 because of 사망 or 실종선고, 전출
    of the resident register). Rows are never changed, except that `person`, the current link, is told by linkage.
    Unique by (tenant, record, kind, on). About 20,000 rows a year and 구.

    Privacy: death and moves of persons; basis 사회보장급여법 §20, 장사법 §33의3; kept and erased as `Person`.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("구분", max_length=20, choices=LifeEventKind)
    on = models.DateField("일자", db_column="happened_on")
    state = models.CharField("상태", max_length=10, choices=LifeEventState)
    reason = models.CharField("사유", max_length=60, blank=True)
    is_death = models.BooleanField("사망으로 봄", default=False)
    record = TenantForeignKey(
        "exchange.SourceRecord",
        on_delete=models.CASCADE,
        related_name="life_events",
        db_index=False,
        verbose_name="원본 기록",
    )
    person = TenantForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="life_events",
        db_index=False,
        verbose_name="사람",
    )
    reported_on = models.DateField("신고일", null=True, blank=True)
    created_at = models.DateTimeField("받은 시각", auto_now_add=True)

    class Meta:
        verbose_name = "인적 변동"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "record", "kind", "on"], name="lifeevent_once"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "person", "on"], name="lifeevent_person"),
            models.Index(fields=["tenant_id", "on"], name="lifeevent_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class StatusDecision(TenantModel):
    """One row is one human decision that a person lives although an event says otherwise (생존 확인).

    It stands against that event for ever: the same event cannot stop the person again, a new one can. Unique by (tenant,
    person, event). A handful a year.

    Privacy: who decided and why, about whom; kept as long as the person; the reason must not hold health data.
    """

    person = TenantForeignKey(
        Person, on_delete=models.CASCADE, related_name="status_decisions", db_index=False, verbose_name="사람"
    )
    event = TenantForeignKey(
        LifeEvent,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="refutations",
        db_index=False,
        verbose_name="반박한 변동",
    )
    previous_status = models.CharField("그 전 상태", max_length=10, choices=PersonStatus)
    by_ref = models.CharField("결정한 사람", max_length=60)
    by_name = models.CharField("결정한 사람 이름", max_length=40)
    reason = models.CharField("이유", max_length=200)
    decided_at = models.DateTimeField("결정 시각", auto_now_add=True)

    class Meta:
        verbose_name = "상태 결정"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "person", "event"], name="statusdecision_once"),
            models.CheckConstraint(
                condition=~Q(by_ref="") & ~Q(by_name="") & ~Q(reason=""), name="statusdecision_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"결정 {self.pk}"
