"""The page of permissions: who may do what, and what every address, operation of the API and job asks for."""

from collections.abc import Iterator
from typing import Any

from duru.site.reference.markdown import table

IN_A_TENANT, BY_CLOCK = "자치단체 하나의 벽 안", "때가 되면 모든 자치단체를 하나씩"


def permissions() -> Iterator[str]:
    """Write the table of roles, then what each way in asks for."""
    from duru.blocks.access.api import Role, list_permissions

    yield "# 권한"
    yield ""
    yield "누가 무엇을 할 수 있는지입니다. 한 사람의 자료에 더 붙는 제한(자기 기관 기록만, 비공개 대상)은 각 목록과 카드가 따로 지킵니다."
    yield ""
    yield from table(
        ["할 수 있는 일", "코드", *(role.label for role in Role)],
        (
            [each.label, f"`{each.code}`", *("가능" if role in each.roles else "–" for role in Role)]
            for each in list_permissions()
        ),
    )
    labels = {each.code: each.label for each in list_permissions()} | {"logged_in": "로그인한 소속 사용자"}
    yield "## 주소마다 필요한 권한"
    yield ""
    rows = []
    for address, view in _addresses():
        code = view.needs_permission
        rows.append([f"`/{address}`", f"누구나: {view.public_reason}" if code == "public" else labels[code]])
    yield from table(["주소", "필요한 권한"], rows)
    yield "`/account/` 아래(로그인, 비밀번호, 2단계 인증)는 allauth가 지킵니다. 스스로 가입하는 길은 없습니다."
    yield ""
    yield "## API마다 필요한 권한"
    yield ""
    yield "연동 열쇠는 기관 실무자의 권한으로, 적힌 쓰임이 있는 열쇠에만 열립니다."
    yield ""
    yield from table(
        ["방법", "주소", "필요한 권한", "연동 열쇠의 쓰임"],
        (
            [method, f"`{address}`", labels[view.needs_permission], scope or "–"]
            for method, address, view, scope in operations()
        ),
    )
    yield "## 작업"
    yield ""
    yield "화면 뒤에서 도는 일입니다. 사람이 고르는 일은 그 화면의 권한을 이미 물었고, 작업은 번호만 들고 자치단체 하나의 벽 안에서 돕니다."
    yield ""
    yield from table(["작업", "어디서"], ([f"`{name}`", where] for name, where in jobs()))


def operations() -> list[tuple[str, str, Any, str]]:
    """Return every operation of the API: (method, address, view, label of the scope a key needs, "" when keys are refused)."""
    from duru.site.endpoints import api

    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                # Of the ways to be known only a key has a scope.
                scope = next(
                    (str(one.scope.label) for one in operation.auth_callbacks or () if hasattr(one, "scope")), ""
                )
                address = f"/api{prefix.rstrip('/')}{path}"
                found += [(method, address, operation.view_func, scope) for method in operation.methods]
    return sorted(found, key=lambda each: (each[1], each[0]))


def jobs() -> list[tuple[str, str]]:
    """Return every job and in which scope it runs."""
    from procrastinate.contrib.django import app

    return sorted(
        (name, IN_A_TENANT if hasattr(task.func, "is_scoped") else BY_CLOCK)
        for name, task in app.tasks.items()
        if task.func.__module__.startswith("duru.")
    )


def _addresses() -> list[tuple[str, Any]]:
    from django.urls import URLResolver, get_resolver

    def walk(resolver: Any, prefix: str) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            inside = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, inside)
            elif hasattr(entry.callback, "needs_permission"):
                yield inside, entry.callback

    return sorted(walk(get_resolver(), ""))
