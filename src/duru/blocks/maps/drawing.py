"""Maps as data: the base map as GeoJSON for the browser, and small maps as SVG for paper and for files that open without a network."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

import numpy as np
import shapely
from shapely.geometry import mapping

from duru.blocks.maps.layers import BASE_LAYERS
from duru.blocks.places.api import boundaries_on, land_shapes

_PRECISION = 6  # a tenth of a metre
_STYLE = {
    "hill": 'fill="#e6efdf" stroke="none"',
    "water": 'fill="#cfe5f7" stroke="#9cc4e4" stroke-width="1"',
    "street": 'fill="none" stroke="#e3e3e3" stroke-width="1.5"',
    "main_road": 'fill="none" stroke="#d0c9b8" stroke-width="3.5"',
    "dong": 'fill="none" stroke="#8a949e" stroke-width="1" stroke-dasharray="5 3"',
    "area": 'fill="#d6303014" stroke="#c02020" stroke-width="2.5"',
}


def feature(shape: shapely.Geometry, **properties: object) -> dict:
    """Return one GeoJSON feature with coordinates to a tenth of a metre."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": mapping(shapely.set_precision(shape, 10**-_PRECISION)),
    }


def base_map(on: date) -> dict:
    """Return what a map is drawn on: {"dongs": …, "land": …} as GeoJSON collections, and the bounds [w, s, e, n] of the district.

    Holds no personal data. Some hundred KB for a 구.
    """
    dongs = [
        feature(shapely.from_wkb(bytes(row.wkb)), code=row.region_code, name=row.name, kind="dong")
        for row in boundaries_on(on)
    ]
    labels = [
        feature(shapely.from_wkb(bytes(row.wkb)).representative_point(), name=row.name) for row in boundaries_on(on)
    ]
    land = [feature(shape, kind=layer, name=name) for layer, name, shape in land_shapes(list(BASE_LAYERS))]
    order = list(BASE_LAYERS)
    land.sort(key=lambda each: order.index(each["properties"]["kind"]))
    shapes = [shapely.from_geojson(shapely.to_geojson(shapely.from_wkb(bytes(row.wkb)))) for row in boundaries_on(on)]
    bounds = [round(float(edge), 6) for edge in shapely.total_bounds(shapes)] if shapes else [125.0, 33.5, 129.5, 38.5]
    return {"dongs": _collection(dongs), "labels": _collection(labels), "land": _collection(land), "bounds": bounds}


def _collection(features: list[dict]) -> dict:
    return {"type": "FeatureCollection", "features": features}


def draw_svg(
    shape: shapely.Geometry,
    points: Sequence[tuple[float, float, str, str]] = (),
    *,
    on: date,
    width: int = 720,
    height: int = 520,
    label: str = "구역 지도",
) -> str:
    """Draw a shape with numbered points on the base map as SVG that needs nothing from elsewhere.

    Args:
        points: (lon, lat, word, tone) with tone danger, warning, info or place; the word stands in the dot (a number).
    """
    view = _View(shape, points, width, height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
    ]
    parts.append(f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>')
    window = view.window()
    land: dict[str, list] = {layer: [] for layer in BASE_LAYERS}
    for layer, _, each in land_shapes(list(BASE_LAYERS)):
        if each.intersects(window):
            land[layer].append(each.intersection(window))
    for layer, shapes in land.items():
        parts += [view.path(each, _STYLE[layer]) for each in shapes]
    for row in boundaries_on(on):
        dong = shapely.from_wkb(bytes(row.wkb))
        if dong.intersects(window):
            parts.append(view.path(dong.boundary.intersection(window), _STYLE["dong"]))
            x, y = view.xy(dong.intersection(window).representative_point().coords[0])
            parts.append(
                f'<text x="{x}" y="{y}" font-size="12" fill="#6d7882" text-anchor="middle">{escape(row.name)}</text>'
            )
    parts.append(view.path(shape, _STYLE["area"]))
    parts += [_dot(view, *point) for point in reversed(points)]
    return "".join([*parts, "</svg>"])


_DOTS = {"danger": "#b3261e", "warning": "#b35c00", "info": "#5b6670", "place": "#0b6b3a"}


def _dot(view: _View, lon: float, lat: float, word: str, tone: str) -> str:
    x, y = view.xy((lon, lat))
    if tone == "place":
        return (
            f'<rect x="{x - 6}" y="{y - 6}" width="12" height="12" fill="{_DOTS[tone]}" stroke="#fff" stroke-width="1.5"/>'
            f'<text x="{x}" y="{y + 19}" font-size="11" fill="#0b4a29" text-anchor="middle">{escape(word)}</text>'
        )
    return (
        f'<circle cx="{x}" cy="{y}" r="9" fill="{_DOTS[tone]}" stroke="#fff" stroke-width="1.5"/>'
        f'<text x="{x}" y="{y + 3.8}" font-size="10" font-weight="700" fill="#fff" text-anchor="middle">{escape(word)}</text>'
    )


class _View:
    """Turns degrees into the pixels of one picture."""

    def __init__(self, shape: shapely.Geometry, points: Iterable[tuple], width: int, height: int):
        west, south, east, north = shape.bounds
        xs, ys = [west, east], [south, north]
        xs += [point[0] for point in points]
        ys += [point[1] for point in points]
        west, south, east, north = min(xs), min(ys), max(xs), max(ys)
        self.squeeze = math.cos(math.radians((south + north) / 2))
        self.scale = min(
            (width - 60) / max((east - west) * self.squeeze, 1e-4), (height - 60) / max(north - south, 1e-4)
        )
        self.west = (west + east) / 2 - width / 2 / self.scale / self.squeeze
        self.north = (south + north) / 2 + height / 2 / self.scale
        self.width, self.height = width, height

    def window(self) -> shapely.Polygon:
        east = self.west + self.width / self.scale / self.squeeze
        return shapely.box(self.west, self.north - self.height / self.scale, east, self.north)

    def xy(self, lonlat: Sequence[float]) -> tuple[float, float]:
        x, y = self._pixels(np.array([lonlat]))[0].tolist()
        return x, y

    def _pixels(self, lonlat: np.ndarray) -> np.ndarray:
        flat = np.asarray(lonlat, dtype=float)
        return np.round(
            np.column_stack(
                [(flat[:, 0] - self.west) * self.squeeze * self.scale, (self.north - flat[:, 1]) * self.scale]
            ),
            1,
        )

    def path(self, shape: shapely.Geometry, style: str) -> str:
        strokes = []
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                strokes += [(part.exterior, "Z"), *((hole, "Z") for hole in part.interiors)]
            elif part.geom_type in ("LineString", "LinearRing"):
                strokes.append((part, ""))
        words = "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in self._pixels(shapely.get_coordinates(line)).tolist()) + end
            for line, end in strokes
        )
        return f'<path d="{words}" fill-rule="evenodd" {style}/>'
