"""How allauth behaves here: nobody registers himself; every login is in the tenant's log."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError

from duru.blocks.access.guarding import LOGGED_IN, login_stamp
from duru.blocks.access.models import User
from duru.blocks.access.queries import actor_of, list_memberships
from duru.blocks.audit.api import AuditActor, EntryKind, record_deed, record_denial
from duru.conf.hashers import TooManyLogins

# What the monthly review reads beside a login from a browser that this user never logged in with.
NEW_DEVICE = "처음 보는 기기"
_KNOWN, _KNOWN_S = "duru_known_", 365 * 86_400


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator (안전성 확보조치 기준 §5②: one account, one person)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "전자우편이나 비밀번호가 맞지 않습니다. 여러 번 틀리면 잠시 잠깁니다.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def post_login(self, request, user, **kwargs):
        membership = list_memberships(user).first() if request.tenant is not None else None
        if membership is not None:
            actor = actor_of(membership, origin=request.META.get("REMOTE_ADDR", ""))
            flags = [] if _is_known(request, user) else [NEW_DEVICE]
            record_deed(actor=actor.audit, action="로그인", kind=EntryKind.LOGIN, flags=flags)
        request.session[LOGGED_IN] = login_stamp(user)
        answer = super().post_login(request, user, **kwargs)
        answer.set_signed_cookie(
            f"{_KNOWN}{user.pk}", "1", salt=_KNOWN, max_age=_KNOWN_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )  # fmt: skip
        return answer

    def authenticate(self, request, **credentials):
        """Check a password, a few at a time: who comes while others wait is asked to press again, so that pages stay quick."""
        try:
            return super().authenticate(request, **credentials)
        except TooManyLogins:
            self._rollback_login_failed_rl_usage()
            raise ValidationError(
                "지금 많은 분이 함께 로그인하고 있습니다. 3초 뒤에 다시 눌러 주세요.", code="busy"
            ) from None

    def authentication_failed(self, request, **credentials):
        """Note the try: whose account it was when it is one of this tenant, never what was typed."""
        if request.tenant is None:
            return
        user = User.objects.filter(email=credentials.get("email", "")).first()
        membership = list_memberships(user).first() if user else None
        origin = request.META.get("REMOTE_ADDR", "")
        tried = actor_of(membership, origin=origin).audit if membership else AuditActor("unknown", origin=origin)
        record_denial(actor=tried, action="로그인 실패")


def _is_known(request, user) -> bool:
    return request.get_signed_cookie(f"{_KNOWN}{user.pk}", None, salt=_KNOWN) == "1"
