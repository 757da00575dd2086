"""Bulk inserts of benefit rows: one statement a batch, columns as arrays (COPY is refused on protected tables).

A row whose `row_id` is already there is left alone, so that a batch may come twice.
"""

from collections.abc import Sequence

from django.db import connection

_HANDOUTS = (
    ("row_id", "bigint"),
    ("record_id", "bigint"),
    ("category", "text"),
    ("programme", "text"),
    ("item", "text"),
    ("quantity", "numeric"),
    ("unit", "text"),
    ("value_won", "bigint"),
    ("given_on", "date"),
    ("until_on", "date"),
    ("campaign", "text"),
    ("campaign_key", "text"),
    ("per", "text"),
    ("funding", "text"),
    ("donor", "text"),
)
_GRANTS = (
    ("row_id", "bigint"),
    ("record_id", "bigint"),
    ("programme", "text"),
    ("programme_typed", "text"),
    ("category", "text"),
    ("per", "text"),
    ("amount_won", "bigint"),
    ("decided_on", "date"),
    ("from_on", "date"),
    ("until_on", "date"),
    ("state", "text"),
    ("pays_on", "smallint"),
)
_NEEDS = (("row_id", "bigint"), ("record_id", "bigint"), ("kind", "text"), ("category", "text"), ("since_on", "date"))


def insert_handouts(organisation_id: int, rows: Sequence[tuple]) -> None:
    """Insert handouts of one organisation; tuples in the order of `_HANDOUTS`."""
    _insert("benefits_handout", _HANDOUTS, organisation_id, rows)


def insert_grants(organisation_id: int, rows: Sequence[tuple]) -> None:
    """Insert grants of one organisation; tuples in the order of `_GRANTS`."""
    _insert("benefits_grant", _GRANTS, organisation_id, rows)


def insert_needs(organisation_id: int, rows: Sequence[tuple]) -> None:
    """Insert needs of one organisation; tuples in the order of `_NEEDS`."""
    _insert("benefits_need", _NEEDS, organisation_id, rows, extra={"note_masked": "''"})


def _insert(table, columns, organisation_id, rows, extra=None) -> None:
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name, _ in columns)
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
    more_names = "".join(f", {name}" for name in extra or {})
    more_values = "".join(f", {value}" for value in (extra or {}).values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (organisation_id, {names}{more_names}) "
            f"SELECT %s, {names}{more_values} FROM unnest({arrays}) AS t({names}) "
            "ON CONFLICT (tenant_id, row_id) DO NOTHING",
            [organisation_id, *(list(column) for column in zip(*rows, strict=True))],
        )
