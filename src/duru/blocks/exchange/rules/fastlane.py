"""The fast lane: whole blocks of clean lines of a text table are judged, hashed and written as columns.

Nine lines of ten in a well kept file have nothing to doubt: a name of two to four syllables, eight digits, a mobile number. They
are known by one regular expression over all lines at once (RE2 in Arrow, which neither goes back nor holds Python's lock:
2 instead of 40 us a line). Whatever does not match goes the exact way and may still be taken; a line that matches is one that
the exact way takes too, and takes alike (a property test holds this).

Imported by who reads a file and not with the app: Arrow costs every process 0.3 s and 30 MiB.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.enums import RowState
from duru.blocks.exchange.fields import Field, as_text
from duru.blocks.exchange.rules.cutting import LINE_MAY_HOLD
from duru.blocks.exchange.rules.hashing import HASH_BYTES, SEPARATOR
from duru.blocks.exchange.rules.plans import SheetPlan

# Of a column whose text nobody parses, or whose parser takes any text: printable, no quote, no backslash, no space at the ends.
_LONGEST_FREE = 200
# Lines a column: fewer pay for the patterns again and again, more for memory.
SLICE = 4_000
_SPACES = "".join(f"\\x{{{code:x}}}" for code in range(0x20, 0x3001) if chr(code).isspace())


@dataclass(frozen=True, slots=True)
class CleanRun:
    """Neighbouring clean lines [begin, end) of a block, and the same as lines for COPY, in UTF-8."""

    begin: int
    end: int
    copy: memoryview


class FastLane:
    """Knows the clean lines of one sheet.

    Args:
        hasher: from `hashing.salted`.
        must_cut: a line that may hold a resident number is not clean.
    """

    def __init__(self, dataset: Dataset, plan: SheetPlan, delimiter: str, *, hasher, must_cut: bool):
        self._delimiter = delimiter
        self._clean = clean_line(dataset, plan, delimiter)
        self._unclean = _unclean_line(dataset, plan, delimiter)
        self._suspect = LINE_MAY_HOLD.format(delimiter=re.escape(delimiter)) if must_cut else None
        self._hasher = hasher
        # A running number elsewhere than in front, or cells to be cut, need the exact way.
        if plan.serial not in (None, 0) or (must_cut and plan.secret):
            self._clean = None
        self._drops_first = plan.serial == 0

    def runs(self, records: Sequence[str], lines: Sequence[int]) -> Iterator[CleanRun]:
        """Find the runs of clean lines among records of sheet 0, in their order; `lines` are their line numbers."""
        if self._clean is None:
            return
        # numpy asks a range for each of its numbers.
        numbers = np.arange(lines.start, lines.stop) if isinstance(lines, range) else np.array(lines, np.int64)
        for at in range(0, len(records), SLICE):
            yield from self._runs_of_slice(records[at : at + SLICE], numbers[at : at + SLICE], at)

    def _runs_of_slice(self, records: Sequence[str], lines: np.ndarray, at: int) -> Iterator[CleanRun]:
        texts = _column(records)
        clean = self._marks(texts, records)
        (places,) = np.nonzero(clean)
        if not len(places):
            return
        if len(places) < len(records):
            texts = texts.filter(_array(pa.bool_(), np.packbits(clean, bitorder="little"), len(records)))
            records = [records[place] for place in places.tolist()]
        copies = pc.binary_join_element_wise(
            _word("0\t"),
            _array(pa.int64(), lines[places], len(places)).cast(pa.string()),
            _word('\t["'),
            pc.replace_substring(texts, self._delimiter, '","'),
            _word('"]\t\\\\x'),
            self._hashes(records),
            _word(f"\t{RowState.TAKEN.value}\t\n"),
            _word(""),
        )
        ends = np.frombuffer(copies.buffers()[1], np.int32)[: len(places) + 1].tolist()
        data = memoryview(copies.buffers()[2])
        breaks = [0, *(np.flatnonzero(np.diff(places) > 1) + 1).tolist(), len(places)]
        for first, last in pairwise(breaks):
            yield CleanRun(at + int(places[first]), at + int(places[last - 1]) + 1, data[ends[first] : ends[last]])

    def _marks(self, texts: pa.StringArray, records: Sequence[str]) -> np.ndarray:
        """Mark the clean lines, shape (n_records,)."""
        marks = pc.match_substring_regex(texts, self._clean)
        for refuse in (self._unclean, self._suspect):
            if refuse is not None:
                marks = pc.and_not(marks, pc.match_substring_regex(texts, refuse))
        clean = np.unpackbits(np.frombuffer(marks.buffers()[1], np.uint8), count=len(records), bitorder="little").view(
            bool
        )
        # RE2 cannot count to 200; lines that long are few.
        n_bytes = np.diff(np.frombuffer(texts.buffers()[1], np.int32)[: len(records) + 1])
        for at in np.flatnonzero(clean & (n_bytes > _LONGEST_FREE)).tolist():
            clean[at] = max(map(len, records[at].split(self._delimiter))) <= _LONGEST_FREE
        return clean

    def _hashes(self, records: Sequence[str]) -> pa.StringArray:
        """Hash clean records as `hashing.row_hash` does; returns 32 hexadecimal digits each."""
        delimiter, separator, copy_hasher = self._delimiter, SEPARATOR.encode(), self._hasher.copy
        if self._drops_first:
            records = [record.partition(delimiter)[2] for record in records]
        digests = []
        for row in "\n".join(records).replace(delimiter, SEPARATOR).encode().split(b"\n"):
            hasher = copy_hasher()
            hasher.update(row.rstrip(separator))
            digests.append(hasher.digest())
        starts = np.arange(len(digests) + 1, dtype=np.int32) * (2 * HASH_BYTES)
        return _strings(starts, b"".join(digests).hex().encode())


def _column(records: Sequence[str]) -> pa.StringArray:
    """Put records into one Arrow column; one that spans several lines becomes "", which is never clean."""
    text = "\n".join(records)
    if text.count("\n") != len(records) - 1:
        text = "\n".join(["" if "\n" in record else record for record in records])
    return pc.split_pattern(_whole(text), "\n").flatten()


# Columns are made from buffers: pa.array and pa.scalar look for pandas, which where it is installed costs 2 s and 60 MiB.
def _whole(text: str) -> pa.StringArray:
    data = text.encode()
    return _strings(np.array([0, len(data)], np.int32), data)


def _word(text: str) -> pa.StringScalar:
    return _whole(text)[0]


def _strings(starts: np.ndarray, data: bytes) -> pa.StringArray:
    return pa.StringArray.from_buffers(len(starts) - 1, pa.py_buffer(starts), pa.py_buffer(data))


def _array(kind: pa.DataType, values: np.ndarray, length: int) -> pa.Array:
    return pa.Array.from_buffers(kind, length, [None, pa.py_buffer(values)])


def clean_line(dataset: Dataset, plan: SheetPlan, delimiter: str) -> str | None:
    """Write the pattern (RE2) of a clean line, or None when a required field has no clean form."""
    by_column = _by_column(dataset, plan)
    if any(f.is_required and f.key not in plan.columns for f in dataset.all_fields):
        return None
    if dataset.refuse is not None and (dataset.refuse_reads is None or set(dataset.refuse_reads) & plan.columns.keys()):
        return None
    contact = next((key for key in ("birth", "phone") if key in plan.columns and _clean(dataset, key)), None)
    if dataset.needs_contact and contact is None:
        return None
    barred = rf'{re.escape(delimiter)}"\\\x00-\x1f\x7f'
    free = f"[^{barred}{_SPACES}](?:[^{barred}]*[^{barred}{_SPACES}])?"
    parts = []
    for at in range(plan.width):
        field = by_column.get(at)
        clean = field.clean if field else None
        if field is not None and clean is None and not (field.takes_any_text or field.parse is as_text):
            return None
        is_needed = field is not None and (field.is_required or field.key == contact)
        parts.append(f"(?:{clean or free})" + ("" if is_needed else "?"))
    return f"^{re.escape(delimiter).join(parts)}$"


def _unclean_line(dataset: Dataset, plan: SheetPlan, delimiter: str) -> str | None:
    """Write the pattern of lines one of whose cells begins with a word that is not clean after all."""
    cell = f"[^{re.escape(delimiter)}]*{re.escape(delimiter)}"
    parts = [
        f"(?:{cell}){{{at}}}(?:{'|'.join(map(re.escape, field.unclean))})"
        for at, field in _by_column(dataset, plan).items()
        if field.unclean
    ]
    return f"^(?:{'|'.join(parts)})" if parts else None


def _by_column(dataset: Dataset, plan: SheetPlan) -> dict[int, Field]:
    return {at: field for field in dataset.all_fields if (at := plan.columns.get(field.key)) is not None}


def _clean(dataset: Dataset, key: str) -> str | None:
    return next(field.clean for field in dataset.all_fields if field.key == key)
