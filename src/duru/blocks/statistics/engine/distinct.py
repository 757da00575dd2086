"""Distinct counts of every cell and every total in one pass over the rows.

`count(DISTINCT person)` under GROUPING SETS hashes every row once per set. Here each unit is hashed once: its rows become one row with a bit
for every value of one split it was seen in, and all cells and totals are read off the bits. Exact, as before; where both splits have more
than 64 values, nothing is gained and `count(DISTINCT)` does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from duru.blocks.statistics.rules.grid import Place

MOST_BITS = 64


def count_distinct(
    conn: Any, source: str, parameters: dict[str, Any], unit: str, places: Iterable[Place]
) -> dict[Place, int] | None:
    """Count the units of every cell, row, column and of all.

    Args:
        conn: a DuckDB connection.
        source: rows with the columns s0, s1 (text, never NULL) and the unit.
        unit: the column that is counted; NULL is nobody.
        places: the cells that have rows.

    Returns: place → units, None on either side standing for the total; None when both splits have too many values.
    """
    down, across = (sorted(set(values)) for values in zip(*places, strict=True))
    if len(down) * len(across) <= MOST_BITS:
        bit = f"(list_position($down, s0) - 1) * {len(across)} + list_position($across, s1) - 1"
        masks = {
            (row, column): _mask_of(row, column, down, across) for row in [*down, None] for column in [*across, None]
        }
        found = _bits(conn, source, {**parameters, "down": down, "across": across}, unit, "''", bit, masks.values())
        return dict(zip(masks, found[None], strict=True))
    is_across = len(across) <= MOST_BITS
    values, key, split = (across, "s0", "s1") if is_across else (down, "s1", "s0")
    if len(values) > MOST_BITS:
        return None
    by_value: dict[str | None, int] = {
        None: (1 << len(values)) - 1,
        **{value: 1 << at for at, value in enumerate(values)},
    }
    bit = f"list_position($values, {split}) - 1"
    found = _bits(conn, source, {**parameters, "values": values}, unit, key, bit, by_value.values())
    return {
        (other, value) if is_across else (value, other): n
        for other, counts in found.items()
        for value, n in zip(by_value, counts, strict=True)
    }


def _mask_of(row: str | None, column: str | None, down: list[str], across: list[str]) -> int:
    return sum(
        1 << (at * len(across) + beside)
        for at, here in enumerate(down)
        for beside, there in enumerate(across)
        if row in (None, here) and column in (None, there)
    )


def _bits(
    conn: Any, source: str, parameters: dict[str, Any], unit: str, key: str, bit: str, masks: Iterable[int]
) -> dict[str | None, Sequence[int]]:
    """Return key → for each mask the units with any of its bits; under None those of all keys together."""
    conn.execute(
        f"CREATE OR REPLACE TEMP TABLE seen AS SELECT {key} AS k, {unit} AS u, bit_or(1::UBIGINT << ({bit})::UBIGINT) AS bits "
        f"FROM {source} WHERE {unit} IS NOT NULL GROUP BY 1, 2",
        parameters,
    )
    counts = ", ".join(f"count(*) FILTER (WHERE bits & {mask}::UBIGINT <> 0)" for mask in masks)
    found = {row[0]: row[1:] for row in conn.execute(f"SELECT k, {counts} FROM seen GROUP BY k").fetchall()}
    together = "seen" if key == "''" else "(SELECT bit_or(bits) AS bits FROM seen GROUP BY u)"
    found[None] = conn.execute(f"SELECT {counts} FROM {together}").fetchone()
    return found
