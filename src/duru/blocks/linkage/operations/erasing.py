"""Erase what linkage keeps of records that go, and say of whom nothing is left."""

from collections.abc import Collection

from django.db import connection


def erase_compared(record_ids: Collection[int]) -> int:
    """Erase the columns by which records are compared: the same personal data once more, and no reference that would go along.

    In the caller's transaction, who has checked the right. Safe to repeat.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM linkage_comparedrecord WHERE id = ANY(%s)", [list(record_ids)])
        return cursor.rowcount


def persons_left_empty(person_ids: Collection[int]) -> list[int]:
    """Return those of some persons to whom no record is linked, nor as a rival, and about whom nobody decided."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::bigint[]) AS p (id) WHERE NOT EXISTS (SELECT 1 FROM linkage_link l WHERE l.person_id = p.id)"
            " AND NOT EXISTS (SELECT 1 FROM linkage_humandecision d WHERE d.person_id = p.id)"
            " AND NOT EXISTS (SELECT 1 FROM linkage_link l WHERE l.rival_id = p.id) ORDER BY id",
            [list(person_ids)],
        )
        return [person_id for (person_id,) in cursor.fetchall()]
