"""Write one huge CSV of handouts, as a whole region's year might be, for the intake benchmark.

Rows are put together from two lists of ready-made bytes (who, what), so that a gibibyte takes seconds and the memory
stays flat. Which two parts a row takes follows from its number alone: no two good rows are alike unless meant to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np

from duru.demo import names
from duru.demo.agencies import ROSTER
from duru.demo.build import AS_OF
from duru.demo.damage import EPOCH
from duru.demo.places import MAIN_ROADS

_CHUNK = 100_000
_WHO = 240_007  # prime, so that stepping through who x what meets every pair once
_STEP = 1_000_000_007
_BAD_SHARE, _REPEAT_SHARE = 0.005, 0.03
HEADER = "성명,생년월일,성별,연락처,주소,지원일자,지원내역,수량,금액,사업명"
TITLE = "○○권역 후원물품 제공대장 (시험자료),,,,,,,,,"


@dataclass(frozen=True)
class BulkSummary:
    """What `agency_csv_of_size` wrote: bytes, data rows, rows to refuse, rows that repeat an earlier good row."""

    size: int
    rows: int
    bad: int
    repeated: int

    @property
    def good(self) -> int:
        """Return the number of distinct good rows."""
        return self.rows - self.bad - self.repeated


def agency_csv_of_size(path: Path, *, bytes: int, encoding: str = "cp949", seed: int = 1) -> BulkSummary:
    """Write a CSV of handouts of at least `bytes` bytes (the last row is whole), about 105 bytes a row in CP949.

    About 0.5 % of the rows must be refused (no name, an impossible birth date, no date of the gift) and 3 % repeat an
    earlier good row byte for byte. One title row and the header come first. The same arguments write the same bytes.

    Args:
        encoding: cp949, utf-8 or utf-8-sig.
    """
    rng = np.random.default_rng([seed, 77])
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    who = _people(rng, plain)
    what = _gifts(plain)
    broken = [line.encode(plain) for line in _BROKEN]
    longest = max(map(len, who)) + max(map(len, what))
    written = row = bad = repeated = 0
    with path.open("wb", buffering=1 << 20) as file:
        written += file.write(f"{TITLE}\r\n{HEADER}\r\n".encode(encoding))
        while written < bytes:
            take = int(min(_CHUNK, max((bytes - written) // longest, 1)))
            number = np.arange(row, row + take, dtype=np.int64)
            kind = _kinds(number, seed)
            source = _sources(number, kind, seed, rng)
            pair = (source * _STEP) % (_WHO * len(what))
            left, right = (pair % _WHO).tolist(), (pair // _WHO).tolist()
            lines = [who[i] + what[j] for i, j in zip(left, right, strict=True)]
            for i in np.flatnonzero(kind == 1).tolist():
                lines[i] = _spoil(lines[i], broken, int(number[i]))
            written += file.write(b"".join(lines))
            row += take
            bad += int((kind == 1).sum())
            repeated += int((kind == 2).sum())
    return BulkSummary(written, row, bad, repeated)


def _kinds(number: np.ndarray, seed: int) -> np.ndarray:
    """Return 1 for rows to spoil, 2 for rows that repeat an earlier one, 0 for good ones, by row number alone."""
    mixed = (number.astype(np.uint64) + np.uint64(seed)) * np.uint64(0x9E3779B97F4A7C15)
    share = (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    kind = np.where(share < _BAD_SHARE, 1, np.where(share < _BAD_SHARE + _REPEAT_SHARE, 2, 0))
    return np.where(number < 100, 0, kind)  # the first hundred rows are good, so that there is something to repeat


def _sources(number: np.ndarray, kind: np.ndarray, seed: int, rng: np.random.Generator) -> np.ndarray:
    """Return whose content each row carries: its own, or that of an earlier good row."""
    source = number.copy()
    again = np.flatnonzero(kind == 2)
    chosen = (rng.random(len(again)) * number[again]).astype(np.int64)
    for _ in range(6):
        missed = np.flatnonzero(_kinds(chosen, seed) != 0)
        chosen[missed] = (rng.random(len(missed)) * number[again][missed]).astype(np.int64)
    chosen[_kinds(chosen, seed) != 0] = 0
    source[again] = chosen
    return source


_BROKEN = ("1950-02-30", "미상", "추후 기재")


def _spoil(line: bytes, broken: list[bytes], number: int) -> bytes:
    cells = line.split(b",")
    if number % 3 == 0:
        cells[0] = b""
    elif number % 3 == 1:
        cells[1] = broken[0]
    else:
        cells[5] = broken[1 + number % 2]
    return b",".join(cells)


def _people(rng: np.random.Generator, encoding: str) -> list[bytes]:
    """Return the first half of `_WHO` rows: name, birth, sex, telephone, address, each ending in a comma."""
    n = _WHO
    sex = rng.integers(0, 2, n)
    birth = rng.integers(-14600, 16000, n)
    spelled = np.char.add(
        names.draw_surnames(n, rng), names.draw_given(sex, (birth / 365.25 + 1970).astype(int), rng)
    ).tolist()
    number = rng.choice(20_000_000, n, replace=False).tolist()
    road = [MAIN_ROADS[i] for i in rng.integers(0, len(MAIN_ROADS), n).tolist()]
    places = rng.integers(1, 90, (n, 4)).tolist()
    return [
        f"{name},{(EPOCH + timedelta(days=day)).isoformat()},{'여' if s else '남'},010-{tel // 10_000:04d}-{tel % 10_000:04d},"
        f"{r}{a}길 {b} {101 + c % 9}동 {1 + d % 20}{1 + c % 4:02d}호,".encode(encoding)
        for name, day, s, tel, r, (a, b, c, d) in zip(spelled, birth.tolist(), sex.tolist(), number, road, places, strict=True)
    ]  # fmt: skip


def _gifts(encoding: str) -> list[bytes]:
    """Return the second half of a row: day, item, quantity, won, programme."""
    items = sorted({(s.item, s.quantity, s.won) for org in ROSTER.organisations for s in org.services if s.won})
    return [
        f"{(AS_OF - timedelta(days=back)).isoformat()},{item},{quantity},{won},나눔사업\r\n".encode(encoding)
        for back in range(1, 360) for item, quantity, won in items
    ]  # fmt: skip
