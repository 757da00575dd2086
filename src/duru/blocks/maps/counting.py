"""How people and places spread over the district: counts by 동 and by grid, gaps, the nearest place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import h3
import numpy as np
from django.db.models import Count, F, Q, QuerySet

from duru.blocks.access.api import Actor
from duru.blocks.maps.demands import Demand
from duru.blocks.maps.models import Home
from duru.blocks.maps.rules import DETOUR, metres_between, suppress
from duru.blocks.places.api import Accuracy, Facility, list_dongs, list_facilities
from duru.blocks.registry.api import people_visible_to

GRID_RESOLUTION = 8  # 0.7 km² a cell
LEAST_PUBLIC = 10


@dataclass(frozen=True, slots=True)
class DongCount:
    """One 행정동: how many of a group live there, and of how many people in all. `n` None: suppressed."""

    code: str
    name: str
    n: int | None
    n_all: int

    @property
    def ratio(self) -> float:
        return (self.n or 0) / self.n_all if self.n_all else 0.0


@dataclass(frozen=True, slots=True)
class Gap:
    """One 행정동 and one kind of place: how many of a group live there and how many of them have none within walking distance.

    `median_m` is the walking distance (straight line × 1.3) to the nearest, None where there is no such place at all.
    """

    code: str
    name: str
    n: int
    n_far: int
    median_m: float | None


@dataclass(frozen=True, slots=True)
class GapMap:
    """Gaps by 동, the worst first, and the cells of the grid with people too far away: cell → n."""

    gaps: list[Gap]
    cells: dict[str, int]
    n: int
    n_far: int
    n_unplaced: int
    n_places: int


def placed_of(demand: Demand, day: date) -> QuerySet:
    """Return the homes of a group, those that could not be placed too."""
    return Home.objects.filter(person_id__in=demand.person_ids(day)).order_by()


def count_dongs(demand: Demand, *, on: date) -> list[DongCount]:
    """Count a group by 행정동 of a day, in the order of the codes; for the office, nothing is suppressed."""
    counts = dict(placed_of(demand, on).values_list("dong_code").annotate(n=Count("id")))
    totals = dict(Home.objects.order_by().values_list("dong_code").annotate(n=Count("id")))
    return [
        DongCount(dong.code, dong.name, counts.get(dong.code, 0), totals.get(dong.code, 0))
        for dong in list_dongs(on=on)
    ]


def public_counts(demand: Demand, *, on: date) -> list[DongCount]:
    """Count a group by 행정동 for everybody: small counts are suppressed so that no sum gives one away, and who is 비공개 is left out.

    What is told is rounded to tens: 동 and grid overlap, and the difference of two exact counts could be one house. `n_all` is 0.
    """
    shown = placed_of(demand, on).filter(person__is_protected=False)
    counts = dict(shown.values_list("dong_code").annotate(n=Count("id")))
    dongs = list_dongs(on=on)
    told = suppress({dong.code: counts.get(dong.code, 0) for dong in dongs}, least=LEAST_PUBLIC)
    return [DongCount(dong.code, dong.name, _tens(told[dong.code]), 0) for dong in dongs]


def public_grid(demand: Demand, *, on: date) -> dict[str, int | None]:
    """Count a group by cells of 0.7 km² for everybody; suppressed as by 동, cells where nobody lives are left out."""
    cells = (
        placed_of(demand, on)
        .filter(person__is_protected=False, accuracy=Accuracy.BUILDING)
        .values_list("cell", flat=True)
    )
    counts = Counter(_grid(cell) for cell in cells.iterator())
    return {cell: _tens(n) for cell, n in suppress(dict(counts), least=LEAST_PUBLIC).items()}


def _tens(n: int | None) -> int | None:
    return None if n is None else round(n, -1)


def find_gaps(demand: Demand, kind: str, *, walk_m: float, on: date) -> GapMap:
    """Find where a group has no place of a kind within walking distance (straight line × 1.3).

    Homes known to the 동 only are counted as unplaced: a distance from the middle of a 동 would be a guess.
    """
    homes = list(
        placed_of(demand, on)
        .filter(accuracy__in=[Accuracy.BUILDING, Accuracy.ROAD])
        .values_list("lon", "lat", "dong_code", "cell")
    )
    n_unplaced = placed_of(demand, on).count() - len(homes)
    places = list(list_facilities(kind).filter(lon__isnull=False).values_list("lon", "lat"))
    # A thousand people live in one building: distances are reckoned once a point.
    spots = {(lon, lat): at for at, (lon, lat) in enumerate(dict.fromkeys((lon, lat) for lon, lat, *_ in homes))}
    walks = nearest_m(list(spots), places) * DETOUR
    by_dong: dict[str, list[float]] = {}
    cells: Counter[str] = Counter()
    for lon, lat, dong, cell in homes:
        metres = float(walks[spots[lon, lat]])
        by_dong.setdefault(dong, []).append(metres)
        if metres > walk_m:
            cells[_grid(cell, 9)] += 1
    gaps = []
    for dong in list_dongs(on=on):
        there = np.array(by_dong.get(dong.code, []))
        median = float(np.median(there)) if len(there) and places else None
        gaps.append(Gap(dong.code, dong.name, len(there), int((there > walk_m).sum()), median))
    gaps.sort(key=lambda gap: (-gap.n_far, gap.code))
    return GapMap(gaps, dict(cells), len(homes), sum(gap.n_far for gap in gaps), n_unplaced, len(places))


def nearest_m(points: Sequence[tuple[float, float]], places: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return the metres from each point to the nearest place, (n,); infinite where there is none."""
    if not points or not places:
        return np.full(len(points), np.inf)
    others = np.asarray(places)
    blocks = [
        metres_between(block, others).min(axis=1)
        for block in np.array_split(np.asarray(points), len(points) // 2_000 + 1)
    ]
    return np.concatenate(blocks)


def nearest_places(
    points: Sequence[tuple[float, float]], places: Sequence[Facility]
) -> list[tuple[Facility, float] | None]:
    """Return for each point the nearest of some facilities and its straight distance in metres; None without any with a point."""
    placed = [place for place in places if place.lon is not None]
    if not points or not placed:
        return [None] * len(points)
    far = metres_between(np.asarray(points), np.array([(place.lon, place.lat) for place in placed]))
    return [(placed[at], float(row[at])) for row, at in zip(far, far.argmin(axis=1).tolist(), strict=True)]


def count_accuracy() -> dict[str, int]:
    """Count the homes by accuracy and, of those that could not be placed, by reason: {"building": …, "none": …, "no_address": …}."""
    counts: Counter[str] = Counter()
    for accuracy, why, n in Home.objects.order_by().values_list("accuracy", "why").annotate(n=Count("id")):
        counts[accuracy] += n
        if why:
            counts[why] += n
    return counts


def list_roughly_placed(actor: Actor, *, only: str = "") -> QuerySet[Home]:
    """List the homes that are not on a building, those that could not be placed at all first, as the actor may see people.

    Args:
        only: an accuracy (road, dong, none) or a reason (`WhyUnplaced`).
    """
    found = Home.objects.exclude(accuracy=Accuracy.BUILDING).filter(person__in=people_visible_to(actor).values("id"))
    if only:
        found = found.filter(Q(accuracy=only) | Q(why=only))
    return found.select_related("person").order_by(F("cell").asc(nulls_first=True), "why", "person_id")


def _grid(cell: int, resolution: int = GRID_RESOLUTION) -> str:
    return str(h3.cell_to_parent(h3.int_to_str(cell), resolution))


def cell_outline(cell: str) -> list[list[float]]:
    """Return the corners of a cell as a closed ring of [lon, lat]."""
    ring = [[round(lon, 6), round(lat, 6)] for lat, lon in h3.cell_to_boundary(cell)]
    return [*ring, ring[0]]
