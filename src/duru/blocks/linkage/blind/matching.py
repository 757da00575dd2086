"""The matching unit: filters of both sides in, for each line of the agency the best of the district's people out.

It needs neither key nor database and sees no word of anybody. Every line is compared with every person: no blocking that
would itself tell something. The score is a logistic model over the three likenesses (Dice), trained by `bench/run blind`.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from duru.blocks.linkage.blind.encoding import FILTERS, N_BITS

Bits = npt.NDArray[np.uint8]
_LINES, _FORMS = 1_000, 8_000  # 32 MB of likenesses at a time
_NEVER = 1e9
_WORTH_SCORING = 0.6  # likeness in some filter below which no pair was ever right in the training data


@dataclass(frozen=True, slots=True)
class Side:
    """The filters of one side, packed.

    Attributes:
        owner: (n,) which line or person a form belongs to.
        bits: filter → (n, 128) packed bits; all zero where a form lacks the filter.
    """

    owner: npt.NDArray[np.int64]
    bits: dict[str, Bits]


@dataclass(frozen=True, slots=True)
class BlindModel:
    """Weights of the score: per filter one for having it and one per bend, one for the least likeness, one alone."""

    bends: tuple[float, ...]
    weights: tuple[float, ...]
    threshold: float
    margin: float
    provenance: str


@cache
def blind_model() -> BlindModel:
    """Return the shipped model."""
    told = json.loads(files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    return BlindModel(
        tuple(told["bends"]), tuple(told["weights"]), told["threshold"], told["margin"], told["provenance"]
    )


def pack(forms: Sequence[tuple[int, dict[str, str]]]) -> Side:
    """Pack (owner, filter → base64) pairs.

    Raises:
        ValueError: a filter is not 128 bytes of base64.
    """
    width = N_BITS // 8
    bits = {each: np.zeros((len(forms), width), np.uint8) for each in FILTERS}
    for at, (_, filters) in enumerate(forms):
        for each, text in filters.items():
            raw = base64.b64decode(text, validate=True)
            if each not in bits or len(raw) != width:
                raise ValueError("토큰 파일이 아닙니다. 두루의 블라인드 확인 도구가 만든 파일을 그대로 넣어 주세요.")
            bits[each][at] = np.frombuffer(raw, np.uint8)
    return Side(np.array([owner for owner, _ in forms], np.int64), bits)


def match(lines: Side, people: Side, *, report: Callable[[int, int], None] | None = None) -> list[int | None]:
    """Return for every line 0, 1, … of the agency the person it is, or None: below the threshold, or two are too alike.

    Args:
        lines: one form a line, owners 0, 1, … in order.
        people: one or more forms a person.
        report: told (lines done, of how many).
    """
    model, answers = blind_model(), []
    for first in range(0, len(lines.owner), _LINES):
        part = slice(first, first + _LINES)
        answers += _best_of({each: lines.bits[each][part] for each in FILTERS}, people, model)
        if report:
            report(min(first + _LINES, len(lines.owner)), len(lines.owner))
    return answers


def likenesses(asked: dict[str, Bits], people: Side, chosen: slice) -> tuple[Any, Any, Any]:
    """Return (lines, forms, (k, 3) Dice likenesses or -1) of the pairs of a block that are worth a score."""
    dice, known = [], []
    for each in FILTERS:
        left = np.unpackbits(asked[each], axis=1).astype(np.float32)
        right = np.unpackbits(people.bits[each][chosen], axis=1).astype(np.float32)
        n_left, n_right = left.sum(1), right.sum(1)
        both = (n_left > 0)[:, None] & (n_right > 0)[None]
        dice.append(2 * (left @ right.T) / np.maximum(n_left[:, None] + n_right[None], 1))
        known.append(both)
    worth = np.logical_or.reduce([(d >= _WORTH_SCORING) & k for d, k in zip(dice, known, strict=True)])
    at, form = np.nonzero(worth)
    return (
        at,
        form,
        np.stack([np.where(k[at, form], d[at, form], -1.0) for d, k in zip(dice, known, strict=True)], axis=1),
    )


def features(alike: npt.NDArray[np.floating], bends: Sequence[float]) -> npt.NDArray[np.floating]:
    """Lay out (k, 3) likenesses as the model's columns (k, 3 * (bends + 1) + 2)."""
    known = alike >= 0
    parts: list[Any] = [np.ones(len(alike))]
    for at in range(alike.shape[1]):
        parts += [np.where(known[:, at], np.maximum(alike[:, at] - bend, 0), 0) for bend in bends]
        parts.append(known[:, at].astype(float))
    parts.append(np.where(known, alike, 2).min(axis=1))
    return np.stack(parts, axis=1)


def _best_of(asked: dict[str, Bits], people: Side, model: BlindModel) -> list[int | None]:
    n = len(asked[FILTERS[0]])
    best, second = np.full(n, -_NEVER), np.full(n, -_NEVER)
    who = np.full(n, -1, np.int64)
    for first in range(0, len(people.owner), _FORMS):
        chosen = slice(first, first + _FORMS)
        at, form, alike = likenesses(asked, people, chosen)
        score = features(alike, model.bends) @ np.array(model.weights)
        owner = people.owner[chosen][form]
        for line, z, person in zip(at, score, owner, strict=True):
            if person == who[line]:
                best[line] = max(best[line], z)
            elif z > best[line]:
                second[line], best[line], who[line] = best[line], z, person
            elif z > second[line]:
                second[line] = z
    sure = (best > model.threshold) & (best - second > model.margin)
    return [int(person) if ok else None for person, ok in zip(who, sure, strict=True)]
