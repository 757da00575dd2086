"""Linkage of two files, or of one with itself, without anything else of the product."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.coded.best import all_rows, best_rows, prior_odds
from duru.blocks.linkage.engine.coded.clusters import cluster
from duru.blocks.linkage.engine.coded.encode import Coded, encode
from duru.blocks.linkage.engine.coded.pairs import bits_of, compare, find_best_pairs, find_pairs
from duru.blocks.linkage.engine.coded.words import reasons_column
from duru.blocks.linkage.engine.model import SMALLEST, Level, ModelSpec, shipped_model
from duru.blocks.linkage.engine.raw.places import TextPlaces, read_gazetteer
from duru.blocks.linkage.engine.raw.table import read_table
from duru.blocks.linkage.engine.session import open_session
from duru.blocks.linkage.engine.train import train_coded

Report = Callable[[str], None]
# Right rows are numbered from 1, left rows from here.
FIRST_LEFT = 1 << 40


@dataclass(frozen=True)
class Outcome:
    """What came of it: the table to write, the model used (trained where asked), and how many rows there were."""

    table: pa.Table
    model: ModelSpec
    n_left: int
    n_right: int


def link_tables(
    left: pa.Table,
    right: pa.Table,
    *,
    today: date,
    buildings: pa.Table | None = None,
    model: ModelSpec | None = None,
    threshold: float = 0.5,
    retrain: bool = False,
    every: bool = False,
    report: Report = lambda step: None,
    threads: int | None = None,
) -> Outcome:
    """Find for every left record the right record that speaks of the same person.

    Tables have text columns record_id, name, birth, sex, phone, address (any but name may be missing). The right table is taken for
    the more complete one: name frequencies come from it.

    Args:
        today: Day on which the files are read; two-digit years depend on it.
        buildings: Gazetteer with building_id, gu, road, building_no, dong, jibun.
        threshold: Probability from which a row is kept; without effect with `every`.
        retrain: Learn the model's numbers from these tables first.
        every: Every candidate instead of the best one.

    Returns:
        Rows left_id, right_id, probability, match_weight, margin, reasons, ordered as the left table is.
    """
    model = model or shipped_model()
    register, mentions = _frames(right, left, buildings, today, report)
    coded = encode(model, register, mentions)
    del register, mentions
    if retrain:
        report("train")
        model = train_coded(coded, np.arange(right.num_rows), threads=threads).model
        coded = coded.for_model(model)
    report("link")
    with open_session(threads=threads) as connection:
        if every:
            rows = all_rows(model, coded, find_pairs(connection, model, coded))
        else:
            rows = best_rows(model, coded, find_best_pairs(connection, model, coded))
            rows = rows.filter(pc.greater_equal(rows["probability"], threshold))
    report("write")
    table = pa.table(
        {
            "left_id": left["record_id"].take(rows["right"]),
            "right_id": right["record_id"].take(rows["left"]),
            "probability": rows["probability"],
            "match_weight": rows["bits"],
            "margin": rows["margin"],
            "reasons": reasons_column(model, coded, rows),
        }
    )
    return Outcome(table, model, left.num_rows, right.num_rows)


def dedupe_table(
    table: pa.Table,
    *,
    today: date,
    buildings: pa.Table | None = None,
    model: ModelSpec | None = None,
    retrain: bool = False,
    threshold: float | None = None,
    report: Report = lambda step: None,
    threads: int | None = None,
) -> Outcome:
    """Group the records of one table by person.

    Args:
        threshold: Probability from which two records are one person; None for the model's own.

    Returns:
        Rows record_id, cluster_id (the record_id of the group's first record), ordered as the table is.
    """
    model = model or shipped_model()
    nobody = table.slice(0, 0)
    empty, mentions = _frames(nobody, table, buildings, today, report)
    coded = encode(model, empty, mentions)
    coded = replace(coded, left=coded.right)  # both sides are the same rows
    report("cluster")
    with open_session(threads=threads) as connection:
        group = cluster(connection, model, coded, threshold=threshold)
    return Outcome(
        pa.table({"record_id": table["record_id"], "cluster_id": table["record_id"].take(pa.array(group))}),
        model,
        table.num_rows,
        0,
    )


@dataclass(frozen=True)
class Explained:
    """Why two records are, or are not, the same person.

    Attributes:
        lines: Per field: label, left as typed, right as typed, outcome in words, bits (None where a side is missing).
        weight: Sum of the bits.
        probability: Of this pair alone, rivals not weighed.
        limit: What the model says against a link of such a pair, "" for nothing.
    """

    lines: list[tuple[str, str, str, str, float | None]]
    weight: float
    probability: float
    limit: str


def explain_pair(
    left: pa.Table, right: pa.Table, left_id: str, right_id: str, *, today: date, buildings: pa.Table | None = None,
    model: ModelSpec | None = None, threads: int | None = None,
) -> Explained:  # fmt: skip
    """Explain one pair of two tables, with the frequencies of the whole right table.

    Raises:
        KeyError: One of the ids is not in its table.
    """
    model = model or shipped_model()
    at = []
    for table, wanted in ((left, left_id), (right, right_id)):
        found = pc.index(table["record_id"], wanted).as_py()
        if found < 0:
            raise KeyError(wanted)
        at.append(found)
    register, mentions = _frames(right, left.slice(at[0], 1), buildings, today, lambda step: None)
    coded = encode(model, register, mentions)
    pair = np.array([at[1]], np.int32), np.zeros(1, np.int32)
    with open_session(threads=threads) as connection:
        one, _, code = compare(connection, model, coded, *pair, None)
    weight = float(bits_of(coded, one, code)[0])
    lines = []
    for key, level in model.outcome(int(code[0])).items():
        one_typed, other_typed = _typed(left, at[0], key), _typed(right, at[1], key)
        words, bits = ("한쪽에 없음", None) if level is None else (level.label, round(level_bits(coded, one, level), 3))
        lines.append((model.comparison(key).label, one_typed, other_typed, words, bits))
    odds = prior_odds(model, right.num_rows) * 2.0 ** min(weight, 500)
    return Explained(lines, weight, round(odds / (1 + odds), 6), _limit_words(model, int(code[0])))


def level_bits(coded: Coded, left: np.ndarray, level: Level) -> float:
    """Return the bits of one outcome, the rarity of the name included."""
    if not level.tf:
        return level.weight
    column, rarity = ("name", coded.name_bits) if level.tf == "name_jamo" else ("roman", coded.roman_bits)
    return math.log2(max(level.m, SMALLEST)) - float(rarity[coded.left.column(column)[left[0]]])


def _typed(table: pa.Table, row: int, field: str) -> str:
    return (table[field][row].as_py() or "") if field in table.column_names else ""


def _limit_words(model: ModelSpec, code: int) -> str:
    outcome = {key: level.key if level else "missing" for key, level in model.outcome(code).items()}
    found = [limit.reason for limit in model.limits if all(outcome[key] in keys for key, keys in limit.when.items())]
    return " ".join(dict.fromkeys(found))


def _frames(
    right: pa.Table, left: pa.Table, buildings: pa.Table | None, today: date, report: Report
) -> tuple[pa.Table, pa.Table]:
    report("read")
    places = read_gazetteer(buildings) if buildings is not None else TextPlaces()
    register = read_table(right, places, today=today, first_id=1, anchors=True)
    return register, read_table(left, places, today=today, first_id=FIRST_LEFT, anchors=False)


__all__ = ["Explained", "Outcome", "dedupe_table", "explain_pair", "link_tables"]
