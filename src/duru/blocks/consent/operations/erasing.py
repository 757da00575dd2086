"""Erase consents whose time is over."""

from collections.abc import Collection

from django.db import connection


def erase_consents(ids: Collection[int]) -> int:
    """Erase consents by id with the sheets they came on; returns how many. In the caller's transaction, who has checked the right and logs it.

    Safe to repeat: what is gone is passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM consent_consentsheet WHERE consent_id = ANY(%s)", [list(ids)])
        cursor.execute("DELETE FROM consent_consent WHERE id = ANY(%s)", [list(ids)])
        return cursor.rowcount
