"""The table of permissions: each is declared once, by the app that guards something."""

from dataclasses import dataclass

from duru.blocks.access.enums import Role


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be done, in Korean words, and the roles that may."""

    code: str
    label: str
    roles: frozenset[str]


_declared: dict[str, Permission] = {}


def declare(code: str, label: str, *roles: str) -> Permission:
    """Declare a permission once; the table of all is a page and a reference document.

    Raises:
        ValueError: the code is taken with another meaning, or no role is named.
    """
    permission = Permission(code, label, frozenset(Role(role) for role in roles))
    if not permission.roles or _declared.setdefault(code, permission) != permission:
        raise ValueError(f"permission {code!r} is declared twice or for nobody")
    return permission


def list_permissions() -> list[Permission]:
    """Return all declared permissions in order of their code."""
    return [_declared[code] for code in sorted(_declared)]


def get_permission(code: str) -> Permission:
    """Return one declared permission.

    Raises:
        KeyError: no app declared it.
    """
    return _declared[code]
