"""Pure decisions about a link: which band it falls into, and what its reasons are in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duru.blocks.linkage.engine.model import Costs, ModelSpec

# Below this a candidate in the review band is only shown; from here on the mention is linked to it until somebody has looked.
# One half: the side that is more often right.
LINKED_FROM = 0.5


def band(probability: float, margin: float | None, bound: str, costs: Costs) -> str:
    """Decide what happens with the best candidate of a mention.

    Args:
        probability: Of this candidate, rivals weighed, 0-1.
        margin: Bits over the second best; None without a rival.
        bound: The most that the combination of outcomes allows: '' (anything), 'review' or 'new'.

    Returns:
        'certain' (link without looking), 'review' (somebody must look) or 'new' (somebody else, as far as we know).

    Source: the thresholds follow from `Costs`, the dated values of the model; the margin rule from the error analysis in
        docs/decisions (a margin of one bit removes a third of the false links for 0.1 % of the true ones).
    """
    if bound == "new" or probability < costs.review_from:
        return "new"
    if bound == "review" or probability < costs.certain_from or (margin is not None and margin < costs.margin_bits):
        return "review"
    return "certain"


def band_sql(costs: Costs) -> str:
    """Write `band` as SQL over columns probability, margin, bound; a test compares the two."""
    return (
        f"CASE WHEN bound = 'new' OR probability < {costs.review_from!r} THEN 'new' "
        f"WHEN bound = 'review' OR probability < {costs.certain_from!r} "
        f"OR (margin IS NOT NULL AND margin < {costs.margin_bits!r}) THEN 'review' ELSE 'certain' END"
    )


@dataclass(frozen=True)
class Reason:
    """One line of the explanation: a field, what was found, and its bits for (+) or against (−) the same person."""

    field: str
    level: str
    label: str
    words: str
    bits: float

    @property
    def sentence(self) -> str:
        """The line as shown: "전화 같음 +7.1"."""
        return f"{self.label} {self.words} {signed(self.bits)}"


def signed(bits: float) -> str:
    """Write bits with sign and one decimal: +7.1, −1.2, 0.0 (a true minus sign)."""
    rounded = round(bits, 1)
    if rounded == 0:
        return "0.0"
    return f"+{rounded:.1f}" if rounded > 0 else f"−{-rounded:.1f}"


def reasons_of(model: ModelSpec, code: int, name_bits: float | None) -> list[Reason]:
    """Say field by field why a pair got its weight, the strongest first; fields missing on a side are left out.

    Args:
        code: Code of outcomes.
        name_bits: log2 of the frequency of the name where the outcome depends on it.
    """
    found = []
    for key, level in model.outcome(code).items():
        if level is None:
            continue
        bits = level.weight
        if level.tf and name_bits is not None:
            bits = level_bits_with_frequency(level.m, name_bits)
        found.append(Reason(key, level.key, model.comparison(key).label, level.label, round(bits, 2)))
    return sorted(found, key=lambda reason: (-abs(reason.bits), reason.field))


def level_bits_with_frequency(m: float, name_bits: float) -> float:
    """Return log2(m / frequency) of an agreeing name: the rarer the name, the more it says."""
    return math.log2(max(m, 1e-7)) - name_bits


def reasons_from_stored(model: ModelSpec, stored: list) -> list[Reason]:
    """Read the reasons as a link keeps them ([[field, level, bits], …]); levels a newer model dropped keep their key as words."""
    reasons = []
    for field, key, bits in stored:
        comparison = next((one for one in model.comparisons if one.key == field), None)
        level = next((one for one in comparison.levels if one.key == key), None) if comparison else None
        reasons.append(
            Reason(field, key, comparison.label if comparison else field, level.label if level else key, float(bits))
        )
    return reasons
