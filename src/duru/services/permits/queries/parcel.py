"""What lies over and around a parcel, of the layers, buildings and facilities the tenant has loaded. Always for reference ("참고")."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import shapely

from duru.blocks.places.api import (
    FacilityKind,
    Ground,
    Near,
    Over,
    buildings_within,
    layer_label,
    list_facilities,
    loaded_layers,
    nearest_shapes,
    zones_over,
)
from duru.services.permits.layers import FROM_HOMES, FROM_LINES, LINES
from duru.services.permits.rules import Zone, rows_on

HOMES = 20  # 호, of which a village is one that counts (장사법 시행령 별표 2: 확인 필요)
SEARCHED_M = 500.0  # the longest distance any row asks for
_PUBLIC = (
    FacilityKind.SCHOOL, FacilityKind.CHILD_CENTRE, FacilityKind.SENIOR_CENTRE, FacilityKind.WELFARE_CENTRE, FacilityKind.HOSPITAL,
    FacilityKind.MARKET, FacilityKind.DONG_OFFICE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nearby:
    """Something within 500 m, and how far."""

    name: str
    metres: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a piece of land lies in, and what stands within 500 m of it.

    `nearest_home` is the nearest building where at least 20 stand around; `unseen` are layers nobody loaded: of them nothing is known.
    """

    ground: Ground
    zones: list[Over]
    lines: list[Near]
    facilities: list[Nearby]
    n_buildings: int
    nearest_home: float | None
    unseen: list[str]

    @property
    def zone_codes(self) -> list[str]:
        return [each.layer for each in self.zones]

    @property
    def metres(self) -> dict[str, float]:
        """What the table measures from → metres to the nearest of it; what is not near is left out."""
        homes = [each.metres for each in self.facilities[:1]]
        homes += [self.nearest_home] if self.nearest_home is not None else []
        lines = [each.metres for each in self.lines[:1]]
        return {what: min(found) for what, found in ((FROM_LINES, lines), (FROM_HOMES, homes)) if found}


def look_around(ground: Ground, *, on: date) -> Surroundings:
    """Return what lies over and around a piece of land, of all that is loaded; every building counts as a home.

    Distances are straight ones from the edge of the parcel, or from the point where no parcel is known.
    """
    zones = [row.code for row in rows_on(Zone, on)]
    loaded = {each.layer for each in loaded_layers()}
    facilities = list(list_facilities().filter(kind__in=_PUBLIC, lon__isnull=False, lat__isnull=False))
    metres = _metres(ground, [(each.lon, each.lat) for each in facilities])
    near = [Nearby(each.name, away) for each, away in zip(facilities, metres, strict=True) if away <= SEARCHED_M]
    # The search is around the middle, the distance from the edge: a large parcel reaches further.
    reach = SEARCHED_M + float(max(_metres_from_middle(ground)))
    homes = [each for each, _ in buildings_within(*ground.middle, reach)]
    away = sorted(each for each in _metres(ground, [(home.lon, home.lat) for home in homes]) if each <= SEARCHED_M)
    return Surroundings(
        ground,
        zones_over(ground, zones),
        nearest_shapes(ground, list(LINES), within_m=SEARCHED_M),
        sorted(near, key=lambda each: each.metres),
        len(away),
        away[0] if len(away) >= HOMES else None,
        [layer_label(code) for code in (*zones, *LINES) if code not in loaded],
    )


def _metres(ground: Ground, points: Collection[tuple[float | None, float | None]]) -> list[float]:
    return ground.metres(shapely.points(list(points))).tolist() if points else []


def _metres_from_middle(ground: Ground) -> list[float]:
    corners = shapely.points(shapely.get_coordinates(ground.shape))
    return Ground(ground.label, shapely.Point(ground.middle)).metres(corners).tolist()
