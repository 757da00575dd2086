"""Erase benefits whose time is over, or that hang on records that go."""

from collections.abc import Collection

from django.db import connection

_TABLES = {"handouts": "benefits_handout", "grants": "benefits_grant", "needs": "benefits_need"}


def benefits_of_records(record_ids: Collection[int]) -> list[tuple[str, int, int | None]]:
    """Return (kind, id, line of a file or None) of everything that hangs on some records; kinds: handouts, grants, needs."""
    parts = " UNION ALL ".join(
        f"SELECT '{kind}', id, row_id FROM {table} WHERE record_id = ANY(%(ids)s)" for kind, table in _TABLES.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{parts} ORDER BY 1, 2", {"ids": list(record_ids)})
        return cursor.fetchall()


def erase_benefits(kind: str, ids: Collection[int]) -> int:
    """Erase handouts, grants or needs by id; returns how many. In the caller's transaction, who has checked the right and logs it.

    Safe to repeat: what is gone is passed over.

    Raises:
        KeyError: no such kind.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLES[kind]} WHERE id = ANY(%s)", [list(ids)])
        return cursor.rowcount
