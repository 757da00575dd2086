"""Users of the platform, and the organisations of one tenant they work for."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from duru.blocks.access.enums import GlassVerdict, OrganisationKind, Role
from duru.blocks.tenancy.api import TenantForeignKey, TenantModel
from duru.kernel.ids import new_public_id


class UserManager(BaseUserManager):
    """Makes users who log in by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """One row is one person who logs in: an official, a worker or a volunteer. Belongs to no tenant by itself.

    Unique by `email`. Tens of thousands make the nation.
    Privacy: name and e-mail of staff; basis: duty to keep access rights (개인정보 안전성 확보조치 기준 §5); kept while a
    membership exists and three years after for the record of rights; erased by deleting the row.
    """

    username = None
    first_name = None
    last_name = None
    email = models.EmailField("전자우편", unique=True)
    name = models.CharField("이름", max_length=40)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = "사용자"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Organisation(TenantModel):
    """One row is one agency of a tenant: a 구청 department, 동 주민센터, 복지관, 푸드뱅크, church, company.

    Unique by (tenant, name). 30 to 300 a tenant. `may_hold_rrn` is true only where a law or decree allows it
    (개인정보보호법 §24의2①), and then `rrn_basis` names it: a database constraint binds the two. No personal data.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    name = models.CharField("기관 이름", max_length=80)
    kind = models.CharField("종류", max_length=20, choices=OrganisationKind)
    is_public = models.BooleanField("공공기관", default=False)
    may_hold_rrn = models.BooleanField("주민등록번호 처리 근거 있음", default=False)
    rrn_basis = models.CharField("주민등록번호 처리 근거", max_length=200, blank=True)
    dong_code = models.CharField("관할 행정동", max_length=10, blank=True)
    phone = models.CharField("전화", max_length=20, blank=True)
    is_active = models.BooleanField("사용", default=True)

    class Meta:
        verbose_name = "기관"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "name"], name="organisation_name_once"),
            models.CheckConstraint(
                condition=models.Q(may_hold_rrn=False) | (models.Q(is_public=True) & ~models.Q(rrn_basis="")),
                name="organisation_rrn_needs_basis",
                violation_error_message="주민등록번호를 처리하려면 공공기관이어야 하고 법적 근거를 적어야 합니다.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """One row says that a user works for an organisation of this tenant in one role. Ended memberships stay, inactive.

    Unique by (tenant, user, organisation, role). Access right follows the personnel order (시행령 §30의2).
    `named_officer` opens protected persons (주민등록법 §29⑥) to this membership.
    Privacy: who works where; kept three years after the end (안전성 확보조치 기준 §5③).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = TenantForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("역할", max_length=20, choices=Role)
    department = models.CharField("부서", max_length=60, blank=True)
    duty = models.CharField("담당 업무", max_length=80, blank=True)
    named_officer = models.BooleanField("비공개 대상 지정 담당", default=False)
    is_active = models.BooleanField("사용", default=True)
    started_on = models.DateField("발령일", null=True, blank=True)
    ended_on = models.DateField("종료일", null=True, blank=True)

    class Meta:
        verbose_name = "소속"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "user", "organisation", "role"], name="membership_once"),
        ]


class GlassOpening(TenantModel):
    """One row is one emergency in which somebody opened what the role alone does not show, for some hours, with a reason.

    States: open (before `until_at`, not closed), over and waiting for review, reviewed. `kind` names what was opened
    (`glass.Glass.key`), `subject_ref` about whom or what. Nobody reviews an opening of one's own. Some hundreds a year and 구.
    Privacy: `reason` is written about an emergency and may tell of a person; kept with the log of looks, two years.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    kind = models.CharField("종류", max_length=40)
    subject_ref = models.CharField("대상", max_length=60)
    reason = models.CharField("까닭", max_length=300)
    opened_by = TenantForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="연 사람")
    opened_at = models.DateTimeField("연 시각")
    until_at = models.DateTimeField("저절로 닫히는 시각")
    review_by_on = models.DateField("검토 기한")
    closed_at = models.DateTimeField("일찍 닫은 시각", null=True, blank=True)
    reviewed_by = TenantForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="검토한 사람"
    )
    reviewed_at = models.DateTimeField("검토 시각", null=True, blank=True)
    verdict = models.CharField("검토 결과", max_length=12, choices=GlassVerdict, blank=True)
    review_note = models.CharField("검토 의견", max_length=500, blank=True)

    class Meta:
        verbose_name = "비상 열람"
        indexes = [
            models.Index(fields=["tenant_id", "opened_by", "kind", "subject_ref", "until_at"], name="glass_of_opener"),
            models.Index(
                fields=["tenant_id", "review_by_on"], condition=models.Q(reviewed_at=None), name="glass_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("opened_at")), name="glass_is_limited"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="glass_has_reason"),
            models.CheckConstraint(
                condition=~models.Q(opened_by=models.F("reviewed_by")), name="glass_is_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_at=None, reviewed_by=None, verdict="")
                | (models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~models.Q(verdict="")),
                name="glass_review_is_whole",
            ),
        ]
