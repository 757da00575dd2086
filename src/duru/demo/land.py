"""The lots the demo district's applications are about, and the zones, roads and the river around them, as a file to take in."""

from __future__ import annotations

import math

import numpy as np
import shapely

from duru.demo.places import RIVER_NAME, Dong
from duru.demo.world import World

# 법정동, lot number, ㎡ of the parcel, and what lies over it.
LOTS = (
    ("솔바람동", "산 12-3", 1_980, "green"),
    ("솔바람동", "산 12-4", 2_340, "green"),
    ("솔바람동", "산 7", 3_100, "green"),
    ("솔바람동", "산 77", 1_450, "green"),
    ("윤슬동", "산 31", 5_200, "green"),
    ("윤슬동", "88", 640, ""),
    ("윤슬동", "99", 720, "water_source"),
    ("새벽별동", "402-1", 1_120, "farmland_promotion"),
    ("새벽별동", "500", 980, ""),
    ("새벽별동", "산 2", 2_600, "water_source"),
)
_NAMES = {"green": "자연녹지지역", "water_source": "상수원보호구역", "farmland_promotion": "농업진흥구역"}
_RADIUS_M = {"green": 130.0, "water_source": 160.0, "farmland_promotion": 90.0}
_APART_M = 170.0

Row = tuple[str, str, str, shapely.Geometry]  # layer, name, code, shape in local metres


def land_rows(world: World) -> list[Row]:
    """Return the layers of the land: parcels, zones, roads, the river, in local metres."""
    district, parcels, zones = world.district, [], []
    free = {dong.legal_name: _free_places(dong, world.buildings.xy) for dong in district.dongs}
    for place, lot, area, zone in LOTS:
        dong = next(dong for dong in district.dongs if dong.legal_name == place)
        middle = free[place].pop(0)
        parcels.append(("parcel", f"{place} {lot}", _pnu(dong, lot), _outline(middle, area)))
        if zone:
            over = shapely.Point(middle).buffer(_RADIUS_M[zone], quad_segs=5).intersection(district.outline)
            zones.append((zone, _NAMES[zone], "", over))
    zones += [("green", _NAMES["green"], "", hill) for hill in district.hills]
    zones.append(("river", "하천구역", "", district.river.buffer(12)))
    taken = shapely.union_all([shape for _, _, _, shape in zones]).buffer(25)
    homes = district.outline.difference(taken.union(shapely.union_all([p[3] for p in parcels]).buffer(60)))
    zones.append(("residential", "제2종일반주거지역", "", homes.simplify(4)))
    lines = [("stream", RIVER_NAME, "", district.river)]
    lines += [("road", road.name, road.code, shapely.LineString(road.points)) for road in district.roads if road.main]
    return [*parcels, *zones, *lines]


def _free_places(dong: Dong, buildings: np.ndarray) -> list[tuple[float, float]]:
    """Return places well inside a 동, far from houses first and never near each other."""
    west, south, east, north = dong.polygon.bounds
    grid = np.array([(x, y) for x in np.arange(west, east, 45) for y in np.arange(south, north, 45)])
    inside = grid[shapely.contains_xy(dong.polygon.buffer(-70), grid)]
    to_house = shapely.distance(shapely.points(inside), shapely.MultiPoint(buildings))
    chosen: list[tuple[float, float]] = []
    for at in np.argsort(-to_house, kind="stable"):
        x, y = inside[at].tolist()
        if all(math.dist((x, y), other) >= _APART_M for other in chosen):
            chosen.append((x, y))
    return chosen


def _outline(middle: tuple[float, float], area: float) -> shapely.Polygon:
    """Draw a lot of about so many ㎡, crooked as lots are."""
    size = math.sqrt(area / 2.35)
    angles = np.linspace(0, 2 * np.pi, 7, endpoint=False) + area % 7 / 7
    radius = size * (1 + 0.16 * np.sin(3 * angles + area))
    return shapely.Polygon(np.column_stack([middle[0] + radius * np.cos(angles), middle[1] + radius * np.sin(angles)]))


def _pnu(dong: Dong, lot: str) -> str:
    main, _, sub = lot.removeprefix("산 ").partition("-")
    return f"{dong.legal_code}{2 if lot.startswith('산') else 1}{int(main):04d}{int(sub or 0):04d}"
