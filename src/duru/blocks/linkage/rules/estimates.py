"""How good linkage is, from a stratified random sample that people judged without seeing the machine's verdict.

A record and its best candidate are a pair; the machine has linked it or not. Precision is the share of the linked pairs that
are one person, recall the share of the pairs that are one person which are linked. Strata are the machine's own probability,
apart for linked and not linked. The intervals put the exact interval of every stratum together by MOVER (method of variance
estimates recovery), which needs no normal strata and stands with samples where nobody found an error.

Source: Clopper & Pearson, Biometrika 26 (1934) 404; Zou & Donner, Statistics in Medicine 27 (2008) 1693 (MOVER).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# What a 95 % interval leaves on either side.
TAIL = 0.025
# With fewer answers nothing is said: the interval would be so wide that a number would only mislead.
FEWEST_ANSWERS = 30
# Lower borders of the strata, as probability that record and candidate are one person.
LINKED_BANDS = ((0.999, "아주 높음"), (0.98, "높음"), (0.8, "보통"), (0.0, "낮음"))
APART_BANDS = ((0.3, "높음"), (0.02, "보통"), (0.0, "낮음"))


@dataclass(frozen=True, slots=True)
class Stratum:
    """What is known of one stratum.

    Attributes:
        is_linked: Whether the machine has linked the pairs in it.
        n_pairs: Pairs in the district, as large as they were when the sample was drawn.
        n_answers: Answers that were same or other; "모르겠음" counts on neither side.
        n_same: Those that said it is one person.
        expected_same: What the model expects, 0-1.
    """

    key: str
    label: str
    is_linked: bool
    n_pairs: int
    n_answers: int
    n_same: int
    expected_same: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """One share 0-1 with its 95 % interval, and how many answers stand behind it."""

    value: float
    low: float
    high: float
    n_answers: int


def stratum_of(probability: float, *, is_linked: bool) -> tuple[str, str]:
    """Return key and Korean label of the stratum of a pair; probability that the two are one person, 0-1."""
    bands = LINKED_BANDS if is_linked else APART_BANDS
    at = next(at for at, (low, _) in enumerate(bands) if probability >= low)
    word = "이은 것" if is_linked else "잇지 않은 것"
    return f"{'linked' if is_linked else 'apart'}_{at}", f"{word}, 확률 {bands[at][1]}"


@lru_cache(maxsize=4096)
def exact_interval(n_same: int, n_answers: int) -> tuple[float, float]:
    """Return the 95 % Clopper-Pearson interval of a share; (0, 1) without answers.

    Exact and not Wilson: where errors are rarer than the sample is long, one error found by chance would push Wilson's upper end
    below the truth (simulated: 91 % instead of 95 % coverage).
    """
    if not n_answers:
        return 0.0, 1.0
    low = 0.0 if n_same == 0 else 1 - _share_where(n_answers - n_same, n_answers)
    high = 1.0 if n_same == n_answers else _share_where(n_same, n_answers)
    return low, high


def _share_where(n_same: int, n_answers: int) -> float:
    """Return the share at which seeing so few or fewer has a chance of just 2.5 %, by bisection."""
    low, high = n_same / n_answers, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(n_same, n_answers, middle) > TAIL else (low, middle)
    return (low + high) / 2


def _at_most(n_same: int, n_answers: int, share: float) -> float:
    """Return the chance of at most so many among the answers."""
    if share >= 1:
        return float(n_same >= n_answers)
    log_share, log_rest = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(
            math.lgamma(n_answers + 1) - math.lgamma(k + 1) - math.lgamma(n_answers - k + 1)
            + k * log_share + (n_answers - k) * log_rest
        )
        for k in range(n_same + 1)
    )  # fmt: skip


def estimate_accuracy(strata: Sequence[Stratum]) -> tuple[Estimate | None, Estimate | None]:
    """Return precision and recall; None for one that cannot be told.

    Precision needs an answer in every filled linked stratum, recall one in every filled stratum, and both `FEWEST_ANSWERS` in all;
    without any pair left apart there is nothing recall could be told from. A stratum that was answered whole is known exactly, one answered in part less vaguely by the finite population correction.
    """
    linked = [stratum for stratum in strata if stratum.is_linked and stratum.n_pairs]
    apart = [stratum for stratum in strata if not stratum.is_linked and stratum.n_pairs]
    return _precision(linked), _recall(linked, apart)


def _precision(linked: Sequence[Stratum]) -> Estimate | None:
    n_answers = sum(stratum.n_answers for stratum in linked)
    if n_answers < FEWEST_ANSWERS or not all(stratum.n_answers for stratum in linked):
        return None
    n_pairs = sum(stratum.n_pairs for stratum in linked)
    total, low, high = _total(linked)
    return Estimate(total / n_pairs, low / n_pairs, high / n_pairs, n_answers)


def _recall(linked: Sequence[Stratum], apart: Sequence[Stratum]) -> Estimate | None:
    """Recall is found / (found + missed) = 1 / (1 + missed / found): the interval of the ratio, turned over."""
    n_answers = sum(stratum.n_answers for stratum in (*linked, *apart))
    if not apart or n_answers < FEWEST_ANSWERS or not all(stratum.n_answers for stratum in (*linked, *apart)):
        return None
    found, found_low, found_high = _total(linked)
    missed, missed_low, missed_high = _total(apart)
    if found <= 0:
        return None
    low, high = _ratio(missed, missed_low, missed_high, found, found_low, found_high)
    return Estimate(1 / (1 + missed / found), 1 / (1 + high), 1 / (1 + low), n_answers)


def _total(strata: Sequence[Stratum]) -> tuple[float, float, float]:
    """Return how many pairs of some strata are one person: estimate and 95 % interval."""
    total = below = above = 0.0
    for stratum in strata:
        share = stratum.n_same / stratum.n_answers
        low, high = exact_interval(stratum.n_same, stratum.n_answers)
        shrink = _correction(stratum)
        total += stratum.n_pairs * share
        below += (stratum.n_pairs * (share - low) * shrink) ** 2
        above += (stratum.n_pairs * (high - share) * shrink) ** 2
    n_pairs = sum(stratum.n_pairs for stratum in strata)
    return total, max(0.0, total - math.sqrt(below)), min(float(n_pairs), total + math.sqrt(above))


def _correction(stratum: Stratum) -> float:
    if stratum.n_pairs <= 1:
        return 0.0 if stratum.n_answers else 1.0
    return math.sqrt(max(0, stratum.n_pairs - stratum.n_answers) / (stratum.n_pairs - 1))


def _ratio(
    top: float, top_low: float, top_high: float, base: float, base_low: float, base_high: float
) -> tuple[float, float]:
    """Return the MOVER interval of top / base for two independent estimates; the upper end may be infinite.

    Source: Donner & Zou, Statistics in Medicine 31 (2012) 3757 (MOVER for a ratio).
    """
    product = top * base
    below = product**2 - top_low * base_high * (2 * top - top_low) * (2 * base - base_high)
    above = product**2 - top_high * base_low * (2 * top - top_high) * (2 * base - base_low)
    under, over = base_high * (2 * base - base_high), base_low * (2 * base - base_low)
    low = (product - math.sqrt(max(0.0, below))) / under if under > 0 else 0.0
    high = (product + math.sqrt(max(0.0, above))) / over if over > 0 else math.inf
    return max(0.0, low), max(high, top / base)


def allocate(n_pairs: Sequence[int], expected_same: Sequence[float], *, n: int, fewest: int = 8) -> list[int]:
    """Share a sample of about `n` among strata: by size × expected spread, at least `fewest` or the whole stratum.

    Neyman's allocation with the model's own expectation; a floor of 0.1 under the spread, since that expectation is what is to
    be tested. Sizes in the order given; an empty stratum gets 0.
    """
    weight = [
        size * max(0.1, math.sqrt(share * (1 - share))) for size, share in zip(n_pairs, expected_same, strict=True)
    ]
    total = sum(weight)
    return [
        min(size, max(fewest, round(n * each / total))) if size else 0
        for size, each in zip(n_pairs, weight, strict=True)
    ]
