"""One update: what came in, changed or went since, and only what that stirs up, to the links a full run would make.

A mention's link depends on the residents it shares a key with, and, where none of them is the one, on the group it falls into
with other mentions. So an update compares the changed mentions and those that share a key with a changed row of the register;
then it follows the edges between mentions outward until no further one begins, and clusters these groups anew. With the
model and the counts of the last full run this gives, link for link, what a full run with the same gives
(`tests/blocks/linkage/test_updates.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.utils import timezone

from duru.blocks.linkage.engine.assign import assign
from duru.blocks.linkage.engine.dedupe import edges
from duru.blocks.linkage.engine.link import link
from duru.blocks.linkage.engine.measures import Measures, frequency_bits, hold_measures
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec
from duru.blocks.linkage.engine.resolve import Resolved, anchored_by, group, pair_frame
from duru.blocks.linkage.engine.session import make_weights, open_session
from duru.blocks.linkage.enums import RunState, Via
from duru.blocks.linkage.models import HumanDecision, LinkRun
from duru.blocks.linkage.operations.changes import (
    Stirred,
    anchors_of,
    forget_changes,
    grouped_among,
    pairs_of,
    rest_mates,
    rest_reached_by,
    rest_reached_from,
    set_anchors,
    stir,
    take_changes,
)
from duru.blocks.linkage.operations.decided import Decided, heirs_of, read_decisions
from duru.blocks.linkage.operations.lock import lock_runs
from duru.blocks.linkage.operations.records import Records, copy_out, read_records
from duru.blocks.linkage.operations.steps import abort_dead_runs, put_in_force
from duru.blocks.linkage.queries.runs import last_full_run, model_of_run

if TYPE_CHECKING:
    import duckdb

_STANDING = pa.schema([("record_id", pa.int64()), ("anchor_id", pa.int64()), ("person_id", pa.int64())])


def carry_out_update(
    run: LinkRun, held_id: int, now: datetime, touched: Collection[int], step: Callable[[str], None]
) -> None:
    """Do one update inside the caller's tenant scope and transaction; the run is aborted when another full run is in force by now.

    Args:
        held_id: The full run whose model and counts hold; `prepare_comparing` has been done for it.
        touched: Records that changed or were decided about, as far as the caller knows.
    """
    lock_runs()
    abort_dead_runs(run)
    held = last_full_run()
    if held is None or held.id != held_id:
        run.state, run.finished_at = RunState.ABORTED, timezone.now()
        run.save(update_fields=["state", "finished_at"])
        return
    step("read")
    # What a decision means depends on where its person stands by now: whoever was decided about is placed anew every time.
    decided_about = set(HumanDecision.objects.values_list("record_id", flat=True))
    model = model_of_run(held_id)
    stirred = take_changes(held, model, {*touched, *decided_about} | heirs_of(decided_about))
    counts: dict[str, int] = {"records": 0, "links_added": 0, "links_changed": 0, "persons_new": 0}
    if stirred:
        counts |= _follow(run, held, model, now, stirred, step)
    forget_changes()
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.counts = counts
    run.save(update_fields=["state", "finished_at", "counts"])


def _follow(
    run: LinkRun, held: LinkRun, model: ModelSpec, now: datetime, stirred: Stirred, step: Callable[[str], None]
) -> dict[str, int]:
    costs = model.costs_on(timezone.localtime(now).date().isoformat())
    decided = read_decisions(_decided_records())
    with open_session() as engine:
        totals = _totals(held)
        hold_measures(engine, totals)
        make_weights(engine, model)
        step("link")
        placed = stirred.mentions | stirred.reached
        before = anchors_of(placed)
        matches = _match(engine, model, costs, placed, decided)
        found = anchored_by(matches, decided.for_engine)
        standing = {record: found.get(record) for record in before}
        set_anchors(standing)
        moved = {record for record in before if before[record] != standing[record]}
        step("cluster")
        around = _surroundings(engine, totals, held, model, decided, stirred.mentions | moved, placed)
        anchors = anchors_of(around.records | placed)
        rest = {record for record, anchor in anchors.items() if anchor is None}
        # Whoever is clustered anew needs the rivals in the register, too.
        matches = pa.concat_tables([matches, _match(engine, model, costs, rest - placed, decided)])
    anchored = {record: anchor for record, anchor in anchors.items() if anchor is not None}
    groups, _ = group(sorted(anchors), anchored, around.edges, decided.for_engine, model)
    return _write(run, model, costs, stirred, placed | rest, matches, groups, decided, totals, step)


def _totals(held: LinkRun) -> Measures:
    """Return the totals of a full run; how often each name occurs comes with the pairs."""
    none = pa.table({"value": pa.array([], pa.string()), "n": pa.array([], pa.int64())})
    no_house = pa.table({"building_id": pa.array([], pa.int64()), "unit": pa.array([], pa.string())})
    counts = held.counts
    return Measures(counts["base"], counts["anchors"], counts["people"], none, none, none, no_house, no_house)


def _pairs_query(model: ModelSpec) -> str:
    """Write a query over the view pairs_view (a frame of `PAIRS`) with the columns of `engine.sql.pairs_sql`."""
    return (
        f"SELECT lid, rid, anchor_id, code, {frequency_bits(model, 'n_name')} AS l_name_bits, "
        f"{frequency_bits(model, 'n_roman')} AS l_roman_bits FROM pairs_view"
    )


def _match(
    engine: duckdb.DuckDBPyConnection, model: ModelSpec, costs, records: Collection[int], decided: Decided
) -> pa.Table:
    engine.register("pairs_view", pairs_of(model, records, is_register=True))
    matches = link(engine, model, costs, forbidden=pair_frame(decided.for_engine.not_anchor), pairs=_pairs_query(model))
    engine.unregister("pairs_view")
    return matches


@dataclass(frozen=True)
class _Surroundings:
    """Mentions whose groups are to be made anew, and all edges among them."""

    records: set[int]
    edges: pa.Table


def _surroundings(
    engine: duckdb.DuckDBPyConnection,
    totals: Measures,
    held: LinkRun,
    model: ModelSpec,
    decided: Decided,
    changed: set[int],
    placed: set[int],
) -> _Surroundings:
    """Follow the edges between mentions outward from those that changed, until none begins.

    An edge is known once all pairs of its right end are known (whoever is torn between two residents has none), so the pairs of
    every mention without anchor that is reached are made; only along edges it goes on.
    """
    stir(changed)
    reached = rest_reached_by(model, held, "stirred")
    standing = anchors_of(changed | placed)
    rest = {record for record, anchor in standing.items() if anchor is None}
    paired = reached | rest
    pairs = pairs_of(model, paired, is_register=False)
    records = {record for record in changed if record in standing} | rest
    records |= grouped_among(reached)
    together = decided.for_engine.together
    opened = set(changed)  # whose right-hand neighbours are among `paired`
    found = _edges(engine, totals, model, pairs)
    while True:
        left, right = (found[name].to_pylist() for name in ("lid", "rid"))
        wanted = set(records)
        # Reached for the first time: any edge may be new. Afterwards: whatever hangs on somebody who is in.
        for one, other in [*zip(left, right, strict=True), *together]:
            if one in wanted or other in wanted or other in reached or one in reached:
                wanted |= {one, other}
        wanted |= rest_mates(wanted)
        unopened = wanted - opened
        if not unopened and wanted == records:
            break
        records = wanted
        more = (
            rest_reached_from(model, held, unopened) | {r for r, a in anchors_of(unopened).items() if a is None}
        ) - paired
        opened |= unopened
        if more:
            paired |= more
            pairs = pa.concat_tables([pairs, pairs_of(model, more, is_register=False)])
            found = _edges(engine, totals, model, pairs)
    inside = [one in records and other in records for one, other in zip(left, right, strict=True)]
    return _Surroundings(records, found.filter(pa.array(inside, pa.bool_())))


def _edges(engine: duckdb.DuckDBPyConnection, totals: Measures, model: ModelSpec, pairs: pa.Table) -> pa.Table:
    engine.register("pairs_view", pairs)
    found = edges(engine, model, n_people=max(totals.n_people, SMALLEST_DISTRICT), pairs=_pairs_query(model))
    engine.unregister("pairs_view")
    return found


def _write(
    run: LinkRun, model: ModelSpec, costs, stirred: Stirred, written: set[int], matches: pa.Table, groups: pa.Table,
    decided: Decided, totals: Measures, step: Callable[[str], None],
) -> dict[str, int]:  # fmt: skip
    """Give the groups their persons, among everybody whose person may be another now, and put it in force."""
    anchors = set(groups["anchor_id"].to_pylist())
    doubted = matches.filter(pc.equal(matches["band"], "review"))
    anchors |= set(doubted["anchor_id"].to_pylist()) | set(doubted["rival_id"].to_pylist())
    anchors |= set(anchors_of(stirred.register).values())  # other rows of the same resident have its person
    anchors -= {None}
    members = _everybody(set(groups["record_id"].to_pylist()) | stirred.register, anchors)
    records = read_records(members)
    heads = _heads_of_others(records, set(groups["record_id"].to_pylist()))
    resolved = Resolved(matches, pa.concat_tables([groups, heads]), {}, totals, {})
    assigned = assign(model, costs, records=records.all, resolved=resolved, pins=decided.pins)
    register = {
        record
        for record, anchor in zip(
            records.all["record_id"].to_pylist(), records.all["anchor_id"].to_pylist(), strict=True
        )
        if anchor is not None
    }
    counts = put_in_force(run, records, assigned, decided, step=step, only=frozenset(written | register))
    return {"records": len(stirred.mentions | stirred.register | stirred.gone), "compared": len(written), **counts}


def _everybody(records: set[int], anchors: set[int]) -> set[int]:
    """Return these records, the first rows of these residents (whose ids the anchors are), and all records of the persons of both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked AS (SELECT unnest(%(records)s::bigint[]) AS id UNION SELECT unnest(%(anchors)s::bigint[])) "
            "SELECT id FROM asked UNION SELECT l.record_id FROM linkage_link AS l WHERE l.person_id IN "
            "(SELECT k.person_id FROM linkage_link AS k JOIN asked ON asked.id = k.record_id)",
            {"records": sorted(records), "anchors": sorted(anchors)},
        )
        return {row[0] for row in cursor.fetchall()}


def _heads_of_others(records: Records, grouped: set[int]) -> pa.Table:
    """Return, as rows of `Resolved.groups`, the mentions that only keep company: each with the resident of its person."""
    rows = [
        (record, person)
        for record, anchor, person in zip(
            *(records.all[name].to_pylist() for name in ("record_id", "anchor_id", "person_id")), strict=True
        )
        if anchor is None and record not in grouped
    ]
    anchor_of = {
        person: anchor
        for anchor, person in zip(*(records.all[name].to_pylist() for name in ("anchor_id", "person_id")), strict=True)
        if anchor is not None
    }
    stands_with = anchors_of([record for record, _ in rows])
    return pa.table(
        {
            "record_id": pa.array([record for record, _ in rows], pa.int64()),
            "root": pa.array([record for record, _ in rows], pa.int64()),
            "anchor_id": pa.array(
                [stands_with.get(record) or anchor_of.get(person) for record, person in rows], pa.int64()
            ),
            "via": pa.array([Via.ANCHOR.value] * len(rows), pa.string()),
            "evidence_id": pa.nulls(len(rows), pa.int64()),
            "code": pa.nulls(len(rows), pa.int32()),
            "name_bits": pa.nulls(len(rows), pa.float64()),
            "bits": pa.nulls(len(rows), pa.float64()),
            "probability": pa.nulls(len(rows), pa.float64()),
        }
    )


def _decided_records() -> Records:
    """Return the records that decisions are about, and those of the persons they name: all that `read_decisions` looks at."""
    frame = copy_out(
        "WITH asked AS (SELECT record_id AS id FROM linkage_humandecision UNION SELECT record_id FROM linkage_link "
        "WHERE person_id IN (SELECT person_id FROM linkage_humandecision)) "
        "SELECT c.id, CASE WHEN c.is_register THEN c.anchor_id END, l.person_id FROM asked JOIN linkage_comparedrecord AS c "
        "ON c.id = asked.id LEFT JOIN linkage_link AS l ON l.record_id = c.id",
        (),
        _STANDING,
    )
    return Records(frame)
