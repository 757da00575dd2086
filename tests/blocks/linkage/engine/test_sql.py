"""The same text gives the same levels in DuckDB and in PostgreSQL."""

import pyarrow as pa
import pytest

from duru.blocks.linkage.engine.catalogue import SIDE
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.session import load, open_session
from duru.blocks.linkage.engine.sql import pairs_sql, scored_sql, sides_sql

MODEL = shipped_model()
_KINDS = {
    "is_roman": "boolean",
    "is_small": "boolean",
    "birth_on": "date",
    "birth_alt_on": "date",
    "birth_year": "int",
    "building_id": "bigint",
}


def paired(district):
    """Pairs of all kinds: what blocking finds, and as many taken blindly."""
    with open_session() as engine:
        load(engine, MODEL, register=district.register.slice(0, 1200), mentions=district.mentions.slice(0, 600))
        found = engine.sql(
            f"SELECT lid, rid, code FROM ({pairs_sql(MODEL, left='register', right='mentions')}) "
            "UNION ALL "
            + scored_sql(
                MODEL,
                f"SELECT l.record_id AS lid, r.record_id AS rid, {sides_sql()} FROM register AS l JOIN mentions AS r "
                "ON l.record_id % 40 = r.record_id % 40",
                "lid, rid",
            )
        ).to_arrow_table()
        sides = [
            engine.sql(f"SELECT record_id, {', '.join(SIDE)} FROM {table}").to_arrow_table()
            for table in ("register", "mentions")
        ]
    return found, *sides


def copy_in(connection, table: str, frame: pa.Table) -> None:
    columns = ", ".join(f"{name} {_KINDS.get(name, 'text')}" for name in SIDE)
    connection.execute(f"CREATE TEMPORARY TABLE {table} (record_id bigint, {columns})")
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in frame.to_pylist():
            copy.write_row(tuple(row.values()))


@pytest.mark.django_db
def test_levels_agree_between_duckdb_and_postgresql(district, owner_connection):
    found, left, right = paired(district)
    owner_connection.execute("CREATE EXTENSION IF NOT EXISTS fuzzystrmatch")
    copy_in(owner_connection, "l_side", left)
    copy_in(owner_connection, "r_side", right)
    owner_connection.execute("CREATE TEMPORARY TABLE pair (lid bigint, rid bigint)")
    with owner_connection.cursor() as cursor, cursor.copy("COPY pair FROM STDIN") as copy:
        for lid, rid in zip(found["lid"].to_pylist(), found["rid"].to_pylist(), strict=True):
            copy.write_row((lid, rid))
    text = scored_sql(
        MODEL,
        f"SELECT p.lid, p.rid, {sides_sql()} FROM pair AS p JOIN l_side AS l ON l.record_id = p.lid "
        "JOIN r_side AS r ON r.record_id = p.rid",
        "lid, rid",
    )
    there = {(lid, rid): code for lid, rid, code in owner_connection.execute(text).fetchall()}
    here = {(row["lid"], row["rid"]): row["code"] for row in found.to_pylist()}
    assert len(here) > 10_000
    assert len(set(here.values())) > 100
    assert there == here


def test_the_engine_draws_no_bar_into_what_a_command_says():
    with open_session() as connection:
        assert connection.sql("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
