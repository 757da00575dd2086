"""The path over codes gives what the SQL over text gives; accuracy on the crowd stays above its floors."""

from dataclasses import replace

import numpy as np
import pytest

from duru.blocks.linkage.engine.catalogue import TESTS as TEXT_TESTS
from duru.blocks.linkage.engine.coded.best import best_rows
from duru.blocks.linkage.engine.coded.clusters import _with_alone, cluster
from duru.blocks.linkage.engine.coded.encode import encode
from duru.blocks.linkage.engine.coded.levels import TESTS
from duru.blocks.linkage.engine.coded.pairs import bits_of, find_best_pairs, find_pairs
from duru.blocks.linkage.engine.coded.sides import cells_of
from duru.blocks.linkage.engine.link import link
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.session import load, open_session
from duru.blocks.linkage.engine.sql import pairs_sql
from duru.blocks.linkage.engine.train import train_coded, tune
from tests.blocks.linkage.crowd import FIRST_RECORD, frames_of
from tests.blocks.linkage.engine.cases import DAY

pytestmark = pytest.mark.unit
MODEL = shipped_model()


@pytest.fixture(scope="module")
def frames():
    return frames_of(8000, 12_000, seed=3)


@pytest.fixture(scope="module")
def coded(frames):
    return encode(MODEL, frames.register, frames.records)


def test_every_test_over_text_has_its_twin():
    assert set(TESTS) == set(TEXT_TESTS) - {"else"}


def test_cells_lie_by_code():
    laid = cells_of(MODEL)
    cells = sorted(MODEL.cells, key=lambda cell: cell.code)
    assert laid.bits.tolist() == pytest.approx([cell.bits for cell in cells])
    assert laid.rarity.tolist() == [("", "name_jamo", "roman_key").index(cell.tf) for cell in cells]
    assert laid.apart.tolist() == [cell.limit == "new" for cell in cells]
    assert laid.doubtful.tolist() == [cell.limit == "review" for cell in cells]


def test_candidates_and_codes_are_those_of_the_sql(frames, coded):
    with open_session() as engine:
        load(engine, MODEL, register=frames.register, mentions=frames.records)
        text = engine.execute(f"SELECT lid, rid, code FROM ({pairs_sql(MODEL, left='register', right='mentions')})")
        there = {(lid - 1, rid - FIRST_RECORD): code for lid, rid, code in text.fetchall()}
        found = find_pairs(engine, MODEL, coded, everything=True)
    here = dict(zip(zip(found.left.tolist(), found.right.tolist(), strict=True), found.code.tolist(), strict=True))
    assert len(here) > 20_000
    assert len(set(here.values())) > 200
    assert here == there


def test_staged_search_decides_as_the_whole_one_and_as_the_sql(frames, coded):
    with open_session() as engine:
        staged = best_rows(MODEL, coded, find_best_pairs(engine, MODEL, coded)).to_pylist()
        whole = best_rows(MODEL, coded, find_pairs(engine, MODEL, coded)).to_pylist()
        load(engine, MODEL, register=frames.register, mentions=frames.records)
        by_sql = link(engine, MODEL, MODEL.costs_on(DAY)).to_pylist()
    assert [(row["right"], row["left"]) for row in staged] == [(row["right"], row["left"]) for row in whole]
    assert max(abs(one["probability"] - other["probability"]) for one, other in zip(staged, whole, strict=True)) < 0.01
    assert [(row["right"] + FIRST_RECORD, row["left"] + 1) for row in whole] == [
        (row["record_id"], row["anchor_id"]) for row in by_sql
    ]
    assert [row["bits"] for row in whole] == pytest.approx([row["bits"] for row in by_sql], abs=0.002)
    assert [row["probability"] for row in whole] == pytest.approx([row["probability"] for row in by_sql], abs=0.002)


def test_training_on_a_sample_learns_what_the_whole_teaches(coded):
    anchors = np.arange(len(coded.left))
    whole = train_coded(coded, anchors).model
    part = train_coded(coded, anchors, most_mentions=4000).model
    assert part == train_coded(coded, anchors, most_mentions=4000).model
    assert part != whole
    for one, other in zip(part.comparisons, whole.comparisons, strict=True):
        assert [level.m for level in one.levels] == pytest.approx([level.m for level in other.levels], abs=0.02)
    assert part.in_register == pytest.approx(whole.in_register, abs=0.01)


def test_model_from_elsewhere_is_fitted_to_the_run(frames, coded):
    # As if most people here had moved and every second telephone were new since the model was made.
    levels = {
        one.key: [(level.m, level.u) for level in one.levels]
        for one in MODEL.comparisons
        if one.key in ("phone", "address")
    }
    levels = {key: [(1 / len(pairs), u) for _, u in pairs] for key, pairs in levels.items()}
    foreign = coded.for_model(replace(MODEL.with_levels(levels), in_register=0.6))
    with open_session() as engine:
        found = find_best_pairs(engine, foreign.model, foreign)
        fitted, found = tune(engine, foreign, found, np.arange(len(coded.left)))
    own = train_coded(coded, np.arange(len(coded.left))).model
    assert fitted.model.comparison("phone").levels[0].m == pytest.approx(own.comparison("phone").levels[0].m, abs=0.03)
    assert fitted.model.in_register == pytest.approx(own.in_register, abs=0.02)
    assert fitted.model.blocking == MODEL.blocking
    assert found.bits.tolist() == bits_of(fitted, found.left, found.code).tolist()
    best = best_rows(fitted.model, fitted, found)
    right, left, probability = (best[name].to_numpy() for name in ("right", "left", "probability"))
    assert abs(probability.sum() - (frames.truth[right] == left).sum()) / len(right) <= 0.01


def test_nothing_to_fit_leaves_the_model_alone(frames):
    nobody = encode(MODEL, frames.register, frames.records.slice(0, 0))
    with open_session() as engine:
        fitted, found = tune(engine, nobody, find_best_pairs(engine, MODEL, nobody), np.arange(len(nobody.left)))
    assert len(found.left) == 0
    assert [one.levels[0].m for one in fitted.model.comparisons] == [one.levels[0].m for one in MODEL.comparisons]


def test_links_of_the_crowd_stay_above_their_floors(frames, coded):
    with open_session() as engine:
        best = best_rows(MODEL, coded, find_best_pairs(engine, MODEL, coded))
    right, left, probability = (best[name].to_numpy() for name in ("right", "left", "probability"))
    correct = frames.truth[right] == left
    linked = probability >= 0.5
    precision = correct[linked].mean()
    recall = correct[linked].sum() / (frames.truth >= 0).sum()
    assert 2 * precision * recall / (precision + recall) >= 0.99
    # Recall where one link in a thousand is wrong.
    order = np.argsort(-probability, kind="stable")
    good = np.cumsum(correct[order])
    reached = np.flatnonzero(good / np.arange(1, len(good) + 1) >= 0.999)
    assert good[reached[-1]] / (frames.truth >= 0).sum() >= 0.975
    assert abs(probability.sum() - correct.sum()) / len(correct) <= 0.01


def test_groups_of_the_crowd_stay_above_their_floor(frames):
    coded = encode(MODEL, frames.register.slice(0, 0), frames.records)
    coded = replace(coded, left=coded.right)
    with open_session() as engine:
        group = cluster(engine, MODEL, coded)
    assert pair_f(group, frames.crowd.truth["person"].to_numpy()) >= 0.975
    with open_session() as engine:
        strict = cluster(engine, MODEL, coded, threshold=0.97)
    # Who asks for a probability gets edges of that probability and nothing more.
    assert len(np.unique(strict)) > len(np.unique(group))


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([(0, 2, 9.0)], [0, 1, 0, 3, 3]),  # a row alone joins another
        ([(0, 3, 9.0), (0, 4, 8.0)], [0, 1, 2, 0, 0]),  # both edges lead to one group: no rival
        ([(0, 3, 9.0), (0, 1, 8.0)], [0, 1, 2, 3, 3]),  # two groups fit alike: it stays alone
        ([(0, 3, 9.0), (0, 1, 6.0)], [0, 1, 2, 0, 0]),
        ([], [0, 1, 2, 3, 3]),
    ],
)
def test_row_alone_joins_the_group_that_clearly_fits_best(edges, expected):
    group = np.array([0, 1, 2, 3, 3])
    left, right, bits = (np.array([edge[at] for edge in edges], kind) for at, kind in enumerate((int, int, float)))
    assert _with_alone(group, left, right, bits).tolist() == expected


def pair_f(group: np.ndarray, person: np.ndarray) -> float:
    def pairs(*columns: np.ndarray) -> float:
        count = np.unique(np.stack(columns), axis=1, return_counts=True)[1].astype(float)
        return float((count * (count - 1)).sum())

    both = pairs(group, person)
    return 2 * both / (pairs(group) + pairs(person))
