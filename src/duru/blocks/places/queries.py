"""Reads of places. Row security keeps every query inside the tenant; indexes begin with tenant_id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from duru.blocks.places.enums import RegionLevel
from duru.blocks.places.models import Boundary, Building, Facility, Region
from duru.blocks.places.rules import cells_within, distance_m


@dataclass(frozen=True, slots=True)
class Dong:
    """One 행정동 of the tenant as its boundaries name it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BoundaryVersion:
    """One set of outlines that came in together."""

    level: str
    valid_from: date
    valid_until: date | None
    source: str
    n_regions: int


@dataclass(frozen=True, slots=True)
class GazetteerStatus:
    """How much the tenant knows of its own map; every figure counts rows."""

    n_buildings: int
    n_without_point: int
    n_without_dong: int
    n_roads: int
    n_facilities: int
    boundaries: list[BoundaryVersion]


def boundaries_on(day: date, *, level: str = RegionLevel.DONG) -> QuerySet[Boundary]:
    """Return the boundaries in force on a day, in order of their code."""
    return (
        Boundary.objects.filter(level=level, valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .order_by("region_code")
    )


def list_dongs(*, on: date | None = None) -> list[Dong]:
    """List the tenant's 행정동 in order of their code: those in force on a day, without a day those in force last."""
    found = Boundary.objects.filter(level=RegionLevel.DONG, valid_until__isnull=True).order_by("region_code")
    if on is not None:
        found = boundaries_on(on)
    return [Dong(code, name) for code, name in found.values_list("region_code", "name")]


def get_dong_name(code: str) -> str:
    """Return the name of a 행정동 by its code, "" when nobody knows it; of several spans the latest."""
    return dong_names([code]).get(code, "")


def dong_names(codes) -> dict[str, str]:
    """Return code → name for the codes that are known, from the tenant's boundaries, else from the national codes."""
    wanted = {code for code in codes if code}
    own = Boundary.objects.filter(level=RegionLevel.DONG, region_code__in=wanted).order_by("valid_from")
    names = dict(own.values_list("region_code", "name"))
    if missing := wanted - names.keys():
        national = Region.objects.filter(level=RegionLevel.DONG, code__in=missing).order_by("valid_from")
        names.update(national.values_list("code", "name"))
    return names


def list_facilities(kind: str | None = None) -> QuerySet[Facility]:
    """Return the facilities of the tenant in order of kind and name, all or of one kind."""
    found = Facility.objects.order_by("kind", "name", "id")
    return found.filter(kind=kind) if kind else found


def buildings_within(lon: float, lat: float, radius_m: float) -> list[tuple[Building, float]]:
    """List the buildings at most `radius_m` metres from a point, nearest first, each with its distance in metres.

    Meant for up to about 3 km (5,000 buildings in a town).
    """
    found = Building.objects.filter(h3__in=cells_within(lon, lat, radius_m))
    measured = [(building, distance_m(lon, lat, building.lon, building.lat)) for building in found]
    return sorted((pair for pair in measured if pair[1] <= radius_m), key=lambda pair: (pair[1], pair[0].building_no))


def get_status() -> GazetteerStatus:
    """Count what the gazetteer holds."""
    counts = Building.objects.aggregate(
        n=Count("id"),
        pointless=Count("id", filter=Q(h3__isnull=True)),
        dongless=Count("id", filter=Q(dong_code="")),
        roads=Count("road_name", distinct=True, filter=~Q(road_name="")),
    )
    versions = (
        Boundary.objects.values("level", "valid_from", "valid_until", "source")
        .annotate(n=Count("id"))
        .order_by("level", "-valid_from")
    )
    return GazetteerStatus(
        n_buildings=counts["n"],
        n_without_point=counts["pointless"],
        n_without_dong=counts["dongless"],
        n_roads=counts["roads"],
        n_facilities=Facility.objects.count(),
        boundaries=[
            BoundaryVersion(v["level"], v["valid_from"], v["valid_until"], v["source"], v["n"]) for v in versions
        ],
    )
