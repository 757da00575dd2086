"""One row in any table, from its columns alone: for tests about who reaches a row, not about what it says."""

import psycopg
from psycopg import sql

# One harmless value per type.
VALUES = {
    "integer": "7", "smallint": "7", "boolean": "true", "date": "'2026-11-22'", "time without time zone": "'09:00'",
    "timestamp with time zone": "now()", "double precision": "0.5", "real": "0.5", "numeric": "1", "jsonb": "'{}'",
    "ARRAY": "'{}'", "uuid": "gen_random_uuid()", "json": "'{}'",
}  # fmt: skip
_COLUMNS = """SELECT column_name, data_type, is_identity = 'YES', character_maximum_length FROM information_schema.columns
WHERE table_name = %s AND table_schema = 'public' AND is_generated = 'NEVER' AND is_nullable = 'NO' ORDER BY ordinal_position"""


def open_to_any_row(owner: psycopg.Connection, table: str) -> None:
    """Take references, checks and triggers off a table of the test's own database copy."""
    for (name,) in owner.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'c')", [table]
    ).fetchall():
        owner.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))
    owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))


def marked_row(owner: psycopg.Connection, table: str, tenant_id: int, *, number: int, ref: str) -> sql.Composed:
    """Write the INSERT of a row whose id and references are all `number` and whose words are all `ref`, as far as they fit."""
    names, values = [], []
    for name, kind, is_identity, most in owner.execute(_COLUMNS, [table]).fetchall():
        if name == "tenant_id":
            value: sql.Composable = sql.Literal(tenant_id)
        elif is_identity or kind == "bigint":
            value = sql.Literal(number)
        elif kind in ("text", "character varying", "character"):
            value = sql.Literal(ref[:most])
        elif kind == "bytea":
            value = sql.Literal(ref.encode())
        else:
            value = sql.SQL(VALUES[kind])
        names.append(sql.Identifier(name))
        values.append(value)
    return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
        sql.Identifier(table), sql.SQL(", ").join(names), sql.SQL(", ").join(values)
    )
