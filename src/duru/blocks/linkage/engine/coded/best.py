"""The best left row of every right row, with a probability that weighs its rivals; as `engine.link`, over codes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.pairs import Found, groups_of, parts_of
from duru.blocks.linkage.engine.coded.sides import Coded
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec


def best_rows(model: ModelSpec, coded: Coded, found: Found) -> pa.Table:
    """Choose the best left row per right row. Equal weights are ordered by the smaller left row.

    Returns:
        Columns right, left (row numbers), code, bits, probability, margin (bits over the second best, NULL without one); one row per
        right row that has a candidate, in order.
    """
    return pa.concat_tables(_best_of(model, coded, part) for part in parts_of(found)).combine_chunks()


def _best_of(model: ModelSpec, coded: Coded, found: Found) -> pa.Table:
    found = _possible(coded, found)
    if not len(found.right):
        return pa.table({name: pa.array([], kind) for name, kind in _SCHEMA})
    start, group = groups_of(found.right)
    highest = np.maximum.reduceat(found.bits, start)
    is_highest = found.bits == highest[group]
    first = np.flatnonzero(is_highest)
    best = first[np.append(True, group[first][1:] != group[first][:-1])]
    others = found.bits.copy()
    others[best] = -np.inf
    second = np.maximum.reduceat(others, start)
    total = np.add.reduceat(np.exp2(found.bits - highest[group]), start)
    prior = prior_odds(model, len(coded.left))
    # 2^-bits of "none of them", beside the sum over all candidates.
    probability = np.round(1 / (total + np.exp2(-np.minimum(highest, 120)) / prior), 6)
    return pa.table(
        {
            "right": pa.array(found.right[best]),
            "left": pa.array(found.left[best]),
            "code": pa.array(found.code[best]),
            "bits": pa.array(highest),
            "probability": pa.array(probability),
            "margin": pa.array(
                np.round(highest - np.where(np.isinf(second), highest, second), 3), mask=np.isinf(second)
            ),
        }
    )


_SCHEMA = (
    ("right", pa.int32()), ("left", pa.int32()), ("code", pa.int32()), ("bits", pa.float64()), ("probability", pa.float64()),
    ("margin", pa.float64()),
)  # fmt: skip


def prior_odds(model: ModelSpec, n_left: int) -> float:
    """Return the odds that a right row and one left row are the same person before anything is compared."""
    return model.in_register / max(n_left, SMALLEST_DISTRICT) / (1 - model.in_register)


def all_rows(model: ModelSpec, coded: Coded, found: Found) -> pa.Table:
    """Return every candidate with its probability, in the columns of `best_rows`; the margin is that over the best other one."""
    found = _possible(coded, found)
    if not len(found.right):
        return pa.table({name: pa.array([], kind) for name, kind in _SCHEMA})
    start, group = groups_of(found.right)
    highest = np.maximum.reduceat(found.bits, start)
    best = np.flatnonzero(found.bits == highest[group])
    best = best[np.append(True, group[best][1:] != group[best][:-1])]
    others = found.bits.copy()
    others[best] = -np.inf
    second = np.maximum.reduceat(others, start)
    rival = highest[group]
    rival[best] = second
    total = np.add.reduceat(np.exp2(found.bits - highest[group]), start)
    none = np.exp2(-np.minimum(highest, 120)) / prior_odds(model, len(coded.left))
    probability = np.round(np.exp2(found.bits - highest[group]) / (total + none)[group], 6)
    margin = np.round(found.bits - np.where(np.isinf(rival), found.bits, rival), 3)
    columns = (found.right, found.left, found.code, found.bits, probability)
    table = {name: pa.array(values) for (name, _), values in zip(_SCHEMA, columns, strict=False)}
    return pa.table({**table, "margin": pa.array(margin, mask=np.isinf(rival))})


def _possible(coded: Coded, found: Found) -> Found:
    """Drop the pairs that a limit of the model puts apart."""
    kept = ~coded.cells.apart[found.code]
    return Found(found.left[kept], found.right[kept], found.code[kept], found.bits[kept])
