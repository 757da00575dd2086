"""What people received and need, as agencies recorded it; and the dated words that sort it."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.benefits.enums import CatalogueStatus, Category, Cycle, Funding, GrantState, Per, Side, Unit
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel


class BenefitRow(TenantModel):
    """Base of rows that an agency reported about one of its source records.

    The person is reached through the record's current link and never stored here, so that a split repairs everything.
    One row of a file makes one benefit row: `row_id` names the SourceRow without a constraint, because a reference checked
    per row costs more than the row itself, and is unique. Rows typed on screen have none.
    """

    record = TenantForeignKey(
        "exchange.SourceRecord", on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name="대상"
    )
    organisation = TenantForeignKey(
        "access.Organisation", on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name="기관"
    )
    row_id = models.BigIntegerField("원본 행", null=True, blank=True)

    class Meta:
        abstract = True


class Handout(BenefitRow):
    """One row is one thing given once, or one service over a span, by an agency to a person or a household.

    Span [given_on, until_on), Korean calendar days; `until_on` is empty for a thing given on one day.
    `value_won` is the whole value in won; empty means unknown, which is not 0. `category` comes from the word table,
    `programme` (쌀, 김치, 푸드마켓 …: what rules name) likewise, `campaign_key` from the campaign words and the date
    ("김장-2026"), so that two agencies' spellings meet.
    Unique by source row. About 20 million a year for the nation.
    Privacy: what a person received is welfare information; basis: 사회보장급여법 §23 and consent for private agencies;
    kept 5 years (§34), erased with its source record.
    """

    category = models.CharField("분류", max_length=12, choices=Category, default=Category.OTHER)
    programme = models.CharField("세부 품목", max_length=60, blank=True)
    item = models.CharField("품목·내용", max_length=120)
    quantity = models.DecimalField("수량", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("단위", max_length=20, blank=True)
    value_won = models.BigIntegerField("환산금액(원)", null=True, blank=True)
    given_on = models.DateField("제공일")
    until_on = models.DateField("종료일(포함하지 않음)", null=True, blank=True)
    campaign = models.CharField("사업·캠페인", max_length=120, blank=True)
    campaign_key = models.CharField("캠페인 구분", max_length=60, blank=True)
    per = models.CharField("단위(개인·가구)", max_length=10, choices=Per, default=Per.PERSON)
    funding = models.CharField("재원", max_length=10, choices=Funding, default=Funding.UNKNOWN)
    donor = models.CharField("후원자", max_length=80, blank=True)

    class Meta:
        verbose_name = "제공 기록"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "row_id"], name="handout_row_once"),
            models.CheckConstraint(condition=Q(value_won__gte=0), name="handout_value_not_negative"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="handout_quantity_not_negative"),
            models.CheckConstraint(condition=Q(until_on__gt=F("given_on")), name="handout_span_forward"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="handout_category_known"),
            models.CheckConstraint(condition=Q(per__in=Per.values), name="handout_per_known"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "record"], name="handout_record"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.given_on}"


class Grant(BenefitRow):
    """One row is one public benefit (공적급여) that a person is entitled to, as the list of one office says.

    Span [from_on, until_on), Korean calendar days; an empty `until_on` means it goes on. `amount_won` is the amount a
    month, empty when the list has none (services in kind). `programme` is the name in the catalogue when known, else as
    typed. `pays_on` is the day of the month the money leaves (1 to 31; the last day in shorter months).
    States: active, suspended, ended. Unique by source row. About 30 million for the nation.
    Privacy: entitlement is welfare information; basis: 사회보장급여법 §7④, §23; kept 5 years after the end (§34).
    """

    programme = models.CharField("급여 종류", max_length=60)
    programme_typed = models.CharField("급여 종류(원문)", max_length=120, blank=True)
    category = models.CharField("분류", max_length=12, choices=Category, default=Category.OTHER)
    per = models.CharField("단위(개인·가구)", max_length=10, choices=Per, default=Per.PERSON)
    amount_won = models.BigIntegerField("월 금액(원)", null=True, blank=True)
    decided_on = models.DateField("결정일", null=True, blank=True)
    from_on = models.DateField("개시일")
    until_on = models.DateField("종료일(포함하지 않음)", null=True, blank=True)
    state = models.CharField("상태", max_length=10, choices=GrantState, default=GrantState.ACTIVE)
    pays_on = models.PositiveSmallIntegerField("지급일", null=True, blank=True)

    class Meta:
        verbose_name = "공적급여"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "row_id"], name="grant_row_once"),
            models.CheckConstraint(condition=Q(amount_won__gte=0), name="grant_amount_not_negative"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="grant_span_forward"),
            models.CheckConstraint(condition=Q(pays_on__gte=1, pays_on__lte=31), name="grant_pay_day"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="grant_category_known"),
            models.CheckConstraint(condition=Q(per__in=Per.values), name="grant_per_known"),
            models.CheckConstraint(condition=Q(state__in=GrantState.values), name="grant_state_known"),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "record"], name="grant_record"),
        ]

    def __str__(self) -> str:
        return self.programme


class Need(BenefitRow):
    """One row says that an agency knows of one need or crisis of a person since a day (욕구·위기).

    `note_masked` holds a short note without names or numbers. Unique by source row. About 5 million for the nation.
    Privacy: needs are welfare information, some of them sensitive (건강, 개인정보보호법 §23): flags only, no diagnoses;
    basis: 사회보장급여법 §11, §12; kept 5 years (§34).
    """

    kind = models.CharField("유형", max_length=40)
    category = models.CharField("분류", max_length=12, choices=Category, default=Category.OTHER)
    since_on = models.DateField("조사일")
    note_masked = models.CharField("메모(가림)", max_length=200, blank=True)

    class Meta:
        verbose_name = "욕구"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "row_id"], name="need_row_once"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="need_category_known"),
        ]
        indexes = [models.Index(fields=["tenant_id", "record"], name="need_record")]

    def __str__(self) -> str:
        return self.kind


class CategoryWord(TenantModel):
    """One row says that an item, a need or a campaign whose text holds `word` means a category, kind or campaign.

    In force [effective_from, effective_until). `meaning` is a `Category` value when `purpose` is item, the kind of thing
    that rules name (쌀, 김치, 푸드마켓) when it is kind, a yearly campaign (설, 추석, 김장 …) when it is campaign. The longest word that fits wins. Seeds ship with the package
    (`catalogue/words.csv`); a district adds its own. A few hundred rows a tenant. No personal data.
    """

    class Purpose(models.TextChoices):
        ITEM = "item", "품목·욕구의 분류"
        KIND = "kind", "세부 품목"
        CAMPAIGN = "campaign", "캠페인"

    purpose = models.CharField("쓰임", max_length=10, choices=Purpose)
    word = models.CharField("낱말", max_length=40)
    meaning = models.CharField("뜻", max_length=40)
    source = models.CharField("출처", max_length=200)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "분류 낱말"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "purpose", "word", "effective_from"], name="categoryword_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_until__gt=F("effective_from")), name="categoryword_span_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.meaning}"


class Programme(TenantModel):
    """One row is one public benefit or private resource of the catalogue: who gives it, what it is, to whom, how often.

    In force [effective_from, effective_until). `aliases` are spellings without spaces, separated by |. `basis` is the law
    or the agreement that grants it. `unit` tells whom it is reckoned for; records know persons and households only (`per`).
    `kind` is the kind of thing that rules name (김치, 쌀), "" where it is the name itself.
    `value_won` is what one giving of a thing is worth, empty when unknown; money by law stands in `ProgrammeAmount`.
    Seeds ship with the package (`catalogue/programmes.csv`, `resources.csv`), officials import their own. Unique by name
    and first day. Some hundred rows a tenant. No personal data.
    """

    name = models.CharField("급여·자원", max_length=60)
    side = models.CharField("구분", max_length=10, choices=Side, default=Side.PUBLIC)
    provider = models.CharField("제공 기관", max_length=80, blank=True)
    kind = models.CharField("규칙이 부르는 품목", max_length=60, blank=True)
    aliases = models.TextField("다른 표기", blank=True)
    category = models.CharField("분류", max_length=12, choices=Category)
    unit = models.CharField("단위", max_length=15, choices=Unit)
    cycle = models.CharField("주기", max_length=10, choices=Cycle, default=Cycle.AS_NEEDED)
    campaign = models.CharField("행사", max_length=40, blank=True)
    value_won = models.BigIntegerField("한 번의 값(원)", null=True, blank=True)
    funding = models.CharField("재원", max_length=10, choices=Funding, default=Funding.UNKNOWN)
    pays_on = models.PositiveSmallIntegerField("지급일", null=True, blank=True)
    basis = models.CharField("근거", max_length=200)
    source = models.CharField("출처", max_length=200)
    status = models.CharField("상태", max_length=10, choices=CatalogueStatus, default=CatalogueStatus.TO_CHECK)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "급여·자원"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "name", "effective_from"], name="programme_once"),
            models.CheckConstraint(condition=Q(effective_until__gt=F("effective_from")), name="programme_span_forward"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="programme_unit_known"),
            models.CheckConstraint(condition=Q(value_won__gte=0), name="programme_value_not_negative"),
        ]

    @property
    def per(self) -> str:
        """Whom a record of it serves: the person, or everybody who lives there."""
        return Per.PERSON if self.unit == Unit.PERSON else Per.HOUSEHOLD

    def __str__(self) -> str:
        return self.name


class ProgrammeAmount(TenantModel):
    """One row is one amount of a benefit as a 고시 or guideline sets it for a span of days, in whole won.

    `programme` is the name in the catalogue, `label` for whom or what it is (1인 가구, 단독가구, 만 0세), "" when for all.
    In force [effective_from, effective_until). Unique by name, label and first day. Some hundred rows a tenant.
    No personal data.
    """

    programme = models.CharField("급여·자원", max_length=60)
    label = models.CharField("누구에게", max_length=60, blank=True)
    amount_won = models.BigIntegerField("금액(원)")
    cycle = models.CharField("주기", max_length=10, choices=Cycle)
    source = models.CharField("출처", max_length=200)
    status = models.CharField("상태", max_length=10, choices=CatalogueStatus)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "급여 금액"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "programme", "label", "effective_from"], name="programmeamount_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_until__gt=F("effective_from")), name="programmeamount_span_forward"
            ),
            models.CheckConstraint(condition=Q(amount_won__gte=0), name="programmeamount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.label}".strip()
