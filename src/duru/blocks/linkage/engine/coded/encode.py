"""Turn frames into whole numbers: one code per distinct value, frequencies, shared values."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.coded.keys import among, repeated
from duru.blocks.linkage.engine.coded.sides import NAMES, Coded, Side, cells_of
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.engine.raw.columns import letters_of
from duru.blocks.linkage.engine.raw.distinct import number_texts

_DAY_OFFSET = 100_000  # days since 1970 plus this are above 0
_TEXTS = ("name_jamo", "surname", "given", "roman_key", "unit", "dong_code")


def encode(model: ModelSpec, left: pa.Table, right: pa.Table, *, shared_phones: np.ndarray | None = None) -> Coded:
    """Encode a register (left) and mentions (right); what many share is blanked and frequencies are counted as in `session.load`.

    Frequencies come from the left side, from the right one where the left is empty.

    Args:
        shared_phones: Phones that count as shared by many, instead of counting.
    """
    cut, total = left.num_rows, left.num_rows + right.num_rows
    columns: dict[str, np.ndarray] = {}
    texts = {}
    # Arrow works outside Python's lock: two columns at a time on two cores.
    with ThreadPoolExecutor(2) as pool:
        numbers = pool.submit(_numbers_of, left, right)
        for column, (codes, dictionary) in zip(
            _TEXTS, pool.map(lambda column: _codes(left[column], right[column]), _TEXTS), strict=True
        ):
            columns[NAMES[column]], texts[column] = codes, dictionary
    columns |= numbers.result()
    columns["building"], texts["building_id"] = _numbers(_both(left, right, "building_id"))
    counted = slice(0, cut) if cut else slice(0, total)
    if shared_phones is None:
        shared_phones = _heavy(columns["phone"], columns["roman"], model.shared_phone_names)
    shared_homes = _heavy(homes_of(columns)[counted], columns["name"][counted], model.shared_unit_names)
    _blank_shared(columns, shared_phones, shared_homes)
    name_counts, roman_counts = (
        np.bincount(columns[NAMES[column]][counted], minlength=len(texts[column]))
        for column in ("name_jamo", "roman_key")
    )
    return Coded(
        model=model, cells=cells_of(model),
        left=Side({name: values[:cut] for name, values in columns.items()}),
        right=Side({name: values[cut:] for name, values in columns.items()}),
        texts=texts, **_of_texts(texts),
        small=_small_buildings(model, columns, counted), name_counts=name_counts, roman_counts=roman_counts,
        n_counted=counted.stop, shared_phones=shared_phones, shared_homes=shared_homes,
    )  # fmt: skip


def encode_more(coded: Coded, frame: pa.Table) -> tuple[Coded, Side]:
    """Encode further rows with the codes, frequencies and shared values that stand; values never seen get new codes.

    Returns:
        The same two sides with the texts that came in, and the new rows.
    """
    columns = _numbers_of(frame)
    texts = dict(coded.texts)
    for column in (*_TEXTS, "building_id"):
        values = frame[column].combine_chunks()
        if pa.types.is_dictionary(values.type):
            values = values.cast(pa.string())
        values = pc.fill_null(values, -1 if column == "building_id" else "").dictionary_encode()
        # Few come in, many stand: the many are looked up among the few.
        place = pc.index_in(texts[column], values.dictionary)
        known = np.flatnonzero(place.is_valid().to_numpy(zero_copy_only=False))
        code = np.full(len(values.dictionary), -1, np.int32)
        code[place.take(pa.array(known)).to_numpy()] = known
        fresh = np.flatnonzero(code < 0)
        code[fresh] = len(texts[column]) + np.arange(len(fresh))
        texts[column] = pa.concat_arrays([texts[column], values.dictionary.take(pa.array(fresh))])
        columns[NAMES[column]] = code[values.indices.to_numpy()]
    _blank_shared(columns, coded.shared_phones, coded.shared_homes)
    # Nobody has the new names and lives in the new buildings but the new rows: they were not counted.
    n_new = {column: len(texts[column]) - len(values) for column, values in coded.texts.items()}
    held: dict[str, Any] = {
        name: np.concatenate([getattr(coded, name), np.zeros(n_new[column], getattr(coded, name).dtype)])
        for name, column in (("name_counts", "name_jamo"), ("roman_counts", "roman_key"), ("small", "building_id"))
    }
    before = {column: values for column, values in coded.texts.items() if column in ("name_jamo", "given")}
    added = _of_texts({column: texts[column].slice(len(values)) for column, values in before.items()})
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(coded, name), values], axis=-1) for name, values in added.items()
    }
    return replace(coded, texts=texts, **held, **joined), Side(columns)


def _numbers_of(*frames: pa.Table) -> dict[str, np.ndarray]:
    """Return the columns that need no code of a text: phone, days, sex."""

    def both(column: str) -> pa.ChunkedArray:
        return pa.chunked_array([chunk for frame in frames for chunk in frame[column].chunks], frames[0][column].type)

    days = {name: _days(both(column)) for name, column in (("birth_on", "birth_on"), ("birth_alt", "birth_alt_on"))}
    return days | {
        "phone": np.concatenate([phone_numbers(frame["phone"]) for frame in frames]),
        "year": pc.fill_null(both("birth_year"), 0).to_numpy().astype(np.int16),
        "month_day": _month_days(days["birth_on"]),
        "sex": np.concatenate([_sexes(frame["sex"]) for frame in frames]),
        "is_roman": both("is_roman").cast(pa.int8()).to_numpy(),
    }


def _of_texts(texts: dict[str, pa.Array]) -> dict[str, Any]:
    """Work out what is compared of names and given names, by code."""
    length = pc.utf8_length(texts["name_jamo"]).to_numpy()
    return {
        "name_mask": _masks(texts["name_jamo"], length),
        "name_length": length.astype(np.int16),
        "syllables": _syllables(texts["given"]),
    }


def homes_of(columns: dict[str, np.ndarray]) -> np.ndarray:
    """Return building << 32 | unit, 0 where one of them is missing."""
    home = columns["building"].astype(np.int64) << 32 | columns["unit"]
    home[(columns["building"] == 0) | (columns["unit"] == 0)] = 0
    return home


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


def _numbers(column: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    """Number the distinct values; nothing is 0."""
    whole = pc.fill_null(column, -1).combine_chunks()
    encoded = pa.concat_arrays([pa.array([-1], whole.type), whole]).dictionary_encode()
    return encoded.indices.to_numpy()[1:], encoded.dictionary


def _sexes(column: pa.ChunkedArray) -> np.ndarray:
    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    codes = np.array([{"M": 1, "F": 2}.get(text, 0) for text in encoded.dictionary.to_pylist()] or [0], np.int8)
    return codes[encoded.indices.to_numpy()]


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
    ends, data = letters_of(names)
    starts, data = ends[:-1] - ends[0], data[ends[0] : ends[-1]]
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


def _blank_shared(columns: dict[str, np.ndarray], phones: np.ndarray, homes: np.ndarray) -> None:
    """Blank a phone under many names and a unit with many names: they single nobody out."""
    if len(phones):
        columns["phone"] = np.where(among(columns["phone"], phones), 0, columns["phone"])
    if len(homes):
        columns["unit"] = np.where(among(homes_of(columns), homes), 0, columns["unit"])


def _heavy(key: np.ndarray, kind: np.ndarray, most: int) -> np.ndarray:
    """Return the keys (not 0) that occur with more than `most` distinct kinds."""
    # Only a key that occurs more often than that at all can: nearly nothing is left to look at.
    often = repeated(key, most)
    if not len(often):
        return often
    at = np.flatnonzero(among(key, often))
    at = at[np.lexsort((kind[at], key[at]))]
    ordered, kinds = key[at], kind[at]
    fresh = np.append(True, (ordered[1:] != ordered[:-1]) | (kinds[1:] != kinds[:-1]))
    found, count = np.unique(ordered[fresh], return_counts=True)
    return found[count > most]


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
