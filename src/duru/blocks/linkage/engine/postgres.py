"""The model's SQL inside PostgreSQL: candidates by index, codes by the same text as in DuckDB.

The level tests are those of `sql`, word for word. Only the way to the pairs differs: DuckDB joins two prepared tables on keys of
64 bits, PostgreSQL walks ordinary btrees from a few records to what they share a value with. A test proves that both find
the same pairs and give them the same codes.

`TABLE` holds every record as it is compared (see `models.ComparedRecord`); the other side is a small table or a subquery with the
columns of `ROW`. Everything in a WHERE is equality on plain columns, so that row security does not keep an index from serving.
"""

from __future__ import annotations

import math

from duru.blocks.linkage.engine.catalogue import SIDE, TEXTS
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, BlockingRule, ModelSpec
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


def reached_sql(model: ModelSpec, changed: str, *, is_register: bool) -> str:
    """Write the query that finds the mentions which may be paired otherwise because left rows changed, were added or went.

    A mention is reached by a rule when a changed row has its key, unless that key was shared by too many before and still is.

    Args:
        changed: Table of the left rows as they were and as they are: record_id, the columns of `ROW`, and step (+1 as they
            are, -1 as they were, 0 for a row whose columns stayed). `TABLE` holds them as they are.
        is_register: Whether they are rows of the register (else mentions).

    Returns:
        A query with column rid, each once.
    """
    return "\nUNION\n".join(
        f"SELECT m.id AS rid FROM {_changed_keys(rule, changed, is_register=is_register)} "
        f"JOIN {TABLE} AS m ON {_same_columns(rule.right, rule.left, 'm', 'd', 'FALSE')} "
        f"WHERE d.n <= {rule.cap} OR d.n_before <= {rule.cap}"
        for rule in model.blocking
    )


def rest_reached_sql(model: ModelSpec, changed: str) -> str:
    """Write the query that finds the mentions without anchor whose edges may be others because mentions changed, came or went.

    A pair with a changed mention tells on its other end only when it weighs enough (`tell`, see `telling_cells`); where a key has
    just become shared by too many, or by few enough, all who have it are reached. The rest are few, so that they are read once
    and met with the changes in memory.

    Args:
        changed: As in `reached_sql`.

    Returns:
        A query with column rid, each once, and the parameters %(codes)s, %(tfs)s and %(most)s: the cells of `telling_cells`.
    """
    met = "\nUNION\n".join(
        f"SELECT c.record_id, c.step, m.id AS rid, (d.n <= {rule.cap}) <> (d.n_before <= {rule.cap}) AS crosses "
        f"FROM {_changed_keys(rule, changed, is_register=False, among='rest')} "
        f"JOIN {changed} AS c ON {' AND '.join(f'c.{name} = d.{name}' for name in rule.left)} "
        f"JOIN rest AS m ON {_same_columns(rule.right, rule.left, 'm', 'd', 'FALSE')} "
        f"WHERE d.n <= {rule.cap} OR d.n_before <= {rule.cap}"
        for rule in model.blocking
    )
    pairs = (
        f"SELECT r.id AS rid, {sides_sql()} FROM (SELECT DISTINCT record_id, step, rid FROM met WHERE NOT crosses) AS p "
        f"JOIN {changed} AS l ON l.record_id = p.record_id AND l.step = p.step JOIN rest AS r ON r.id = p.rid "
        "WHERE r.id <> l.record_id"
    )
    counted = "coalesce((SELECT n FROM linkage_countedvalue WHERE kind = '{}' AND value = q.{}), 0)"
    return (
        f"WITH rest AS MATERIALIZED (SELECT * FROM {TABLE} WHERE NOT is_register AND anchor_id IS NULL),\n"
        f"met AS MATERIALIZED ({met})\nSELECT rid FROM met WHERE crosses UNION "
        f"SELECT q.rid FROM ({scored_sql(model, pairs, 'rid, r_name_jamo, r_roman_key')}) AS q "
        "JOIN unnest(%(codes)s::integer[], %(tfs)s::text[], %(most)s::float8[]) AS tell (code, tf, most) ON tell.code = q.code "
        f"WHERE CASE tell.tf WHEN 'name_jamo' THEN {counted.format('name', 'r_name_jamo')} <= tell.most "
        f"WHEN 'roman_key' THEN {counted.format('roman', 'r_roman_key')} <= tell.most ELSE TRUE END"
    )


def telling_cells(model: ModelSpec, *, n_base: int, n_people: int) -> dict[str, list]:
    """Return the outcomes with which a pair of mentions makes an edge, or may unmake one, as parameters of `rest_reached_sql`.

    An edge needs `cluster_edge_bits`; whoever is torn between two residents has none, and that needs a second within one bit.

    Returns:
        codes, tfs (the frequency column, '' without one) and most (the name must not be borne by more than that).
    """
    average = model.comparison("name").levels[0].u * SMALLEST_DISTRICT
    # .01: bits are rounded elsewhere
    least = model.cluster_edge_bits + math.log2(max(n_people, SMALLEST_DISTRICT)) - 1.01
    codes, tfs, most = [], [], []
    for cell in model.cells:
        borne = (n_base + SMALLEST_DISTRICT) * 2.0 ** (cell.bits - least) - average if cell.tf else 0.0
        if cell.limit == "" and (borne >= 0 if cell.tf else cell.bits >= least):
            codes.append(cell.code)
            tfs.append(cell.tf)
            most.append(borne)
    return {"codes": codes, "tfs": tfs, "most": most}


def _changed_keys(rule: BlockingRule, changed: str, *, is_register: bool, among: str = "") -> str:
    """Write the subquery d: the keys of changed rows, with n rows that have one now and n_before that had it.

    More than cap + added rows now means more than cap before, too: no need to count on.
    """
    names = ", ".join(rule.left)
    known = " AND ".join(_known(f"d.{name}", name) for name in rule.left)
    shared = f" AND ({names}) IN (SELECT {', '.join(rule.right)} FROM {among})" if among else ""
    counted = (
        f"SELECT count(*) FROM (SELECT FROM {TABLE} AS l WHERE {_same_columns(rule.left, rule.left, 'l', 'd', str(is_register))} "
        f"LIMIT {rule.cap + 1} + d.added) AS k"
    )
    return (
        f"(SELECT d.*, d.n - d.added + d.removed AS n_before FROM (SELECT d.*, ({counted}) AS n FROM (SELECT {names}, "
        "count(*) FILTER (WHERE step > 0) AS added, count(*) FILTER (WHERE step < 0) AS removed "
        f"FROM {changed} AS d WHERE {known}{shared} GROUP BY {names}) AS d OFFSET 0) AS d) AS d"
    )


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
