"""One DuckDB in memory for one run: bounded memory, prepared tables, the weights of a model."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from duru.blocks.linkage.engine.measures import Measures, count_measures, frequency_bits, hold_measures
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.sql import key_sql

if TYPE_CHECKING:
    import duckdb

# Above this the engine writes to a temporary folder instead of taking more memory.
MEMORY_MIB = 1024


def give_back_memory() -> None:
    """Return to the system what reading and encoding have let go; the allocators would keep it for themselves."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, other systems need not
    if trim is not None:
        trim(0)


@contextmanager
def open_session(*, memory_mib: int = MEMORY_MIB, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an empty engine that no file and no network reaches; closed at the end of the block."""
    import duckdb  # slow import: a web process must start without it

    give_back_memory()
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mib}MB",
            "threads": threads or min(4, os.cpu_count() or 1),
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        # On a slow machine a query of two seconds would write its bar into the JSON of a command.
        connection.execute("SET enable_progress_bar = false")
        yield connection
    finally:
        connection.close()
        give_back_memory()


def load(
    connection: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    *,
    register: pa.Table,
    mentions: pa.Table,
    measures: Measures | None = None,
) -> None:
    """Make the tables `register` and `mentions` ready for comparison.

    Both frames are made by `columns.prepare`. What is shared by many is no evidence of one person and is blanked: a phone under
    more than `shared_phone_names` names (an office's number), a unit with more than `shared_unit_names` register names (a whole
    nursing home written as one flat). Names get the bits of their frequency, buildings the mark 'small'.
    Frequencies come from the register, or from the mentions where there is no register.

    Args:
        measures: Counts to hold to, instead of counting these frames.
    """
    connection.register("register_frame", register)
    connection.register("mentions_frame", mentions)
    if measures is None:
        count_measures(connection, model)
    else:
        hold_measures(connection, measures)
    for name, frame in (("register", "register_frame"), ("mentions", "mentions_frame")):
        connection.execute(f"CREATE TABLE {name} AS {_wide_sql(model, frame)}")
    connection.unregister("register_frame")
    connection.unregister("mentions_frame")
    _cap(connection, model, "register")
    make_weights(connection, model)


def _wide_sql(model: ModelSpec, frame: str) -> str:
    keys = ", ".join(f"{key_sql(rule, 'l' if frame == 'register_frame' else 'r')} AS k{at}"
                     for at, rule in enumerate(model.blocking))  # fmt: skip
    return f"SELECT *, {keys} FROM ({measured_sql(model, frame)})"


def measured_sql(model: ModelSpec, frame: str) -> str:
    """Write a frame of `columns.prepare` with what is shared by many blanked, and with is_small, is_rest, name_bits, roman_bits."""
    unseen = frequency_bits(model, "0")
    return f"""
        SELECT f.* REPLACE (
            CASE WHEN p.value IS NULL THEN f.phone ELSE '' END AS phone,
            CASE WHEN u.unit IS NULL THEN f.unit ELSE '' END AS unit
        ),
        s.building_id IS NOT NULL AS is_small, FALSE AS is_rest,
        coalesce({frequency_bits(model, "n.n")}, {unseen}) AS name_bits,
        coalesce({frequency_bits(model, "o.n")}, {unseen}) AS roman_bits
        FROM {frame} AS f
        LEFT JOIN shared_phone AS p ON p.value = f.phone
        LEFT JOIN shared_unit AS u ON u.building_id = f.building_id AND u.unit = f.unit
        LEFT JOIN small_building AS s ON s.building_id = f.building_id
        LEFT JOIN name_count AS n ON n.value = f.name_jamo
        LEFT JOIN roman_count AS o ON o.value = f.roman_key"""


def _cap(connection: duckdb.DuckDBPyConnection, model: ModelSpec, table: str) -> None:
    """Drop the keys of `table` that more rows share than their rule allows: such a value singles nobody out."""
    for at, rule in enumerate(model.blocking):
        connection.execute(
            f"UPDATE {table} SET k{at} = NULL WHERE k{at} IN "
            f"(SELECT k{at} FROM {table} WHERE k{at} IS NOT NULL GROUP BY k{at} HAVING count(*) > {rule.cap})"
        )


def load_rest(connection: duckdb.DuckDBPyConnection, model: ModelSpec, anchored: pa.Table) -> None:
    """Make the tables `all_mentions` (left, with the anchors found so far) and `rest` (right, those without one).

    Args:
        anchored: Columns record_id, anchor_id: one row per mention that has found its anchor.
    """
    connection.register("anchored_frame", anchored)
    keys = ", ".join(f"{key_sql(rule, 'l')} AS k{at}" for at, rule in enumerate(model.blocking))
    connection.execute(
        f"CREATE OR REPLACE TABLE all_mentions AS SELECT m.* REPLACE (a.anchor_id AS anchor_id, a.anchor_id IS NULL AS is_rest, "
        f"{keys}) FROM mentions AS m LEFT JOIN anchored_frame AS a ON a.record_id = m.record_id"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE rest AS SELECT m.* FROM mentions AS m ANTI JOIN anchored_frame AS a ON a.record_id = m.record_id"
    )
    connection.unregister("anchored_frame")
    _cap(connection, model, "all_mentions")


def make_weights(connection: duckdb.DuckDBPyConnection, model: ModelSpec) -> None:
    """Make the table `weights`: one row per combination of outcomes, with its bits, its frequency column and its limit."""
    cells = model.cells
    frame = pa.table(
        {
            "code": pa.array([cell.code for cell in cells], pa.int32()),
            "bits": pa.array([cell.bits for cell in cells], pa.float64()),
            "tf": pa.array([cell.tf for cell in cells], pa.string()),
            "bound": pa.array([cell.limit for cell in cells], pa.string()),
        }
    )
    connection.register("weights_frame", frame)
    connection.execute("CREATE OR REPLACE TABLE weights AS SELECT * FROM weights_frame")
    connection.unregister("weights_frame")


# Bits of a pair: those of its outcomes, and for agreeing names the rarity of the name.
BITS = (
    "round(w.bits - CASE w.tf WHEN 'name_jamo' THEN c.l_name_bits WHEN 'roman_key' THEN c.l_roman_bits ELSE 0 END, 3)"
)
