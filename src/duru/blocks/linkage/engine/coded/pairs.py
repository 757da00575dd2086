"""Candidate pairs and their codes of outcomes: DuckDB joins the keys, numpy compares."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.keys import BUCKETS, bucket_of, capped, key_of
from duru.blocks.linkage.engine.coded.levels import Near, Pairs, level_of, name_distances, phone_distances
from duru.blocks.linkage.engine.coded.sides import Coded
from duru.blocks.linkage.engine.model import ModelSpec

if TYPE_CHECKING:
    import duckdb

BLOCK = 1 << 13  # pairs compared at a time: what is gathered of them stays in the processor's cache
STRETCH = 1 << 17  # pairs whose distances are asked of DuckDB at a time
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
    at_most: int | None = None,
) -> Found:
    """Find the distinct pairs of all blocking rules and compare them.

    Args:
        rules: Only these rules; all when empty.
        everything: Also the pairs that a limit of the model puts apart by name and birth alone.
        same: Both sides are the same rows: only pairs whose left row comes first.
        at_most: Where there are more pairs, only those of every second, third, … right row.
    """
    asked = [at for at, rule in enumerate(model.blocking) if not rules or rule.key in rules]
    key = _candidates(connection, coded, asked, same=same)
    if at_most is not None and len(key) > at_most:
        key = key[(key >> 32) % math.ceil(len(key) / at_most) == 0]
    return compared(connection, model, coded, key, None if everything else worth_of(model))


def find_best_pairs(connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded) -> Found:
    """Find the pairs that decide: as `find_pairs`, but whoever is settled is not looked up again.

    Rules run in stages, the selective ones first. A right row leaves when one of its pairs agrees in so much, or has so many bits,
    that what only later rules find shares less, lies at least eight bits below and changes no decision.
    """
    worth, (settled_by_phone, settled_by_two) = worth_of(model), _settling(model)
    stages = [
        [at for at, rule in enumerate(model.blocking) if _stage(rule.key) == stage] for stage in range(len(STAGES) + 1)
    ]
    n = len(coded.right)
    open_rows = np.arange(n)
    is_open, best = np.ones(n, bool), np.full(n, -np.inf, np.float32)
    parts: list[Found] = []
    seen = np.zeros(0, np.int64)
    for rules, enough, settling in zip(
        stages, ENOUGH, (settled_by_phone, settled_by_two, settled_by_two, settled_by_two), strict=True
    ):
        key = _candidates(connection, coded, rules, open_rows)
        if len(seen):
            key = key[~_contains(seen, key)]
        found = compared(connection, model, coded, key, worth)
        parts.append(found)
        np.maximum.at(best, found.right, found.bits.astype(np.float32))
        is_open &= best < enough
        is_open[found.right[settling[found.code]]] = False
        seen = np.concatenate([seen[is_open[seen >> 32]], key[is_open[key >> 32]]])
        seen.sort()
        open_rows = np.flatnonzero(is_open)
    del seen, key, found
    return _in_order(parts)


# Rules by stage; a rule that is named nowhere comes last.
STAGES = (
    ("phone",),
    ("name_building", "birth_given"),
    ("name_year", "birth_surname", "birth_building", "name_month_day", "name_lunar", "lunar_name"),
)
# Bits that settle a row after each stage. After the second name, birth and phone or home agree; a rival found later has name and birth
# at best. After the third a rival shares a home or a rare name at best.
ENOUGH = (math.inf, 40.0, 30.0, 0.0)


def _settling(model: ModelSpec) -> tuple[np.ndarray, np.ndarray]:
    """Tell by code which pairs settle a row: after the rule of the phone, and after those of home and birth too.

    A rival found later does not share the phone: name, birth and phone settle. Later still it shares neither the phone, nor name
    and home, nor given name and birth: the name and two of birth, phone and home settle.
    """
    codes = np.arange(model.n_codes)

    def agrees(key: str, *tests: str) -> np.ndarray:
        comparison = model.comparison(key)
        step = model.strides[model.comparisons.index(comparison)]
        levels = [at for at, level in enumerate(comparison.levels, 1) if level.test in tests]
        return np.isin(codes // step % (len(comparison.levels) + 1), levels)

    name, birth, phone = (agrees(key, f"{key}_equal") for key in ("name", "birth", "phone"))
    home = agrees("address", "address_unit", "address_house", "address_building")
    return name & birth & phone, name & ((birth & phone) | (birth & home) | (phone & home))


def _in_order(parts: list[Found]) -> Found:
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in ("left", "right", "code", "bits")]
    parts.clear()  # three million pairs need not lie there twice
    # Every part is in order already, and the stable sort merges such runs.
    order = np.argsort(joined[1].astype(np.int64) << 32 | joined[0], kind="stable")
    for at, column in enumerate(joined):
        joined[at] = column[order]
    return Found(*joined)


def _stage(rule: str) -> int:
    return next((at for at, keys in enumerate(STAGES) if rule in keys), len(STAGES))


def _contains(ordered: np.ndarray, values: np.ndarray) -> np.ndarray:
    at = np.searchsorted(ordered, values)
    return ordered[np.minimum(at, len(ordered) - 1)] == values


def parts_of(found: Found) -> Iterator[Found]:
    """Yield pairs a part at a time, all those of a right row together; at least one part."""
    start, n = 0, len(found.right)
    while start < n or not start:
        end = min(start + 4 * STRETCH, n)
        end = int(np.searchsorted(found.right, found.right[end - 1], "right")) if end else 0
        yield Found(*(getattr(found, name)[start:end] for name in ("left", "right", "code", "bits")))
        if end == n:
            return
        start = end


def groups_of(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each run of equal rows starts, and per element which run it is in."""
    fresh = np.append(True, rows[1:] != rows[:-1])[: len(rows)]
    return np.flatnonzero(fresh), np.cumsum(fresh) - 1


def compared(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded, key: np.ndarray, worth: np.ndarray | None
) -> Found:
    """Compare pairs, given in order as right row << 32 | left row, on all cores; drops those that `worth` is false of."""

    def stretch(start: int) -> Found:
        part = key[start : start + STRETCH]
        left, right = (part & 0xFFFFFFFF).astype(np.int32), (part >> 32).astype(np.int32)
        with connection.cursor() as own:
            left, right, code = compare(own, model, coded, left, right, worth)
        return Found(left, right, code, bits_of(coded, left, code))

    # numpy and DuckDB work outside Python's lock; parts come back in order.
    with ThreadPoolExecutor(_workers(connection)) as pool:
        parts = list(pool.map(stretch, range(0, len(key), STRETCH)))
    if not parts:
        return Found(*(np.zeros(0, kind) for kind in (np.int32, np.int32, np.int32, np.float64)))
    return Found(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("left", "right", "code", "bits"))
    )


def _workers(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])


def bits_of(coded: Coded, left: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Return the weight of pairs, without prior: the bits of their outcomes, and for agreeing names the rarity of the name."""
    weight = np.empty(len(code))
    for start in range(0, len(code), STRETCH):
        part = slice(start, start + STRETCH)
        which, some = coded.cells.rarity.take(code[part]), coded.cells.bits.take(code[part])
        for at, (column, rarity) in enumerate((("name", coded.name_bits), ("roman", coded.roman_bits)), 1):
            rows = np.flatnonzero(which == at)
            some[rows] -= rarity.take(coded.left.column(column).take(left[part].take(rows)))
        weight[part] = np.round(some, 6)
    return weight


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

    one, other = left.astype(np.intp), right.astype(np.intp)
    near = Near(name_distances(coded, one, other, distance), phone_distances(coded, one, other, distance))
    code = np.zeros(len(left), np.int32)
    kept = np.ones(len(left), bool)
    # Right rows come in order, or are few: only the stretch they span is laid out.
    first, last = int(right.min(initial=len(coded.right))), int(right.max(initial=-1))
    lefts, rights = coded.left.laid_out, coded.right.lay_out(slice(first, last + 1))
    for start in range(0, len(left), BLOCK):
        rows = slice(start, start + BLOCK)
        # Rows are known to be there: "clip" spares the look whether each one is.
        ours, theirs = (
            tuple(part.take(at, axis=0, mode="clip") for part in parts)
            for parts, at in ((lefts, one[rows]), (rights, other[rows] - first))
        )
        pairs = Pairs(coded, ours, theirs, near.part(rows))
        level = {comparison.key: level_of(comparison, pairs) for comparison in model.comparisons}
        for comparison, step in zip(model.comparisons, model.strides, strict=True):
            code[rows] += np.int32(step) * level[comparison.key]
        if worth is not None:
            kept[rows] = worth[level["name"], level["birth"]]
    return (left, right, code) if worth is None else (left[kept], right[kept], code[kept])


def _candidates(
    connection: duckdb.DuckDBPyConnection,
    coded: Coded,
    rules: list[int],
    open_rows: np.ndarray | None = None,
    *,
    same: bool = False,
) -> np.ndarray:
    """Return the distinct pairs of some rules as right row << 32 | left row, in order; only open right rows."""
    rows = np.arange(len(coded.right)) if open_rows is None else open_rows
    some = coded.right if len(rows) == len(coded.right) else coded.right.take(rows)

    def of_rule(at: int) -> np.ndarray:
        rule = coded.model.blocking[at]
        right = key_of(some, rule.right)
        asked = np.flatnonzero(right)
        right_rows, right = rows[asked], right[asked]
        if coded.left_keys is not None:
            ours, theirs = coded.left_keys.pairs(at, right, right_rows)
            pairs = theirs.astype(np.int64) << 32 | ours
            return pairs[ours < theirs] if same else pairs
        left = key_of(coded.left, rule.left)
        # Most left rows have a key that nobody on the right has: a look into a table of bits spares sorting and joining them.
        wanted = np.zeros(BUCKETS, bool)
        wanted[bucket_of(right)] = True
        left_rows = np.flatnonzero(wanted.take(bucket_of(left)) & (left != 0))
        left = capped(left[left_rows], rule.cap)
        with connection.cursor() as own:
            return _joined(own, (left, left_rows), (right, right_rows), same=same)

    found: list[np.ndarray] = []
    size = 0
    with ThreadPoolExecutor(_workers(connection)) as pool:
        for pairs in pool.map(of_rule, rules):
            found.append(pairs)
            size += len(pairs)
            if size > MOST:
                found, size = [_distinct(found)], 0
    return _distinct(found)


def _distinct(found: list[np.ndarray]) -> np.ndarray:
    key = np.concatenate(found) if found else np.zeros(0, np.int64)
    found.clear()
    key.sort()
    return key[np.append(True, key[1:] != key[:-1])] if len(key) else key


Keyed = tuple[np.ndarray, np.ndarray]


def _joined(connection: duckdb.DuckDBPyConnection, left: Keyed, right: Keyed, *, same: bool) -> np.ndarray:
    """Join two sides, each keys and row numbers, by key; returns right row << 32 | left row."""
    for name, (keys, rows) in (("left_keys", left), ("right_keys", right)):
        connection.register(name, pa.table({"k": pa.array(keys), "n": pa.array(rows.astype(np.int32))}))
    result = connection.execute(
        "SELECT r.n::BIGINT << 32 | l.n AS pair FROM right_keys AS r JOIN left_keys AS l ON l.k = r.k WHERE l.k <> 0"
        + (" AND l.n < r.n" if same else "")
    ).fetchnumpy()
    connection.unregister("left_keys")
    connection.unregister("right_keys")
    return np.asarray(result["pair"], np.int64)


def worth_of(model: ModelSpec) -> np.ndarray:
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
