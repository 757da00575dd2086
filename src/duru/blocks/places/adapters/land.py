"""Layers of the land as offices publish them: 연속지적도, 용도지역·구역, roads, railways, streams. No database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from duru.blocks.places.adapters.shapes import mended, read_geometries
from duru.kernel.errors import Refused

# Names of the columns, most exact first; which of them a file has differs by publisher.
_LAYERS = ("layer", "층", "구역코드")
_CODES = ("pnu", "필지고유번호", "code", "mnum", "관리번호")
_NAMES = (
    "name",
    "명칭",
    "구역명",
    "용도지역지구명",
    "uname",
    "dgm_nm",
    "alias",
    "jibun",
    "지번",
    "도로명",
    "rn",
    "하천명",
)
_LONGEST_NAME = 120
_PNU = re.compile(r"\d{19}")


@dataclass(frozen=True, slots=True)
class LandRow:
    """One shape: what its file calls its layer, its code (a parcel's PNU), its name, and where it lies (WGS84, valid)."""

    layer: str
    code: str
    name: str
    shape: shapely.Geometry


def read_land(path: Path) -> Iterator[LandRow | Refused]:
    """Read the shapes of a map file; one without a place is refused by itself.

    Raises:
        UnreadableFile: not such a file, or a coordinate system that cannot be told.
    """
    columns, shapes = read_geometries(path)
    values = [_column(columns, names, len(shapes)) for names in (_LAYERS, _CODES, _NAMES)]
    for at, (shape, layer, code, name) in enumerate(zip(shapes, *values, strict=True), 1):
        if shape is None or shape.is_empty:
            yield Refused(f"{at}번째 도형이 비어 있습니다.")
        elif not _in_degrees(shape):
            yield Refused(f"{at}번째 도형의 좌표가 우리나라 밖입니다. 좌표계를 확인해 주세요.")
        else:
            whole = shape if shape.is_valid else mended(shape)
            yield LandRow(_text(layer), _text(code)[:40], _text(name)[:_LONGEST_NAME], whole)


def is_pnu(code: str) -> bool:
    """Say whether a code is the 19 digits of a parcel (필지고유번호)."""
    return bool(_PNU.fullmatch(code))


def lot_of_pnu(pnu: str, place: str) -> str:
    """Write the lot of a PNU as people do: "솔바람동 산 12-3".

    Args:
        place: Name of the 법정동 or 읍·면·리 its first ten digits stand for.
    """
    main, sub = int(pnu[11:15]), int(pnu[15:19])
    return f"{place} {'산 ' if pnu[10] == '2' else ''}{main}{f'-{sub}' if sub else ''}"


def _in_degrees(shape: shapely.Geometry) -> bool:
    west, south, east, north = shape.bounds
    return 124 <= west <= east <= 132 and 33 <= south <= north <= 39


def _column(columns: dict[str, Sequence], names: Sequence[str], n: int) -> Sequence:
    by_name = {column.lower(): column for column in columns}
    found = next((by_name[name] for name in names if name in by_name), None)
    return columns[found] if found else [""] * n


def _text(value: object) -> str:
    if value is None or value != value:  # NaN is what a missing number is read as
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
