"""Why a pair got its weight, in words, for a whole column of pairs."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.coded.encode import Coded
from duru.blocks.linkage.engine.model import SMALLEST, ModelSpec
from duru.blocks.linkage.rules import signed


def reasons_column(model: ModelSpec, coded: Coded, rows: pa.Table) -> pa.Array:
    """Write "이름 같음 +11.3; 생년월일 같음 +14.8; …" for rows with columns left, code."""
    code, left = rows["code"].to_numpy(), rows["left"].to_numpy()
    codes, back = np.unique(code, return_inverse=True)
    texts = [_text(model, int(one)) for one in codes]
    before, after = (pa.array([text[at] for text in texts], pa.string()).take(pa.array(back)) for at in (0, 2))
    base = np.array([text[1] for text in texts])[back] if len(texts) else np.zeros(0)
    rarity = np.zeros(len(code))
    for kind, (column, bits) in enumerate((("name", coded.name_bits), ("roman", coded.roman_bits)), 1):
        at = np.flatnonzero(coded.cells.rarity[code] == kind)
        rarity[at] = bits[coded.left.column(column)[left[at]]]
    tenths, place = np.unique(np.round(np.nan_to_num(base - rarity), 1), return_inverse=True)
    numbers = pa.array([signed(float(value)) for value in tenths], pa.string()).take(pa.array(place))
    numbers = pc.if_else(pa.array(np.isnan(base)), pa.scalar(""), numbers)
    return pc.binary_join_element_wise(before, numbers, after, "")


def _text(model: ModelSpec, code: int) -> tuple[str, float, str]:
    """Return what stands before and after the one number that depends on the name's frequency, and that number without it."""
    before: list[str] = []
    after: list[str] = []
    base = math.nan
    for key, level in model.outcome(code).items():
        if level is None:
            continue
        words = f"{model.comparison(key).label} {level.label} "
        if level.tf and math.isnan(base):
            before.append(words)
            base = math.log2(max(level.m, SMALLEST))
            continue
        (before if math.isnan(base) else after).append(words + signed(level.weight))
    if math.isnan(base):
        return "; ".join(before), base, ""
    return "; ".join(before), base, "".join(f"; {part}" for part in after)
