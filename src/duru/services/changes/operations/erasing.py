"""Matters whose time is over: five years after they closed they are erased, the append-only rows by the database's own function."""

from django.db import connection


def erase_old_changes() -> int:
    """Erase the matters of the running tenant that closed more than five years ago, with all that hangs on them; returns how many.

    Source: 사회보장급여법 §34.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes_erase_old()")
        return cursor.fetchone()[0]
