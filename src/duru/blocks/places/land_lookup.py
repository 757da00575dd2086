"""What a piece of land lies in and lies near, by the layers the tenant has loaded. Always as of their date, never proof."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from django.db.models import Count, Max, QuerySet

from duru.blocks.places.land_layers import PARCELS, layer_label
from duru.blocks.places.models import Building, LandShape
from duru.blocks.places.resolving import find_building
from duru.blocks.places.rules import check_point
from duru.kernel.addresses import jibun_key, parse_address

_POINT = re.compile(r"\s*(-?\d{1,3}\.\d+)\s*[, ]\s*(-?\d{1,3}\.\d+)\s*")
_DEGREE_M = 111_195.0  # a degree of latitude


@dataclass(frozen=True, slots=True)
class Ground:
    """A piece of land that was asked about: the outline of its parcel, or a point where no parcel is known (WGS84).

    `as_of` is the date of the parcel map, None for a point.
    """

    label: str
    shape: shapely.Geometry
    as_of: date | None = None

    @property
    def is_parcel(self) -> bool:
        return self.as_of is not None

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of a point inside."""
        point = self.shape.representative_point()
        return point.x, point.y

    def metres(self, shapes: Sequence[shapely.Geometry] | np.ndarray) -> np.ndarray:
        """Return how far shapes (WGS84) are from this land, in metres, 0 where they touch; (n,) → (n,).

        Good to a few centimetres a kilometre: the land around is taken to be flat.
        """
        return shapely.distance(self._flat(self.shape), self._flat(np.asarray(shapes, dtype=object)))

    def share(self, shape: shapely.Geometry) -> float:
        """Return how much of this land lies in a shape, 0 to 1; of a point all or nothing."""
        own, other = self._flat(self.shape), self._flat(shape)
        if not own.area:
            return float(own.intersects(other))
        return float(min(1.0, own.intersection(other).area / own.area))

    def box(self, margin_m: float) -> tuple[float, float, float, float]:
        """Return west, south, east, north of the land and a margin around it, in degrees."""
        west, south, east, north = self.shape.bounds
        up = margin_m / _DEGREE_M
        aside = up / math.cos(math.radians((south + north) / 2))
        return west - aside, south - up, east + aside, north + up

    def _flat(self, shape):
        lon, lat = self.middle
        scale = np.array([_DEGREE_M * math.cos(math.radians(lat)), _DEGREE_M])
        return shapely.transform(shape, lambda xy: (xy - (lon, lat)) * scale)


@dataclass(frozen=True, slots=True)
class Over:
    """A zone a piece of land lies in: how much of it (0 to 1), and as of when that is known."""

    layer: str
    name: str
    share_ratio: float
    as_of: date


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest shape of a layer: how far, in metres."""

    layer: str
    name: str
    metres: float
    as_of: date


@dataclass(frozen=True, slots=True)
class LayerStatus:
    """How much of a layer is loaded."""

    layer: str
    label: str
    n_shapes: int
    as_of: date
    source: str


def find_ground(typed: str) -> Ground | None:
    """Find the land a person means: "127.03, 37.49", the 19 digits of a PNU, a lot (솔바람동 산 12-3), or a building's address.

    A lot whose parcel is not loaded is found when a building stands on it; None where nothing is known of it.

    Raises:
        Refused: two numbers that are no point in Korea (the sentence says what to do).
    """
    typed = typed.strip()
    if numbers := _POINT.fullmatch(typed):
        return Ground(typed, shapely.Point(check_point(float(numbers[1]), float(numbers[2]))))
    address, digits = parse_address(typed), re.sub(r"\D", "", typed)
    parcels = LandShape.objects.filter(layer=PARCELS).order_by("code", "id")
    parcel = parcels.filter(code=digits).first() if len(digits) == 19 else None
    if parcel is None and (lot := jibun_key(address)):
        parcel = parcels.filter(lot_key=lot).first()
    if parcel is not None:
        return Ground(parcel.name or parcel.code, shapely.from_wkb(bytes(parcel.wkb)), parcel.as_of)
    resolved = find_building(address)
    if resolved is None or resolved.building_id is None:
        return None
    building = Building.objects.get(id=resolved.building_id)
    if building.lon is None or building.lat is None:
        return None
    return Ground(typed, shapely.Point(building.lon, building.lat))


def zones_over(ground: Ground, layers: Collection[str]) -> list[Over]:
    """List the zones a piece of land lies in, one a layer, in the order of the layers; of several shapes the shares add up."""
    found: dict[str, Over] = {}
    for row in _around(ground, layers, 0):
        # A border that only touches is no zone; what is drawn a hand's breadth over it is the drawing.
        if (share := ground.share(shapely.from_wkb(bytes(row.wkb)))) < 0.001:
            continue
        before = found.get(row.layer)
        whole = min(1.0, share + (before.share_ratio if before else 0))
        found[row.layer] = Over(row.layer, before.name if before else row.name, whole, row.as_of)
    return [found[layer] for layer in layers if layer in found]


def nearest_shapes(ground: Ground, layers: Collection[str], *, within_m: float) -> list[Near]:
    """List the nearest shape of each layer that lies within some metres, nearest first."""
    found: dict[str, Near] = {}
    rows = list(_around(ground, layers, within_m))
    for row, metres in zip(rows, ground.metres(shapely.from_wkb([bytes(row.wkb) for row in rows])), strict=True):
        if metres <= within_m and (row.layer not in found or metres < found[row.layer].metres):
            found[row.layer] = Near(row.layer, row.name, float(metres), row.as_of)
    return sorted(found.values(), key=lambda each: each.metres)


def land_shapes(layers: Collection[str]) -> list[tuple[str, str, shapely.Geometry]]:
    """List the shapes of some layers as (layer, name, shape in WGS84), in a lasting order; for maps and strips along rivers."""
    rows = (
        LandShape.objects.filter(layer__in=layers).order_by("layer", "name", "id").values_list("layer", "name", "wkb")
    )
    return [(layer, name, shapely.from_wkb(bytes(wkb))) for layer, name, wkb in rows]


def loaded_layers() -> list[LayerStatus]:
    """List the layers that are loaded, by their code."""
    rows = (
        LandShape.objects.values("layer").annotate(n=Count("id"), day=Max("as_of"), of=Max("source")).order_by("layer")
    )
    return [LayerStatus(row["layer"], layer_label(row["layer"]), row["n"], row["day"], row["of"]) for row in rows]


def _around(ground: Ground, layers: Collection[str], margin_m: float) -> QuerySet[LandShape]:
    west, south, east, north = ground.box(margin_m)
    return LandShape.objects.filter(
        layer__in=layers, south__lte=north, north__gte=south, west__lte=east, east__gte=west
    ).order_by("layer", "id")
