"""Turn two frames into whole numbers: one code per distinct value, frequencies, shared values, live blocking keys."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.model import SMALLEST, SMALLEST_DISTRICT, ModelSpec
from duru.blocks.linkage.engine.raw.distinct import MIX, number_texts

# The columns of `sql.COLUMNS` as they are called here.
NAMES = {
    "name_jamo": "name", "surname": "surname", "given": "given", "roman_key": "roman", "birth_on": "birth_on",
    "birth_alt_on": "birth_alt", "birth_year": "year", "birth_text": "birth_on", "month_day": "month_day", "phone": "phone",
    "unit": "unit", "dong_code": "dong", "building_id": "building",
}  # fmt: skip
_DAY_OFFSET = 100_000  # days since 1970 plus this are above 0
BUCKETS = 1 << 22
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

    @cached_property
    def laid_out(self) -> tuple[np.ndarray, ...]:
        """All columns as `LAYOUT` says, shape (n, 8) each: what is asked of a row at random lies together."""
        return self.lay_out(slice(None))

    def lay_out(self, rows: slice) -> tuple[np.ndarray, ...]:
        """Return `laid_out` of some of the rows."""
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
        names: Distinct texts by code; name_mask (jamo as bits) and name_length belong to them.
        syllables: First and second syllable of a given name of two, by code of the given name, shape (2, n); 0 for any other.
        small: Whether few families live in a building, by code.
        name_counts, roman_counts: How often each occurs among the `n_counted` rows that frequencies come from, by code.
    """

    model: ModelSpec
    cells: Cells
    left: Side
    right: Side
    names: pa.Array
    name_mask: np.ndarray
    name_length: np.ndarray
    syllables: np.ndarray
    small: np.ndarray
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

    @cached_property
    def left_bits(self) -> tuple[np.ndarray, np.ndarray]:
        """The same two, by left row."""
        return self.name_bits.take(self.left.column("name")), self.roman_bits.take(self.left.column("roman"))

    def _bits(self, counts: np.ndarray) -> np.ndarray:
        # It leans on the average name where the register is small or lacks the name.
        average = self.model.comparison("name").levels[0].u * SMALLEST_DISTRICT
        return np.log2((counts + average) / (self.n_counted + SMALLEST_DISTRICT))


def encode(model: ModelSpec, left: pa.Table, right: pa.Table) -> Coded:
    """Encode a register (left) and mentions (right); what many share is blanked and frequencies are counted as in `session.load`.

    Frequencies come from the left side, from the right one where the left is empty.
    """
    cut, total = left.num_rows, left.num_rows + right.num_rows
    columns: dict[str, np.ndarray] = {}
    texts = {}
    named = ("name_jamo", "surname", "given", "roman_key", "unit", "dong_code")
    # Arrow works outside Python's lock: two columns at a time on two cores.
    with ThreadPoolExecutor(2) as pool:
        phones = [pool.submit(phone_numbers, side["phone"]) for side in (left, right)]
        for column, (codes, dictionary) in zip(
            named, pool.map(lambda column: _codes(left[column], right[column]), named), strict=True
        ):
            columns[NAMES[column]], texts[column] = codes, dictionary
    columns["phone"] = np.concatenate([side.result() for side in phones])
    columns["birth_on"], columns["birth_alt"] = (
        _days(_both(left, right, column)) for column in ("birth_on", "birth_alt_on")
    )
    columns["year"] = pc.fill_null(_both(left, right, "birth_year"), 0).to_numpy().astype(np.int16)
    columns["month_day"] = _month_days(columns["birth_on"])
    columns["building"] = _numbers(_both(left, right, "building_id"))
    columns["sex"], columns["is_roman"] = _sexes(left, right), _both(left, right, "is_roman").cast(pa.int8()).to_numpy()
    counted = slice(0, cut) if cut else slice(0, total)
    _blank_shared(model, columns, counted)
    names = texts["name_jamo"]
    length = pc.utf8_length(names).to_numpy()
    name_counts, roman_counts = (
        np.bincount(columns[NAMES[column]][counted], minlength=len(texts[column]))
        for column in ("name_jamo", "roman_key")
    )
    return Coded(
        model=model, cells=cells_of(model),
        left=Side({name: values[:cut] for name, values in columns.items()}),
        right=Side({name: values[cut:] for name, values in columns.items()}),
        names=names, name_mask=_masks(names, length), name_length=length.astype(np.int16),
        syllables=_syllables(texts["given"]),
        small=_small_buildings(model, columns, counted), name_counts=name_counts, roman_counts=roman_counts,
        n_counted=counted.stop,
    )  # fmt: skip


def _both(left: pa.Table, right: pa.Table, column: str) -> pa.ChunkedArray:
    return pa.chunked_array([*left[column].chunks, *right[column].chunks], left[column].type)


def _codes(left: pa.ChunkedArray, right: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    """Number the distinct texts of both sides; '' is 0. Columns that are dictionaries already are not spelt out."""
    nothing = pa.array([""], pa.string())
    chunks = [*left.chunks, *right.chunks]
    if pa.types.is_dictionary(left.type) and pa.types.is_dictionary(right.type):
        both = pa.chunked_array([nothing.dictionary_encode(), *chunks]).unify_dictionaries()
        codes = np.concatenate([chunk.indices.to_numpy() for chunk in both.chunks])
        return codes[1:], both.chunk(both.num_chunks - 1).dictionary
    codes, texts = number_texts(pa.concat_arrays([nothing, *(chunk.cast(pa.string()) for chunk in chunks)]))
    # The first row is '' and not sure to have the first number.
    if codes[0]:
        order = np.arange(len(texts), dtype=np.int32)
        order[[0, codes[0]]] = codes[0], 0
        codes, texts = order[codes], texts.take(pa.array(order))
    return codes[1:], texts


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    """Number the distinct values; nothing is 0."""
    whole = pc.fill_null(column, -1).combine_chunks()
    return pa.concat_arrays([pa.array([-1], whole.type), whole]).dictionary_encode().indices.to_numpy()[1:]


def _sexes(left: pa.Table, right: pa.Table) -> np.ndarray:
    codes, texts = _codes(left["sex"], right["sex"])
    return np.array([{"M": 1, "F": 2}.get(text, 0) for text in texts.to_pylist()], np.int8)[codes]


def phone_numbers(column: pa.ChunkedArray) -> np.ndarray:
    """Return phones as numbers with a 1 in front, 0 for none."""
    column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        return phone_numbers(pa.chunked_array([column.dictionary]))[column.indices.to_numpy()]
    size = pc.binary_length(column).to_numpy()
    number = pc.if_else(pa.array(size == 0), "0", column).cast(pa.int64()).to_numpy()
    return np.where(size > 0, number + _ONE_IN_FRONT[size], 0)


_ONE_IN_FRONT = 10 ** np.arange(19, dtype=np.int64)


def _syllables(given: pa.Array) -> np.ndarray:
    letters = np.array(given.to_pylist(), dtype="<U3").view(np.uint32).reshape(-1, 3).astype(np.int32)
    two = (letters[:, 1] > 0) & (letters[:, 2] == 0)
    return np.where(two, letters[:, :2].T, 0)


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


def _month_days(days: np.ndarray) -> np.ndarray:
    """Return month * 100 + day of `_days`, 0 for none; worked out once per day that can occur."""
    known = days > 0
    if not known.any():
        return np.zeros(len(days), np.int16)
    first = int(days[known].min())
    every = np.arange(first - _DAY_OFFSET, int(days.max()) + 1 - _DAY_OFFSET).astype("datetime64[D]")
    months = every.astype("datetime64[M]")
    written = (months.astype(np.int64) % 12 + 1) * 100 + (every - months).astype(np.int64) + 1
    return np.where(known, written.astype(np.int16)[np.where(known, days - first, 0)], 0).astype(np.int16)


def _blank_shared(model: ModelSpec, columns: dict[str, np.ndarray], counted: slice) -> None:
    """Blank a phone under many names and a unit with many names: they single nobody out."""
    phone, unit, building = columns["phone"], columns["unit"], columns["building"]
    many = _heavy(phone, columns["roman"], model.shared_phone_names)
    if len(many):
        columns["phone"] = np.where(_among(phone, many), 0, phone)
    home = building.astype(np.int64) << 32 | unit
    home[(building == 0) | (unit == 0)] = 0
    full = _heavy(home[counted], columns["name"][counted], model.shared_unit_names)
    if len(full):
        columns["unit"] = np.where(_among(home, full), 0, unit)


def _heavy(key: np.ndarray, kind: np.ndarray, most: int) -> np.ndarray:
    """Return the keys (not 0) that occur with more than `most` distinct kinds."""
    # Only a key that occurs more often than that at all can: nearly nothing is left to look at.
    often = _repeated(key, most)
    if not len(often):
        return often
    at = np.flatnonzero(_among(key, often))
    at = at[np.lexsort((kind[at], key[at]))]
    ordered, kinds = key[at], kind[at]
    fresh = np.append(True, (ordered[1:] != ordered[:-1]) | (kinds[1:] != kinds[:-1]))
    found, count = np.unique(ordered[fresh], return_counts=True)
    return found[count > most]


def _repeated(key: np.ndarray, most: int) -> np.ndarray:
    """Return the keys (not 0) that more than `most` rows have."""
    # Keys are thrown into a million buckets first: what lies in a bucket of few rows needs no sorting.
    bucket = bucket_of(key.astype(np.int64, copy=False)) >> 2
    crowded = np.bincount(bucket, minlength=BUCKETS >> 2) > most
    if not crowded.any():
        return key[:0]
    ordered = key[crowded.take(bucket)]
    ordered = np.sort(ordered[ordered != 0])
    far = ordered[most:]
    return np.unique(far[far == ordered[: len(far)]])


def _among(key: np.ndarray, few: np.ndarray) -> np.ndarray:
    """Tell which keys are among a few; only those that share a bucket with one of them are looked up."""
    wanted = np.zeros(BUCKETS, bool)
    wanted[bucket_of(few.astype(np.int64, copy=False))] = True
    found = wanted.take(bucket_of(key.astype(np.int64, copy=False)))
    rows = np.flatnonzero(found)
    found[rows] = np.isin(key[rows], few)
    return found


def count_distinct(values: np.ndarray) -> int:
    """Count the distinct numbers; sorting them is ten times as fast as the hashing of `np.unique`."""
    ordered = np.sort(values)
    return int((ordered[1:] != ordered[:-1]).sum()) + 1 if len(ordered) else 0


def _small_buildings(model: ModelSpec, columns: dict[str, np.ndarray], counted: slice) -> np.ndarray:
    building, name = columns["building"], columns["name"][counted]
    pairs = np.sort(building[counted].astype(np.int64) << 32 | name)
    fresh = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    count = np.bincount(fresh >> 32, minlength=int(building.max(initial=0)) + 1)
    small = (count > 0) & (count <= model.small_building)
    small[0] = False
    return small


def key_of(side: Side, columns: tuple[str, ...]) -> np.ndarray:
    """Make one number per row out of a rule's columns: int64, the same for the same values, 0 where one of them is missing.

    A collision of two keys only adds a candidate, which the tests then refuse.
    """
    key = np.zeros(len(side), np.uint64)
    known = np.ones(len(side), bool)
    for name in columns:
        value = side.column(NAMES[name])
        known &= value != 0
        key ^= value.astype(np.uint64)
        key *= MIX
        key ^= key >> np.uint64(29)
    key |= np.uint64(1)
    key[~known] = 0
    return key.view(np.int64)


def bucket_of(key: np.ndarray) -> np.ndarray:
    """Throw keys into four million buckets."""
    return ((key.view(np.uint64) * MIX) >> np.uint64(42)).view(np.int64)


def capped(key: np.ndarray, cap: int) -> np.ndarray:
    """Drop the keys that more than `cap` rows share: such a value singles nobody out."""
    many = _repeated(key, cap)
    return np.where(_among(key, many), 0, key) if len(many) else key
