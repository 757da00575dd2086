"""Linkage of two files, or of one with itself, without anything else of the product."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.coded.best import all_rows, best_rows, prior_odds
from duru.blocks.linkage.engine.coded.clusters import cluster
from duru.blocks.linkage.engine.coded.encode import encode
from duru.blocks.linkage.engine.coded.pairs import bits_of, compare, find_best_pairs, find_pairs
from duru.blocks.linkage.engine.coded.sides import Coded
from duru.blocks.linkage.engine.coded.words import reasons_column
from duru.blocks.linkage.engine.files import read_records
from duru.blocks.linkage.engine.model import SMALLEST, Level, ModelSpec, shipped_model
from duru.blocks.linkage.engine.raw.places import Places, TextPlaces, read_gazetteer
from duru.blocks.linkage.engine.raw.table import cells_of, read_cells
from duru.blocks.linkage.engine.session import open_session
from duru.blocks.linkage.engine.train import train_coded, tune

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
        model: Used as it is; without one the model that comes with the product, fitted to these tables (`train.tune`).
        retrain: Learn the model's numbers from these tables first.
        every: Every candidate instead of the best one.

    Returns:
        Rows left_id, right_id, probability, match_weight, margin, reasons, ordered as the left table is.
    """
    return _linked(
        lambda: left, lambda: right, today=today, buildings=buildings, model=model, threshold=threshold, retrain=retrain,
        every=every, report=report, threads=threads,
    )  # fmt: skip


def link_files(
    left: Path,
    right: Path,
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
    """Do what `link_tables` does for two files, holding the text of one at a time.

    Raises:
        FileRefused: One of the files is no table of people.
    """
    return _linked(
        lambda: read_records(left), lambda: read_records(right), today=today, buildings=buildings, model=model,
        threshold=threshold, retrain=retrain, every=every, report=report, threads=threads,
    )  # fmt: skip


def _linked(
    left: Callable[[], pa.Table],
    right: Callable[[], pa.Table],
    *,
    today: date,
    buildings: pa.Table | None,
    model: ModelSpec | None,
    threshold: float,
    retrain: bool,
    every: bool,
    report: Report,
    threads: int | None,
) -> Outcome:
    report("read")
    places = _places(buildings)
    # Arrow and numpy work outside Python's lock: both sides at a time.
    with ThreadPoolExecutor(2) as pool:
        frames = [
            pool.submit(_frame, source, places, today, first_id=first_id, anchors=first_id == 1)
            for source, first_id in ((right, 1), (left, FIRST_LEFT))
        ]
        (right_ids, register), (left_ids, mentions) = (frame.result() for frame in frames)
    coded = encode(model or shipped_model(), register, mentions)
    del frames, register, mentions
    people = np.arange(len(right_ids))
    if retrain:
        report("train")
        coded = coded.for_model(train_coded(coded, people, threads=threads).model)
    report("link")
    with open_session(threads=threads) as connection:
        is_foreign = model is None and not retrain
        found = None if every and not is_foreign else find_best_pairs(connection, coded.model, coded)
        if found is not None and is_foreign:
            coded, found = tune(connection, coded, found, people)
        if every or found is None:
            found = find_pairs(connection, coded.model, coded)
    coded.left.forget_layout()
    if every:
        rows = all_rows(coded.model, coded, found)
    else:
        rows = best_rows(coded.model, coded, found)
        rows = rows.filter(pc.greater_equal(rows["probability"], threshold))
    del found
    report("write")
    table = pa.table(
        {
            "left_id": left_ids.take(rows["right"]),
            "right_id": right_ids.take(rows["left"]),
            "probability": rows["probability"],
            "match_weight": rows["bits"],
            "margin": rows["margin"],
            "reasons": reasons_column(coded.model, coded, rows),
        }
    )
    return Outcome(table, coded.model, len(left_ids), len(right_ids))


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
    report("read")
    places = _places(buildings)
    _, empty = _frame(lambda: nobody, places, today, first_id=1, anchors=True)
    _, mentions = _frame(lambda: table, places, today, first_id=FIRST_LEFT, anchors=False)
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
    """Explain one pair of two tables, with the numbers that linking these tables would use: fitted to them, if no model is given.

    Raises:
        KeyError: One of the ids is not in its table.
    """
    at = []
    for table, wanted in ((left, left_id), (right, right_id)):
        found = pc.index(table["record_id"], wanted).as_py()
        if found < 0:
            raise KeyError(wanted)
        at.append(found)
    places = _places(buildings)
    _, register = _frame(lambda: right, places, today, first_id=1, anchors=True)
    _, mentions = _frame(lambda: left, places, today, first_id=FIRST_LEFT, anchors=False)
    coded = encode(model or shipped_model(), register, mentions)
    pair = np.array([at[1]], np.int32), np.array([at[0]], np.int32)
    with open_session(threads=threads) as connection:
        if model is None:
            coded, _ = tune(
                connection, coded, find_best_pairs(connection, coded.model, coded), np.arange(right.num_rows)
            )
        model = coded.model
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


def _places(buildings: pa.Table | None) -> Places:
    return read_gazetteer(buildings) if buildings is not None else TextPlaces()


def _frame(
    source: Callable[[], pa.Table], places: Places, today: date, *, first_id: int, anchors: bool
) -> tuple[pa.ChunkedArray, pa.Table]:
    """Return the record ids of a table and its frame; what was typed is let go."""
    table = source()
    ids, cells = table["record_id"], cells_of(table)
    del table
    return ids, read_cells(cells, places, today=today, first_id=first_id, anchors=anchors)


__all__ = ["Explained", "Outcome", "dedupe_table", "explain_pair", "link_files", "link_tables"]
