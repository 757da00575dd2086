"""Turn two frames into whole numbers: one code per distinct value, frequencies, shared values, live blocking keys."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.model import SMALLEST, SMALLEST_DISTRICT, ModelSpec

# A row of a side: sixteen numbers of four bytes. sex_flags holds sex (1, 2) and the bits 4 (is_roman) and 8 (is_small).
_ROW = (
    "name", "roman", "surname", "given", "given_1", "given_2", "birth_on", "birth_alt", "year", "month_day", "sex_flags", "phone",
    "building", "unit", "dong", "spare",
)  # fmt: skip
COLUMN = {name: at for at, name in enumerate(_ROW)}
# The columns of `sql.COLUMNS` as they are called here.
NAMES = {
    "name_jamo": "name", "surname": "surname", "given": "given", "roman_key": "roman", "birth_on": "birth_on",
    "birth_alt_on": "birth_alt", "birth_year": "year", "birth_text": "birth_on", "month_day": "month_day", "phone": "phone",
    "unit": "unit", "dong_code": "dong", "building_id": "building",
}  # fmt: skip
_DAY_OFFSET = 100_000  # days since 1970 plus this are above 0


@dataclass
class Side:
    """One side: `rows` (n, 16) int32 as in `_ROW`."""

    rows: np.ndarray

    def column(self, name: str) -> np.ndarray:
        """Return one column, shape (n,)."""
        return self.rows[:, COLUMN[name]]


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


@dataclass
class Coded:
    """Two sides, and what belongs to their codes.

    Attributes:
        names, phones: Distinct texts by code; name_mask (jamo as bits) and name_length belong to names, phone_numbers to phones.
        name_counts, roman_counts: How often each occurs among the `n_counted` rows that frequencies come from, by code.
    """

    model: ModelSpec
    cells: Cells
    left: Side
    right: Side
    names: pa.Array
    name_mask: np.ndarray
    name_length: np.ndarray
    phones: pa.Array
    phone_numbers: np.ndarray
    name_counts: np.ndarray
    roman_counts: np.ndarray
    n_counted: int

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

    def keys(self, at: int) -> tuple[np.ndarray, np.ndarray]:
        """Make the keys of one blocking rule for both sides: int64, 0 where a part is missing or too many on the left share it."""
        rule = self.model.blocking[at]
        return capped(_key(self.left.rows, rule.left), rule.cap), _key(self.right.rows, rule.right)


def encode(model: ModelSpec, left: pa.Table, right: pa.Table) -> Coded:
    """Encode a register (left) and mentions (right); what many share is blanked and frequencies are counted as in `session.load`.

    Frequencies come from the left side, from the right one where the left is empty.
    """
    cut, total = left.num_rows, left.num_rows + right.num_rows
    rows = np.zeros((total, len(_ROW)), np.int32)
    texts = {}
    for column in ("name_jamo", "surname", "given", "roman_key", "phone", "unit", "dong_code"):
        rows[:, COLUMN[NAMES[column]]], texts[column] = _codes(left[column], right[column])
    first, second = _syllables(texts["given"])
    given = rows[:, COLUMN["given"]]
    rows[:, COLUMN["given_1"]], rows[:, COLUMN["given_2"]] = first[given], second[given]
    both = pa.concat_tables([left.select(_NUMBERS), right.select(_NUMBERS)]).combine_chunks()
    rows[:, COLUMN["birth_on"]] = _days(both["birth_on"])
    rows[:, COLUMN["birth_alt"]] = _days(both["birth_alt_on"])
    rows[:, COLUMN["year"]] = pc.fill_null(both["birth_year"], 0).to_numpy()
    rows[:, COLUMN["month_day"]] = _month_days(both["birth_on"])
    buildings = pc.fill_null(both["building_id"], -1).combine_chunks()
    rows[:, COLUMN["building"]] = (
        pa.concat_arrays([pa.array([-1], pa.int64()), buildings]).dictionary_encode().indices.to_numpy()[1:]
    )
    counted = slice(0, cut) if cut else slice(0, total)
    _blank_shared(model, rows, counted)
    small = _small_buildings(model, rows[counted], int(rows[:, COLUMN["building"]].max(initial=0)))
    sex = both["sex"]
    rows[:, COLUMN["sex_flags"]] = (
        pc.if_else(pc.equal(sex, "M"), 1, pc.if_else(pc.equal(sex, "F"), 2, 0)).to_numpy()
        + both["is_roman"].to_numpy() * 4 + small[rows[:, COLUMN["building"]]] * 8
    )  # fmt: skip
    length = pc.utf8_length(texts["name_jamo"]).to_numpy()
    name_counts, roman_counts = (
        np.bincount(rows[counted, COLUMN[NAMES[column]]], minlength=len(texts[column]))
        for column in ("name_jamo", "roman_key")
    )
    numbers = pc.if_else(pc.equal(texts["phone"], ""), "0", pc.binary_join_element_wise("1", texts["phone"], "")).cast(
        pa.int64()
    )
    return Coded(
        model, cells_of(model), Side(rows[:cut]), Side(rows[cut:]), texts["name_jamo"], _masks(texts["name_jamo"], length),
        length.astype(np.int16), texts["phone"], numbers.to_numpy(), name_counts, roman_counts, len(rows[counted]),
    )  # fmt: skip


_NUMBERS = ["birth_on", "birth_alt_on", "birth_year", "building_id", "sex", "is_roman"]


def _codes(left: pa.ChunkedArray, right: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    """Number the distinct texts of both sides; '' is 0."""
    both = (
        pa.chunked_array([pa.array([""], pa.string()), *left.chunks, *right.chunks])
        .combine_chunks()
        .dictionary_encode()
    )
    return both.indices.to_numpy()[1:], both.dictionary


def _syllables(given: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the two syllables of each given name, 0 unless there are exactly two."""
    letters = np.array(given.to_pylist(), dtype="<U3").view(np.uint32).reshape(-1, 3).astype(np.int32)
    two = (letters[:, 1] > 0) & (letters[:, 2] == 0)
    return np.where(two, letters[:, 0], 0), np.where(two, letters[:, 1], 0)


def _masks(names: pa.Array, length: np.ndarray) -> np.ndarray:
    """Return the set of letters of each name as 64 bits."""
    data = np.frombuffer(names.buffers()[2] or b"", np.uint8)[: int(length.sum())]
    starts = np.concatenate([[0], np.cumsum(length)[:-1]])
    bits = np.uint64(1) << (data % 64).astype(np.uint64)
    # An empty name would make reduceat repeat its neighbour's first letter.
    masks = np.bitwise_or.reduceat(np.append(bits, np.uint64(0)), np.minimum(starts, len(bits)))
    return np.where(length > 0, masks, np.uint64(0))


def _days(column: pa.ChunkedArray) -> np.ndarray:
    return pc.fill_null(pc.add(column.cast(pa.int32()), _DAY_OFFSET), 0).to_numpy()


def _month_days(column: pa.ChunkedArray) -> np.ndarray:
    days = pc.fill_null(column.cast(pa.int32()), 0).to_numpy().astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    written = (months.astype(np.int64) % 12 + 1) * 100 + (days - months).astype(np.int64) + 1
    return np.where(pc.is_null(column).to_numpy(), 0, written)


def _blank_shared(model: ModelSpec, rows: np.ndarray, counted: slice) -> None:
    """Blank a phone under many names and a unit with many names: they single nobody out."""
    phone, unit = rows[:, COLUMN["phone"]], rows[:, COLUMN["unit"]]
    many = _heavy(phone, rows[:, COLUMN["roman"]], model.shared_phone_names)
    if len(many):
        phone[np.isin(phone, many)] = 0
    home = rows[:, COLUMN["building"]].astype(np.int64) << 32 | unit
    home[(rows[:, COLUMN["building"]] == 0) | (unit == 0)] = 0
    full = _heavy(home[counted], rows[counted, COLUMN["name"]], model.shared_unit_names)
    if len(full):
        unit[np.isin(home, full)] = 0


def _heavy(key: np.ndarray, kind: np.ndarray, most: int) -> np.ndarray:
    """Return the keys (not 0) that occur with more than `most` distinct kinds."""
    # Only a key that occurs more often than that at all can: nearly nothing is left to look at.
    often = _repeated(key, most)
    if not len(often):
        return often
    at = np.isin(key, often)
    ordered = key[at][(order := np.lexsort((kind[at], key[at])))]
    kinds = kind[at][order]
    fresh = np.append(True, (ordered[1:] != ordered[:-1]) | (kinds[1:] != kinds[:-1]))
    found, count = np.unique(ordered[fresh], return_counts=True)
    return found[count > most]


def _repeated(key: np.ndarray, most: int) -> np.ndarray:
    """Return the keys (not 0) that more than `most` rows have."""
    # Keys are thrown into four million buckets first: what lies in a bucket of few rows needs no sorting.
    bucket = (key.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(42)
    bucket[key == 0] = 0
    crowded = np.bincount(bucket.view(np.int64), minlength=1 << 22) > most
    crowded[0] = True  # shared with the missing ones
    ordered = np.sort(key[crowded[bucket] & (key != 0)])
    far = ordered[most:]
    return np.unique(far[far == ordered[: len(far)]])


def _small_buildings(model: ModelSpec, counted: np.ndarray, n: int) -> np.ndarray:
    pairs = np.sort(counted[:, COLUMN["building"]].astype(np.int64) << 32 | counted[:, COLUMN["name"]])
    fresh = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    count = np.bincount(fresh >> 32, minlength=n + 1)
    small = (count > 0) & (count <= model.small_building)
    small[0] = False
    return small


def _key(rows: np.ndarray, columns: tuple[str, ...]) -> np.ndarray:
    """Make one number per row out of a rule's columns, the same for the same values, 0 where one of them is missing.

    A collision of two keys only adds a candidate, which the tests then refuse.
    """
    key = np.zeros(len(rows), np.uint64)
    known = np.ones(len(rows), bool)
    for name in columns:
        value = rows[:, COLUMN[NAMES[name]]]
        known &= value != 0
        key = (key ^ value.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    key |= np.uint64(1)
    key[~known] = 0
    return key.view(np.int64)


def capped(key: np.ndarray, cap: int) -> np.ndarray:
    """Drop the keys that more than `cap` rows share: such a value singles nobody out."""
    many = _repeated(key, cap)
    return np.where(np.isin(key, many), 0, key) if len(many) else key
