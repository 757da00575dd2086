"""The model's SQL inside PostgreSQL: candidates by index, codes by the same text as in DuckDB.

The level tests are those of `sql`, word for word. Only the way to the pairs differs: DuckDB joins two prepared tables on keys of
64 bits, PostgreSQL walks ordinary btrees from a few records to what they share a value with. A test proves that both find
the same pairs and give them the same codes.

`TABLE` holds every record as it is compared (see `models.ComparedRecord`); the other side is a small table or a subquery with the
columns of `ROW`. Everything in a WHERE is equality on plain columns, so that row security does not keep an index from serving.
"""

from __future__ import annotations

from duru.blocks.linkage.engine.catalogue import SIDE, TEXTS
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.sql import scored_sql, sides_sql

TABLE = "linkage_comparedrecord"
# What a record is compared by, with its PostgreSQL type.
ROW: dict[str, str] = {
    "name_jamo": "text", "surname": "text", "given": "text", "roman_key": "text", "is_roman": "boolean",
    "birth_on": "date", "birth_alt_on": "date", "birth_year": "integer", "birth_text": "text", "month_day": "text",
    "sex": "text", "phone": "text", "building_id": "bigint", "unit": "text", "is_small": "boolean", "dong_code": "text",
}  # fmt: skip


def row_sql() -> str:
    """Write a subquery of one row whose values are parameters ($1 …) in the order of `ROW`; its record_id is 0."""
    columns = ", ".join(f"${at}::{kind} AS {name}" for at, (name, kind) in enumerate(ROW.items(), 1))
    return f"(SELECT 0::bigint AS record_id, {columns})"


def candidates_sql(model: ModelSpec, right: str, *, registers: tuple[bool, ...] = (True,)) -> str:
    """Write the query that finds, for each row of `right`, the records that share a blocking key with it, each once.

    A key that more left rows share than its rule allows gives nothing; no more than that many are ever read. One scan per rule,
    begun anew for every row and for either register: setting a scan up costs more than walking it.

    Args:
        right: Table or subquery with record_id and the columns of `ROW`: the records to place.
        registers: Where to look: True among rows of the register, False among mentions; the caps count them apart.

    Returns:
        A query with columns rid, lid.
    """
    looked = ", ".join(f"({is_register})" for is_register in registers)
    found = "\nUNION ALL\n".join(
        f"(SELECT {at} AS rule, {rule.cap} AS cap, l.id FROM {TABLE} AS l "
        f"WHERE {_same_columns(rule.left, rule.right, 'l', 'r', 's.is_register')} LIMIT {rule.cap + 1})"
        for at, rule in enumerate(model.blocking)
    )
    return (
        f"SELECT DISTINCT r.record_id AS rid, c.id AS lid FROM {right} AS r CROSS JOIN (VALUES {looked}) AS s (is_register) "
        f"CROSS JOIN LATERAL (SELECT id FROM (SELECT id, cap, count(*) OVER (PARTITION BY rule) AS n FROM ({found}) AS f) AS k "
        "WHERE n <= cap) AS c"
    )


def pairs_sql(model: ModelSpec, right: str, *, registers: tuple[bool, ...] = (True,), found: str = "") -> str:
    """Write `candidates_sql` with the code of every pair: columns rid, lid, is_register, anchor_id, code.

    A record is never a pair with itself.

    Args:
        found: Table with the rows of `candidates_sql`, where they have been looked up before: for many rows the planner must
            have counted them.
    """
    candidates = found or f"({candidates_sql(model, right, registers=registers)})"
    pairs = (
        f"SELECT p.rid, p.lid, l.is_register, l.anchor_id, {sides_sql()} FROM {candidates} AS p "
        f"JOIN {TABLE} AS l ON l.id = p.lid JOIN {right} AS r ON r.record_id = p.rid WHERE p.lid <> p.rid"
    )
    return scored_sql(model, pairs, "rid, lid, is_register, anchor_id")


def reached_sql(model: ModelSpec, changed: str, *, is_register: bool, only_rest: bool = False) -> str:
    """Write the query that finds the mentions which may be paired otherwise because left rows changed, were added or went.

    A mention is reached by a rule when a changed row has its key, unless that key was shared by too many before and still is.

    Args:
        changed: Table of the left rows as they were and as they are: record_id, the columns of `ROW`, and step (+1 as they
            are, -1 as they were). `TABLE` holds them as they are.
        is_register: Whether they are rows of the register (else mentions).
        only_rest: Of the mentions reached only those without anchor; they are few, so that they are read once and met with the
            changes in memory, and only keys that some of them has are counted.

    Returns:
        A query with column rid, each once.
    """
    branches = []
    rest = f"SELECT * FROM {TABLE} WHERE NOT is_register AND anchor_id IS NULL"
    for rule in model.blocking:
        names = ", ".join(rule.left)
        known = " AND ".join(_known(f"d.{name}", name) for name in rule.left)
        # More than cap + added rows now means more than cap before, too: no need to count on.
        counted = (
            f"SELECT count(*) FROM (SELECT FROM {TABLE} AS l WHERE {_same_columns(rule.left, rule.left, 'l', 'd', str(is_register))} "
            f"LIMIT {rule.cap + 1} + d.added) AS k"
        )
        shared = f" AND ({names}) IN (SELECT {', '.join(rule.right)} FROM rest)" if only_rest else ""
        branches.append(
            f"SELECT m.id AS rid FROM (SELECT d.*, ({counted}) AS n FROM (SELECT {names}, "
            "count(*) FILTER (WHERE step > 0) AS added, count(*) FILTER (WHERE step < 0) AS removed "
            f"FROM {changed} AS d WHERE {known}{shared} GROUP BY {names}) AS d) AS d "
            f"JOIN {'rest' if only_rest else TABLE} AS m ON {_same_columns(rule.right, rule.left, 'm', 'd', 'FALSE')} "
            f"WHERE d.n <= {rule.cap} OR d.n - d.added + d.removed <= {rule.cap}"
        )
    return (f"WITH rest AS MATERIALIZED ({rest})\n" if only_rest else "") + "\nUNION\n".join(branches)


def _same_columns(
    of_table: tuple[str, ...], of_other: tuple[str, ...], table: str, other: str, is_register: str
) -> str:
    """Write equality of the columns of `TABLE` with those of the other side, each known on both.

    An unknown text is NULL to the index, so that nothing is walked for it; what it says of `TABLE` is for the partial indexes.
    """
    parts = [f"{table}.is_register = {is_register}"]
    for here, there in zip(of_table, of_other, strict=True):
        if here in TEXTS:
            parts += [f"{table}.{here} = nullif({other}.{there}, '')", f"{table}.{here} <> ''"]
        else:
            parts.append(f"{table}.{here} = {other}.{there}")
        # A day says the year, too: of a common name only one year is walked, or two: a day read as lunar is up to two months later.
        if here == "birth_on" and "roman_key" in of_table:
            parts.append(f"{table}.birth_year = extract(year FROM {other}.{there})::integer")
        if here == "birth_alt_on" and "roman_key" in of_table:
            year = f"extract(year FROM {other}.{there})::integer"
            parts.append(f"{table}.birth_year = ANY (ARRAY[{year} - 1, {year}])")
    return " AND ".join(parts)


def _known(column: str, name: str) -> str:
    return f"{column} <> ''" if name in TEXTS else f"{column} IS NOT NULL"


assert tuple(ROW) == SIDE, "a side carries other columns than the table of records"
