"""Draw the map of the invented district 해오름구: outline, 17 행정동, river, hills and roads.

The district lies in open water of the Yellow Sea (centre 125.30°E 35.60°N), where no real address can be, so that nobody
mistakes it for a real one. Everything is computed in local metres (x east, y north) and turned into WGS84 at the end.
The 행정동 are unions of the same small blocks, which is why they tile the district with neither gap nor overlap.
Region codes start with 97, a 시도 prefix that the 행정표준코드 does not use.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon

CITY = "한빛특별시"
GU = "해오름구"
CITY_CODE = "9700000000"
GU_CODE = "9711000000"
CENTRE_LON, CENTRE_LAT = 125.30, 35.60
OTHER_GU = ("달맞이구", "솔뫼구", "한바다구", "너울구", "푸른골구")

# 법정동 -> its 행정동. Welfare works by 행정동, land and jibun addresses by 법정동: the two must differ somewhere.
LEGAL_DONGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("해오름동", ("해오름1동", "해오름2동")), ("달무리동", ("달무리1동", "달무리2동")), ("은가람동", ("은가람1동", "은가람2동")),
    ("한울동", ("한울1동", "한울2동")), ("미리내동", ("미리내1동", "미리내2동")), ("물안개동", ("물안개동",)),
    ("솔바람동", ("솔바람동",)), ("꽃마루동", ("꽃마루동",)), ("너른들동", ("너른들동",)), ("새벽별동", ("새벽별동",)),
    ("돌담동", ("돌담동",)), ("윤슬동", ("윤슬동",)),
)  # fmt: skip

MAIN_ROADS = ("해오름대로", "은가람로", "윤슬로", "미리내로", "돌담로", "솔바람로", "꽃마루로", "한울로",
               "달무리로", "너른들로", "새벽별로", "물안개로", "나루터로", "느티나무로")  # fmt: skip
RIVER_NAME = "은가람천"
_HILLS = ("해오름산", "솔뫼봉", "별마루산")


@dataclass(frozen=True)
class Dong:
    """One 행정동 with its 법정동, codes and polygon in local metres."""

    code: str
    name: str
    legal_code: str
    legal_name: str
    polygon: Polygon


@dataclass(frozen=True)
class Road:
    """One named road; `points` are its vertices in local metres from its start, shape (n, 2)."""

    name: str
    code: str
    points: np.ndarray
    main: bool


@dataclass
class District:
    """The whole map in local metres."""

    outline: Polygon
    dongs: list[Dong]
    river: Polygon
    hills: list[Polygon]
    roads: list[Road] = field(default_factory=list)

    @property
    def dong_names(self) -> list[str]:
        return [dong.name for dong in self.dongs]


def to_lonlat(xy: np.ndarray) -> np.ndarray:
    """Turn local metres into WGS84 degrees, rounded to 7 decimals (1 cm); shape (n, 2)."""
    lat = CENTRE_LAT + xy[:, 1] / 111_320.0
    lon = CENTRE_LON + xy[:, 0] / (111_320.0 * math.cos(math.radians(CENTRE_LAT)))
    return np.round(np.column_stack([lon, lat]), 7)


def lonlat_polygon(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the same shape in WGS84."""
    return shapely.transform(shape, to_lonlat)


def draw_district(seed: int) -> District:
    """Draw the map; the same seed gives the same map, whatever the number of people."""
    rng = np.random.default_rng([seed, 1])
    outline = _outline(rng)
    course = _river_course(rng)
    river = course.buffer(45, cap_style="flat").intersection(outline)
    dongs = _dongs(outline, course, rng)
    outline = shapely.coverage_union_all([dong.polygon for dong in dongs])  # the same line, at whole centimetres
    hills = _hills(outline, river, rng)
    district = District(outline, dongs, river, hills)
    district.roads = _roads(outline, hills, rng)
    return district


def _outline(rng: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 140, endpoint=False)
    radius = np.ones_like(angle)
    for wave in range(2, 15):
        radius += rng.normal(0, 0.16 / wave) * np.sin(wave * angle + rng.uniform(0, 6.28))
    points = np.column_stack([3400 * radius * np.cos(angle), 2500 * radius * np.sin(angle)])
    return Polygon(np.round(points, 2)).buffer(0)


def _river_course(rng: np.random.Generator) -> LineString:
    x = np.linspace(-6000, 6000, 160)
    phase = rng.uniform(0, 6.28, 2)
    y = -350 + 420 * np.sin(x / 1500 + phase[0]) + 160 * np.sin(x / 560 + phase[1]) + 0.08 * x
    return LineString(np.column_stack([x, y]))


def _dongs(outline: Polygon, course: LineString, rng: np.random.Generator) -> list[Dong]:
    faces = _blocks(outline, rng)
    centres = np.array([(face.centroid.x, face.centroid.y) for face in faces])
    area = np.array([face.area for face in faces])
    seeds = _spread_seeds(centres, area, rng)
    line = np.asarray(course.coords)
    seed_side = seeds[:, 1] > np.interp(seeds[:, 0], line[:, 0], line[:, 1])
    side = centres[:, 1] > np.interp(centres[:, 0], line[:, 0], line[:, 1])
    # A river is what separates two 행정동 in most towns, so crossing it costs as much as a long walk.
    warped = centres + 130 * np.sin(centres[:, ::-1] / 310)
    cost = np.hypot(*(warped[:, None, :] - seeds[None, :, :]).transpose(2, 0, 1))
    cost += 1500 * (side[:, None] != seed_side[None, :])
    owner = _make_connected(faces, cost.argmin(axis=1))
    polygons = [shapely.coverage_union_all([faces[i] for i in np.flatnonzero(owner == d)]) for d in range(17)]
    names = _name_seeds(seeds, seed_side)
    legal_code = {legal: f"97110{101 + i:03d}00" for i, (legal, _) in enumerate(LEGAL_DONGS)}
    legal_of = {name: legal for legal, admins in LEGAL_DONGS for name in admins}
    order = [name for _, admins in LEGAL_DONGS for name in admins]
    dongs = [
        Dong(f"97110{510 + 10 * order.index(name):03d}00", name, legal_code[legal_of[name]], legal_of[name], polygon)
        for name, polygon in zip(names, polygons, strict=True)
    ]
    return sorted(dongs, key=lambda dong: dong.code)


def _blocks(outline: Polygon, rng: np.random.Generator) -> list[Polygon]:
    """Cut the district into about 900 street blocks that share exact vertices."""
    west, south, east, north = outline.bounds
    grid_x, grid_y = np.meshgrid(np.arange(west - 400, east + 400, 190), np.arange(south - 400, north + 400, 190))
    points = np.column_stack([grid_x.ravel(), grid_y.ravel()]) + rng.uniform(-80, 80, (grid_x.size, 2))
    cells = shapely.voronoi_polygons(MultiPoint(points), only_edges=True)
    lines = shapely.unary_union([cells, outline.boundary], grid_size=0.01)
    faces = [
        face for face in shapely.get_parts(shapely.polygonize([lines])) if outline.contains(face.representative_point())
    ]
    # A sliver at the border would become a part of its own: polygonize keeps it, the owner's union swallows it.
    return sorted(faces, key=lambda face: (round(face.centroid.x, 1), round(face.centroid.y, 1)))


def _spread_seeds(centres: np.ndarray, area: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    seeds = centres[rng.choice(len(centres), 17, replace=False, p=area / area.sum())]
    for _ in range(6):
        near = np.hypot(*(centres[:, None, :] - seeds[None, :, :]).transpose(2, 0, 1)).argmin(axis=1)
        seeds = np.array([np.average(centres[near == d], axis=0, weights=area[near == d]) for d in range(17)])
    return np.asarray(seeds + rng.uniform(-120, 120, seeds.shape))


def _make_connected(faces: list[Polygon], owner: np.ndarray) -> np.ndarray:
    """Give every cut-off piece of a 행정동 to the neighbour it touches longest."""
    tree = shapely.STRtree(faces)
    left, right = tree.query(faces, predicate="touches")
    keep = left < right
    pairs = list(zip(left[keep].tolist(), right[keep].tolist(), strict=True))
    shared = [faces[a].boundary.intersection(faces[b].boundary).length for a, b in pairs]
    links: dict[int, list[tuple[int, float]]] = {i: [] for i in range(len(faces))}
    for (a, b), length in zip(pairs, shared, strict=True):
        if length > 1:
            links[a].append((b, length))
            links[b].append((a, length))
    for _ in range(20):
        moved = False
        for dong in range(17):
            parts = _components([int(i) for i in np.flatnonzero(owner == dong)], links)
            for part in sorted(parts, key=len)[:-1]:
                border: dict[int, float] = {}
                for face in part:
                    for other, length in links[face]:
                        if owner[other] != dong:
                            border[int(owner[other])] = border.get(int(owner[other]), 0) + length
                if border:
                    owner[part] = max(sorted(border), key=lambda d: border[d])
                    moved = True
        if not moved:
            break
    return owner


def _components(members: list[int], links: dict[int, list[tuple[int, float]]]) -> list[list[int]]:
    todo, parts = set(members), []
    while todo:
        stack, part = [min(todo)], []
        todo.discard(stack[0])
        while stack:
            face = stack.pop()
            part.append(face)
            for other, _ in links[face]:
                if other in todo:
                    todo.discard(other)
                    stack.append(other)
        parts.append(part)
    return parts


def _name_seeds(seeds: np.ndarray, side: np.ndarray) -> list[str]:
    """Name the 행정동 so that numbered twins (해오름1동, 해오름2동) are neighbours on one bank."""
    free = set(range(17))
    names = [""] * 17
    for _, admins in LEGAL_DONGS:
        first = min(free, key=lambda i: (seeds[i, 0] - seeds[i, 1]) if len(admins) == 2 else i)
        free.discard(first)
        names[first] = admins[0]
        if len(admins) == 2:
            second = min(free, key=lambda i: math.dist(seeds[i], seeds[first]) + 1500 * (side[i] != side[first]))
            free.discard(second)
            names[second] = admins[1]
    return names


def _hills(outline: Polygon, river: Polygon, rng: np.random.Generator) -> list[Polygon]:
    hills: list[Polygon] = []
    west, south, east, north = outline.bounds
    while len(hills) < len(_HILLS):
        x, y, size = rng.uniform(west, east), rng.uniform(south, north), rng.uniform(280, 420)
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        radius = size * (1 + 0.18 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.1 * np.sin(7 * angle + rng.uniform(0, 6)))
        hill = Polygon(np.column_stack([x + radius * np.cos(angle), y + 0.8 * radius * np.sin(angle)]))
        if outline.contains(hill) and hill.distance(river) > 150 and all(hill.distance(h) > 900 for h in hills):
            hills.append(hill)
    return hills


def hill_names() -> tuple[str, ...]:
    """Return the hills' names in the order of `District.hills`."""
    return _HILLS


def _roads(outline: Polygon, hills: list[Polygon], rng: np.random.Generator) -> list[Road]:
    west, south, east, north = outline.bounds
    roads: list[Road] = []
    for i, name in enumerate(MAIN_ROADS):
        across = i % 2 == 0
        at = (i // 2 + 0.5) / 7
        t = np.linspace(-0.1, 1.1, 120)
        wobble = 130 * np.sin(t * rng.uniform(4, 9) + rng.uniform(0, 6))
        if across:
            line = LineString(np.column_stack([west + t * (east - west), south + at * (north - south) + wobble]))
        else:
            line = LineString(np.column_stack([west + at * (east - west) + wobble, south + t * (north - south)]))
        inside = line.intersection(outline)
        longest = max(shapely.get_parts(inside), key=lambda part: part.length)
        roads.append(
            Road(name, f"{GU_CODE[:5]}{3100001 + i:07d}", np.asarray(longest.segmentize(20).coords), main=True)
        )
    return roads + _side_streets(roads, outline, hills, rng)


def _side_streets(mains: list[Road], outline: Polygon, hills: list[Polygon], rng: np.random.Generator) -> list[Road]:
    """Branch numbered streets (해오름대로12길) off the main roads; the number grows by 2 every 20 m, odd on the left."""
    streets: list[Road] = []
    inner = outline.buffer(-20)
    hilly = shapely.unary_union([hill.buffer(15) for hill in hills])
    for road in mains:
        line = LineString(road.points)
        station = 45.0
        while station < line.length - 40:
            for left in (True, False):
                here, ahead = line.interpolate(station), line.interpolate(station + 5)
                direction = math.atan2(ahead.y - here.y, ahead.x - here.x) + (1 if left else -1) * math.pi / 2
                direction += rng.normal(0, 0.12)
                length = rng.uniform(90, 360)
                steps = np.arange(0, length, 15.0)
                bend = direction + rng.normal(0, 0.25) * steps / length
                points = np.column_stack([here.x + steps * np.cos(bend), here.y + steps * np.sin(bend)])
                inside = shapely.contains_xy(inner, points[:, 0], points[:, 1])
                inside &= ~shapely.contains_xy(hilly, points[:, 0], points[:, 1])
                reach = int(np.argmin(inside)) if not inside.all() else len(points)
                if reach >= 5:
                    number = 2 * int(station // 20) + (1 if left else 2)
                    code = f"{GU_CODE[:5]}{4100001 + len(streets):07d}"
                    streets.append(Road(f"{road.name}{number}길", code, points[:reach], main=False))
            station += rng.uniform(70, 120)
    return streets


def dong_of_points(district: District, xy: np.ndarray) -> np.ndarray:
    """Return the index of the 행정동 of each point, or -1 outside the district; shape (n,)."""
    owner = np.full(len(xy), -1, dtype=np.int16)
    for index, dong in enumerate(district.dongs):
        shapely.prepare(dong.polygon)
        owner[shapely.contains_xy(dong.polygon, xy[:, 0], xy[:, 1])] = index
    return owner


def is_near_river(district: District, x: float, y: float) -> bool:
    """Tell whether a point lies within 150 m of the river's bank."""
    return bool(district.river.distance(Point(x, y)) < 150)
