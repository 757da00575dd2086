"""Candidate pairs and their codes of outcomes: DuckDB joins the keys, numpy compares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.encode import Coded
from duru.blocks.linkage.engine.coded.levels import Near, Pairs, level_of, name_distances, phone_distances
from duru.blocks.linkage.engine.model import ModelSpec

if TYPE_CHECKING:
    import duckdb

BLOCK = 1 << 14  # pairs compared at a time: what is gathered of them stays in the processor's cache
STRETCH = 1 << 18  # pairs whose distances are asked of DuckDB at a time
MOST = 1 << 23  # pairs kept before doubles are dropped
_EARLY = ("name", "birth")


@dataclass(frozen=True)
class Found:
    """Compared pairs, ordered by right row, then left row: left row, right row, code of outcomes, bits (without prior)."""

    left: np.ndarray
    right: np.ndarray
    code: np.ndarray
    bits: np.ndarray


def find_pairs(
    connection: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    coded: Coded,
    *,
    rules: tuple[str, ...] = (),
    everything: bool = False,
    same: bool = False,
) -> Found:
    """Find the distinct pairs of all blocking rules and compare them.

    Args:
        rules: Only these rules; all when empty.
        everything: Also the pairs that a limit of the model puts apart by name and birth alone.
        same: Both sides are the same rows: only pairs whose left row comes first.
    """
    asked = [at for at, rule in enumerate(model.blocking) if not rules or rule.key in rules]
    return _compared(
        connection,
        model,
        coded,
        _candidates(connection, coded, asked, same=same),
        None if everything else _worth(model),
    )


def find_best_pairs(connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded) -> Found:
    """Find the pairs that decide: as `find_pairs`, but whoever is settled is not looked up again.

    Rules run in stages, the selective ones first. A right row that has a pair of `SETTLED` bits leaves: what only later rules find
    shares less, lies at least eight bits below and changes no decision.
    """
    worth = _worth(model)
    stages = [
        [at for at, rule in enumerate(model.blocking) if _stage(rule.key) == stage] for stage in range(len(STAGES) + 1)
    ]
    open_rows: np.ndarray | None = None
    parts: list[Found] = []
    seen = np.zeros(0, np.int64)
    best = np.full(len(coded.right.rows), -np.inf, np.float32)
    for rules, settled in zip(stages, SETTLED, strict=True):
        key = _candidates(connection, coded, rules, open_rows)
        if len(seen):
            key = key[~_contains(seen, key)]
        found = _compared(connection, model, coded, key, worth)
        parts.append(found)
        np.maximum.at(best, found.right, found.bits.astype(np.float32))
        still = best < settled
        seen = np.sort(np.concatenate([seen[still[seen >> 32]], key[still[key >> 32]]]))
        open_rows = still
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in ("left", "right", "code", "bits")]
    order = np.argsort(joined[1].astype(np.int64) << 32 | joined[0])
    return Found(*(column[order] for column in joined))


# Rules by stage; a rule that is named nowhere comes last.
STAGES = (
    ("phone", "name_building", "birth_given"),
    ("name_year", "birth_surname", "birth_building", "name_month_day", "name_lunar", "lunar_name"),
)
# Bits that settle a row after each stage. After the first name, birth and phone or home agree; a rival found later has name and birth
# at best. After the second a rival shares a home or a rare name at best.
SETTLED = (40.0, 30.0, 0.0)


def _stage(rule: str) -> int:
    return next((at for at, keys in enumerate(STAGES) if rule in keys), len(STAGES))


def _contains(ordered: np.ndarray, values: np.ndarray) -> np.ndarray:
    at = np.searchsorted(ordered, values)
    return ordered[np.minimum(at, len(ordered) - 1)] == values


def _compared(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded, key: np.ndarray, worth: np.ndarray | None
) -> Found:
    parts = []
    for start in range(0, len(key), STRETCH):
        part = key[start : start + STRETCH]
        left, right = (part & 0xFFFFFFFF).astype(np.int32), (part >> 32).astype(np.int32)
        left, right, code = compare(connection, model, coded, left, right, worth)
        parts.append(Found(left, right, code, bits_of(coded, left, code)))
    if not parts:
        return Found(*(np.zeros(0, kind) for kind in (np.int32, np.int32, np.int32, np.float64)))
    return Found(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("left", "right", "code", "bits"))
    )


def bits_of(coded: Coded, left: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Return the weight of pairs, without prior: the bits of their outcomes, and for agreeing names the rarity of the name."""
    which, weight = coded.cells.rarity[code], coded.cells.bits[code]
    for at, (column, rarity) in enumerate((("name", coded.name_bits), ("roman", coded.roman_bits)), 1):
        rows = np.flatnonzero(which == at)
        weight[rows] -= rarity[coded.left.column(column)[left[rows]]]
    return np.round(weight, 6)


def compare(
    connection: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    coded: Coded,
    left: np.ndarray,
    right: np.ndarray,
    worth: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Work out the code of each pair; drops the pairs that `worth` (by name level and birth level) is false of."""

    def distance(one: pa.Array, other: pa.Array) -> np.ndarray:
        connection.register("text_frame", pa.table({"row": pa.array(np.arange(len(one))), "a": one, "b": other}))
        found = connection.execute('SELECT "row", levenshtein(a, b) AS d FROM text_frame').fetchnumpy()
        connection.unregister("text_frame")
        distances = np.zeros(len(one), np.int64)
        distances[found["row"]] = found["d"]
        return distances

    steps = {comparison.key: step for comparison, step in zip(model.comparisons, model.strides, strict=True)}
    early = [model.comparison(key) for key in _EARLY]
    late = [comparison for comparison in model.comparisons if comparison.key not in _EARLY]
    near = Near(names=name_distances(coded, left, right, distance))
    code = np.zeros(len(left), np.int32)
    kept = np.ones(len(left), bool)
    for start in range(0, len(left), BLOCK):
        rows = slice(start, start + BLOCK)
        pairs = Pairs(coded, left[rows], right[rows], near.part(rows))
        name, birth = (level_of(comparison, pairs) for comparison in early)
        code[rows] = steps["name"] * name + steps["birth"] * birth
        if worth is not None:
            kept[rows] = worth[name, birth]
    if worth is not None:
        left, right, code = left[kept], right[kept], code[kept]
    near = Near(phones=phone_distances(coded, left, right, distance))
    for start in range(0, len(left), BLOCK):
        rows = slice(start, start + BLOCK)
        pairs = Pairs(coded, left[rows], right[rows], near.part(rows))
        for comparison in late:
            code[rows] += steps[comparison.key] * level_of(comparison, pairs)
    return left, right, code


def _candidates(
    connection: duckdb.DuckDBPyConnection,
    coded: Coded,
    rules: list[int],
    open_rows: np.ndarray | None = None,
    *,
    same: bool = False,
) -> np.ndarray:
    """Return the distinct pairs of some rules as right row << 32 | left row, in order; only open right rows."""
    found: list[np.ndarray] = []
    size = 0
    for at in rules:
        left, right = coded.keys(at)
        if open_rows is not None:
            right = np.where(open_rows, right, 0)
        found.append(_joined(connection, left, right, same=same))
        size += len(found[-1])
        if size > MOST:
            found, size = [_distinct(found)], 0
    return _distinct(found)


def _distinct(found: list[np.ndarray]) -> np.ndarray:
    key = np.concatenate(found) if found else np.zeros(0, np.int64)
    found.clear()
    key.sort()
    return key[np.append(True, key[1:] != key[:-1])] if len(key) else key


def _joined(connection: duckdb.DuckDBPyConnection, left: np.ndarray, right: np.ndarray, *, same: bool) -> np.ndarray:
    """Join two sides by key; returns right row << 32 | left row."""
    for name, keys in (("left_keys", left), ("right_keys", right)):
        rows = np.flatnonzero(keys)
        connection.register(name, pa.table({"k": pa.array(keys[rows]), "n": pa.array(rows)}))
    result = connection.execute(
        "SELECT r.n << 32 | l.n AS pair FROM right_keys AS r JOIN left_keys AS l ON l.k = r.k"
        + (" WHERE l.n < r.n" if same else "")
    ).fetchnumpy()
    connection.unregister("left_keys")
    connection.unregister("right_keys")
    return np.asarray(result["pair"], np.int64)


def _worth(model: ModelSpec) -> np.ndarray:
    """Tell by (name level, birth level) which pairs no limit puts apart."""
    places = {
        key: {"missing": 0} | {level.key: at for at, level in enumerate(model.comparison(key).levels, 1)}
        for key in _EARLY
    }
    worth = np.ones(tuple(len(places[key]) for key in _EARLY), bool)
    for limit in model.limits:
        if limit.band == "new" and set(limit.when) <= set(_EARLY):
            name, birth = (
                [places[key][level] for level in limit.when[key]] if key in limit.when else list(places[key].values())
                for key in _EARLY
            )
            worth[np.ix_(name, birth)] = False
    return worth
