"""Cells, shapes and metres: values in, values out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import h3.api.numpy_int as h3
import numpy as np
import shapely

from duru.kernel.errors import Refused

CELL_RESOLUTION = 10  # 0.015 km²: a circle of 300 m is covered by some 35 cells
EARTH_RADIUS_M = 6_371_008.8
METRES_A_DEGREE = EARTH_RADIUS_M * math.pi / 180
LARGEST_AREA_KM2 = 300.0
# A straight line is shorter than the way along streets. Source: detour indices of 1.2-1.4 in towns (Barthélemy 2011, Spatial Networks).
DETOUR = 1.3


def cell_of(lon: float, lat: float) -> int:
    """Return the H3 cell of resolution 10 around a point as a positive 63-bit integer."""
    return int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION))


def cells_of(shape: shapely.Geometry) -> tuple[list[int], list[int]]:
    """List the cells a WGS84 (multi)polygon covers: those wholly inside, and those its border runs through.

    A home in the first needs no further look. Meant for up to some hundred km² (66 cells a km²).
    """
    # A centimetre either way: a cell whose very edge touches must not be missed, nor counted as inside.
    touched = _cells(shapely.buffer(shape, 1e-7), "overlap")
    within = _cells(shapely.buffer(shape, -1e-7), "full")
    inside = np.intersect1d(touched, within, assume_unique=True)
    return inside.tolist(), np.setdiff1d(touched, inside, assume_unique=True).tolist()


def _cells(shape: shapely.Geometry, contain: str) -> np.ndarray:
    found = [
        h3.h3shape_to_cells_experimental(h3.geo_to_h3shape(part), CELL_RESOLUTION, contain=contain)
        for part in shapely.get_parts(shape)
        if not part.is_empty
    ]
    return np.unique(np.concatenate(found)) if found else np.array([], dtype="uint64")


# Cells of resolution 10 between 33° and 39° north, 124° and 132° east: corners at most 73 m from the middle, rings at least 86 m apart.
_CELL_REACH_M, _RING_M = 80.0, 84.0


def cells_near(lon: float, lat: float, radius_m: float) -> list[int]:
    """List the cells a circle on the sphere may touch, a few more at its edge. For points in Korea."""
    rings = math.ceil((radius_m + 2 * _CELL_REACH_M) / _RING_M)
    cells = h3.grid_disk(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION), rings)
    middles = np.array([h3.cell_to_latlng(cell) for cell in cells])[:, ::-1]
    far = metres_between(np.array([(lon, lat)]), middles)[0]
    return cells[far <= radius_m + _CELL_REACH_M].tolist()


def circle(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    """Return a circle of so many metres around a WGS84 point, as a polygon of 96 corners that holds the true circle."""
    outer = radius_m / math.cos(math.pi / 96)
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    east = outer * np.cos(angle) / (METRES_A_DEGREE * math.cos(math.radians(lat)))
    return shapely.Polygon(np.column_stack([lon + east, lat + outer * np.sin(angle) / METRES_A_DEGREE]))


def widen(shape: shapely.Geometry, metres: float) -> shapely.Geometry:
    """Return a WGS84 shape and everything at most so many metres from it."""
    lon, lat = shape.centroid.x, shape.centroid.y
    scale = np.array([METRES_A_DEGREE * math.cos(math.radians(lat)), METRES_A_DEGREE])
    flat = shapely.transform(shape, lambda xy: (xy - (lon, lat)) * scale)
    return shapely.transform(shapely.buffer(flat, metres), lambda xy: xy / scale + (lon, lat))


def area_km2(shape: shapely.Geometry) -> float:
    """Return the area of a WGS84 shape in square kilometres, to a few per mille."""
    return float(shape.area * METRES_A_DEGREE**2 * math.cos(math.radians(shape.centroid.y)) / 1e6)


def check_shape(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a mended (multi)polygon.

    Raises:
        Refused: no area, fewer than three corners, or more than 300 km².
    """
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(shape, return_index=False) if part.geom_type == "Polygon"]
    if not parts or not shape.area:
        raise Refused("넓이가 없는 모양입니다. 점을 세 개 이상 찍어 주세요.", field="area")
    if area_km2(shape) > LARGEST_AREA_KM2:
        raise Refused(f"한 번에 {LARGEST_AREA_KM2:.0f}㎢까지 볼 수 있습니다. 나누어 그려 주세요.", field="area")
    return shapely.union_all(parts)


def metres_between(lonlat: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the great-circle metres of every pair, (n, 2) and (m, 2) degrees → (n, m)."""
    a, b = np.radians(lonlat)[:, None, :], np.radians(others)[None, :, :]
    half = (
        np.sin((b[..., 1] - a[..., 1]) / 2) ** 2
        + np.cos(a[..., 1]) * np.cos(b[..., 1]) * np.sin((b[..., 0] - a[..., 0]) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1)))  # fmt: skip


def visit_order(lonlat: Sequence[tuple[float, float]], start: tuple[float, float]) -> list[int]:
    """Return in which order to visit points from a start, each once: the nearest next, then 2-opt until nothing gets shorter.

    The way ends at the last point. Meant for one worker's day: up to some 60 points.
    """
    if not lonlat:
        return []
    points = np.asarray([start, *lonlat], dtype=float)
    far = metres_between(points, points)
    order, left = [0], set(range(1, len(points)))
    while left:
        order.append(min(left, key=lambda point: (far[order[-1], point], point)))
        left.remove(order[-1])
    is_better = True
    while is_better:
        is_better = False
        for i in range(1, len(order) - 1):
            for j in range(i + 1, len(order)):
                after = order[j + 1] if j + 1 < len(order) else None
                old = far[order[i - 1], order[i]] + (far[order[j], after] if after is not None else 0)
                new = far[order[i - 1], order[j]] + (far[order[i], after] if after is not None else 0)
                if new < old - 1e-6:
                    order[i : j + 1] = reversed(order[i : j + 1])
                    is_better = True
    return [point - 1 for point in order[1:]]


def suppress(counts: dict[str, int], *, least: int = 10) -> dict[str, int | None]:
    """Return counts for the public: those from 1 to `least` - 1 are None, and more of the smallest until no sum gives one away.

    Zero is told: that nobody lives there says nothing about anybody. What is hidden is at least two counts and 2 × `least` people, so that
    a total minus the rest leaves no small number.

    Args:
        least: the smallest count that is told.
    """
    hidden = {key for key, n in counts.items() if 0 < n < least}
    others = sorted((key for key, n in counts.items() if n >= least), key=lambda key: (-counts[key], key))
    while hidden and others and (len(hidden) < 2 or sum(counts[key] for key in hidden) < 2 * least):
        hidden.add(others.pop())
    return {key: None if key in hidden else n for key, n in counts.items()}
