"""Erase what agencies wrote: lines of files with their hashes, and mentions of people."""

from collections.abc import Collection

from django.db import connection

from duru.blocks.exchange.models import SourceRecord

_ROWS = """
WITH hit AS (SELECT hash FROM exchange_sourcerow WHERE id = ANY(%(ids)s)),
 twin AS (DELETE FROM exchange_duplicaterow WHERE hash IN (SELECT hash FROM hit) RETURNING row_id),
 key AS (DELETE FROM exchange_rowkey WHERE hash IN (SELECT hash FROM hit) RETURNING row_id)
DELETE FROM exchange_sourcerow WHERE id = ANY(%(ids)s)
 OR id IN (SELECT row_id FROM twin UNION SELECT row_id FROM key)
"""
_AT_ONCE = 500


def erase_rows(row_ids: Collection[int]) -> int:
    """Erase lines of files, every equal line of the agency, and their hashes; returns how many lines. In the caller's transaction.

    The caller has checked the right and logs it. Safe to repeat: what is gone is passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"ids": list(row_ids)})
        return cursor.rowcount


def erase_records(record_ids: Collection[int]) -> int:
    """Erase mentions of people with what refers to them; returns how many. In the caller's transaction, who has checked the right.

    What floors above keep without a reference (linkage's columns of comparison) must go first. Safe to repeat.
    """
    ids, erased = list(record_ids), 0
    for start in range(0, len(ids), _AT_ONCE):
        _, by_model = SourceRecord.objects.filter(id__in=ids[start : start + _AT_ONCE]).delete()
        erased += by_model.get(SourceRecord._meta.label, 0)
    return erased
