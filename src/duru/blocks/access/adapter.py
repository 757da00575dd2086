"""How allauth behaves here: nobody registers himself; every login is in the tenant's log."""

from allauth.account.adapter import DefaultAccountAdapter

from duru.blocks.access.models import User
from duru.blocks.access.queries import actor_of, list_memberships
from duru.blocks.audit.api import AuditActor, EntryKind, record_deed, record_denial


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
            record_deed(actor=actor.audit, action="로그인", kind=EntryKind.LOGIN)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request, **credentials):
        """Note the try: whose account it was when it is one of this tenant, never what was typed."""
        if request.tenant is None:
            return
        user = User.objects.filter(email=credentials.get("email", "")).first()
        membership = list_memberships(user).first() if user else None
        origin = request.META.get("REMOTE_ADDR", "")
        tried = actor_of(membership, origin=origin).audit if membership else AuditActor("unknown", origin=origin)
        record_denial(actor=tried, action="로그인 실패")
