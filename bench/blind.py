"""The blind check beside the clear-text engine on the same lines, and an attack on the filters without the key."""

import secrets

import numpy as np
import pyarrow as pa

from bench.figures import Figure
from bench.filter_attack import attack
from duru.blocks.linkage.blind.encoding import FILTERS, encode, fields_of
from duru.blocks.linkage.blind.matching import Side, blind_model, features, likenesses, match, pack
from duru.blocks.linkage.blind.people import forms_of
from duru.blocks.linkage.files_api import link_tables
from duru.demo.crowd import Crowd, draw_crowd

SIZES = {"small": (20_000, 4_000), "full": (200_000, 10_000)}
SEED, TRAINING_SEED = 11, 7  # the model was trained on another crowd than it is tried on
CLEAR = "두루 평문 엔진"
COLUMNS = ("name", "birth", "sex", "phone", "address")


def run(size: str) -> tuple[list[Figure], list[str]]:
    """Measure one size."""
    from bench.linkage_ours import TODAY  # leaf: it also runs as a program

    crowd = draw_crowd(*SIZES[size], seed=SEED)
    truth = _truth(crowd)
    key = secrets.token_bytes(32)
    lines, people = _lines(crowd.records, key), _people(crowd, key)
    answers = np.array([-1 if each is None else each for each in match(lines, people)])
    precision, recall = _scores(answers, truth)
    linked = link_tables(crowd.records, crowd.register, today=TODAY, buildings=crowd.gazetteer, threshold=0.5).table
    row = {one: at for at, one in enumerate(crowd.register["record_id"].to_pylist())}
    line = {one: at for at, one in enumerate(crowd.records["record_id"].to_pylist())}
    clear = np.full(len(truth), -1)
    for left, right in zip(linked["left_id"].to_pylist(), linked["right_id"].to_pylist(), strict=True):
        clear[line[left]] = row[right]
    clear_precision, clear_recall = _scores(clear, truth)
    tried = attack(crowd, lines, key)
    figures = [
        Figure("blind.precision", precision, "", CLEAR, clear_precision, ">=0.99"),
        Figure("blind.recall", recall, "", CLEAR, clear_recall, f">={clear_recall - 0.02:.4f}"),
    ]
    return figures, [
        f"사람 {len(row):,}명(이름·주소 꼴 {len(people.owner):,}가지) × 줄 {len(truth):,}개(시험자료), 줄마다 열쇠 없는 곳에서 전부 견줌",
        f"열쇠 없이 빈도로 푸는 공격: 함께 오는 비트 묶음 {tried.n_clusters}개, 그 뜻을 맞힌 비율 {tried.features:.3f}(아무렇게나 {tried.features_by_chance:.4f})",
        f"이름까지 맞힌 줄 {tried.names:.4f} (가장 흔한 이름만 부르면 {tried.names_by_guessing:.4f})",
    ]  # fmt: skip


def train(n_people: int = 30_000, n_lines: int = 8_000) -> list[float]:
    """Return the weights of `model.json`, fitted on another crowd than the one they are tried on."""
    crowd = draw_crowd(n_people, n_lines, seed=TRAINING_SEED)
    truth, key = _truth(crowd), bytes(32)
    lines, people = _lines(crowd.records, key), _people(crowd, key)
    columns, right = [], []
    for first in range(0, len(people.owner), 8_000):
        chosen = slice(first, first + 8_000)
        at, form, alike = likenesses({each: lines.bits[each] for each in FILTERS}, people, chosen)
        columns.append(features(alike, blind_model().bends))
        right.append(people.owner[chosen][form] == truth[at])
    return _fit(np.concatenate(columns), np.concatenate(right))


def _fit(columns: np.ndarray, right: np.ndarray) -> list[float]:
    """Fit a logistic regression by Newton's steps."""
    weights = np.zeros(columns.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        bow = columns.T @ (columns * (chance * (1 - chance) + 1e-9)[:, None]) + 1e-2 * np.eye(len(weights))
        weights += np.linalg.solve(bow, columns.T @ (right - chance) - 1e-2 * weights)
    return [round(float(each), 3) for each in weights]


def _truth(crowd: Crowd) -> np.ndarray:
    return np.array([int(one[1:]) - 1 if one else -1 for one in crowd.truth["resident_id"].to_pylist()])


def _lines(table: pa.Table, key: bytes) -> Side:
    return pack([(at, encode(fields_of(**row), key)) for at, row in enumerate(table.select(COLUMNS).to_pylist())])


def _people(crowd: Crowd, key: bytes) -> Side:
    """Encode every resident, under the lot number too: the district knows both addresses of a building."""
    lots = {
        f"{row['road']}|{row['building_no']}": f"{row['dong']} {row['jibun']}" for row in crowd.gazetteer.to_pylist()
    }
    forms = []
    for at, row in enumerate(crowd.register.select(COLUMNS).to_pylist()):
        road, number, *flat = (fields_of(**row).address or "|").split("|")
        homes = [row.pop("address"), *(f"{lot} {' '.join(flat)}" for lot in [lots.get(f"{road}|{number}")] if lot)]
        forms += [(at, form) for form in forms_of(**row, homes=homes, key=key)]
    return pack(forms)


def _scores(answers: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    right = (answers == truth) & (answers >= 0)
    return float(right.sum() / max((answers >= 0).sum(), 1)), float(right.sum() / (truth >= 0).sum())
