"""What docs/reference/permissions.md says: the words people agreed on, not the code under test."""

import re
from dataclasses import dataclass
from functools import cache

from duru.blocks.access.enums import Role
from tests.database import ROOT

PAGE = ROOT / "docs" / "reference" / "permissions.md"
EVERYBODY = "누구나"
EVERY_MEMBER = "로그인한 소속 사용자"


@dataclass(frozen=True)
class Way:
    """One way in: an address of a page, or an operation of the API with its method."""

    address: str
    method: str  # "" for pages: any
    permission: str
    key_scope: str

    @property
    def is_api(self) -> bool:
        return bool(self.method)

    @property
    def has_ids(self) -> bool:
        return "<" in self.address or "{" in self.address


@cache
def tables() -> dict[str, list[list[str]]]:
    """Return the rows of each table of the page by its first two headings."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] | None = None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            rows = None
            continue
        cells = [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if rows is None:
            rows = found[cells[0] if cells[0] != "방법" else "API"] = [cells]
        elif not set(cells[0]) <= {"-"}:
            rows.append(cells)
    return found


@cache
def ways() -> list[Way]:
    """Return all ways in that the page states."""
    stated = tables()
    pages = [Way(address, "", permission, "") for address, permission in stated["주소"][1:]]
    return pages + [
        Way(address, method, permission, "" if scope == "–" else scope)
        for method, address, permission, scope in stated["API"][1:]
    ]


@cache
def roles_of() -> dict[str, frozenset[str]]:
    """Return the roles that have each permission, by the permission's words."""
    heading, *rows = tables()["할 수 있는 일"]
    role_of = {role.label: role.value for role in Role}
    return {
        row[0]: frozenset(role_of[label] for label, cell in zip(heading[2:], row[2:], strict=True) if cell == "가능")
        for row in rows
    } | {EVERY_MEMBER: frozenset(Role.values)}
