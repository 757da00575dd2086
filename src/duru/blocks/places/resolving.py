"""From a parsed address to a building, a road or a 행정동: in bulk, one query when all is known, at most five a call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from duru.blocks.places.enums import Accuracy, RegionLevel
from duru.blocks.places.models import Boundary
from duru.kernel.addresses import ParsedAddress, jibun_key, road_key


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where an address is.

    `accuracy` building: `building_id` is set; road: the road is known, the number is not; dong: only the 동 is. `dong_code` is ""
    when the road or the 법정동 lies in several 행정동. `legal_dong` is the name of the 법정동 (or 읍·면).
    """

    building_id: int | None
    dong_code: str
    accuracy: str
    legal_dong: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: int
    sgg_name: str
    legal_dong: str
    dong_code: str


def find_building(parsed: ParsedAddress) -> Resolved | None:
    """Place one address; None when nothing of it is known here."""
    return resolve_buildings([parsed])[0]


def resolve_buildings(parsed: Sequence[ParsedAddress]) -> list[Resolved | None]:
    """Place addresses in bulk, in their order; None where nothing of an address is known in this tenant's gazetteer.

    The road address decides, then the lot. A 시·군·구 that is written must agree; one that is not written is not missed unless
    the same road exists in two of them. Of several buildings with one address the one with the lowest number stands
    for all, so that the same address always gives the same building. Repeatable; locks nothing. Meant for chunks of up to
    some 5,000 addresses.
    """
    roads = [road_key(address) for address in parsed]
    lots = [jibun_key(address) for address in parsed]
    by_road, by_lot = _candidates(set(roads) - {""}, set(lots) - {""})
    found: list[Resolved | None] = []
    for address, road, lot in zip(parsed, roads, lots, strict=True):
        match = _choose(by_road.get(road, ()), address) or _choose(by_lot.get(lot, ()), address)
        found.append(
            Resolved(match.id, match.dong_code, Accuracy.BUILDING, match.legal_dong) if match is not None else None
        )
    missing = [at for at, resolved in enumerate(found) if resolved is None]
    if missing:
        for at, resolved in zip(missing, _coarse([parsed[at] for at in missing]), strict=True):
            found[at] = resolved
    return found


# Two index scans instead of one OR, which the planner turns into a scan of the table for large lists.
_BY_KEYS = (
    b"SELECT true, road_key, id, sgg_name, legal_dong, dong_code, building_no FROM places_building WHERE road_key = ANY($1) "
    b"UNION ALL SELECT false, lot_key, id, sgg_name, legal_dong, dong_code, building_no FROM places_building "
    b"WHERE lot_key = ANY($2) ORDER BY building_no"
)


def _candidates(roads: set[str], lots: set[str]) -> tuple[dict[str, list[_Candidate]], dict[str, list[_Candidate]]]:
    by_road: dict[str, list[_Candidate]] = {}
    by_lot: dict[str, list[_Candidate]] = {}
    if not roads and not lots:
        return by_road, by_lot
    for is_road, key, *columns, _ in connection.fetch_prepared(_BY_KEYS, [sorted(roads), sorted(lots)]):
        (by_road if is_road else by_lot).setdefault(key, []).append(_Candidate(*columns))
    return by_road, by_lot


def _choose(candidates: Sequence[_Candidate], address: ParsedAddress) -> _Candidate | None:
    fitting = [each for each in candidates if _same_district(each.sgg_name, address.sigungu)]
    if len({each.sgg_name for each in fitting} - {""}) > 1:
        return None  # the same address in two 시·군·구 and none written: a guess would be wrong half the time
    return fitting[0] if fitting else None


@lru_cache(maxsize=4096)
def _same_district(known: str, written: str) -> bool:
    """수원시 영통구 is written 수원시 영통구, 수원시 or 영통구; an empty name on either side decides nothing."""
    if not known or not written:
        return True
    known_words, written_words = known.split(), written.split()
    return set(written_words) <= set(known_words) or set(known_words) <= set(written_words)


def _coarse(addresses: Sequence[ParsedAddress]) -> Iterable[Resolved | None]:
    """Place by road without number, else by 행정동 or 법정동."""
    roads = {address.road for address in addresses if address.road}
    emds = {address.emd for address in addresses if address.emd}
    if not roads and not emds:
        return [None] * len(addresses)
    by_road, by_emd = _grouped("road_name", roads), _grouped("legal_dong", emds)
    dongs = dict(
        Boundary.objects.filter(level=RegionLevel.DONG, valid_until__isnull=True, name__in=emds)
        .order_by("region_code")
        .values_list("name", "region_code")
    )
    ours = _own_districts() if dongs else set()
    return [_coarse_one(address, by_road, by_emd, dongs, ours) for address in addresses]


def _own_districts() -> set[str]:
    """Return the 시·군·구 of the gazetteer; a 중앙동 of another town must not become ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT sgg_name FROM places_building")
        return {name for (name,) in cursor.fetchall() if name}


def _grouped(column: str, values: set[str]) -> dict[str, list[tuple[str, str, str]]]:
    """Return value → [(시·군·구, its only 행정동 or "", its only 법정동 or "")]."""
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    if not values:
        return grouped
    sql = (
        f"SELECT {column}, sgg_name, min(dong_code), max(dong_code), min(legal_dong), max(legal_dong) "
        f"FROM places_building WHERE {column} = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(values)])
        for value, sgg, dong, last_dong, legal, last_legal in cursor.fetchall():
            only = (sgg, dong if dong == last_dong else "", legal if legal == last_legal else "")
            grouped.setdefault(value, []).append(only)
    return grouped


def _coarse_one(address, by_road, by_emd, dongs, ours) -> Resolved | None:
    roads = [each for each in by_road.get(address.road, ()) if _same_district(each[0], address.sigungu)]
    is_ours = not ours or any(_same_district(name, address.sigungu) for name in ours)
    # A 행정동 written beside the road says more than the road.
    dong = dongs.get(address.emd, "") if is_ours else ""
    if len(roads) == 1:
        _, road_dong, legal = roads[0]
        return Resolved(None, dong or road_dong, Accuracy.ROAD, legal)
    legal_dongs = [each for each in by_emd.get(address.emd, ()) if _same_district(each[0], address.sigungu)]
    if dong:
        return Resolved(None, dong, Accuracy.DONG, address.emd if legal_dongs else "")
    if len(legal_dongs) == 1:
        return Resolved(None, legal_dongs[0][1], Accuracy.DONG, address.emd)
    return None
