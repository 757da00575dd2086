"""Blocking keys: one number per row and rule, what too many share, and rows kept in the order of their keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duru.blocks.linkage.engine.coded.sides import NAMES, Side
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.raw.distinct import MIX

BUCKETS = 1 << 22


def key_of(side: Side, columns: tuple[str, ...]) -> np.ndarray:
    """Make one number per row out of a rule's columns: int64, the same for the same values, 0 where one of them is missing.

    A collision of two keys only adds a candidate, which the tests then refuse.
    """
    key = np.zeros(len(side), np.uint64)
    known = np.ones(len(side), bool)
    for name in columns:
        value = side.column(NAMES[name])
        known &= value != 0
        key ^= value.astype(np.uint64)
        key *= MIX
        key ^= key >> np.uint64(29)
    key |= np.uint64(1)
    key[~known] = 0
    return key.view(np.int64)


def bucket_of(key: np.ndarray) -> np.ndarray:
    """Throw keys into four million buckets."""
    return ((key.view(np.uint64) * MIX) >> np.uint64(42)).view(np.int64)


def capped(key: np.ndarray, cap: int) -> np.ndarray:
    """Drop the keys that more than `cap` rows share: such a value singles nobody out."""
    many = repeated(key, cap)
    return np.where(among(key, many), 0, key) if len(many) else key


def repeated(key: np.ndarray, most: int) -> np.ndarray:
    """Return the keys (not 0) that more than `most` rows have."""
    # Keys are thrown into a million buckets first: what lies in a bucket of few rows needs no sorting.
    bucket = bucket_of(key.astype(np.int64, copy=False)) >> 2
    crowded = np.bincount(bucket, minlength=BUCKETS >> 2) > most
    if not crowded.any():
        return key[:0]
    ordered = key[crowded.take(bucket)]
    ordered = np.sort(ordered[ordered != 0])
    far = ordered[most:]
    return np.unique(far[far == ordered[: len(far)]])


def among(key: np.ndarray, few: np.ndarray) -> np.ndarray:
    """Tell which keys are among a few; only those that share a bucket with one of them are looked up."""
    wanted = np.zeros(BUCKETS, bool)
    wanted[bucket_of(few.astype(np.int64, copy=False))] = True
    found = wanted.take(bucket_of(key.astype(np.int64, copy=False)))
    rows = np.flatnonzero(found)
    found[rows] = np.isin(key[rows], few)
    return found


@dataclass(frozen=True)
class Keys:
    """Rows of one side by blocking key, rule by rule, in the order of the keys.

    Attributes:
        keys, rows: Per rule the keys in order and whose they are; rows without a key, or with one that too many share, are left out.
        shared: Per rule the keys that too many share.
    """

    keys: tuple[np.ndarray, ...]
    rows: tuple[np.ndarray, ...]
    shared: tuple[np.ndarray, ...]

    def pairs(self, at: int, key: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return own rows and given rows (`rows`, with these keys of rule `at`) that agree."""
        order = np.argsort(key)
        low, high = (np.searchsorted(self.keys[at], key[order], side) for side in ("left", "right"))
        count = high - low
        # The first own row of each given one, then the next ones.
        place = np.repeat(low - (np.cumsum(count) - count), count) + np.arange(count.sum())
        return self.rows[at].take(place), np.repeat(rows[order], count)


def ordered_keys(
    model: ModelSpec,
    side: Side,
    *,
    n_counted: int | None = None,
    shared: tuple[np.ndarray, ...] | None = None,
    of_right: bool = False,
) -> Keys:
    """Put the rows of a side in the order of their keys.

    Args:
        n_counted: Among how many of the first rows it is counted whether too many share a key; all when None.
        shared: Keys that count as shared by too many, instead of counting.
        of_right: By the columns that a rule asks of the right side.
    """
    keys, rows, many = [], [], []
    for at, rule in enumerate(model.blocking):
        key = key_of(side, rule.right if of_right else rule.left)
        crowded = repeated(key[:n_counted], rule.cap) if shared is None else shared[at]
        known = np.flatnonzero((key != 0) & ~among(key, crowded) if len(crowded) else key != 0).astype(np.int32)
        order = np.argsort(key[known], kind="stable")
        keys.append(key[known[order]])
        rows.append(known[order])
        many.append(crowded)
    return Keys(tuple(keys), tuple(rows), tuple(many))
