"""Cluster the mentions that found no resident, among themselves and onto mentions that did."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.session import BITS
from duru.blocks.linkage.engine.sql import pairs_sql

if TYPE_CHECKING:
    import duckdb


def edges(connection: duckdb.DuckDBPyConnection, model: ModelSpec, *, n_people: int, pairs: str = "") -> pa.Table:
    """List the pairs of mentions that speak for one person, at least one of them without an anchor.

    Works on `all_mentions` and `rest` of `session.load_rest`. The prior of a pair is one in `n_people`. Where a mention without
    anchor has edges to two anchors that are less than `margin` apart, none of these edges counts: nobody could say which.

    Args:
        pairs: A query with the columns of `sql.pairs_sql`, where the pairs were found elsewhere (in PostgreSQL): all of a
            mention that stands on the right.

    Returns:
        Columns lid, rid (record ids), anchor_id (of lid, NULL when it has none), code, name_bits, bits (without prior),
        posterior_bits; the strongest first, equal ones by record ids.
    """
    prior = -math.log2(max(n_people, 2))
    return connection.sql(f"""
        WITH scored AS (
            SELECT c.lid, c.rid, c.anchor_id, c.code, {BITS} AS bits, round({BITS} + {prior!r}, 3) AS posterior_bits,
                   CASE w.tf WHEN 'name_jamo' THEN c.l_name_bits WHEN 'roman_key' THEN c.l_roman_bits END AS name_bits
            FROM ({pairs or pairs_sql(model, left="all_mentions", right="rest")}) AS c JOIN weights AS w ON w.code = c.code
            WHERE w.bound = ''
        ), strong AS (
            SELECT * FROM scored WHERE posterior_bits >= {model.cluster_edge_bits!r}
        ), per_anchor AS (
            SELECT rid, anchor_id, max(bits) AS best FROM scored WHERE anchor_id IS NOT NULL GROUP BY rid, anchor_id
        ), torn AS (
            SELECT rid FROM per_anchor GROUP BY rid HAVING count(*) > 1 AND max(best) - max(best, 2)[2] < 1
        )
        SELECT * FROM strong WHERE anchor_id IS NULL OR rid NOT IN (SELECT rid FROM torn)
        ORDER BY posterior_bits DESC, rid, lid
    """).to_arrow_table()


@dataclass
class _Group:
    size: int
    anchor: int | None
    own: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


@dataclass
class Clusters:
    """Disjoint groups of mentions that grow edge by edge; refuses what must not come together.

    Attributes:
        size_limit: A group without anchor, and what may join an anchor through other mentions, grows no larger than this: chains
            of almost-equal names would otherwise swallow a street.
        refused: How many edges were refused, by reason (anchors, size, decision).
    """

    size_limit: int
    parent: dict[int, int] = field(default_factory=dict)
    groups: dict[int, _Group] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=lambda: {"anchors": 0, "size": 0, "decision": 0})

    def add(
        self,
        record: int,
        *,
        anchor: int | None = None,
        own: frozenset[int] = frozenset(),
        barred: frozenset[int] = frozenset(),
    ) -> None:
        """Add one mention.

        Args:
            anchor: The anchor it is already linked to.
            own: Persons this mention carries (only those that some human decision names).
            barred: Persons it must never come together with, by human decision.
        """
        self.parent[record] = record
        self.groups[record] = _Group(1, anchor, own, barred)

    def root(self, record: int) -> int:
        """Return the smallest record id of the group a mention is in."""
        parent = self.parent
        top = record
        while parent[top] != top:
            top = parent[top]
        while parent[record] != top:
            parent[record], record = top, parent[record]
        return top

    def join(self, one: int, other: int, *, by_hand: bool = False) -> bool:
        """Bring two groups together unless an anchor, the size or a human decision forbids it; tells whether it did.

        `by_hand` (a human said so) passes over size, not over anchors or a split.
        """
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return False
        first, second = self.groups[a], self.groups[b]
        if reason := self._reason_against(first, second, by_hand=by_hand):
            self.refused[reason] += 1
            return False
        self.parent[b] = a
        anchor = first.anchor if first.anchor is not None else second.anchor
        self.groups[a] = _Group(first.size + second.size, anchor, first.own | second.own, first.barred | second.barred)
        del self.groups[b]
        return True

    def _reason_against(self, first: _Group, second: _Group, *, by_hand: bool) -> str:
        if first.anchor is not None and second.anchor is not None and first.anchor != second.anchor:
            return "anchors"
        if first.own & second.barred or second.own & first.barred:
            return "decision"
        if not by_hand and first.size + second.size > self.size_limit and self._grows(first, second):
            return "size"
        return ""

    @staticmethod
    def _grows(first: _Group, second: _Group) -> bool:
        # Two groups of one anchor are one person already, however many mentions that person has.
        return first.anchor is None or second.anchor is None
