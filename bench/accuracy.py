"""How right a list of links is: best F1, recall where one link in a thousand is wrong, calibration."""

from dataclasses import dataclass

import numpy as np

LEAST_IN_BIN = 2000


@dataclass(frozen=True)
class Accuracy:
    """Figures of one list of best links; `anatomy` counts the wrong links at one half by kind."""

    f1: float
    precision: float
    recall: float
    recall_p999: float
    calibration_error: float
    calibration_max_gap: float


def measure(score: np.ndarray, correct: np.ndarray, n_true: int, probability: np.ndarray | None = None) -> Accuracy:
    """Measure links, one per record.

    Args:
        score: What they are ordered by, the surest highest, shape (n,).
        correct: Whether the link is right.
        n_true: Records that have a right answer at all.
        probability: Stated probability; without it calibration is not measured (NaN).
    """
    order = np.argsort(-score, kind="stable")
    good = np.cumsum(correct[order])
    precision, recall = good / np.arange(1, len(good) + 1), good / n_true
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    best = int(f1.argmax())
    reached = np.flatnonzero(precision >= 0.999)
    error, gap = (float("nan"),) * 2 if probability is None else calibration(probability, correct)
    return Accuracy(
        float(f1[best]),
        float(precision[best]),
        float(recall[best]),
        float(recall[reached[-1]]) if len(reached) else 0.0,
        error,
        gap,
    )


def calibration(probability: np.ndarray, correct: np.ndarray, n_bins: int = 20) -> tuple[float, float]:
    """Return the count-weighted error and the largest gap among bins of at least `LEAST_IN_BIN` links."""
    place = np.minimum((probability * n_bins).astype(int), n_bins - 1)
    count = np.bincount(place, minlength=n_bins)
    gap = np.abs(np.bincount(place, probability, n_bins) - np.bincount(place, correct, n_bins)) / np.maximum(count, 1)
    large = gap[count >= LEAST_IN_BIN]
    return float((gap * count).sum() / max(len(probability), 1)), float(large.max()) if len(large) else 0.0


def pair_scores(group: np.ndarray, person: np.ndarray) -> tuple[float, float, float]:
    """Return pair precision, recall and F of a grouping against the truth, over all pairs of records."""

    def pairs(codes: np.ndarray) -> float:
        count = np.unique(codes, return_counts=True)[1].astype(float)
        return float((count * (count - 1)).sum())

    _, group = np.unique(group, return_inverse=True)
    _, person = np.unique(person, return_inverse=True)
    both, found, true = pairs(group.astype(np.int64) << 32 | person), pairs(group), pairs(person)
    precision, recall = both / max(found, 1), both / max(true, 1)
    return precision, recall, 2 * both / max(found + true, 1)
