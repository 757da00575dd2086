"""Households, people and homes of a made-up region of any size, as numpy columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duru.demo import names

TODAY = 20_779  # 2026-11-22 in days since 1970-01-01
YEAR = 365.2425
PEOPLE_PER_GU = 250_000
# (share of households, members): the head, then who lives with the head.
HEAD, SPOUSE, CHILD, PARENT, MATE = range(5)
_KINDS = (
    (0.36, (HEAD,)), (0.18, (HEAD, SPOUSE)), (0.15, (HEAD, SPOUSE, CHILD)), (0.14, (HEAD, SPOUSE, CHILD, CHILD)),
    (0.03, (HEAD, SPOUSE, CHILD, CHILD, CHILD)), (0.06, (HEAD, CHILD)), (0.03, (HEAD, SPOUSE, CHILD, PARENT)), (0.05, (HEAD, MATE)),
)  # fmt: skip
TWINS, SHARED_SYLLABLE, FOREIGN, RARE_GIVEN, FORMER = 0.04, 0.4, 0.012, 0.4, 0.004
IN_COMPLEXES, PER_COMPLEX, PER_HOUSE = 0.55, 400, 6
_RARE = "가건경고관교국권규근금기나남노다단담대도동라란람래량려령로루류리린마만명모목문미민방배백범별병보복봉비빈빛사산상새생서석선설섭성세소솔송수숙순술슬승시식신아안애양언여연열엽영예오옥온완용우욱운울웅원월위유육윤율은을음의이익인일임자장재전점정제조종주준중지진찬창채천철청초춘충치태택판평표필하학한해향허헌혁현형혜호홍화환황회효후훈휘흠흥희"


@dataclass
class Folk:
    """People (one entry each) and dwellings; `home` points into the dwelling columns, those into the building columns."""

    household: np.ndarray
    first: np.ndarray  # first person of each household
    size: np.ndarray
    sex: np.ndarray  # 0 man, 1 woman
    birth: np.ndarray  # days since 1970-01-01
    surname: np.ndarray
    given: np.ndarray
    foreign: np.ndarray  # index into names.FOREIGN, -1
    former: np.ndarray  # given name before 개명, "" for nearly everybody
    mobile: np.ndarray  # eight digits behind 010, -1 none
    old_mobile: np.ndarray
    registered: np.ndarray
    home: np.ndarray  # dwelling of each household
    dwelling_building: np.ndarray
    block: np.ndarray  # 101동; 0 without
    room: np.ndarray  # 1203호; 0 a house of its own; negative: cellar
    gu: np.ndarray
    road: np.ndarray
    main: np.ndarray
    sub: np.ndarray
    dong: np.ndarray
    lot_main: np.ndarray
    lot_sub: np.ndarray
    gu_names: list[str]
    road_names: list[str]
    dong_names: list[str]

    def __len__(self) -> int:
        return len(self.household)


def draw_folk(n_people: int, rng: np.random.Generator) -> Folk:
    """Draw about `n_people` people in households and house them."""
    size, household, role, rank = _households(n_people, rng)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    n, n_homes = len(household), len(size)
    sex, birth, twin = _births(household, role, rank, n_homes, rng)
    surname, given = _names(household, role, rank, sex, birth, twin, n_homes, rng)
    foreign = np.where((rng.random(n) < FOREIGN) & (role != CHILD), rng.integers(0, len(names.FOREIGN), n), -1)
    changed = (rng.random(n) < FORMER) & (foreign < 0)
    former = np.where(changed, given[rng.integers(0, n, n)], "")
    mobile, old = _phones(role, birth, household, n, rng)
    # People who live here but are registered elsewhere are relatives and flatmates first.
    registered = rng.random(n) >= np.where(role == MATE, 0.4, np.where((role == PARENT) | (role == CHILD), 0.13, 0.07))
    return Folk(household, first, size, sex, birth, surname, given, foreign, former, mobile, old, registered,
                **_homes(n_homes, n, rng))  # fmt: skip


def _households(n_people: int, rng: np.random.Generator):
    share = np.array([share for share, _ in _KINDS])
    sizes = np.array([len(roles) for _, roles in _KINDS])
    kinds = rng.choice(len(_KINDS), round(n_people / float(share @ sizes)) + 1, p=share / share.sum())
    size = sizes[kinds]
    household = np.repeat(np.arange(len(kinds)), size)
    place = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    table = np.full((len(_KINDS), 5), -1)
    children = np.zeros((len(_KINDS), 5), int)
    for at, (_, roles) in enumerate(_KINDS):
        table[at, : len(roles)] = roles
        children[at, : len(roles)] = [roles[:i].count(CHILD) for i in range(len(roles))]
    kind = np.repeat(kinds, size)
    return size, household, table[kind, place], children[kind, place]


def _births(household, role, rank, n_homes, rng):
    age = 22 + 66 * rng.beta(1.6, 2.0, n_homes)
    head = (TODAY - age * YEAR).astype(np.int64)
    spouse = head + rng.normal(500, 1100, n_homes).astype(np.int64)
    elder = np.minimum(np.maximum(head, spouse) + (rng.normal(30, 4, n_homes).clip(18, 44) * YEAR).astype(np.int64),
                       TODAY - rng.integers(30, 2000, n_homes))  # fmt: skip
    gap = rng.integers(400, 1800, n_homes)
    is_twin = rng.random(n_homes) < TWINS
    second = np.where(is_twin, elder, np.minimum(elder + gap, TODAY - rng.integers(1, 30, n_homes)))
    child = np.stack([elder, second, np.minimum(second + gap, TODAY - rng.integers(1, 20, n_homes))])
    parent = head - (rng.normal(28, 4, n_homes).clip(18, 42) * YEAR).astype(np.int64)
    birth = np.choose(role, [head[household], spouse[household], child[rank, household], parent[household],
                             head[household] + rng.integers(-2500, 2500, len(household))])  # fmt: skip
    head_sex = (rng.random(n_homes) < 0.4).astype(np.int8)
    sex = rng.integers(0, 2, len(household)).astype(np.int8)
    sex = np.where(role == HEAD, head_sex[household], np.where(role == SPOUSE, 1 - head_sex[household], sex))
    sex = np.where(role == PARENT, rng.random(len(household)) < 0.74, sex).astype(np.int8)
    twin = np.flatnonzero((role == CHILD) & (rank == 1) & is_twin[household])
    same = twin[rng.random(len(twin)) < 0.72]
    sex[same] = sex[same - 1]
    return sex, np.maximum(birth, TODAY - int(104 * YEAR)), twin


def _names(household, role, rank, sex, birth, twin, n_homes, rng):
    n = len(household)
    father = names.draw_surnames(n_homes, rng)
    surname = names.draw_surnames(n, rng)
    carries = (role == CHILD) | ((role == HEAD) & (sex == 0)) | ((role == PARENT) & (sex == 0))
    surname = np.where(carries, father[household], surname)
    given = names.draw_given(sex, (birth / YEAR + 1970).astype(int), rng)
    letters = np.array(list(_RARE))
    rare = np.char.add(letters[rng.integers(0, len(letters), n)], letters[rng.integers(0, len(letters), n)])
    given = np.where(rng.random(n) < RARE_GIVEN, rare, given).astype("<U4")
    later = np.flatnonzero((role == CHILD) & (rank > 0))
    chance = np.full(n, SHARED_SYLLABLE)
    chance[twin] = 0.85
    shares = later[rng.random(len(later)) < chance[later]]
    elder, younger = given[shares - 1], given[shares]
    fits = (np.char.str_len(elder) == 2) & (np.char.str_len(younger) == 2)
    shares, elder, younger = shares[fits], elder[fits].astype("<U2"), younger[fits].astype("<U2")
    given[shares] = np.char.add(elder.astype("<U1"), younger.view("<U1").reshape(-1, 2)[:, 1])
    alike = later[given[later] == given[later - 1]]
    given[alike] = rare[alike]
    return surname, given


def _phones(role, birth, household, n, rng):
    age = (TODAY - birth) / YEAR
    share = np.select([age < 9, age < 13, age < 20, age < 65, age < 80], [0.08, 0.6, 0.95, 0.98, 0.92], 0.75)
    # Numbers of ranges that no operator has (010-0…, 010-1…), as long as they last; a stride coprime to the range repeats none.
    numbers = 20_000_000 if n <= 10_000_000 else 100_000_000
    pool = rng.permutation(2 * n) * 7_654_321 % numbers
    mobile = np.where(rng.random(n) < share, pool[:n], -1)
    old = pool[n:].copy()
    reused = rng.random(n) < 0.2  # the number now belongs to somebody else
    old[reused] = mobile[rng.integers(0, n, int(reused.sum()))]
    shared = np.flatnonzero((role == SPOUSE) & (rng.random(n) < np.where(age > 70, 0.2, 0.01)))
    mobile[shared] = mobile[shared - 1]
    return mobile, old


_SYLLABLES = "새벽은가람솔한빛물다온누리달맞이버들꽃별하늘강산들내봄이슬샘터잣미르해돋움나래푸른참마루도담라온"


def _homes(n_homes: int, n_people: int, rng: np.random.Generator) -> dict:
    n_gu = max(1, round(n_people / PEOPLE_PER_GU))
    letters = np.array(list(_SYLLABLES))
    words = np.unique(
        np.char.add(letters[rng.integers(0, len(letters), 900)], letters[rng.integers(0, len(letters), 900)])
    )
    words = rng.permutation(words)
    in_complex = rng.random(n_homes) < IN_COMPLEXES
    n_complex = max(1, round(in_complex.sum() / PER_COMPLEX))
    n_house = max(1, round((~in_complex).sum() / PER_HOUSE))
    building = np.where(in_complex, rng.integers(0, n_complex, n_homes), n_complex + rng.integers(0, n_house, n_homes))
    n_buildings = n_complex + n_house
    gu = rng.integers(0, n_gu, n_buildings)
    # Most road names lie in one gu only; one name in eight serves several.
    roads = words[: min(len(words), 40 + 60 * n_gu)]
    own = rng.integers(0, len(roads), n_buildings) // n_gu * n_gu + gu
    road = np.where(rng.random(n_buildings) < 0.88, own % len(roads), rng.integers(0, len(roads), n_buildings))
    lane = np.where(rng.random(n_buildings) < 0.5, rng.integers(1, 60, n_buildings), 0)
    road_names = [f"{word}로" if not at else f"{word}로{at}번길" for word in roads for at in range(60)]
    # No two buildings on one number: the number grows with the building's turn on its road.
    road_key = road * 60 + lane
    main, sub = _numbers(gu * 100_000 + road_key, rng)
    dong_words = words[-(16 * n_gu) :]
    dong = gu * 16 + rng.integers(0, 16, n_buildings)
    lot_main, lot_sub = _numbers(dong, rng)
    block = np.where(in_complex, 101 + rng.integers(0, 5, n_homes), 0)
    floor, door = rng.integers(1, 21, n_homes), rng.integers(1, 5, n_homes)
    low = rng.integers(1, 5, n_homes) * 100 + rng.integers(1, 4, n_homes)
    room = np.where(
        in_complex, floor * 100 + door, np.where(rng.random(n_homes) < 0.12, -rng.integers(1, 4, n_homes), low)
    )
    room = np.where(~in_complex & (rng.random(n_homes) < 0.2), 0, room)
    gu_words = ["해오름구", "달빛구", "은하구", "새들구", "강변구"]
    return {
        "home": np.arange(n_homes), "dwelling_building": building, "block": block, "room": room, "gu": gu, "road": road_key,
        "main": main, "sub": sub, "dong": dong, "lot_main": lot_main, "lot_sub": lot_sub,
        "gu_names": [gu_words[at] if at < len(gu_words) else f"{words[-1 - at]}구" for at in range(n_gu)],
        "road_names": road_names, "dong_names": [f"{word}동" for word in dong_words],
    }  # fmt: skip


def _numbers(group: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Number the members of each group without repeating: a main number, and now and then a sub number."""
    order = np.lexsort((rng.random(len(group)), group))
    place = np.arange(len(group)) - np.searchsorted(group[order], group[order])
    turn = np.empty(len(group), int)
    turn[order] = place
    return turn // 2 + 1, turn % 2 * (1 + turn % 7)
