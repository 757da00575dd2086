"""Users of the platform, and the organisations of one tenant they work for."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from duru.blocks.access.enums import OrganisationKind, Role
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
