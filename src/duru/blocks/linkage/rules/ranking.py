"""Who of several people an applicant is, when each of them may be meant and somebody unknown may be, too."""

from __future__ import annotations

import math
from dataclasses import dataclass

from duru.blocks.linkage.engine.model import SMALLEST_DISTRICT, ModelSpec

# Above this many bits a rival changes nothing more, and 2 to its power would leave the range of numbers.
MOST_BITS = 120.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """One person's chance: `probability` with all rivals weighed (0-1), `margin` in bits over the next one (None: the last)."""

    person_id: int
    bits: float
    probability: float
    margin: float | None


def rank(bits_of: dict[int, float], prior_odds: float) -> list[Ranked]:
    """Weigh the candidates against each other and against "none of them"; the likeliest first, equal ones by id.

    The same arithmetic as `engine.link` does for a whole ledger; a test compares the two.

    Args:
        bits_of: person → match weight of the best of the person's records.
        prior_odds: Odds of one person before anything is compared, against "none of them".
    """
    ordered = sorted(bits_of.items(), key=lambda each: (-each[1], each[0]))
    odds = [2.0 ** min(bits, MOST_BITS) for _, bits in ordered]
    total = 1 + sum(odds) * prior_odds
    followers = [*(bits for _, bits in ordered[1:]), None][: len(ordered)]
    return [
        Ranked(person, bits, round(chance * prior_odds / total, 6), None if after is None else round(bits - after, 3))
        for (person, bits), chance, after in zip(ordered, odds, followers, strict=True)
    ]


def prior_odds(model: ModelSpec, n_anchors: int) -> float:
    """Return the odds that a mention speaks of one given resident, before anything is compared."""
    return model.in_register / max(n_anchors, SMALLEST_DISTRICT) / (1 - model.in_register)


def name_frequency_bits(model: ModelSpec, n: int, n_base: int) -> float:
    """Return log2 of the frequency of a name that `n` of `n_base` rows bear; `engine.measures.frequency_bits` in Python."""
    average = model.comparison("name").levels[0].u * SMALLEST_DISTRICT
    return math.log2((n + average) / (n_base + SMALLEST_DISTRICT))
