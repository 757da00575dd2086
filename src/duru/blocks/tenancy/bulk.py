"""Many rows at once: past the ORM, never past the wall.

PostgreSQL refuses COPY into a table with row security. So rows are copied into a temporary table, and one statement brings them
from there into the walled one, where its policy, constraints and references hold as for any other row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


def bulk_insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, Any] | None = None,
    unless_known: Sequence[str] = (),
) -> int:
    """Insert rows into the table of a model and return how many went in. Memory stays flat: rows are streamed.

    What the caller does not give is left to the database (`id`, `tenant_id`), or is NULL: Python defaults do not apply.

    Args:
        columns: attribute names (`record_id`), in the order of the rows.
        same: further columns, with a value that all rows share.
        unless_known: the columns of a unique constraint; a row whose values there are known already is left alone, so that
            the same rows may come twice.
    """
    names = ", ".join(_column(model, each) for each in columns)
    more = "".join(f", {_column(model, each)}" for each in same or {})
    again = (
        f" ON CONFLICT ({', '.join(_column(model, each) for each in unless_known)}) DO NOTHING" if unless_known else ""
    )
    with arriving("arriving_rows", column_types(model, columns), rows), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}{more}) "
            f"SELECT {names}{', %s' * len(same or {})} FROM arriving_rows{again}",
            list((same or {}).values()),
        )
        return cursor.rowcount


def bulk_update(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    same: Mapping[str, Any] | None = None,
) -> int:
    """Bring rows of a model's table up to date and return how many differed; the others are not touched. Repeatable.

    Args:
        columns: attribute names; the first finds the row and must be in `rows` once only, the others are what is to stand there.
        same: further columns that a row which differs gets, the same for all (when it was changed).
    """
    key, *rest = (_column(model, each) for each in columns)
    new_values = [f"{each} = n.{each}" for each in rest] + [f"{_column(model, each)} = %s" for each in same or {}]
    old, new = (", ".join(f"{side}.{each}" for each in rest) for side in "tn")
    with arriving("arriving_rows", column_types(model, columns), rows), connection.cursor() as cursor:
        cursor.execute("ANALYZE arriving_rows")
        cursor.execute(
            f"UPDATE {model._meta.db_table} t SET {', '.join(new_values)} FROM arriving_rows n "
            f"WHERE t.{key} = n.{key} AND ({old}) IS DISTINCT FROM ({new})",
            list((same or {}).values()),
        )
        return cursor.rowcount


@contextmanager
def arriving(
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[Any]] = (),
    *,
    csv: Iterable[bytes] | None = None,
    text: Iterable[bytes] | None = None,
) -> Iterator[None]:
    """Hold rows in a temporary table for the length of the block: for statements that the two deeds above do not know.

    Needs a transaction; a block that fails takes the table along with it.

    Args:
        name: what the block's statements call the table.
        columns: name → PostgreSQL type in the order of the rows (see `column_types`).
        csv: instead of rows, blocks of CSV without a header, each of whole lines.
        text: instead of rows, blocks in the text format of COPY, each of whole lines.
    """
    with connection.cursor() as cursor:
        kinds = ", ".join(f"{connection.ops.quote_name(each)} {kind}" for each, kind in columns.items())
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({kinds}) ON COMMIT DROP")
        with cursor.copy(f"COPY {name} FROM STDIN" + (" (FORMAT csv)" if csv is not None else "")) as copy:
            for block in csv or text or ():
                copy.write(block)
            for row in rows:
                copy.write_row(row)
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


def column_types(model: type[models.Model], columns: Sequence[str]) -> dict[str, str]:
    """Return database column → PostgreSQL type of a model's attributes, for `arriving`."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {fields[each].column: fields[each].db_type(connection) for each in columns}


def refresh_statistics(*models_filled: type[models.Model]) -> None:
    """Let the planner count tables again after a large load, so that it does not believe them empty. Harmless at any time.

    Only owners may on a server before 17, so a function of the owner does it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenancy_refresh_statistics(%s)", [[each._meta.db_table for each in models_filled]])


def _column(model: type[models.Model], attribute: str) -> str:
    (column,) = column_types(model, [attribute])
    return connection.ops.quote_name(column)
