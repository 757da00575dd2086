"""Shapes somebody may ask about, from what they chose: drawn corners, a circle, a building, a 행정동, a strip along a river."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import shapely

from duru.blocks.maps.errors import AreaRefused
from duru.blocks.maps.layers import RIVERS
from duru.blocks.maps.rules import check_shape, circle, widen
from duru.blocks.places.api import Building, boundaries_on, check_point, find_building, land_shapes
from duru.kernel.addresses import parse_address
from duru.kernel.errors import Refused

WIDEST_M = 20_000.0
_BUILDING_M = 15.0  # the gazetteer knows a building's point, not its outline


@dataclass(frozen=True, slots=True)
class Area:
    """A shape with its words: `label` as a list prints it, `shape` in WGS84; of a circle also its middle and radius in metres."""

    label: str
    shape: shapely.Geometry
    centre: tuple[float, float] | None = None
    radius_m: float = 0.0
    building_id: int | None = None


def drawn(corners: Sequence[Sequence[float]]) -> Area:
    """Return what somebody drew, corners as (lon, lat).

    Raises:
        AreaRefused: fewer than three corners, outside Korea, too large.
    """
    if not 3 <= len(corners) <= 2_000:
        raise AreaRefused("점을 세 개 이상 찍어 주세요.", field="area")
    try:
        points = [check_point(float(lon), float(lat)) for lon, lat in corners]
        return Area("그린 구역", check_shape(shapely.Polygon(points)))
    except Refused as refused:  # a ValueError too: it comes first
        raise AreaRefused(refused.message, field="area") from refused
    except (TypeError, ValueError) as error:
        raise AreaRefused("구역을 읽을 수 없습니다. 다시 그려 주세요.", field="area") from error


def around(lon: float, lat: float, radius_m: float, *, label: str = "") -> Area:
    """Return a circle of 1 to 20,000 metres.

    Raises:
        AreaRefused: outside Korea, or no such radius.
    """
    if not 1 <= radius_m <= WIDEST_M:
        raise AreaRefused("반경은 1m부터 20km까지 적을 수 있습니다.", field="radius_m")
    try:
        check_point(lon, lat)
    except Refused as refused:
        raise AreaRefused(refused.message, field="area") from refused
    words = f"{label or '고른 곳'}에서 {radius_m:,.0f}m"
    return Area(words, circle(lon, lat, radius_m), (lon, lat), radius_m)


def of_address(typed: str, *, radius_m: float = 0.0) -> Area:
    """Return one building by its address, or the circle around it.

    Raises:
        AreaRefused: the gazetteer does not know the building, or not where it is.
    """
    resolved = find_building(parse_address(typed))
    building = Building.objects.filter(id=resolved.building_id).first() if resolved and resolved.building_id else None
    if building is None or building.lon is None or building.lat is None:
        raise AreaRefused(
            "건물 사전에 없는 주소입니다. 도로명과 건물번호를 확인하거나 지도에서 골라 주세요.", field="address"
        )
    label = f"{building.road_name} {building.road_no}".strip() or str(building)
    if building.name:
        label = f"{label} {building.name}"
    if radius_m:
        return around(building.lon, building.lat, radius_m, label=label)
    here = (building.lon, building.lat)
    return Area(label, circle(*here, _BUILDING_M), here, _BUILDING_M, building_id=building.id)  # fmt: skip


def of_dong(code: str, *, on: date) -> Area:
    """Return a 행정동 as its boundary was on a day.

    Raises:
        AreaRefused: no such 동 on that day.
    """
    found = boundaries_on(on).filter(region_code=code).first()
    if found is None:
        raise AreaRefused("그날의 경계에 없는 동입니다. 다른 동을 골라 주세요.", field="dong_code")
    return Area(found.name, check_shape(shapely.from_wkb(bytes(found.wkb))))


def along_river(name: str, *, metres: float, dong_code: str = "", on: date) -> Area:
    """Return the strip so many metres wide on both banks of a river, the whole or what of it lies in one 동.

    Raises:
        AreaRefused: no such river on the map, a strip of another width than 1 to 20,000 m, or it does not touch the 동.
    """
    if not 1 <= metres <= WIDEST_M:
        raise AreaRefused("하천에서 1m부터 20km까지 적을 수 있습니다.", field="radius_m")
    found = [shape for _, river, shape in land_shapes([RIVERS]) if river == name]
    if not found:
        raise AreaRefused("지도에 없는 하천입니다. 하천 도형을 먼저 넣어 주세요.", field="river")
    strip, label = widen(shapely.union_all(found), metres), f"{name} {metres:,.0f}m 안"
    if dong_code:
        dong = of_dong(dong_code, on=on)
        strip, label = strip.intersection(dong.shape), f"{dong.label}의 {label}"
        if strip.is_empty:
            raise AreaRefused("그 동에는 이 하천이 닿지 않습니다.", field="dong_code")
    return Area(label, check_shape(strip))


def list_rivers() -> list[str]:
    """List the rivers the map knows, by name."""
    return sorted({name for _, name, _ in land_shapes([RIVERS]) if name})
