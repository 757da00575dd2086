"""Why a pair got its weight, in words, for a whole column of pairs."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.sides import Coded
from duru.blocks.linkage.engine.model import SMALLEST, ModelSpec
from duru.blocks.linkage.rules import signed


def reasons_column(model: ModelSpec, coded: Coded, rows: pa.Table) -> pa.DictionaryArray:
    """Write "이름 같음 +11.3; 생년월일 같음 +14.8; …" for rows with columns left, code; the same text again and again is kept once."""
    code, left = rows["code"].to_numpy(), rows["left"].to_numpy()
    rarity = np.zeros(len(code))
    for kind, (column, bits) in enumerate((("name", coded.name_bits), ("roman", coded.roman_bits)), 1):
        at = np.flatnonzero(coded.cells.rarity[code] == kind)
        rarity[at] = bits[coded.left.column(column)[left[at]]]
    # One text per code and tenth of a bit that the name is worth.
    parts = {one: _text(model, one) for one in np.flatnonzero(np.bincount(code, minlength=1)).tolist()}
    base = np.zeros(max(parts, default=0) + 1)
    base[list(parts)] = [0.0 if math.isnan(part[1]) else part[1] for part in parts.values()]
    tenths = np.round((base[code] - rarity) * 10).astype(np.int64)
    low, n = int(tenths.min(initial=0)), int(np.ptp(tenths) if len(tenths) else 0) + 1
    key = code * np.int64(n) + tenths - low
    keys = np.flatnonzero(np.bincount(key, minlength=1))
    place = np.zeros(int(key.max(initial=0)) + 1, np.int32)
    place[keys] = np.arange(len(keys))
    texts = []
    for one in keys.tolist() if len(code) else []:
        before, worth, after = parts[one // n]
        texts.append(before if math.isnan(worth) else f"{before}{signed((one % n + low) / 10)}{after}")
    return pa.DictionaryArray.from_arrays(pa.array(place[key]), pa.array(texts, pa.string()))


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
