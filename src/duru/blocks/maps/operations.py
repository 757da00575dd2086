"""Put everybody on the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import shapely
from django.db import connection, transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.maps.enums import WhyUnplaced
from duru.blocks.maps.models import Home
from duru.blocks.maps.permissions import PLACE
from duru.blocks.maps.rules import cell_of
from duru.blocks.places.api import Accuracy, Building, boundaries_on, resolve_buildings
from duru.blocks.registry.api import Person, PersonStatus
from duru.blocks.tenancy.api import arriving, column_types, refresh_statistics
from duru.kernel.addresses import ParsedAddress, parse_address

_CHUNK = 5_000
_HERE = (PersonStatus.LIVING, PersonStatus.SUSPECTED)
_COLUMNS = ("person_id", "building_id", "accuracy", "why", "lon", "lat", "cell", "dong_code")


@dataclass(frozen=True, slots=True)
class Placed:
    """How many people stand on the map how exactly, and how many rows this changed."""

    n_building: int
    n_road: int
    n_dong: int
    n_unplaced: int
    n_changed: int

    @property
    def n(self) -> int:
        return self.n_building + self.n_road + self.n_dong + self.n_unplaced


def place_homes(*, by: Actor) -> Placed:
    """Bring the map up to date with the register and the gazetteer; safe to repeat, and cheap when nothing changed.

    Everybody who lives here gets a row: at the building of their address, else where the road has the nearest number, else in the middle of the
    행정동, else with the reason why not. Rows of those who died or moved out go. One transaction; 20,000 people take half a second, a million half a minute.

    Raises:
        NotAllowed: `by` may not.
    """
    check_may(by, PLACE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # the first placing of a large tenant is one long statement
        n_changed = _leave(cursor)
        n_changed += _place_in_buildings(cursor)
        n_changed += _place_others(cursor)
        cursor.execute("SELECT accuracy, count(*) FROM maps_home GROUP BY 1")
        counts = dict(cursor.fetchall())
        placed = Placed(
            *(counts.get(each, 0) for each in (Accuracy.BUILDING, Accuracy.ROAD, Accuracy.DONG, Accuracy.NONE)),
            n_changed,
        )
        if n_changed:
            record_deed(
                actor=by.audit, action="집을 지도에 놓기", detail={"n": placed.n, "n_unplaced": placed.n_unplaced}
            )
    if n_changed > _CHUNK:
        refresh_statistics(Home)
    return placed  # fmt: skip


def _leave(cursor) -> int:
    cursor.execute(
        "DELETE FROM maps_home h WHERE NOT EXISTS "
        "(SELECT 1 FROM registry_person p WHERE p.id = h.person_id AND p.status = ANY(%s))",
        [list(_HERE)],
    )
    return cursor.rowcount


# What is known already and the same is not written again; a stay at home costs a comparison.
_KEEP = """
INSERT INTO maps_home (person_id, building_id, accuracy, why, lon, lat, cell, dong_code)
{rows}
ON CONFLICT (tenant_id, person_id) DO UPDATE SET building_id = EXCLUDED.building_id, accuracy = EXCLUDED.accuracy, why = EXCLUDED.why,
    lon = EXCLUDED.lon, lat = EXCLUDED.lat, cell = EXCLUDED.cell, dong_code = EXCLUDED.dong_code
WHERE (maps_home.building_id, maps_home.accuracy, maps_home.why, maps_home.lon, maps_home.lat, maps_home.cell, maps_home.dong_code)
    IS DISTINCT FROM (EXCLUDED.building_id, EXCLUDED.accuracy, EXCLUDED.why, EXCLUDED.lon, EXCLUDED.lat, EXCLUDED.cell, EXCLUDED.dong_code)
"""


def _place_in_buildings(cursor) -> int:
    """Place those whose building is known and has a point; in the order of the cells, so that neighbours lie together on disk."""
    # Read before the COPY begins: one connection cannot do both.
    spots = list(Building.objects.filter(h3__isnull=False).order_by().values_list("id", "lon", "lat", "dong_code"))
    kinds = {"id": "bigint", "lon": "float8", "lat": "float8", "cell": "bigint", "dong_code": "text"}
    with arriving("spot", kinds, ((id, lon, lat, cell_of(lon, lat), dong) for id, lon, lat, dong in spots)):
        cursor.execute("ANALYZE spot")
        cursor.execute(
            _KEEP.format(
                rows="SELECT p.id, s.id, 'building', '', s.lon, s.lat, s.cell, CASE WHEN s.dong_code <> '' THEN s.dong_code ELSE p.dong_code END "
                "FROM registry_person p JOIN spot s ON s.id = p.building_id WHERE p.status = ANY(%s) "
                "AND NOT EXISTS (SELECT 1 FROM maps_home h WHERE h.person_id = p.id AND h.accuracy = 'building' AND h.building_id = s.id "
                "AND (h.lon, h.lat, h.cell) = (s.lon, s.lat, s.cell) AND h.dong_code = CASE WHEN s.dong_code <> '' THEN s.dong_code ELSE p.dong_code END) "
                "ORDER BY s.cell, s.id"
            ),
            [list(_HERE)],
        )
        return cursor.rowcount  # fmt: skip


def _place_others(cursor) -> int:
    """Place those without a building, or whose building has no point, as well as their address allows."""
    people = (
        Person.objects.filter(status__in=_HERE)
        .exclude(building__h3__isnull=False)
        .order_by("id")
        .values_list("id", "building_id", "address", "dong_code", "building__dong_code")
    )
    middles = _middles()
    n = 0
    for chunk in _chunks(people.iterator(_CHUNK), _CHUNK):
        rows = list(_placed_roughly(chunk, middles))
        with arriving("rough", column_types(Home, _COLUMNS), rows):
            cursor.execute(_KEEP.format(rows="SELECT * FROM rough ORDER BY cell"))
            n += cursor.rowcount
    return n


def _placed_roughly(people: list[tuple], middles: dict[str, tuple[float, float]]) -> Iterator[tuple]:
    addresses = [parse_address(address) for _, _, address, *_ in people]
    found = resolve_buildings(addresses)
    roads = _numbers_of_roads({address.road for address in addresses if address.road})
    for (person, building, typed, dong, dong_of_building), address, resolved in zip(
        people, addresses, found, strict=True
    ):
        code = (resolved.dong_code if resolved else "") or dong or dong_of_building or ""
        near = _nearest_number(roads.get(address.road, ()), address, code)
        if resolved and resolved.accuracy in (Accuracy.ROAD, Accuracy.BUILDING) and near:
            yield person, building, Accuracy.ROAD, "", *near, cell_of(*near), code
        elif code in middles:
            middle = middles[code]
            yield person, building, Accuracy.DONG, "", *middle, cell_of(*middle), code
        else:
            why = WhyUnplaced.NO_ADDRESS
            if typed.strip():
                why = WhyUnplaced.NO_POINT if building or (resolved and resolved.building_id) else WhyUnplaced.UNKNOWN
            yield person, building, Accuracy.NONE, why, None, None, None, code


def _numbers_of_roads(names: set[str]) -> dict[str, list[tuple[int, str, float, float]]]:
    """Return road → [(main number, 행정동, lon, lat)] of its buildings with a point."""
    roads = defaultdict(list)
    rows = Building.objects.filter(road_name__in=names, h3__isnull=False).order_by("building_no")
    for road, number, dong, lon, lat in rows.values_list("road_name", "road_no", "dong_code", "lon", "lat"):
        main = number.split("-")[0]
        roads[road].append((int(main) if main.isdigit() else 0, dong, lon, lat))
    return roads


def _nearest_number(
    numbers: Iterable[tuple[int, str, float, float]], address: ParsedAddress, dong: str
) -> tuple[float, float] | None:
    # Where the 동 is known, only its part of the road; numbers run along the road, so the nearest number is the nearest house.
    here = [each for each in numbers if not dong or each[1] == dong]
    if not here:
        return None
    if not address.road_main:
        here = sorted(here, key=lambda each: (each[2], each[3]))
        return here[len(here) // 2][2:]
    return min(here, key=lambda each: (abs(each[0] - address.road_main), each[0]))[2:]


def _middles() -> dict[str, tuple[float, float]]:
    """Return 행정동 code → a point inside it, by the boundaries in force today."""
    found = {}
    for code, wkb in boundaries_on(timezone.localdate()).values_list("region_code", "wkb"):
        point = shapely.from_wkb(bytes(wkb)).representative_point()
        found[code] = (round(point.x, 7), round(point.y, 7))
    return found


def _chunks(rows: Iterable, size: int) -> Iterator[list]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk
