"""Distinct short texts by their bytes, twice as fast as hashing them one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.raw.columns import letters_of

MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_TOO = np.uint64(0xC2B2AE3D27D4EB4F)
_KEPT = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_LONG = np.uint64(0xFFFFFFFFFFFFFFFF)  # no text has these bytes
_FEW = 4096
_PART = 1 << 15  # rows at a time: what is worked out of them stays in the processor's cache


def number_texts(column: pa.Array) -> tuple[np.ndarray, pa.Array]:
    """Number the texts of a column, none of them NULL: equal texts, equal numbers.

    Returns:
        Number per row, shape (n,), and the distinct texts by number.
    """
    # Where few values repeat all the time, hashing text by text stays in the processor's cache and is quicker.
    if len(column) < _FEW or len(column.slice(0, _FEW).dictionary_encode().dictionary) * 8 < _FEW:
        encoded = column.dictionary_encode()
        return encoded.indices.to_numpy().astype(np.int32), encoded.dictionary
    numbers, first = _numbered(column)
    return numbers, column.take(pa.array(first))


def _numbered(column: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row, and for each number a row that has it.

    An open table of slots: who finds a slot free takes it with the next number, who finds another text there tries the next slot.
    """
    n = len(column)
    starts, letters = letters_of(column)
    bits = (2 * n - 1).bit_length()
    table = np.full(1 << bits, -1, np.int32)
    head, tail = np.empty(n, np.uint64), np.empty(n, np.uint64)
    numbers, first = np.empty(n, np.int32), np.empty(n, np.int32)
    count = 0
    long = _long_texts(column, starts)
    for start in range(0, n, _PART):
        a, b = _words(starts[start : start + _PART + 1], letters, long, start)
        mixed = a * MIX ^ b * _MIX_TOO
        mixed ^= mixed >> np.uint64(32)
        slot = (mixed * MIX >> np.uint64(64 - bits)).astype(np.int64)
        number = table.take(slot)
        left = np.flatnonzero((number < 0) | (head.take(number) != a) | (tail.take(number) != b))
        while len(left):
            place = slot[left]
            free = left[table[place] < 0]
            # Of several that want one slot the last one gets it.
            table[slot[free]] = -2 - free
            taken = free[table[slot[free]] == -2 - free]
            fresh = np.arange(count, count + len(taken))
            table[slot[taken]], head[fresh], tail[fresh], first[fresh] = fresh, a[taken], b[taken], taken + start
            count += len(taken)
            number[left] = there = table[place]
            left = left[(head[there] != a[left]) | (tail[there] != b[left])]
            slot[left] = slot[left] + 1 & (1 << bits) - 1
        numbers[start : start + _PART] = number
    return numbers, first[:count]


def _long_texts(column: pa.Array, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of texts of more than sixteen bytes, and the number of each among such texts."""
    rows = np.flatnonzero(np.diff(starts) > 16)
    return rows, column.take(pa.array(rows)).dictionary_encode().indices.to_numpy()


def _words(
    starts: np.ndarray, letters: np.ndarray, long: tuple[np.ndarray, np.ndarray], row: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return some texts, from `row` on, as two numbers each: their first sixteen bytes, or a long one's number."""
    n = len(starts) - 1
    # Eight bytes are read from every place where a text starts, so something has to stand behind the last one.
    own = np.zeros(starts[-1] - starts[0] + 16, np.uint8)
    own[:-16] = letters[starts[0] : starts[-1]]
    every = np.ndarray((len(own) - 7,), "<u8", own.data, 0, (1,))
    at, size = (starts[:-1] - starts[0]).astype(np.int64), np.diff(starts)
    a = every.take(at, mode="clip") & _KEPT.take(size, mode="clip")
    b = every.take(at + 8, mode="clip") & _KEPT.take(np.maximum(size - 8, 0), mode="clip")
    rows, numbers = long
    some = slice(*np.searchsorted(rows, [row, row + n]))
    a[rows[some] - row], b[rows[some] - row] = numbers[some], _LONG
    return a, b
