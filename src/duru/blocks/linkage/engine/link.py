"""Find for every mention the resident it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, Costs, ModelSpec
from duru.blocks.linkage.engine.session import BITS
from duru.blocks.linkage.engine.sql import pairs_sql
from duru.blocks.linkage.rules import band_sql

if TYPE_CHECKING:
    import duckdb

NO_PAIRS = pa.table({"record_id": pa.array([], pa.int64()), "anchor_id": pa.array([], pa.int64())})


def link(
    connection: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    costs: Costs,
    *,
    forbidden: pa.Table = NO_PAIRS,
    pairs: str = "",
) -> pa.Table:
    """Choose the best anchor of every mention, with a probability that weighs its rivals.

    Works on the tables `register` and `mentions` of `session.load` (with `pairs`: on `measured` and `weights` alone). A mention
    belongs to one of the anchors its blocking rules found or to none of them, so the probability of an anchor is its odds over the sum of all odds: two residents who fit alike
    get one half each at most. Prior odds of one pair: in_register / number of anchors (at least
    `SMALLEST_DISTRICT`), against 1 - in_register for "none".

    Equal weights are ordered by the smaller anchor id, equal rows of one anchor by the smaller record id, so that the same
    input gives the same answer whatever the order of its rows or the number of threads.

    Args:
        forbidden: Columns record_id, anchor_id: pairs a person has taken apart.
        pairs: A query with the columns of `sql.pairs_sql`, where the pairs were found elsewhere (in PostgreSQL).

    Returns:
        One row per mention that has at least one candidate, ordered by record_id: record_id, anchor_id, evidence_id (the row of
        the anchor that fits best), code, name_bits (log2 frequency used for the name), bits (match weight, without prior),
        probability (0-1), margin (bits over the second best; NULL without a rival), rival_id, band.
    """
    connection.register("forbidden_frame", forbidden)
    anchors = connection.execute("SELECT n_anchors FROM measured").fetchall()[0][0]
    prior = model.in_register / max(anchors, SMALLEST_DISTRICT) / (1 - model.in_register)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE candidates AS SELECT c.rid, c.anchor_id, c.lid, c.code, w.bound, {BITS} AS bits, "
        f"CASE w.tf WHEN 'name_jamo' THEN c.l_name_bits WHEN 'roman_key' THEN c.l_roman_bits END AS name_bits "
        f"FROM ({pairs or pairs_sql(model, left='register', right='mentions')}) AS c JOIN weights AS w ON w.code = c.code "
        "WHERE w.bound <> 'new' AND NOT EXISTS "
        "(SELECT 1 FROM forbidden_frame AS f WHERE f.record_id = c.rid AND f.anchor_id = c.anchor_id)"
    )
    # Bits are rounded to a thousandth and the sum of odds is ordered: floating sums in thread order would differ between runs.
    result = connection.sql(f"""
        WITH one_row AS (
            SELECT * FROM candidates
            QUALIFY row_number() OVER (PARTITION BY rid, anchor_id ORDER BY bits DESC, lid) = 1
        ), ranked AS (
            SELECT *, row_number() OVER w AS rank, lead(bits) OVER w AS rival_bits, lead(anchor_id) OVER w AS rival_id
            FROM one_row WINDOW w AS (PARTITION BY rid ORDER BY bits DESC, anchor_id)
        ), odds AS (
            SELECT rid, sum(2.0 ** least(bits, 120) ORDER BY bits DESC, anchor_id) AS total FROM one_row GROUP BY rid
        ), best AS (
            SELECT rid AS record_id, anchor_id, lid AS evidence_id, code, name_bits, bits, bound,
                   round(2.0 ** least(bits, 120) * {prior!r} / (1 + total * {prior!r}), 6) AS probability,
                   round(bits - rival_bits, 3) AS margin, rival_id
            FROM ranked JOIN odds USING (rid) WHERE rank = 1
        )
        SELECT * EXCLUDE (bound), {band_sql(costs)} AS band FROM best ORDER BY record_id
    """).to_arrow_table()
    connection.unregister("forbidden_frame")
    connection.execute("DROP TABLE candidates")
    return result
