"""What lies around a parcel, of the buildings and facilities the tenant has loaded. Always for reference ("참고")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duru.blocks.places.api import (
    Building,
    FacilityKind,
    buildings_within,
    check_point,
    distance_m,
    find_building,
    list_facilities,
)
from duru.kernel.addresses import parse_address

HOMES = 20  # 호, of which a village is one that counts (장사법 시행령 별표 2: 확인 필요)
_SEARCHED_M = 500.0  # the longest distance any row asks for
_PUBLIC = (
    FacilityKind.SCHOOL, FacilityKind.CHILD_CENTRE, FacilityKind.SENIOR_CENTRE, FacilityKind.WELFARE_CENTRE, FacilityKind.HOSPITAL,
    FacilityKind.MARKET, FacilityKind.DONG_OFFICE,
)  # fmt: skip
_POINT = re.compile(r"\s*(-?\d{1,3}\.\d+)\s*[, ]\s*(-?\d{1,3}\.\d+)\s*")


@dataclass(frozen=True, slots=True)
class Nearby:
    """Something within 500 m, and how far."""

    name: str
    metres: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a point: the nearest public facilities, and the nearest home where at least 20 stand within 500 m."""

    facilities: list[Nearby]
    n_buildings: int
    nearest_home: float | None

    @property
    def nearest(self) -> float | None:
        """Metres to the nearest of all that a cemetery keeps its distance from; None where nothing is near."""
        found = [each.metres for each in self.facilities[:1]]
        return min([*found, *([self.nearest_home] if self.nearest_home is not None else [])], default=None)


def find_point(typed: str) -> tuple[float, float] | None:
    """Return longitude and latitude of what was typed: the two numbers, or an address that has a building here; else None.

    Raises:
        Refused: two numbers that are no point in Korea (the sentence says what to do).
    """
    if numbers := _POINT.fullmatch(typed):
        return check_point(float(numbers[1]), float(numbers[2]))
    resolved = find_building(parse_address(typed))
    if resolved is None or resolved.building_id is None:
        return None
    building = Building.objects.get(id=resolved.building_id)
    return (building.lon, building.lat) if building.lon is not None and building.lat is not None else None


def look_around(lon: float, lat: float) -> Surroundings:
    """Return what stands within 500 m of a point, of all that is loaded; every building counts as a home."""
    facilities = []
    for facility in list_facilities().filter(kind__in=_PUBLIC, lon__isnull=False, lat__isnull=False):
        metres = distance_m(lon, lat, facility.lon, facility.lat)  # type: ignore[arg-type]  # filtered above
        if metres <= _SEARCHED_M:
            facilities.append(Nearby(facility.name, metres))
    homes = buildings_within(lon, lat, _SEARCHED_M)
    nearest = homes[0][1] if len(homes) >= HOMES else None
    return Surroundings(sorted(facilities, key=lambda each: each.metres), len(homes), nearest)
