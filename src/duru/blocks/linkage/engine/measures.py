"""What is counted over all records before any two are compared, and may then be held still.

Frequencies of names, values shared by many, small buildings, the number of residents: with the model they are all that the
weight of a pair depends on beside the pair itself. A full run counts them anew; what comes in on a day is compared with the
counts of the last full run, so that a day's records link as the whole ledger would with the same counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Measures:
    """The counts of one set of records.

    Attributes:
        n_base: Rows the frequencies were counted over: the register, or the mentions where there is no register.
        n_anchors: Residents of the register.
        n_people: Persons a mention may speak of: the residents, or distinct names with birth years without a register.
        names, roman_keys: One row per value: value, n (rows that have it).
        shared_phones: value: phones under too many names to be evidence.
        shared_units: building_id, unit: flats with too many names.
        small_buildings: building_id: houses of few families.
    """

    n_base: int
    n_anchors: int
    n_people: int
    names: pa.Table
    roman_keys: pa.Table
    shared_phones: pa.Table
    shared_units: pa.Table
    small_buildings: pa.Table


# Frame of Measures → table in the engine.
TABLES = {
    "names": "name_count",
    "roman_keys": "roman_count",
    "shared_phones": "shared_phone",
    "shared_units": "shared_unit",
    "small_buildings": "small_building",
}


def count_measures(connection: duckdb.DuckDBPyConnection, model: ModelSpec) -> None:
    """Make the tables of `TABLES` and the one row of `measured` from the views register_frame and mentions_frame."""
    run = connection.execute
    n_register = run("SELECT count(*) FROM register_frame").fetchall()[0][0]
    base = "register_frame" if n_register else "mentions_frame"
    run(
        "CREATE TABLE measured AS SELECT *, CASE WHEN n_anchors > 0 THEN n_anchors ELSE "
        "(SELECT count(DISTINCT (roman_key, birth_year)) FROM mentions_frame) END AS n_people FROM "
        f"(SELECT (SELECT count(*) FROM {base}) AS n_base, (SELECT count(DISTINCT anchor_id) FROM register_frame) AS n_anchors)"
    )
    run(
        "CREATE TABLE shared_phone AS SELECT phone AS value FROM (SELECT phone, roman_key FROM register_frame UNION ALL "
        "SELECT phone, roman_key FROM mentions_frame) WHERE phone <> '' GROUP BY phone "
        f"HAVING count(DISTINCT roman_key) > {model.shared_phone_names}"
    )
    run(
        f"CREATE TABLE shared_unit AS SELECT building_id, unit FROM {base} WHERE building_id IS NOT NULL AND unit <> '' "
        f"GROUP BY ALL HAVING count(DISTINCT name_jamo) > {model.shared_unit_names}"
    )
    run(
        f"CREATE TABLE small_building AS SELECT building_id FROM {base} WHERE building_id IS NOT NULL GROUP BY building_id "
        f"HAVING count(DISTINCT name_jamo) <= {model.small_building}"
    )
    for column, table in (("name_jamo", "name_count"), ("roman_key", "roman_count")):
        run(f"CREATE TABLE {table} AS SELECT {column} AS value, count(*) AS n FROM {base} GROUP BY {column}")


def hold_measures(connection: duckdb.DuckDBPyConnection, measures: Measures) -> None:
    """Make the same tables from counts taken earlier."""
    connection.execute(
        f"CREATE TABLE measured AS SELECT {int(measures.n_base)}::BIGINT AS n_base, "
        f"{int(measures.n_anchors)}::BIGINT AS n_anchors, {int(measures.n_people)}::BIGINT AS n_people"
    )
    for name, table in TABLES.items():
        connection.register("held_frame", getattr(measures, name))
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM held_frame")
        connection.unregister("held_frame")


def read_measures(connection: duckdb.DuckDBPyConnection) -> Measures:
    """Read the tables back, each ordered by its values."""
    n_base, n_anchors, n_people = connection.execute("SELECT n_base, n_anchors, n_people FROM measured").fetchall()[0]
    frames = {
        name: connection.sql(f"SELECT * FROM {table} ORDER BY ALL").to_arrow_table() for name, table in TABLES.items()
    }
    return Measures(n_base, n_anchors, n_people, **frames)


def frequency_bits(model: ModelSpec, count: str) -> str:
    """Write log2 of a name's frequency: as counted, leaning on the average name where the register is small or lacks the name."""
    average = model.comparison("name").levels[0].u * SMALLEST_DISTRICT
    return f"log2(({count} + {average!r}) / ((SELECT n_base FROM measured) + {SMALLEST_DISTRICT}))"
