"""Learn the numbers of a model from the data themselves, without labels.

u comes from pairs that cannot be matches; m from expectation-maximisation over *counts of patterns* inside blocks. Inside a
block u floats and is thrown away afterwards: pairs that share a phone or a name and a year are no random pairs, and an EM with
the global u would take their family likeness for damage (measured: m(phone) .588 instead of .836; see docs/decisions).
Deterministic: samples are drawn with a fixed seed, sums are in fixed order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.encode import count_distinct, encode
from duru.blocks.linkage.engine.coded.pairs import Found, bits_of, compare, find_best_pairs, find_pairs, groups_of
from duru.blocks.linkage.engine.coded.sides import Coded, Side
from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec
from duru.blocks.linkage.engine.session import open_session

if TYPE_CHECKING:
    import duckdb

# Blocks to learn in, and the comparisons that their keys leave free.
BLOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("phone", ("name", "birth", "sex", "address")),
    ("name_year", ("sex", "phone", "address")),
    ("birth_building", ("name", "sex", "phone")),
)
# Mentions that m and the share in the register are learned from, the most pairs of one block, and blind pairs for u: at a million
# records more of them change F1 and recall by less than .0001.
SAMPLED_MENTIONS = 100_000
MOST_PAIRS = 400_000
SAMPLED_PAIRS = 600_000
# A run that only fits a model to itself takes fewer blind pairs, and believes the model for as many matches.
TUNING_PAIRS = 200_000
TUNING_MATCHES = 200.0
TUNING_MENTIONS = 200_000
MOST_ROUNDS = 500
CONVERGED = 1e-7
# The model we start from counts as this many observed matches, so that a level never seen keeps a sensible chance.
PRIOR_MATCHES = 20.0
# This share of every m stays what it was: a kind of damage that these data do not show may come with the next agency.
HUMILITY = 0.02
# Agreement so rare that a sample would miss it is counted over all pairs of the register, by these columns.
EXACT = {
    ("name", "equal"): ("name",),
    ("birth", "equal"): ("birth_on",),
    ("phone", "equal"): ("phone",),
    ("address", "unit"): ("building", "unit"),
}


@dataclass(frozen=True)
class BlockReport:
    """How the learning went in one block."""

    block: str
    n_pairs: int
    n_patterns: int
    share_matches: float
    rounds: int
    converged: bool


@dataclass(frozen=True)
class Trained:
    """A trained model and how it came about."""

    model: ModelSpec
    blocks: tuple[BlockReport, ...]
    n_register: int
    n_mentions: int


def train(
    model: ModelSpec, *, register: pa.Table, mentions: pa.Table, memory_mib: int = 1024, threads: int | None = None
) -> Trained:
    """Estimate u, m and the share of mentions that are in the register; levels, rules and costs stay as they are.

    Args:
        model: Where to start from; its m also serves where a block has too little to say.
        register, mentions: Frames of `columns.prepare`, the register with at least some thousand rows.
    """
    coded = encode(model, register, mentions)
    anchors = register["anchor_id"].to_numpy() if register.num_rows else np.zeros(0, np.int64)
    return train_coded(coded, anchors, memory_mib=memory_mib, threads=threads)


def train_coded(
    coded: Coded,
    anchors: np.ndarray,
    *,
    most_mentions: int = SAMPLED_MENTIONS,
    memory_mib: int = 1024,
    threads: int | None = None,
) -> Trained:
    """Do the same for sides that are encoded already.

    Args:
        anchors: Whose every left row is, shape (n_left,).
        most_mentions: From how many mentions m and the share in the register are learned; of more a fixed sample is drawn.
    """
    model = coded.model
    with open_session(memory_mib=memory_mib, threads=threads) as connection:
        n_people = count_distinct(anchors)
        model = model.with_levels(_unlike(connection, model, coded, anchors, n_people))
        n_mentions = len(coded.right)
        coded = replace(coded, right=_sampled(coded.right, most_mentions))
        learned: dict[str, list[tuple[np.ndarray, float]]] = {}
        reports = []
        for block, free in BLOCKS:
            codes, counts = _patterns(connection, model, coded, block)
            report, matches = _learn(model, block, free, codes, counts)
            reports.append(report)
            for key, (m, weight) in matches.items():
                learned.setdefault(key, []).append((m, weight))
        model = model.with_levels(_merged(model, learned))
        model = replace(model, in_register=_share_in_register(connection, coded.for_model(model), n_people))
    return Trained(model, tuple(reports), len(coded.left), n_mentions)


def tune(connection: duckdb.DuckDBPyConnection, coded: Coded, found: Found, anchors: np.ndarray) -> tuple[Coded, Found]:
    """Fit a model that comes from elsewhere to one run, in a single step over pairs that the run compares anyway.

    u follows from fewer blind pairs, the share in the register from the odds of all candidates, m from the pairs weighed by their
    probability among rivals. Rules, levels and caps stay; what a training in blocks would find beside it is little.

    Args:
        found: Pairs of `pairs.find_best_pairs`.
        anchors: Whose every left row is, shape (n_left,).

    Returns:
        The same rows with the fitted model, and the same pairs with its bits.
    """
    n_people = count_distinct(anchors)
    model = coded.model.with_levels(_unlike(connection, coded.model, coded, anchors, n_people, most_pairs=TUNING_PAIRS))
    coded = coded.for_model(model)
    # Of many mentions every second, third, … teaches: what the others would add is less than what a single step leaves open.
    step = -(-len(coded.right) // TUNING_MENTIONS) or 1
    rows = np.flatnonzero((found.right % step == 0) & ~coded.cells.apart.take(found.code))
    if not len(rows):
        return coded, replace(found, bits=bits_of(coded, found.left, found.code))
    left, right, code = found.left[rows], found.right[rows], found.code[rows]
    odds = np.exp2(np.minimum(bits_of(coded, left, code), 120))
    start, group = groups_of(right)
    total = np.add.reduceat(odds, start)
    n_people = max(n_people, SMALLEST_DISTRICT)
    # What the model says of the share counts as some mentions, so that a handful of them does not decide it.
    n_mentions, before = -(-len(coded.right) // step), model.in_register
    learned = share_in_register(total, n_people, n_mentions, before)
    share = round((learned * n_mentions + before * TUNING_MATCHES) / (n_mentions + TUNING_MATCHES), 4)
    weight = odds / (total + n_people * (1 - share) / share)[group]
    counts = np.bincount(code, weights=weight, minlength=model.n_codes)
    levels = {}
    for position, comparison in enumerate(model.comparisons):
        start_m = np.array([level.m for level in comparison.levels])
        level = _levels(model, position, np.arange(model.n_codes))
        seen = np.bincount(level, weights=counts, minlength=len(start_m) + 1)[1:] + TUNING_MATCHES * start_m
        u = [one.u for one in comparison.levels]
        levels[comparison.key] = list(zip((seen / seen.sum()).tolist(), u, strict=True))
    coded = coded.for_model(replace(model.with_levels(levels), in_register=share))
    return coded, replace(found, bits=bits_of(coded, found.left, found.code))


def _sampled(side: Side, most: int) -> Side:
    """Take some rows of a side, the same ones of the same rows."""
    n = len(side)
    return side if n <= most else side.take(np.sort(np.random.default_rng(7).permutation(n)[:most]))


def _unlike(
    connection: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    coded: Coded,
    anchors: np.ndarray,
    n_people: int,
    *,
    most_pairs: int = SAMPLED_PAIRS,
) -> dict[str, list[tuple[float, float]]]:
    """Estimate u: the outcomes of register rows against mentions paired blindly, less the few matches among them."""
    n_left, n_right = len(coded.left), len(coded.right)
    turns = max(1, min(n_left, math.ceil(most_pairs / max(n_right, 1))))
    # Every mention meets `turns` register rows spread over the shuffled register; the shuffle has a fixed seed.
    left_order, right_order = (np.random.default_rng(7).permutation(n).astype(np.int32) for n in (n_left, n_right))
    at = np.arange(n_right, dtype=np.int64)[: max(most_pairs // turns, 1)]
    steps = (at[:, None] * 7919 + np.arange(turns) * 104729) % max(n_left, 1)
    codes = np.zeros(0, np.int32)
    if n_left and n_right:
        # In the order of the right rows, as `compare` likes them; they are only counted.
        at = np.argsort(right_order[at])
        pairs = left_order[steps[at].ravel()], np.repeat(right_order[at], turns)
        codes = compare(connection, model, coded, *pairs, None)[2]
    codes, counts = np.unique(codes, return_counts=True)
    chance_of_match = model.in_register / max(n_left, 1)
    found = {}
    for position, comparison in enumerate(model.comparisons):
        levels = _levels(model, position, codes)
        seen = np.array([counts[levels == level].sum() for level in range(1, len(comparison.levels) + 1)], float)
        total = seen.sum()
        m = np.array([level.m for level in comparison.levels])
        if total < 1000:  # the register does not know this field: nothing to learn here
            found[comparison.key] = [(level.m, level.u) for level in comparison.levels]
            continue
        unlike = np.maximum(seen - total * chance_of_match * m, seen * 0.1) + 0.5
        u = unlike / unlike.sum()
        for place, level in enumerate(comparison.levels):
            if (comparison.key, level.key) in EXACT:
                exact = _exact(coded, anchors, n_people, comparison.key, level.key)
                if exact is not None:
                    u[place] = exact
        u[-1] = max(1 - u[:-1].sum(), 1e-9)
        found[comparison.key] = list(zip(m.tolist(), (u / u.sum()).tolist(), strict=True))
    return found


def _exact(coded: Coded, anchors: np.ndarray, n_people: int, comparison: str, level: str) -> float | None:
    """Count the agreeing pairs of different register persons, scaled to how many mentions give the whole value."""
    columns = [coded.left.column(name).astype(np.int64) for name in EXACT[comparison, level]]
    known = np.logical_and.reduce([column != 0 for column in columns])
    key = (columns[0] if len(columns) == 1 else columns[0] << 32 | columns[1])[known]
    owner = anchors[known]
    if n_people < len(anchors):  # somebody has several rows, and agrees with himself
        order = np.lexsort((owner, key))
        key, owner = key[order], owner[order]
        key = key[np.append(True, (key[1:] != key[:-1]) | (owner[1:] != owner[:-1]))] if len(key) else key
    if len(key) and int(key.max()) < 2 * len(key):  # codes and days lie close together
        count = np.bincount(key).astype(float)
    else:
        key.sort()
        start = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, int)
        count = np.diff(np.append(start, len(key))).astype(float)
    total = float(count.sum())
    if total < 1000:
        return None
    whole = 1.0
    year, born = coded.right.column("year"), coded.right.column("birth_on")
    building, unit, dong = (coded.right.column(name) for name in ("building", "unit", "dong"))
    if comparison == "birth" and (year != 0).any():
        whole = float((born[year != 0] != 0).mean())
    if comparison == "address" and ((building != 0) | (dong != 0)).any():
        whole = float(((building != 0) & (unit != 0))[(building != 0) | (dong != 0)].mean())
    # At least half a pair: what never happened among so many can still happen.
    return max(float((count * (count - 1)).sum()), 1.0) / (total * total) * (whole or 1.0)


def _patterns(
    connection: duckdb.DuckDBPyConnection, model: ModelSpec, coded: Coded, block: str
) -> tuple[np.ndarray, np.ndarray]:
    counts = np.bincount(
        find_pairs(connection, model, coded, rules=(block,), everything=True, at_most=MOST_PAIRS).code,
        minlength=model.n_codes,
    )
    codes = np.flatnonzero(counts)
    return codes, counts[codes].astype(float)


def _levels(model: ModelSpec, at: int, codes: np.ndarray) -> np.ndarray:
    return codes // model.strides[at] % (len(model.comparisons[at].levels) + 1)


def _learn(
    model: ModelSpec, block: str, free: tuple[str, ...], codes: np.ndarray, counts: np.ndarray
) -> tuple[BlockReport, dict[str, tuple[np.ndarray, float]]]:
    """Run EM over the patterns of one block; returns m per free comparison and how many matches spoke for it."""
    places = [at for at, comparison in enumerate(model.comparisons) if comparison.key in free]
    levels = [_levels(model, at, codes) for at in places]
    start = [np.array([level.m for level in model.comparisons[at].levels]) for at in places]
    m = [probabilities.copy() for probabilities in start]
    u = [np.array([level.u for level in model.comparisons[at].levels]) for at in places]
    share, rounds, moved = 0.5, 0, 1.0
    match = np.zeros(len(codes))
    while len(codes) and rounds < MOST_ROUNDS and moved > CONVERGED:
        rounds += 1
        log_odds = np.full(len(codes), math.log(share / (1 - share)))
        for level, m_k, u_k in zip(levels, m, u, strict=True):
            # Index 0 is 'missing' and says nothing.
            log_odds += np.log(np.append(1.0, np.maximum(m_k, 1e-12)) / np.append(1.0, np.maximum(u_k, 1e-12)))[level]
        match = 1 / (1 + np.exp(-np.clip(log_odds, -60, 60)))
        new_share = float(np.clip((counts @ match) / counts.sum(), 1e-4, 1 - 1e-4))
        moved = abs(new_share - share)
        share = new_share
        for position, level in enumerate(levels):
            m[position], shift = _shares(level, counts * match, m[position], start[position])
            u[position], _ = _shares(level, counts * (1 - match), u[position], u[position])
            moved = max(moved, shift)
    report = BlockReport(block, int(counts.sum()), len(codes), round(share, 4), rounds, moved <= CONVERGED)
    weights = [float((counts * match)[level > 0].sum()) for level in levels]
    return report, {
        model.comparisons[at].key: (m_k, weight) for at, m_k, weight in zip(places, m, weights, strict=True)
    }


def _shares(level: np.ndarray, weight: np.ndarray, old: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, float]:
    seen = np.bincount(level, weights=weight, minlength=len(old) + 1)[1:] + PRIOR_MATCHES * start
    new = seen / seen.sum()
    return new, float(np.abs(new - old).max())


def _merged(
    model: ModelSpec, learned: dict[str, list[tuple[np.ndarray, float]]]
) -> dict[str, list[tuple[float, float]]]:
    merged = {}
    for comparison in model.comparisons:
        u = [level.u for level in comparison.levels]
        opinions = [(m, weight) for m, weight in learned.get(comparison.key, []) if weight > 0]
        if not opinions:
            continue
        total = sum(weight for _, weight in opinions)
        before = np.array([level.m for level in comparison.levels])
        m = (1 - HUMILITY) * sum(m * weight for m, weight in opinions) / total + HUMILITY * before
        merged[comparison.key] = list(zip(np.asarray(m).tolist(), u, strict=True))
    return merged


def _share_in_register(connection: duckdb.DuckDBPyConnection, coded: Coded, n_people: int) -> float:
    """Estimate which share of the mentions speaks of registered people, by the odds of all their candidates together."""
    model = coded.model
    found = find_best_pairs(connection, model, coded)
    kept = ~coded.cells.apart[found.code]
    if not kept.any():
        return model.in_register
    right, bits = found.right[kept], found.bits[kept]
    odds = np.add.reduceat(np.exp2(np.minimum(bits, 120)), groups_of(right)[0])
    return share_in_register(odds, max(n_people, SMALLEST_DISTRICT), len(coded.right), model.in_register)


def share_in_register(odds: np.ndarray, n_people: int, n_mentions: int, share: float) -> float:
    """Estimate which share of the mentions speaks of somebody in the register.

    Args:
        odds: Per mention with a candidate, the sum of its candidates' m/u, shape (n,).
        n_people: Persons in the register.
        n_mentions: Mentions, those without a candidate included.
        share: Where to begin.
    """
    # Sums of a fixed number of steps: equal odds are counted once.
    place = np.round(np.log2(odds) * 64).astype(np.int64)
    count = np.bincount(place - (low := int(place.min(initial=0))))
    odds = np.exp2((np.arange(len(count)) + low) / 64)
    for _ in range(50):
        prior = share / (1 - share) / n_people
        share = float(np.clip((count * odds * prior / (1 + odds * prior)).sum() / n_mentions, 0.05, 0.995))
    return round(share, 4)
