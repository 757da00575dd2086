"""Who may call an operation of the API: a member with a session, or a program with a key."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from duru.blocks.access.api import Actor, NotAllowed
from duru.blocks.programs.enums import Scope


class Session(APIKeyCookie):
    """The session of a member of this tenant; a call that changes or looks needs the CSRF token like a form."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return getattr(request, "actor", None)


class Key(HttpBearer):
    """An agency's key that has a scope. The key itself was looked at before (`ProgramMiddleware`)."""

    def __init__(self, scope: Scope):
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        program = getattr(request, "program", None)
        if program is None:
            return None
        request.actor = program.actor  # type: ignore[attr-defined]  # as the middleware of access does for members
        if self.scope not in program.scopes:
            raise NotAllowed(f"이 연동 열쇠로는 ‘{self.scope.label}’을(를) 쓸 수 없습니다.")
        return program.actor


def member_or_key(scope: Scope) -> list:
    """Open an operation to keys of a scope beside members; for `auth` of ninja. What has no such `auth` is closed to keys."""
    return [Key(scope), Session(csrf=True)]
