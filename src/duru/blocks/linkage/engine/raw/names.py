"""Name cells by columns: the same answers as `kernel.names.parse_name`, then jamo, keys and surnames."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.names import name_columns as one_name
from duru.blocks.linkage.engine.raw.columns import clean, distinct, letters_of, matches, put, spread, where
from duru.kernel.hangul import JAMO_BYTES, decompose, standard_surname
from duru.kernel.names import BLANK_NAMES, COMPOUND_SURNAMES, ENDINGS, NOT_NAMES, TITLE_WORDS, surname_of
from duru.kernel.roman import roman_key_parts

COLUMNS = (
    ("name_jamo", pa.string()), ("surname", pa.string()), ("given", pa.string()), ("roman_key", pa.string()),
    ("is_roman", pa.bool_()),
)  # fmt: skip

_ENDING = f"(?:{'|'.join(ENDINGS)})$"
# A title word alone behind a whole name, or titles in brackets, or titles grown onto three syllables.
_SPACED = rf"^(?P<name>[가-힣]{{2,4}}) (?:{'|'.join(sorted(TITLE_WORDS))})$"
_BRACKET = r"^(?P<name>[가-힣]{2,4}) ?\([가-힣A-Za-z0-9]+\)$"
_GROWN = rf"^(?P<name>[가-힣]+?)(?P<title>(?:{'|'.join(ENDINGS)})+)$"
_PARTED = r"^(?:[가-힣]{1,2}|[가-힣] [가-힣]) [가-힣]{1,2}$"
_DOUBTFUL = f"^고 |및|와 |의$|{_ENDING}"


def name_columns(column: pa.Array) -> dict[str, pa.Array]:
    """Read a column of name cells; returns the columns of `COLUMNS`, row by row.

    A cell without a name (`Refused`) keeps its letters as `name_jamo` only.
    """
    cells, places = distinct(column)
    text = clean(cells)
    bare = _bare(text)
    known = matches(bare, "^[가-힣]{2,4}$")
    for words, written in ((BLANK_NAMES, text), (NOT_NAMES, pc.replace_substring(text, " ", ""))):
        known &= ~pc.is_in(written, pa.array(sorted(words))).to_numpy(zero_copy_only=False)
    whole = _of_hangul(bare.take(where(known)))
    rest = [one_name(cell) for cell in cells.take(where(~known)).to_pylist()]
    back = np.empty(len(cells), np.int64)
    back[known], back[~known] = np.arange(known.sum()), known.sum() + np.arange(len(rest))
    order = pa.array(back)
    return {
        name: spread(pa.concat_arrays([whole[name], pa.array([row[at] for row in rest], kind)]).take(order), places)
        for at, (name, kind) in enumerate(COLUMNS)
    }


def _bare(text: pa.Array) -> pa.Array:
    """Take spaces and the plain titles off; what is not surely a whole name afterwards becomes ''."""
    plain = matches(text, "^[가-힣]{2,4}$")
    doubtful = matches(text, _DOUBTFUL)
    out = pc.if_else(pa.array(plain & ~doubtful), text, pa.scalar(""))
    left = ~plain | doubtful
    for pattern in (_SPACED, _BRACKET, _GROWN, _PARTED):
        rows = where(left)
        some = text.take(rows)
        if pattern is _PARTED:
            hit = matches(some, pattern) & ~matches(some, f"{_DOUBTFUL}| (?:{'|'.join(sorted(TITLE_WORDS))})$")
            first = pc.utf8_slice_codeunits(some, 0, 2)
            hit &= ~pc.is_in(first, pa.array(sorted(COMPOUND_SURNAMES))).to_numpy(zero_copy_only=False)
            name = pc.replace_substring(some, " ", "")
        else:
            found = pc.extract_regex(some, pattern)
            name = pc.fill_null(pc.struct_field(found, "name"), "")
            hit = pc.is_valid(found).to_numpy(zero_copy_only=False)
            hit &= ~matches(some, "^고 |및|와 ")
            if pattern is _GROWN:
                hit &= pc.equal(pc.utf8_length(name), 3).to_numpy(zero_copy_only=False)
            hit &= ~matches(name, f"의$|{_ENDING}")
        if hit.any():
            mask = np.zeros(len(text), bool)
            mask[np.flatnonzero(left)[hit]] = True
            out = put(out, mask, name.take(where(hit)))
            left &= ~mask
    return out


_SYLLABLE_BYTES = pa.array(
    ["", *("".join(JAMO_BYTES[jamo] for jamo in decompose(chr(code))) for code in range(0xAC00, 0xD7A4))]
)
_SYLLABLES = pa.array(["", *map(chr, range(0xAC00, 0xD7A4))])


def _of_hangul(names: pa.Array) -> dict[str, pa.Array]:
    """Work out the columns of whole Hangul names of two to four syllables."""
    bare, places = distinct(names)
    index = _syllables(bare)
    jamo = pc.binary_join_element_wise(*(_SYLLABLE_BYTES.take(pa.array(index[:, at])) for at in range(4)), "")
    surname_codes = index[:, 0] << 14
    two = index[:, 0] << 14 | index[:, 1]
    for compound, least in _COMPOUND:
        found = (two == compound) & (index[:, least - 1] > 0)
        surname_codes[found] = two[found]
    is_long = (surname_codes & 0x3FFF) > 0
    # The given name is what follows: one column further where the surname has two syllables.
    rest = np.where(
        is_long[:, None], np.roll(index, -2, axis=1) * [1, 1, 0, 0], np.roll(index, -1, axis=1) * [1, 1, 1, 0]
    )
    surnames, surname_at = _texts(surname_codes, 2)
    givens, given_at = _texts(rest[:, 0] << 28 | rest[:, 1] << 14 | rest[:, 2], 3)
    heads, folded = (pa.array(part, pa.string()) for part in roman_key_parts(surnames.to_pylist(), givens.to_pylist()))
    keys = folded.take(given_at)
    keys = pc.if_else(pc.equal(keys, ""), jamo, pc.binary_join_element_wise(heads.take(surname_at), keys, "."))
    standard = pa.array([standard_surname(surname) for surname in surnames.to_pylist()], pa.string())
    columns = {
        "name_jamo": jamo,
        "surname": standard.take(surname_at),
        "given": givens.take(given_at),
        "roman_key": keys,
        "is_roman": pa.array(np.zeros(len(bare), bool)),
    }
    return {name: column.take(places) for name, column in columns.items()}


def _syllables(names: pa.Array) -> np.ndarray:
    """Return the syllables of names of up to four as positions in `_SYLLABLES`, 0 behind the end, shape (n, 4)."""
    starts, letters = letters_of(names)
    letters = letters[starts[0] : starts[-1]].astype(np.int64)
    # A syllable is three bytes in UTF-8.
    a, b, c = letters[0::3], letters[1::3], letters[2::3]
    codes = np.append(((a & 15) << 12 | (b & 63) << 6 | c & 63) - 0xAC00 + 1, [0, 0, 0, 0])
    first, length = (starts[:-1] - starts[0]) // 3, np.diff(starts) // 3
    return np.where(np.arange(4) < length[:, None], codes[first[:, None] + np.arange(4)], 0)


def _texts(packed: np.ndarray, n: int) -> tuple[pa.Array, pa.Array]:
    """Return the distinct texts of n syllables packed into 14 bits each, the first one highest, and per row which of them it is."""
    values, at = np.unique(packed, return_inverse=True)
    parts = [_SYLLABLES.take(pa.array(values >> 14 * (n - 1 - place) & 0x3FFF)) for place in range(n)]
    return pc.binary_join_element_wise(*parts, ""), pa.array(at)


def _compounds() -> list[tuple[int, int]]:
    """List the surnames of two syllables, packed, with the least length of a name that begins with one."""
    found = []
    for surname in sorted(COMPOUND_SURNAMES):
        first, second = (ord(syllable) - 0xAC00 + 1 for syllable in surname)
        found.append((first << 14 | second, 3 if surname_of(f"{surname}가") == surname else 4))
    return found


_COMPOUND = _compounds()
