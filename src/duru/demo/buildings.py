"""Put houses on the map: road address, jibun address, dwellings with 동·층·호, and the district's facilities.

The number of buildings follows the number of households, the roads do not. Road numbers follow the rule of 도로명주소법
시행령 (20 m per number pair, odd on the left bank of the road); lot numbers are counted per 법정동.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from duru.demo import places

APARTMENT, VILLA, HOUSE, GOSI, CARE_HOME, PUBLIC = range(6)
KIND_NAMES = ("아파트", "다세대주택", "단독주택", "고시원", "노인요양시설", "근린생활시설")

_APT_FIRST = (
    "해오름",
    "은가람",
    "윤슬",
    "미리내",
    "돌담",
    "솔바람",
    "꽃마루",
    "한울",
    "달무리",
    "너른들",
    "새벽별",
    "물안개",
)
_APT_SECOND = ("마을", "숲속", "푸른", "햇살", "늘봄", "으뜸", "아침", "무지개", "가온", "누리", "한마음", "청구름")
_VILLA_NAMES = (
    "다솜빌라",
    "가온빌",
    "햇빛빌라",
    "은빛주택",
    "늘푸른빌",
    "소나무빌라",
    "행복주택",
    "장미연립",
    "백합맨션",
    "우리빌",
)
# (종류, 몇 개당 한 곳(명), 이름에 붙는 말, 최소)
_FACILITIES: tuple[tuple[str, int, str, int], ...] = (
    ("경로당", 1500, "경로당", 17), ("종합사회복지관", 90_000, "종합사회복지관", 3), ("노인복지관", 150_000, "노인복지관", 1),
    ("장애인복지관", 300_000, "장애인종합복지관", 1), ("지역아동센터", 12_000, "지역아동센터", 6), ("푸드뱅크", 300_000, "푸드뱅크", 1),
    ("푸드마켓", 200_000, "푸드마켓", 1), ("보건소", 400_000, "보건소", 1), ("치매안심센터", 400_000, "치매안심센터", 1),
    ("병원", 14_000, "병원", 4), ("의원", 2_500, "의원", 12), ("약국", 2_600, "약국", 12), ("응급실", 150_000, "종합병원 응급실", 1),
    ("무더위쉼터", 3_000, "무더위쉼터", 17), ("지역자활센터", 400_000, "지역자활센터", 1), ("자원봉사센터", 400_000, "자원봉사센터", 1),
    ("초등학교", 11_000, "초등학교", 6), ("소방서", 150_000, "119안전센터", 2), ("가족센터", 400_000, "가족센터", 1),
)  # fmt: skip


@dataclass
class Buildings:
    """Columns of the building table, one entry per address; coordinates in local metres."""

    kind: np.ndarray
    name: list[str]
    road: list[str]
    road_code: list[str]
    road_main: np.ndarray
    road_sub: np.ndarray
    legal: list[str]
    legal_code: list[str]
    lot_main: np.ndarray
    lot_sub: np.ndarray
    dong: np.ndarray
    xy: np.ndarray
    near_river: np.ndarray
    n_units: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    def road_no(self, i: int) -> str:
        """Return the building number of a road address, such as "12" or "12-3"."""
        return f"{self.road_main[i]}-{self.road_sub[i]}" if self.road_sub[i] else str(self.road_main[i])

    def lot_no(self, i: int) -> str:
        """Return the lot number of a jibun address, such as "101" or "101-7"."""
        return f"{self.lot_main[i]}-{self.lot_sub[i]}" if self.lot_sub[i] else str(self.lot_main[i])


@dataclass
class Dwellings:
    """One entry per dwelling: its building and its unit in the pieces of 상세주소."""

    building: np.ndarray
    block: np.ndarray  # 101 of "101동 1203호", 0 where a building has no 동
    floor: np.ndarray  # -1 = 반지하, 0 = the house has no floor in its address
    room: np.ndarray  # 1203 of "1203호", 0 where none is known
    quality: np.ndarray  # 0..1, how well-off its household tends to be

    def __len__(self) -> int:
        return len(self.building)


def build_town(district: places.District, households: int, seed: int) -> tuple[Buildings, Dwellings]:
    """Raise buildings for `households` households, with about 6 % of the dwellings left empty.

    Building 0 is the story house (돌담길 다솜빌라, 16 flats); care homes hold no dwellings of their own.
    """
    rng = np.random.default_rng([seed, 2])
    kinds, units = _plan(households, rng)
    buildings = _settle(district, kinds, units, rng)
    return buildings, _dwellings(buildings, rng)


def _plan(households: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    kinds: list[np.ndarray] = [np.array([VILLA])]
    units: list[np.ndarray] = [np.array([16])]
    complex_size = min(420, max(40, households // 14))
    goal = households * 1.06
    for kind, share, low, high in (
        (APARTMENT, 0.44, int(complex_size * 0.5), int(complex_size * 1.5)),
        (VILLA, 0.34, 6, 16),
        (HOUSE, 0.185, 1, 4),
        (GOSI, 0.035, 14, 40),
    ):
        need = goal * share
        sizes = rng.integers(low, high + 1, int(need / low) + 2)
        count = int(np.searchsorted(np.cumsum(sizes), need)) + 1
        kinds.append(np.full(count, kind))
        units.append(sizes[:count])
    homes = max(1, round(households * 2.15 * 0.006 / 45))
    kinds.append(np.full(homes, CARE_HOME))
    units.append(np.zeros(homes, dtype=int))
    offices = 60 + households // 60
    kinds.append(np.full(offices, PUBLIC))
    units.append(np.zeros(offices, dtype=int))
    return np.concatenate(kinds), np.concatenate(units)


def _settle(district: places.District, kinds: np.ndarray, units: np.ndarray, rng: np.random.Generator) -> Buildings:
    xy, road_index, number = _slots(district, rng)
    n = len(kinds)
    # A very large town has more buildings than doors on the street: the surplus shares a number (12-1, 12-2 ...).
    repeat = int(np.ceil(n / len(xy)))
    order = rng.permutation(len(xy) * repeat)[:n]
    round_no, slot = order // len(xy), order % len(xy)
    at = xy[slot] + np.where(round_no[:, None] > 0, rng.uniform(-9, 9, (n, 2)), 0)
    dong = places.dong_of_points(district, at)
    dong = np.where(dong < 0, places.dong_of_points(district, xy[slot]), dong)
    distance = shapely.distance(shapely.points(at), district.river)
    legal = [district.dongs[d].legal_name for d in dong]
    legal_code = [district.dongs[d].legal_code for d in dong]
    lot_main, lot_sub = _lots(np.array(legal_code), at, rng)
    roads = [district.roads[r] for r in road_index[slot]]
    return Buildings(
        kind=kinds, name=_building_names(kinds, rng), road=[road.name for road in roads],
        road_code=[road.code for road in roads], road_main=number[slot], road_sub=round_no, legal=legal,
        legal_code=legal_code, lot_main=lot_main, lot_sub=lot_sub, dong=dong, xy=at, near_river=distance < 150,
        n_units=units,
    )  # fmt: skip


def _slots(district: places.District, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return every place where a house may stand: points (n, 2), road index (n,), building number (n,)."""
    points: list[np.ndarray] = []
    road_of: list[np.ndarray] = []
    number_of: list[np.ndarray] = []
    for index, road in enumerate(district.roads):
        steps = road.points
        if len(steps) < 3:
            continue
        ahead = np.gradient(steps, axis=0)
        ahead /= np.maximum(np.hypot(ahead[:, 0], ahead[:, 1])[:, None], 1e-9)
        normal = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(steps, axis=0).T))])
        for side, first in ((1.0, 1), (-1.0, 2)):
            offset = (28 if road.main else 11) * side
            number = 2 * (along // 20).astype(int) + first
            keep = np.unique(number, return_index=True)[1]
            points.append((steps + normal * offset)[keep])
            road_of.append(np.full(len(keep), index))
            number_of.append(number[keep])
    xy, roads, numbers = np.concatenate(points), np.concatenate(road_of), np.concatenate(number_of)
    xy = xy + rng.normal(0, 1.5, xy.shape)
    wet = shapely.unary_union([district.river.buffer(18), *district.hills])
    shapely.prepare(wet)
    dry = ~shapely.contains_xy(wet, xy[:, 0], xy[:, 1])
    dry &= places.dong_of_points(district, xy) >= 0
    # Two streets that cross must not stack two houses: one house per 14 m square, the first road wins.
    cell = (xy[:, 0] // 14).astype(np.int64) * 1_000_003 + (xy[:, 1] // 14).astype(np.int64)
    alone = np.zeros(len(xy), dtype=bool)
    alone[np.unique(cell, return_index=True)[1]] = True
    keep = dry & alone
    return xy[keep], roads[keep], numbers[keep]


def _lots(legal_code: np.ndarray, xy: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Number the lots: one 본번 per 90 m square of a 법정동, 부번 counted inside."""
    main = np.zeros(len(xy), dtype=int)
    sub = np.zeros(len(xy), dtype=int)
    square = (xy[:, 1] // 90).astype(np.int64) * 100_000 + (xy[:, 0] // 90).astype(np.int64)
    for code in sorted(set(legal_code.tolist())):
        at = np.flatnonzero(legal_code == code)
        _, inverse = np.unique(square[at], return_inverse=True)
        main[at] = inverse + 1 + int(rng.integers(0, 40))
        order = np.argsort(inverse, kind="stable")
        start = np.concatenate([[0], np.flatnonzero(np.diff(inverse[order])) + 1])
        rank = np.arange(len(at)) - np.repeat(start, np.diff(np.concatenate([start, [len(at)]])))
        sub[at[order]] = rank
    return main, sub


def _building_names(kinds: np.ndarray, rng: np.random.Generator) -> list[str]:
    first, second = rng.integers(0, 12, len(kinds)), rng.integers(0, 12, len(kinds))
    names: list[str] = []
    homes = 0
    for i, kind in enumerate(kinds):
        if i == 0:
            names.append("다솜빌라")
        elif kind == APARTMENT:
            names.append(f"{_APT_FIRST[first[i]]}{_APT_SECOND[second[i]]}아파트")
        elif kind == VILLA:
            names.append(_VILLA_NAMES[first[i] % 10] if second[i] < 8 else "")
        elif kind == GOSI:
            names.append(f"{_APT_SECOND[second[i]]}고시원")
        elif kind == CARE_HOME:
            homes += 1
            names.append(f"{_APT_FIRST[homes % 12]}요양원")
        else:
            names.append("")
    return names


def _dwellings(buildings: Buildings, rng: np.random.Generator) -> Dwellings:
    building = np.repeat(np.arange(len(buildings)), buildings.n_units)
    start = np.concatenate([[0], np.cumsum(buildings.n_units)[:-1]])
    i = np.arange(len(building)) - start[building]
    kind = buildings.kind[building]
    block, floor, room = np.zeros_like(i), np.zeros_like(i), np.zeros_like(i)
    apt = kind == APARTMENT
    block[apt] = 101 + i[apt] // 72
    floor[apt] = (i[apt] % 72) // 4 + 1
    room[apt] = floor[apt] * 100 + i[apt] % 4 + 1
    villa = kind == VILLA
    # About a third of the small apartment houses have two 반지하 flats; the story house (0) has none.
    sunk = (rng.random(len(buildings)) < 0.34) & (np.arange(len(buildings)) > 0)
    level = i // 2 + np.where(sunk[building], 0, 1)
    floor[villa] = np.where(level[villa] == 0, -1, level[villa])
    room[villa] = np.where(level[villa] == 0, i[villa] % 2 + 1, level[villa] * 100 + i[villa] % 2 + 1)
    house = kind == HOUSE
    cellar = rng.random(len(buildings)) < 0.22
    many = buildings.n_units[building] > 1
    floor[house & many] = i[house & many] + 1
    floor[house & many & cellar[building] & (i == 0)] = -1
    gosi = kind == GOSI
    room[gosi] = (i[gosi] // 10 + 2) * 100 + i[gosi] % 10 + 1
    floor[gosi] = i[gosi] // 10 + 2
    base = np.array([0.75, 0.5, 0.45, 0.08, 0.0, 0.0])[kind]
    quality = np.clip(base + rng.normal(0, 0.16, len(i)) - np.where(floor == -1, 0.32, 0.0), 0, 1)
    return Dwellings(building, block, floor, room, quality)


@dataclass(frozen=True)
class Facility:
    """One public or welfare facility of the district."""

    kind: str
    name: str
    building: int
    phone: str


def open_facilities(buildings: Buildings, district: places.District, people: int, seed: int) -> list[Facility]:
    """Open the facilities a district of that many people has, each in a building of its own kind."""
    rng = np.random.default_rng([seed, 3])
    offices = np.flatnonzero(buildings.kind == PUBLIC)
    homes = np.flatnonzero(buildings.kind == CARE_HOME)
    complexes = np.flatnonzero(buildings.kind == APARTMENT)
    found: list[Facility] = []

    def phone() -> str:
        # No local number starts with 0 or 1 in Korea, so that nobody can be rung up by mistake.
        return f"02-1{rng.integers(10, 100)}-{rng.integers(0, 10_000):04d}"

    for index, dong in enumerate(district.dongs):
        inside = offices[buildings.dong[offices] == index]
        house = int(rng.choice(inside if len(inside) else offices))
        found.append(Facility("동 주민센터", f"{dong.name} 주민센터", house, phone()))
    for kind, per, word, least in _FACILITIES:
        count = max(least, people // per)
        for i in range(count):
            if kind == "경로당" and i % 2 and len(complexes):
                house = int(complexes[i % len(complexes)])
                name = f"{buildings.name[house]} 경로당"
            else:
                house = int(rng.choice(offices))
                stem = _APT_FIRST[i % 12] if count > 1 else places.GU
                name = f"{stem}{'' if i < 12 else '제' + str(i // 12 + 1)}{word}"
            found.append(Facility(kind, name, house, phone()))
    found.extend(Facility("노인요양시설", buildings.name[h], int(h), phone()) for h in homes)
    return found
