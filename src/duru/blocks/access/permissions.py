"""Permissions: declared by the app that guards something, asked by views and operations.

Every app with something to guard has a `permissions.py` that calls `declare`; all are loaded at start.
"""

import functools
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login

from duru.blocks.access.actors import Actor
from duru.blocks.access.declared import declare, get_permission
from duru.blocks.access.enums import Role
from duru.blocks.access.errors import NotAllowed
from duru.blocks.audit.api import record_denial


def may(actor: Actor | None, code: str) -> bool:
    """Say whether an actor may do something; nobody may when no one is logged in.

    Raises:
        KeyError: no app declared this permission (a programming error).
    """
    return actor is not None and actor.may(code)


def check_may(actor: Actor | None, code: str) -> None:
    """Refuse what `may` denies.

    Raises:
        NotAllowed: with a sentence that says what is missing and whom to ask.
    """
    if not may(actor, code):
        raise NotAllowed(
            f"'{get_permission(code).label}' 권한이 없습니다. 필요한 업무라면 시스템 관리자에게 역할 변경을 요청하세요."
        )


def needs(code: str) -> Callable:
    """Guard a view: log in first; without the permission the refusal is logged and shown as 403.

    The decorated view carries `needs_permission`, so that a test can walk all addresses.
    """

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.actor, code):
                if request.actor is not None:
                    record_denial(actor=request.actor.audit, action=get_permission(code).label)
                check_may(request.actor, code)
            return view(request, *args, **kwargs)

        guarded.needs_permission = code
        return guarded

    return decorate


def logged_in(view):
    """Guard a view that every member of the tenant may open (home, own account)."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.actor is None:
            raise NotAllowed("이 자치단체에 등록된 소속이 없습니다. 시스템 관리자에게 소속 등록을 요청하세요.")
        return view(request, *args, **kwargs)

    guarded.needs_permission = "logged_in"
    return guarded


def public_page(reason: str) -> Callable:
    """Mark a view that needs no login, with the reason why it holds nothing to guard."""

    def decorate(view):
        view.needs_permission = "public"
        view.public_reason = reason
        return view

    return decorate


EVERY_OFFICIAL = (
    Role.MAYOR,
    Role.WELFARE_LEAD,
    Role.CASEWORKER,
    Role.HEALTH_WORKER,
    Role.PERMIT_OFFICER,
    Role.DEPARTMENT_OFFICER,
    Role.PRIVACY_OFFICER,
    Role.ADMIN,
)

declare("access.see_organisations", "기관 목록 보기", *EVERY_OFFICIAL)
declare("access.manage", "기관·소속 관리", Role.ADMIN)
declare("audit.see", "열람·처리 기록 보기", Role.PRIVACY_OFFICER)
declare("access.review_glass", "비상 열람 검토", Role.PRIVACY_OFFICER)
