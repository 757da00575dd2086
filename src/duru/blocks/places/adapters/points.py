"""Coordinates of table rows: degrees or metres, in whichever columns, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from duru.blocks.places.adapters.shapes import to_wgs84
from duru.blocks.places.rules import check_point, guess_epsg
from duru.kernel.errors import Refused

POINT_COLUMNS = {
    "lon": ("경도", "lon", "longitude", "lng"),
    "lat": ("위도", "lat", "latitude"),
    "x": ("건물중심점_x좌표", "출입구_x좌표", "X좌표값", "X좌표", "x"),
    "y": ("건물중심점_y좌표", "출입구_y좌표", "Y좌표값", "Y좌표", "y"),
}

Row = TypeVar("Row")


@dataclass(slots=True)
class Placed(Generic[Row]):
    """Rows of one chunk with the numbers of their coordinates; `finish` turns metres into degrees in one go."""

    rows: list[tuple[int, Row, tuple[float, float] | None]] = field(default_factory=list)

    def add(self, line: int, row: Row, numbers: tuple[float, float] | None) -> None:
        self.rows.append((line, row, numbers))

    def finish(self, epsg: int | None) -> Iterator[tuple[int, Row, tuple[float, float] | None | Refused]]:
        """Yield (line, row, point in WGS84 | None when the row has none | the reason why it is refused)."""
        systems = [
            None if n is None else (epsg if epsg and not _degrees(n) else guess_epsg(*n)) for _, _, n in self.rows
        ]
        turned: dict[int, tuple[float, float]] = {}
        for system in {s for s in systems if s not in (None, 4326)}:
            at = [i for i, s in enumerate(systems) if s == system]
            lonlat = to_wgs84(np.array([self.rows[i][2] for i in at]), system)
            turned.update(zip(at, map(tuple, np.round(lonlat, 7).tolist()), strict=True))
        for i, (line, row, numbers) in enumerate(self.rows):
            if numbers is None:
                yield line, row, None
                continue
            try:
                yield line, row, check_point(*turned.get(i, numbers))
            except Refused as refusal:
                yield line, row, refusal
        self.rows = []


def _degrees(numbers: tuple[float, float]) -> bool:
    return guess_epsg(*numbers) == 4326


def read_numbers(row: Sequence[str], at: dict[str, int]) -> tuple[float, float] | None:
    """Return the pair of numbers of a row: degrees if it has them, else metres, else None.

    Raises:
        Refused: only one of the two is there, or one is not a number.
    """
    for first, second in (("lon", "lat"), ("x", "y")):
        if first not in at or second not in at:
            continue
        left, right = row[at[first]], row[at[second]]
        if left or right:
            try:
                return float(left.replace(",", "")), float(right.replace(",", ""))
            except ValueError as error:
                raise Refused(f"좌표를 숫자로 읽을 수 없습니다({left[:20]}, {right[:20]}).", field="point") from error
    return None


def epsg_of(headers: Sequence[str]) -> int | None:
    """Return the coordinate system a header names: "X좌표(EPSG:5186)" → 5186, else None."""
    named = {int(code) for header in headers for code in re.findall(r"EPSG:?\s*(\d{4,5})", header, re.IGNORECASE)}
    return named.pop() if len(named) == 1 else None
