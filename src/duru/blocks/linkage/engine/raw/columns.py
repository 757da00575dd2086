"""Small things all readers of this folder share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.kernel import hangul


def as_text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return one text array with '' for nothing."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not pa.types.is_string(column.type):
        column = column.cast(pa.string())
    return pc.fill_null(column, "")


def distinct(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Return the distinct values and, per row, which of them it is."""
    encoded = column.dictionary_encode()
    return encoded.dictionary, encoded.indices


def distinct_numbers(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct numbers and, per row, which of them it is; hashing few distinct ones is quicker than sorting all."""
    encoded = pa.array(values).dictionary_encode()
    return encoded.dictionary.to_numpy(), encoded.indices.to_numpy()


def spread(values: pa.Array, places: pa.Array) -> pa.Array:
    """Return the values of distinct cells row by row: as a dictionary, so that nobody has to look for the distinct ones again."""
    if not pa.types.is_string(values.type):
        return values.take(places)
    encoded = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(places), encoded.dictionary)


def letters_of(column: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return where each text starts (n + 1 positions) and the bytes of all texts, without copying them."""
    _, offsets, data = column.buffers()
    starts = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1] if len(column) else _NONE
    letters = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return starts, letters


_NONE = np.zeros(1, np.int32)


def matches(column: pa.Array, pattern: str) -> np.ndarray:
    """Tell per row whether a pattern (RE2) is found."""
    return pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False)


def where(mask: np.ndarray) -> pa.Array:
    """Return the positions of a mask, for `take`."""
    return pa.array(np.flatnonzero(mask))


def put(column: pa.Array, mask: np.ndarray, values: pa.Array) -> pa.Array:
    """Replace the masked rows by values, in order."""
    return pc.replace_with_mask(column, pa.array(mask), values) if len(values) else column


def each_distinct(column: pa.Array, function: Callable[[str], object], kind: pa.DataType) -> pa.Array:
    """Apply a function of the kernel once per distinct value."""
    values, places = distinct(column)
    return pa.array([function(value) for value in values.to_pylist()], kind).take(places)


def _class(codes) -> str:
    return "".join(rf"\x{{{code:X}}}" for code in codes)


# Characters that `clean_text` changes, as RE2 classes; all printable ASCII and all syllables stay.
_UNSEEN = f"[{_class(hangul.HIDDEN)}]+"
_SPACE = f"[{_class(hangul.SPACES)}]"
_DASH = f"[{_class(hangul.DASHES)}]"
UNCLEAN = r"[^!-~가-힣 ]|^ | $|  "


def clean(column: pa.Array) -> pa.Array:
    """Clean cells as `hangul.clean_text` does; full-width letters go through it one by one."""
    dirty = matches(column, UNCLEAN)
    if not dirty.any():
        return column
    text = column.take(where(dirty))
    wide = matches(text, "[！-～]")
    cleaned = pc.replace_substring_regex(text, _UNSEEN, "")
    cleaned = pc.replace_substring_regex(cleaned, _SPACE, " ")
    cleaned = pc.utf8_normalize(pc.replace_substring_regex(cleaned, _DASH, "-"), "NFC")
    cleaned = pc.utf8_trim(pc.replace_substring_regex(cleaned, " +", " "), " ")
    if wide.any():
        cleaned = put(cleaned, wide, each_distinct(text.take(where(wide)), hangul.clean_text, pa.string()))
    return put(column, dirty, cleaned)
