"""Group the rows of one table by person."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from duru.blocks.linkage.engine.coded.encode import Coded
from duru.blocks.linkage.engine.coded.pairs import find_pairs
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec

if TYPE_CHECKING:
    import duckdb


def cluster(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded, *, threshold: float | None = None
) -> np.ndarray:
    """Return for every row the smallest row of its group, shape (n,).

    Edges join the strongest first. The prior of a pair is one in the number of people, guessed by distinct names with years.
    """
    found = find_pairs(connection, model, coded, same=True)
    sure = ~coded.cells.apart[found.code] & ~coded.cells.doubtful[found.code]
    people = np.unique(coded.right.column("roman").astype(np.int64) << 32 | coded.right.column("year"))
    least = model.cluster_edge_bits if threshold is None else math.log2(max(threshold, 1e-9) / max(1 - threshold, 1e-9))
    edge = sure & (found.bits - math.log2(max(len(people), SMALLEST_DISTRICT)) >= least)
    return components(len(coded.right.rows), found.left[edge], found.right[edge])


def components(n: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the smallest row of every row's connected component."""
    root = np.arange(n)
    while True:
        low = np.minimum(root[left], root[right])
        before = root.copy()
        np.minimum.at(root, left, low)
        np.minimum.at(root, right, low)
        root = root[root]
        if np.array_equal(root, before):
            return root
