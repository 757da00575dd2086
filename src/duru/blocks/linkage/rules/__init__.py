"""Pure decisions about links: bands and reasons, what a decision starts or stops, what an answer is worth, how good linkage is."""

from duru.blocks.linkage.rules.bands import (
    LINKED_FROM,
    Reason,
    band,
    band_sql,
    level_bits_with_frequency,
    reasons_from_stored,
    reasons_of,
    signed,
)
from duru.blocks.linkage.rules.estimates import (
    FEWEST_ANSWERS,
    Estimate,
    Stratum,
    allocate,
    estimate_accuracy,
    exact_interval,
    stratum_of,
)
from duru.blocks.linkage.rules.family import Traits, nearness
from duru.blocks.linkage.rules.worth import (
    LEAST_DOUBT,
    POINTS_PER_OVERLAP,
    WON_PER_POINT,
    Consequence,
    Finding,
    answer_value,
    compare_findings,
    consequence_sentences,
    needs_second,
)

__all__ = [
    "FEWEST_ANSWERS",
    "LEAST_DOUBT",
    "LINKED_FROM",
    "POINTS_PER_OVERLAP",
    "WON_PER_POINT",
    "Consequence",
    "Estimate",
    "Finding",
    "Reason",
    "Stratum",
    "allocate",
    "Traits",
    "answer_value",
    "band",
    "band_sql",
    "compare_findings",
    "consequence_sentences",
    "estimate_accuracy",
    "exact_interval",
    "level_bits_with_frequency",
    "nearness",
    "needs_second",
    "reasons_from_stored",
    "reasons_of",
    "signed",
    "stratum_of",
]
