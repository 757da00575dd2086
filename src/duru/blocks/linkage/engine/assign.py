"""Turn groups of records into links: which person each group is, and what every link says."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from duru.blocks.linkage.engine.model import SMALLEST, Costs, ModelSpec
from duru.blocks.linkage.engine.resolve import Resolved
from duru.blocks.linkage.engine.session import open_session

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Assigned:
    """What is to be written.

    Attributes:
        links: One row per record, ordered by record_id: record_id, head (the record that names its group: the register row that
            is the anchor, else the smallest record id), person_id (NULL: a new person for this head), probability, bits, margin,
            band, via, reasons (JSON text), evidence_id, rival_head (NULL without rival).
        new_heads: Heads that need a new person, in order.
    """

    links: pa.Table
    new_heads: list[int]


def assign(
    model: ModelSpec, costs: Costs, *, records: pa.Table, resolved: Resolved, pins: dict[int, int] | None = None
) -> Assigned:
    """Give every group its person and every record its link.

    Persons are stable: an anchor keeps the person its register rows had; any other group gets the person that most of its
    records had, a human's pin before any number, ties to the smaller head and person; nobody is two groups. Only a group left
    over gets a new person. So a second run over the same records changes nothing.

    Args:
        records: Columns record_id, anchor_id (register rows: their anchor; mentions NULL), person_id (of now, or NULL).
        resolved: What the engine found for the mentions among them.
        pins: record → person, by human join.
    """
    with open_session() as connection:
        connection.register("records_frame", records)
        connection.register("groups_frame", resolved.groups)
        connection.register("matches_frame", resolved.matches)
        connection.execute("""
            CREATE TABLE member AS
            SELECT r.record_id, r.person_id, r.anchor_id IS NOT NULL AS is_register,
                   coalesce(r.anchor_id, g.anchor_id, g.root) AS head
            FROM records_frame AS r LEFT JOIN groups_frame AS g USING (record_id)
        """)
        _settle(connection)
        contested = connection.execute("""
            SELECT person_id, head, count(*) AS n, min(record_id) FROM member
            WHERE person_id IS NOT NULL AND head NOT IN (SELECT head FROM settled)
              AND person_id NOT IN (SELECT person_id FROM settled)
            GROUP BY person_id, head
        """).fetchall()
        head_of = _heads(connection, list(pins or {}))
        _choose(
            connection,
            contested,
            {head_of[record]: person for record, person in (pins or {}).items() if record in head_of},
        )
        _reasons(connection, model)
        links = _links(connection, costs)
        new_heads = [row[0] for row in connection.execute(
            "SELECT DISTINCT head FROM member WHERE head NOT IN (SELECT head FROM settled) ORDER BY head"
        ).fetchall()]  # fmt: skip
    return Assigned(links, new_heads)


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Anchors first: the person that most of an anchor's register rows have, each person once."""
    connection.execute("""
        CREATE TABLE settled AS
        WITH claim AS (
            SELECT head, person_id, count(*) AS n FROM member
            WHERE is_register AND person_id IS NOT NULL GROUP BY head, person_id
        ), one_head AS (
            SELECT * FROM claim QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY n DESC, head) = 1
        )
        SELECT head, person_id FROM one_head
        QUALIFY row_number() OVER (PARTITION BY head ORDER BY n DESC, person_id) = 1
    """)


def _heads(connection: duckdb.DuckDBPyConnection, record_ids: list[int]) -> dict[int, int]:
    if not record_ids:
        return {}
    marks = ", ".join(str(int(record)) for record in record_ids)
    return dict(connection.execute(f"SELECT record_id, head FROM member WHERE record_id IN ({marks})").fetchall())


def _choose(connection: duckdb.DuckDBPyConnection, contested: list[tuple], pinned: dict[int, int]) -> None:
    """Give the open persons to the open heads, the strongest claim first."""
    taken_heads, taken_persons, chosen = set(), set(), []
    claims = [(0 if pinned.get(head) == person else 1, -n, head, person) for person, head, n, _ in contested]
    claims += [
        (0, 0, head, person) for head, person in pinned.items() if (head, person) not in {(c[2], c[3]) for c in claims}
    ]
    settled_heads = {row[0] for row in connection.execute("SELECT head FROM settled").fetchall()} if pinned else set()
    settled_persons = (
        {row[0] for row in connection.execute("SELECT person_id FROM settled").fetchall()} if pinned else set()
    )
    for _, _, head, person in sorted(claims):
        if head in taken_heads or person in taken_persons or head in settled_heads or person in settled_persons:
            continue
        taken_heads.add(head)
        taken_persons.add(person)
        chosen.append((head, person))
    frame = pa.table(
        {
            "head": pa.array([head for head, _ in chosen], pa.int64()),
            "person_id": pa.array([person for _, person in chosen], pa.int64()),
        }
    )
    connection.register("chosen_frame", frame)
    connection.execute("INSERT INTO settled SELECT head, person_id FROM chosen_frame")
    connection.unregister("chosen_frame")


def _reasons(connection: duckdb.DuckDBPyConnection, model: ModelSpec) -> None:
    """Make the table `reason`: per code the JSON before and after the one number that depends on the name's frequency."""
    codes = connection.execute(
        "SELECT code FROM matches_frame UNION SELECT code FROM groups_frame WHERE code IS NOT NULL ORDER BY code"
    ).fetchall()
    rows: list[tuple[int, str, float | None, str]] = []
    for (code,) in codes:
        before: list[str] = []
        after: list[str] = []
        log_m = None
        for key, level in model.outcome(code).items():
            if level is None:
                continue
            if level.tf and log_m is None:
                before.append(f"[{json.dumps(key)}, {json.dumps(level.key)}, ")
                log_m = math.log2(max(level.m, SMALLEST))
                continue
            (after if log_m is not None else before).append(
                f"[{json.dumps(key)}, {json.dumps(level.key)}, {level.weight:.2f}]"
            )
        if log_m is None:
            rows.append((code, f"[{', '.join(before)}]", None, ""))
        else:
            tail = "".join(f", {part}" for part in after)
            rows.append((code, f"[{', '.join(before)}", log_m, f"]{tail}]"))
    frame = pa.table(
        {
            "code": pa.array([row[0] for row in rows], pa.int32()),
            "before": pa.array([row[1] for row in rows], pa.string()),
            "log_m": pa.array([row[2] for row in rows], pa.float64()),
            "after": pa.array([row[3] for row in rows], pa.string()),
        }
    )
    connection.register("reason_frame", frame)
    connection.execute("CREATE TABLE reason AS SELECT * FROM reason_frame")
    connection.unregister("reason_frame")


def _links(connection: duckdb.DuckDBPyConnection, costs: Costs) -> pa.Table:
    """Write one link per record.

    A record stands either by its own comparison with the register ('anchor'), by another mention ('cluster'), by a person's
    word ('human') or by itself ('alone'). Whoever stays apart although somebody in the register may fit is in review, and the
    explanation is about that rival. Who stands alone keeps the best candidate as evidence, however poor, so that a sample can ask
    whether it was the same person after all.
    """
    return connection.sql(f"""
        WITH base AS (
            SELECT m.record_id, m.head, s.person_id, m.is_register,
                   CASE WHEN m.is_register THEN 'register' ELSE g.via END AS via,
                   x.anchor_id AS best_anchor, x.probability AS x_probability, x.bits AS x_bits, x.margin AS x_margin, x.band AS x_band,
                   x.evidence_id AS x_evidence, x.code AS x_code, x.name_bits AS x_name_bits, x.rival_id,
                   g.probability AS g_probability, g.bits AS g_bits, g.evidence_id AS g_evidence, g.code AS g_code,
                   g.name_bits AS g_name_bits
            FROM member AS m LEFT JOIN settled AS s USING (head)
            LEFT JOIN groups_frame AS g ON g.record_id = m.record_id
            LEFT JOIN matches_frame AS x ON x.record_id = m.record_id
        ), said AS (
            SELECT *, coalesce(via IN ('cluster', 'alone') AND x_band = 'review' AND best_anchor <> head, FALSE) AS is_doubted,
                   via = 'anchor' OR (via = 'alone' AND coalesce(best_anchor <> head, FALSE))
                   OR (via = 'cluster' AND coalesce(x_band = 'review' AND best_anchor <> head, FALSE)) AS by_match
            FROM base
        )
        SELECT a.record_id, a.head, a.person_id,
            CASE WHEN via IN ('register', 'human') THEN 1.0
                 WHEN via = 'anchor' THEN x_probability
                 WHEN is_doubted THEN round(1 - x_probability, 6)
                 WHEN via = 'cluster' THEN coalesce(g_probability, 1.0)
                 ELSE round(1 - coalesce(x_probability, 0.0), 6) END AS probability,
            CASE WHEN by_match THEN x_bits WHEN via = 'cluster' THEN g_bits END AS bits,
            CASE WHEN by_match THEN x_margin END AS margin,
            CASE WHEN via = 'register' THEN 'certain' WHEN via = 'human' THEN 'human'
                 WHEN via = 'anchor' THEN x_band
                 WHEN is_doubted THEN 'review'
                 WHEN via = 'cluster' THEN CASE WHEN coalesce(g_probability, 1) >= {costs.certain_from!r} THEN 'certain' ELSE 'review' END
                 ELSE 'new' END AS band,
            via,
            CASE WHEN q.code IS NULL THEN '[]' WHEN q.log_m IS NULL THEN q.before
                 ELSE q.before || round(q.log_m - CASE WHEN by_match THEN x_name_bits ELSE g_name_bits END, 2)::VARCHAR || q.after
            END AS reasons,
            CASE WHEN by_match THEN x_evidence WHEN via = 'cluster' THEN g_evidence END AS evidence_id,
            CASE WHEN is_doubted THEN best_anchor WHEN via = 'anchor' AND x_band = 'review' THEN rival_id END AS rival_head
        FROM said AS a LEFT JOIN reason AS q ON q.code = CASE WHEN by_match THEN x_code WHEN via = 'cluster' THEN g_code END
        ORDER BY a.record_id
    """).to_arrow_table()
