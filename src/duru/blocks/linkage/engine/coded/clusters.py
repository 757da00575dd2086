"""Group the rows of one table by person, with or without a register as anchors."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.best import best_rows
from duru.blocks.linkage.engine.coded.encode import count_distinct
from duru.blocks.linkage.engine.coded.keys import ordered_keys
from duru.blocks.linkage.engine.coded.pairs import Found, find_best_pairs, find_pairs, groups_of
from duru.blocks.linkage.engine.coded.sides import Coded, Side
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec
from duru.blocks.linkage.rules import LINKED_FROM

if TYPE_CHECKING:
    import duckdb

# Bits over the prior from which an edge joins two rows (p ≥ .97): the best F of three thresholds tried on the crowd of 300,000
# (3 bits .982, 5 bits .984, 8 bits .977). Lower ones chain namesakes, higher ones leave records that say little alone.
EDGE_BITS = 5.0
# A row that no such edge holds joins the group it fits best from here on (p ≥ 2/3), if every other group fits by so many bits less.
# Only rows alone: groups joined on so little would chain namesakes (pair F .981 against .972 at a million records; .976 without).
ALONE_BITS, ALONE_MARGIN = 1.0, 2.0


def cluster(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded, *, threshold: float | None = None
) -> np.ndarray:
    """Return for every row the smallest row of its group, shape (n,). Both sides of `coded` are the same rows.

    Args:
        threshold: Probability of an edge from which it joins; None for `EDGE_BITS`, and for rows alone `ALONE_BITS`.
    """
    found = find_pairs(connection, model, coded, same=True)
    n_people = _people(coded.right)
    least = EDGE_BITS if threshold is None else math.log2(max(threshold, 1e-9) / max(1 - threshold, 1e-9))
    edge = _edges(coded, found, n_people, least)
    group = components(len(coded.right), found.left[edge], found.right[edge])
    if threshold is not None:
        return group
    weak = _edges(coded, found, n_people, ALONE_BITS)
    return _with_alone(group, found.left[weak], found.right[weak], found.bits[weak])


def _with_alone(group: np.ndarray, left: np.ndarray, right: np.ndarray, bits: np.ndarray) -> np.ndarray:
    """Let groups of one row join the group of their strongest edge, where no other group comes near.

    Two rows alone join only where each is the other's choice: a row must not follow another one to where it does not fit.
    """
    is_alone = np.bincount(group, minlength=len(group)) == 1
    one, other = group[np.concatenate([left, right])], group[np.concatenate([right, left])]
    kept = (one != other) & is_alone[one]
    one, other, bits = one[kept], other[kept], np.concatenate([bits, bits])[kept]
    if not len(one):
        return group
    order = np.lexsort((other, -bits, one))
    one, other, bits = one[order], other[order], bits[order]
    start, row = groups_of(one)
    rival = np.maximum.reduceat(np.where(other != other[start][row], bits, -np.inf), start)
    clear = bits[start] - rival >= ALONE_MARGIN
    one, other = one[start][clear], other[start][clear]
    choice = np.full(len(group), -1)
    choice[one] = other
    agreed = ~is_alone[other] | (choice[other] == one)
    return components(len(group), one[agreed], other[agreed])[group]


def cluster_anchored(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded, *, n_counted: int | None = None
) -> np.ndarray:
    """Group the right rows, the left ones being anchors: rows with an anchor first, the others onto them or together.

    Args:
        n_counted: Among how many of the first right rows it is counted whether too many share a key; all when None.

    Returns:
        For every right row its anchor's left row, or n_left + the smallest right row of its group; two anchors never share one.
    """
    best = best_rows(model, coded, find_best_pairs(connection, model, coded))
    anchor = anchors_of(best, len(coded.right))
    rest = np.flatnonzero(anchor < 0)
    keys = None if n_counted is None else ordered_keys(model, coded.right, n_counted=n_counted)
    among = replace(coded, left=coded.right, right=coded.right.take(rest), left_keys=keys)
    return grouped(
        len(coded.left), anchor, edges_among(among, find_pairs(connection, model, among), rest, len(coded.left))
    )


@dataclass(frozen=True)
class Edges:
    """Pairs of mentions that speak for one person: left any, right one without an anchor; rows and bits, shape (n,) each."""

    left: np.ndarray
    right: np.ndarray
    bits: np.ndarray

    def __add__(self, other: Edges) -> Edges:
        """Return both together."""
        return Edges(
            *(np.concatenate([getattr(one, name) for one in (self, other)]) for name in ("left", "right", "bits"))
        )


def anchors_of(best: pa.Table, n_right: int) -> np.ndarray:
    """Return the left row that each right row stands with by itself, -1 for none; `best` is made by `best_rows`."""
    anchor = np.full(n_right, -1)
    sure = best["probability"].to_numpy() >= LINKED_FROM
    anchor[best["right"].to_numpy()[sure]] = best["left"].to_numpy()[sure]
    return anchor


def edges_among(coded: Coded, found: Found, rest: np.ndarray, n_anchors: int, *, first_left: int = 0) -> Edges:
    """Keep the pairs that are strong enough; `rest` says which mention each right row is, `first_left` which the first left one."""
    left, right = found.left.astype(np.int64) + first_left, rest[found.right]
    edge = _edges(coded, found, n_anchors, EDGE_BITS) & (left != right)
    return Edges(left[edge], right[edge], found.bits[edge])


def grouped(n_left: int, anchor: np.ndarray, edges: Edges) -> np.ndarray:
    """Let mentions fall into groups along edges; returns what `cluster_anchored` does."""
    n_right = len(anchor)
    group = np.where(anchor >= 0, anchor, n_left + np.arange(n_right))
    rest = np.flatnonzero(anchor < 0)
    left, right, bits = edges.left, edges.right, edges.bits
    # First those without an anchor among themselves, then each such group onto the anchor of its strongest edge.
    open_pair = group[left] >= n_left
    group[rest] = n_left + components(n_right, left[open_pair], right[open_pair])[rest]
    left, right, bits = left[~open_pair], right[~open_pair], bits[~open_pair]
    order = np.lexsort((group[left], -bits, group[right]))
    own = group[right][order]
    first = np.append(True, own[1:] != own[:-1]) if len(own) else np.zeros(0, bool)
    target = np.arange(n_left + n_right)
    target[own[first]] = group[left][order][first]
    return target[group]


def components(n: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the smallest row of every row's connected component, shape (n,)."""
    root = np.arange(n)
    while True:
        low = np.minimum(root[left], root[right])
        before = root.copy()
        for side in (left, right):
            np.minimum.at(root, root[side], low)
            np.minimum.at(root, side, low)
        root = root[root]
        if np.array_equal(root, before):
            return root


def _edges(coded: Coded, found: Found, n_people: int, least: float) -> np.ndarray:
    return ~coded.cells.apart[found.code] & (found.bits - math.log2(max(n_people, SMALLEST_DISTRICT)) >= least)


def _people(side: Side) -> int:
    """Guess how many people there are: distinct names with years."""
    return count_distinct(side.column("roman").astype(np.int64) << 32 | side.column("year"))
