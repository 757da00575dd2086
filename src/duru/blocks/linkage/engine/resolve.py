"""The whole engine in one call: mentions to anchors, the rest to clusters, human decisions above both."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa

from duru.blocks.linkage.engine.dedupe import Clusters, edges
from duru.blocks.linkage.engine.link import link
from duru.blocks.linkage.engine.measures import Measures, read_measures
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec
from duru.blocks.linkage.engine.session import load, load_rest, open_session
from duru.blocks.linkage.rules import LINKED_FROM

Report = Callable[[str], None]


@dataclass(frozen=True)
class Decisions:
    """What people have decided, in the engine's terms.

    Attributes:
        to_anchor: record → anchor it belongs to.
        not_anchor: (record, anchor) pairs taken apart.
        together: (record, record) pairs that belong together although neither has an anchor.
        by_hand: records whose link a person decided.
        own: record → persons it carries, only persons that a decision names.
        barred: record → persons it must not come together with.
    """

    to_anchor: dict[int, int] = field(default_factory=dict)
    not_anchor: frozenset[tuple[int, int]] = frozenset()
    together: tuple[tuple[int, int], ...] = ()
    by_hand: frozenset[int] = frozenset()
    own: dict[int, frozenset[int]] = field(default_factory=dict)
    barred: dict[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolved:
    """What the engine found.

    Attributes:
        matches: The frame of `link.link`: best anchor and band per mention, also of those that stay apart.
        groups: One row per mention, ordered by record_id: record_id, root (smallest record id of its group), anchor_id (NULL
            for a group outside the register), via ('anchor' by itself, 'cluster' through other mentions, 'human', 'alone'),
            and for 'cluster' evidence_id, code, name_bits, bits, probability of the edge that brought it in.
        anchored: Mention → anchor it stands with by itself or by a human's word, before anything is clustered.
        measures: The counts it was compared with.
        counts: Figures for the run's report.
    """

    matches: pa.Table
    groups: pa.Table
    anchored: dict[int, int]
    measures: Measures
    counts: dict[str, int]


def resolve(
    model: ModelSpec,
    *,
    register: pa.Table,
    mentions: pa.Table,
    day: str,
    decisions: Decisions | None = None,
    measures: Measures | None = None,
    report: Report = lambda phase: None,
    memory_mib: int = 1024,
    threads: int | None = None,
) -> Resolved:
    """Link mentions to the register and cluster the rest.

    Both frames come from `columns.prepare`; either may be empty. A mention in band 'certain', or in 'review' with probability of
    at least one half, stands with its anchor; every other is compared with all mentions and joins the strongest group that no
    anchor, size or human decision forbids. Deterministic: ties go to the smaller ids.

    Args:
        day: ISO date that chooses the costs in force.
        measures: Counts of an earlier run to hold to, instead of counting anew.
        report: Told the name of each phase as it begins.
    """
    decisions = decisions or Decisions()
    costs = model.costs_on(day)
    with open_session(memory_mib=memory_mib, threads=threads) as connection:
        report("load")
        load(connection, model, register=register, mentions=mentions, measures=measures)
        measures = measures or read_measures(connection)
        report("link")
        matches = link(connection, model, costs, forbidden=pair_frame(decisions.not_anchor))
        anchored = anchored_by(matches, decisions)
        report("cluster")
        load_rest(connection, model, _anchor_frame(anchored))
        found = edges(connection, model, n_people=max(measures.n_people, SMALLEST_DISTRICT))
        ids = connection.sql("SELECT record_id FROM mentions ORDER BY record_id").to_arrow_table()
    groups, clusters = group(ids["record_id"].to_pylist(), anchored, found, decisions, model)
    return Resolved(matches, groups, anchored, measures, _counts(matches, groups, clusters, measures.n_anchors))


def pair_frame(pairs: frozenset[tuple[int, int]]) -> pa.Table:
    """Return pairs of record and anchor as the frame `link.link` takes."""
    ordered = sorted(pairs)
    return pa.table(
        {
            "record_id": pa.array([record for record, _ in ordered], pa.int64()),
            "anchor_id": pa.array([anchor for _, anchor in ordered], pa.int64()),
        }
    )


def anchored_by(matches: pa.Table, decisions: Decisions) -> dict[int, int]:
    """Return mention → anchor it stands with by itself: surely, more likely than not, or by a person's word."""
    rows = zip(
        matches["record_id"].to_pylist(), matches["anchor_id"].to_pylist(), matches["band"].to_pylist(),
        matches["probability"].to_pylist(), strict=True,
    )  # fmt: skip
    anchored = {
        record: anchor
        for record, anchor, band, probability in rows
        if band == "certain" or (band == "review" and probability >= LINKED_FROM)
    }
    anchored.update(decisions.to_anchor)
    return anchored


def _anchor_frame(anchored: dict[int, int]) -> pa.Table:
    return pa.table(
        {"record_id": pa.array(anchored.keys(), pa.int64()), "anchor_id": pa.array(anchored.values(), pa.int64())}
    )


def group(
    records: list[int], anchored: dict[int, int], found: pa.Table, decisions: Decisions, model: ModelSpec
) -> tuple[pa.Table, Clusters]:
    """Let mentions fall into groups along the edges of `dedupe.edges`, the strongest first; returns `Resolved.groups` and the groups.

    The records must be whole neighbourhoods: no edge may lead out of them.
    """
    clusters, joined = _cluster(records, anchored, found, decisions, model)
    return _group_frame(records, anchored, clusters, joined, decisions), clusters


def _cluster(
    records: list[int], anchored: dict[int, int], found: pa.Table, decisions: Decisions, model: ModelSpec
) -> tuple[Clusters, dict[int, dict]]:
    clusters = Clusters(size_limit=model.cluster_size)
    nobody: frozenset[int] = frozenset()
    # Anchors stand among the persons as negative numbers: whoever was taken off an anchor must not come back to it through
    # somebody else's mention either.
    not_anchors: dict[int, frozenset[int]] = {}
    for record, refused in decisions.not_anchor:
        not_anchors[record] = not_anchors.get(record, nobody) | {-refused - 1}
    named = {anchor for _, anchor in decisions.not_anchor}
    for record in records:
        anchor = anchored.get(record)
        own = decisions.own.get(record, nobody)
        clusters.add(
            record,
            anchor=anchor,
            own=own | {-anchor - 1} if anchor in named else own,
            barred=decisions.barred.get(record, nobody) | not_anchors.get(record, nobody),
        )
    present = clusters.parent
    for one, other in decisions.together:
        if one in present and other in present:
            clusters.join(one, other, by_hand=True)
    joined: dict[int, dict] = {}
    for row in found.to_pylist():
        if not clusters.join(row["lid"], row["rid"]):
            continue
        # The edge explains both ends; the first edge of a mention is its strongest.
        for record, other in ((row["rid"], row["lid"]), (row["lid"], row["rid"])):
            if record not in anchored and record not in joined:
                joined[record] = {**row, "evidence_id": other}
    return clusters, joined


def _group_frame(
    records: list[int], anchored: dict[int, int], clusters: Clusters, joined: dict[int, dict], decisions: Decisions
) -> pa.Table:
    roots = [clusters.root(record) for record in records]
    size_of: dict[int, int] = {}
    for root in roots:
        size_of[root] = size_of.get(root, 0) + 1
    via = [
        "human" if record in decisions.by_hand
        else "anchor" if record in anchored
        else "cluster" if record in joined or size_of[root] > 1
        else "alone"
        for record, root in zip(records, roots, strict=True)
    ]  # fmt: skip
    edge = [joined.get(record, {}) if how == "cluster" else {} for record, how in zip(records, via, strict=True)]
    posterior = [row.get("posterior_bits") for row in edge]
    return pa.table(
        {
            "record_id": pa.array(records, pa.int64()),
            "root": pa.array(roots, pa.int64()),
            "anchor_id": pa.array([clusters.groups[root].anchor for root in roots], pa.int64()),
            "via": pa.array(via, pa.string()),
            "evidence_id": pa.array([row.get("evidence_id") for row in edge], pa.int64()),
            "code": pa.array([row.get("code") for row in edge], pa.int32()),
            "name_bits": pa.array([row.get("name_bits") for row in edge], pa.float64()),
            "bits": pa.array([row.get("bits") for row in edge], pa.float64()),
            "probability": pa.array(
                [None if bits is None else round(1 / (1 + math.pow(2, -min(bits, 120))), 6) for bits in posterior],
                pa.float64(),
            ),
        }
    )


def _counts(matches: pa.Table, groups: pa.Table, clusters: Clusters, n_anchors: int) -> dict[str, int]:
    bands = matches["band"].to_pylist()
    via = groups["via"].to_pylist()
    return {
        "anchors": n_anchors,
        "mentions": groups.num_rows,
        "certain": bands.count("certain"),
        "review": bands.count("review"),
        "clustered": via.count("cluster"),
        "alone": via.count("alone"),
        "people_outside_register": sum(1 for group in clusters.groups.values() if group.anchor is None),
        **{f"refused_{reason}": count for reason, count in clusters.refused.items()},
    }
