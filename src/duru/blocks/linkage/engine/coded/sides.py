"""Two sides of whole numbers, what belongs to their codes, and what a code of outcomes is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.model import SMALLEST, SMALLEST_DISTRICT, ModelSpec

if TYPE_CHECKING:
    from duru.blocks.linkage.engine.coded.keys import Keys

# The columns of `sql.COLUMNS` as they are called here.
NAMES = {
    "name_jamo": "name", "surname": "surname", "given": "given", "roman_key": "roman", "birth_on": "birth_on",
    "birth_alt_on": "birth_alt", "birth_year": "year", "birth_text": "birth_on", "month_day": "month_day", "phone": "phone",
    "unit": "unit", "dong_code": "dong", "building_id": "building",
}  # fmt: skip
# How a row is laid out for comparison: 32 bytes and 32 bytes, gathered as wholes. A phone takes two places.
LAYOUT = (
    ("name", "roman", "surname", "given", "birth_on", "birth_alt", "year", "month_day"),
    ("phone", "", "building", "unit", "dong", "sex", "is_roman"),
)


@dataclass(frozen=True)
class Side:
    """One side, column by column: whole numbers of one row each, 0 for nothing.

    Columns are name, roman, surname, given, unit, dong, building (codes), phone (its digits behind a 1), birth_on and birth_alt
    (days since 1970 plus 100,000), year, month_day (305 is the 5th of March), sex (1, 2) and is_roman (0, 1).
    """

    columns: dict[str, np.ndarray]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.columns["name"])

    def column(self, name: str) -> np.ndarray:
        """Return one column, shape (n,)."""
        return self.columns[name]

    def take(self, rows: np.ndarray) -> Side:
        """Return some of the rows, in their order."""
        return Side({name: values[rows] for name, values in self.columns.items()})

    def followed_by(self, other: Side) -> Side:
        """Return the rows of both, one behind the other."""
        both = Side({name: np.concatenate([values, other.columns[name]]) for name, values in self.columns.items()})
        if "laid_out" in self.__dict__:
            parts = zip(self.laid_out, other.laid_out, strict=True)
            both.__dict__["laid_out"] = tuple(np.concatenate(pair) for pair in parts)
        return both

    @cached_property
    def laid_out(self) -> tuple[np.ndarray, ...]:
        """All columns as `LAYOUT` says, shape (n, 8) each: what is asked of a row at random lies together."""
        return self._lay_out(slice(None))

    def forget_layout(self) -> None:
        """Let `laid_out` go: whoever compares no more does not need it."""
        self.__dict__.pop("laid_out", None)

    def lay_out(self, rows: slice) -> tuple[np.ndarray, ...]:
        """Return `laid_out` of some of the rows."""
        if "laid_out" in self.__dict__:
            return tuple(part[rows] for part in self.laid_out)
        return self._lay_out(rows)

    def _lay_out(self, rows: slice) -> tuple[np.ndarray, ...]:
        n = len(self.columns["name"][rows])
        parts = tuple(np.zeros((n, 8), np.int32) for _ in LAYOUT)
        for part, names in zip(parts, LAYOUT, strict=True):
            for at, name in enumerate(names):
                if name == "phone":
                    part.view(np.int64)[:, at // 2] = self.columns[name][rows]
                elif name:
                    part[:, at] = self.columns[name][rows]
        return parts


@dataclass(frozen=True)
class Cells:
    """What a code of outcomes is worth, by code.

    Attributes:
        bits: Weight; `rarity` says whose frequency is still to be subtracted (1 the name's, 2 the romanised key's, 0 nobody's).
        apart, doubtful: Whether a limit of the model says "new" or "review".
    """

    bits: np.ndarray
    rarity: np.ndarray
    apart: np.ndarray
    doubtful: np.ndarray


def cells_of(model: ModelSpec) -> Cells:
    """Lay `model.cells` out by code, one axis per comparison."""
    # The first comparison has the smallest step in a code, hence the last axis.
    shape = tuple(len(comparison.levels) + 1 for comparison in reversed(model.comparisons))
    bits, rarity = np.zeros(shape), np.zeros(shape, np.int8)
    bands = {band: np.zeros(shape, bool) for band in ("new", "review")}

    def along(position: int, values: list) -> np.ndarray:
        axis = len(shape) - 1 - position
        return np.array(values).reshape([-1 if at == axis else 1 for at in range(len(shape))])

    kinds = {"": 0, "name_jamo": 1, "roman_key": 2}
    for at, comparison in enumerate(model.comparisons):
        weights = [math.log2(max(level.m, SMALLEST)) if level.tf else level.weight for level in comparison.levels]
        bits = bits + along(at, [0.0, *weights])
        kind = along(at, [0, *(kinds[level.tf] for level in comparison.levels)])
        rarity = np.where(kind > 0, kind, rarity).astype(np.int8)
    for limit in model.limits:
        holds = np.ones(shape, bool)
        for at, comparison in enumerate(model.comparisons):
            if comparison.key in limit.when:
                keys = ["missing", *(level.key for level in comparison.levels)]
                holds = holds & along(at, [key in limit.when[comparison.key] for key in keys])
        bands[limit.band] |= holds
    return Cells(bits.ravel(), rarity.ravel(), bands["new"].ravel(), (bands["review"] & ~bands["new"]).ravel())


@dataclass(frozen=True)
class Coded:
    """Two sides, and what belongs to their codes.

    Attributes:
        texts: Distinct values by code, by the frame's column: six of text, and building_id. name_mask (jamo as bits) and name_length
            belong to the texts of name_jamo.
        syllables: First and second syllable of a given name of two, by code of the given name, shape (2, n); 0 for any other.
        small: Whether few families live in a building, by code.
        name_counts, roman_counts: How often each occurs among the `n_counted` rows that frequencies come from, by code.
        shared_phones, shared_homes: What stands under too many names to be evidence: phones, and building << 32 | unit by codes.
        left_keys: The left rows by blocking key, where they are kept in order; else they are joined when they are asked for.
    """

    model: ModelSpec
    cells: Cells
    left: Side
    right: Side
    texts: dict[str, pa.Array]
    name_mask: np.ndarray
    name_length: np.ndarray
    syllables: np.ndarray
    small: np.ndarray
    name_counts: np.ndarray
    roman_counts: np.ndarray
    n_counted: int
    shared_phones: np.ndarray
    shared_homes: np.ndarray
    left_keys: Keys | None = None

    @property
    def names(self) -> pa.Array:
        """Distinct names by code."""
        return self.texts["name_jamo"]

    def for_model(self, model: ModelSpec) -> Coded:
        """Return the same rows for the same model with other numbers."""
        return replace(self, model=model, cells=cells_of(model))

    @cached_property
    def name_bits(self) -> np.ndarray:
        """log2 of the frequency of each name, by code."""
        return self._bits(self.name_counts)

    @cached_property
    def roman_bits(self) -> np.ndarray:
        """log2 of the frequency of each romanised key, by code."""
        return self._bits(self.roman_counts)

    def _bits(self, counts: np.ndarray) -> np.ndarray:
        # It leans on the average name where the register is small or lacks the name.
        average = self.model.comparison("name").levels[0].u * SMALLEST_DISTRICT
        return np.log2((counts + average) / (self.n_counted + SMALLEST_DISTRICT))
