"""PostgreSQL walks its btrees to the same pairs, and gives them the same codes, as DuckDB's prepared tables."""

import re
from dataclasses import replace

import pyarrow as pa
import pytest
from django.db import connection

from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.postgres import (
    ROW,
    candidates_sql,
    pairs_sql,
    reached_sql,
    rest_reached_sql,
    telling_cells,
)
from duru.blocks.linkage.engine.session import load, load_rest, open_session
from duru.blocks.linkage.engine.sql import pairs_sql as duckdb_pairs_sql
from duru.blocks.linkage.models import ComparedRecord
from duru.blocks.linkage.operations.comparing import COMPARED, csv_blocks, write_compared
from duru.blocks.tenancy.api import add_tenant, arriving, refresh_statistics, tenant_scope

MODEL = shipped_model()
# Caps that a small district reaches, too.
TIGHT = replace(MODEL, blocking=tuple(replace(rule, cap=min(rule.cap, 5)) for rule in MODEL.blocking))
ROW_TYPES = {"record_id": "bigint", **ROW}


def measured(engine, table: str) -> pa.Table:
    return engine.sql(
        f"SELECT record_id AS id, anchor_id IS NOT NULL AS is_register, anchor_id, {', '.join(ROW)} FROM {table}"
    ).to_arrow_table()


def fill(*frames: pa.Table) -> None:
    types = {"id": "bigint", "is_register": "boolean", "anchor_id": "bigint", **ROW}
    for frame in frames:
        with arriving("filling", types, csv=csv_blocks(frame)), connection.cursor() as cursor:
            write_compared(cursor, "filling", only_these=True)
    refresh_statistics(ComparedRecord)  # as `prepare_comparing` does


def ask(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def rows_of(frame: pa.Table) -> pa.Table:
    return frame.select(["id", *ROW]).rename_columns(["record_id", *ROW])


@pytest.mark.parametrize("model", [MODEL, TIGHT], ids=["shipped", "tight"])
def test_mentions_meet_the_same_residents_with_the_same_codes(here, district, model):
    with open_session() as engine:
        load(engine, model, register=district.register, mentions=district.mentions.slice(0, 800))
        expected = set(
            engine.execute(
                f"SELECT rid, lid, anchor_id, code FROM ({duckdb_pairs_sql(model, left='register', right='mentions')})"
            ).fetchall()
        )
        register, mentions = measured(engine, "register"), measured(engine, "mentions")
    fill(register)
    with arriving("asking", ROW_TYPES, csv=csv_blocks(rows_of(mentions))):
        found = {
            (rid, lid, anchor, code) for rid, lid, _, anchor, code in ask(pairs_sql(model, "asking", registers=(True,)))
        }
    assert len(expected) > 500
    assert found == expected


@pytest.mark.parametrize("model", [MODEL, TIGHT], ids=["shipped", "tight"])
def test_mentions_meet_each_other_as_they_do_in_the_engine(here, district, model):
    with open_session() as engine:
        load(engine, model, register=district.register, mentions=district.mentions.slice(0, 1000))
        # Every third mention has an anchor: it is only ever on the left.
        engine.execute(
            "CREATE TABLE standing AS SELECT record_id, 7::BIGINT AS anchor_id FROM mentions WHERE record_id % 3 = 0"
        )
        load_rest(engine, model, engine.sql("SELECT * FROM standing").to_arrow_table())
        expected = set(
            engine.execute(
                f"SELECT rid, lid, code FROM ({duckdb_pairs_sql(model, left='all_mentions', right='rest')})"
            ).fetchall()
        )
        mentions = measured(engine, "mentions")
        rest = measured(engine, "rest")
    fill(mentions)
    with arriving("asking", ROW_TYPES, csv=csv_blocks(rows_of(rest))):
        found = {
            (rid, lid, code)
            for rid, lid, _, _, code in ask(pairs_sql(model, "asking", registers=(False,)))
            if lid % 3 == 0 or lid < rid
        }
    assert len(expected) > 100
    assert found == expected


def test_rows_that_come_and_go_reach_every_mention_whose_pairs_they_change(here, district):
    with open_session() as engine:
        load(engine, TIGHT, register=district.register, mentions=district.mentions.slice(0, 800))
        register, mentions = measured(engine, "register"), measured(engine, "mentions")
    fill(register, mentions)
    leaving = register.slice(5, 150)
    with arriving("asking", ROW_TYPES, csv=csv_blocks(rows_of(mentions))):
        before = set(ask(candidates_sql(TIGHT, "asking")))
        ask(f"DELETE FROM linkage_comparedrecord WHERE id = ANY(ARRAY{leaving['id'].to_pylist()}) RETURNING id")
        after = set(ask(candidates_sql(TIGHT, "asking")))
    changed = {rid for rid, _ in before ^ after}
    gained = {rid for rid, _ in after - before}
    with arriving("going", {**ROW_TYPES, "step": "integer"}, csv=csv_blocks(
        rows_of(leaving).append_column("step", pa.array([-1] * leaving.num_rows, pa.int32()))
    )):  # fmt: skip
        reached = {rid for (rid,) in ask(reached_sql(TIGHT, "going", is_register=True))}
        mates = {rid for (rid,) in ask(reached_sql(TIGHT, "going", is_register=False))}
        ask("UPDATE linkage_comparedrecord SET anchor_id = 7 WHERE NOT is_register AND id % 2 = 0 RETURNING id")
        mates_at_rest = reached_at_rest("going", codes=[cell.code for cell in TIGHT.cells])
        near_mates = reached_at_rest("going", **telling_cells(TIGHT, n_base=1000, n_people=1000))
    assert len(changed) > 20
    assert gained, "no key fell below its cap: the test shows nothing about caps"
    assert changed <= reached
    assert mates_at_rest == {rid for rid in mates if rid % 2}, "where any pair tells, sharing a key is enough"
    assert near_mates < mates_at_rest


def reached_at_rest(table, *, codes, tfs=None, most=None):
    telling = {"codes": codes, "tfs": tfs or [""] * len(codes), "most": most or [0.0] * len(codes)}
    with connection.cursor() as cursor:
        cursor.execute(rest_reached_sql(TIGHT, table), telling)
        return {rid for (rid,) in cursor.fetchall()}


def test_every_blocking_rule_has_an_index_that_begins_with_its_columns():
    fields = [set(index.fields) | {"birth_text"} for index in _indexes()]
    leading = {index.fields[2] for index in _indexes()}
    without = [
        rule.key for rule in MODEL.blocking
        if not any(set(rule.left) <= known for known in fields) or not leading & set(rule.left)
    ]  # fmt: skip
    assert without == []


def _indexes():
    from duru.blocks.linkage.models import ComparedRecord

    return [index for index in ComparedRecord._meta.indexes if index.name != "comparedrecord_rest"]


def test_row_security_keeps_no_index_from_serving(here, district):
    with open_session() as engine:
        load(engine, MODEL, register=district.register, mentions=district.mentions.slice(0, 10))
        register, mentions = measured(engine, "register"), measured(engine, "mentions")
    fill(register)
    with arriving("asking", ROW_TYPES, csv=csv_blocks(rows_of(mentions.slice(0, 1)))), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {candidates_sql(MODEL, 'asking')}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    conditions = re.findall(r"Index Cond: (.*)", plan)
    assert len(conditions) == len(MODEL.blocking)
    assert all("tenant_id" in condition and "is_register" in condition for condition in conditions)
    assert "Seq Scan on linkage_comparedrecord" not in plan


def test_another_tenant_is_out_of_reach(here, district):
    with open_session() as engine:
        load(engine, MODEL, register=district.register, mentions=district.mentions.slice(0, 200))
        register, mentions = measured(engine, "register"), measured(engine, "mentions")
    fill(register)
    neighbour = add_tenant(code="9999900001", name="이웃구")
    connection.cursor().execute("SELECT set_config('duru.tenant', %s, true)", [str(neighbour.id)])
    with arriving("asking", ROW_TYPES, csv=csv_blocks(rows_of(mentions))):
        assert ask(candidates_sql(MODEL, "asking")) == []
    connection.cursor().execute("SELECT set_config('duru.tenant', %s, true)", [str(here.id)])
    with arriving("asking", ROW_TYPES, csv=csv_blocks(rows_of(mentions))), tenant_scope(here.id):
        assert ask(candidates_sql(MODEL, "asking"))


assert COMPARED[3:] == tuple(ROW)
