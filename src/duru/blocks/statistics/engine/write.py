"""Rows of one table as a Parquet file: ages instead of birth dates, pseudonyms instead of persons."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duru.blocks.statistics.enums import ColumnKind

# As read from PostgreSQL's CSV, before anything is changed.
_READ_AS = {
    ColumnKind.TEXT: "VARCHAR", ColumnKind.INT: "INTEGER", ColumnKind.WON: "BIGINT", ColumnKind.NUMBER: "DOUBLE",
    ColumnKind.DAY: "DATE", ColumnKind.FLAG: "BOOLEAN", ColumnKind.PERSON: "BIGINT", ColumnKind.HOUSEHOLD: "BIGINT",
    ColumnKind.AGE: "DATE",
}  # fmt: skip
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """What one file of a snapshot holds: rows, bytes, SHA-256 of the bytes, and of the rows in any order."""

    rows: int
    size: int
    sha256: str
    content: str


def write_table(
    conn: Any,
    source: Path,
    target: Path,
    *,
    columns: Sequence[tuple[str, ColumnKind]],
    month_on: date,
    last_on: date,
    key: str,
) -> WrittenTable:
    """Turn PostgreSQL's CSV (no header, NULL empty) into Parquet with a column `month` more.

    Args:
        conn: a DuckDB connection.
        last_on: the day ages are counted on.
        key: hex of the tenant's secret; persons and households become 64 bits of a nested keyed SHA-256.
    """
    types = {name: _READ_AS[kind] for name, kind in columns}
    shown = ", ".join(f"{_expression(name, kind)} AS {name}" for name, kind in columns)
    conn.execute(
        "CREATE OR REPLACE TEMP TABLE arriving AS SELECT $month::DATE AS month, "
        f"{shown} FROM read_csv($source, header=false, columns={_struct(types)}, nullstr='', allow_quoted_nulls=false, "
        "quote='\"', escape='\"', delim=',', auto_detect=false, parallel=false)",
        _used({"month": month_on, "source": str(source), "last": last_on, "key": key}, shown),
    )
    conn.execute(f"COPY arriving TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)")
    # The sum of the rows' hashes does not depend on their order: a rebuilt snapshot is compared by it.
    rows, content = conn.execute("SELECT count(*), coalesce(sum(hash(arriving)::HUGEINT), 0) FROM arriving").fetchone()
    conn.execute("DROP TABLE arriving")
    return WrittenTable(rows, target.stat().st_size, sha256_of(target), f"{content:x}")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    seen = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            seen.update(block)
    return seen.hexdigest()


def pseudonym_of(number: int, *, kind: ColumnKind, key: str) -> int:
    """Return the pseudonym of a person or household id, as `write_table` writes it."""
    inner = hashlib.sha256(f"{key}{kind[0]}{number}".encode()).hexdigest()
    return int(hashlib.sha256(f"{key}{inner}".encode()).hexdigest()[:16], 16)


def _expression(name: str, kind: ColumnKind) -> str:
    if kind in (ColumnKind.PERSON, ColumnKind.HOUSEHOLD):
        inner = f"sha256($key || '{kind[0]}' || {name}::VARCHAR)"
        return f"('0x' || substr(sha256($key || {inner}), 1, 16))::UBIGINT"
    if kind == ColumnKind.AGE:
        # Whole years: one less while this year's birthday lies ahead (29 February comes on 1 March).
        before = f"(month({name}), day({name})) > (month($last::DATE), day($last::DATE))"
        return f"(year($last::DATE) - year({name}) - CASE WHEN {before} THEN 1 ELSE 0 END)::SMALLINT"
    return name


def _struct(types: dict[str, str]) -> str:
    return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"


def _used(parameters: dict[str, Any], sql: str) -> dict[str, Any]:
    """Drop what a statement does not name: DuckDB refuses a parameter too many."""
    return {name: value for name, value in parameters.items() if name in ("month", "source") or f"${name}" in sql}
