"""Draw households and people of 해오름구, and put every household into a dwelling.

Age and household mix follow Seoul in 2024 in rough figures (주민등록인구 2024-06: 65세 이상 약 19 %; 1인 가구 약 39 %,
통계청 장래가구추계). Columns are numpy arrays with one entry per person, ordered by household; dates are days since
1970-01-01, so that 300,000 people fit into a few dozen megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from duru.demo import names
from duru.demo.buildings import CARE_HOME, GOSI, Buildings, Dwellings

HEAD, SPOUSE, CHILD, PARENT, GRANDCHILD, FLATMATE, RESIDENT = range(7)
ROLE_NAMES = ("본인", "배우자", "자녀", "부모", "손", "동거인", "시설입소자")

# (name, share of households, members' roles, head's age low, high)
_TYPES: tuple[tuple[str, float, tuple[int, ...], int, int], ...] = (
    ("청년1인", 0.165, (HEAD,), 20, 44), ("중장년1인", 0.105, (HEAD,), 45, 64), ("노인1인", 0.125, (HEAD,), 65, 95),
    ("부부", 0.075, (HEAD, SPOUSE), 27, 64), ("노인부부", 0.095, (HEAD, SPOUSE), 65, 90),
    ("부부+1", 0.125, (HEAD, SPOUSE, CHILD), 32, 65), ("부부+2", 0.115, (HEAD, SPOUSE, CHILD, CHILD), 34, 63),
    ("부부+3", 0.02, (HEAD, SPOUSE, CHILD, CHILD, CHILD), 34, 54), ("한부모+1", 0.035, (HEAD, CHILD), 27, 54),
    ("한부모+2", 0.02, (HEAD, CHILD, CHILD), 30, 52), ("3세대", 0.022, (HEAD, SPOUSE, CHILD, PARENT), 35, 58),
    ("조손", 0.006, (HEAD, GRANDCHILD), 60, 84), ("동거", 0.042, (HEAD, FLATMATE), 20, 45),
    ("노부모+자녀", 0.05, (PARENT, HEAD), 36, 62),
)  # fmt: skip
SINGLE_ELDER, ELDER_COUPLE, LONE_PARENT_1, LONE_PARENT_2, GRAND_CARE, INSTITUTION = 2, 4, 8, 9, 11, 14


@dataclass
class People:
    """All people and households; person columns first, household columns after `household_type`."""

    household: np.ndarray
    role: np.ndarray
    sex: np.ndarray  # 0 man, 1 woman
    birth: np.ndarray  # days since 1970-01-01
    surname: np.ndarray
    given: np.ndarray
    roman: np.ndarray  # index into names.FOREIGN, -1 for everybody with a Hangul name
    lunar: np.ndarray  # celebrates the lunar birthday
    mobile: np.ndarray  # eight digits after 010, -1 none
    landline: np.ndarray  # six digits after 02-1, -1 none
    old_mobile: np.ndarray
    twin_of: np.ndarray  # person index or -1
    registered: np.ndarray  # false: lives here but is registered elsewhere
    household_type: np.ndarray
    size: np.ndarray
    first: np.ndarray  # index of the household's first person
    dwelling: np.ndarray  # -1 for institutions
    old_dwelling: np.ndarray
    home: np.ndarray  # building index, per household
    names: list[str] = field(default_factory=list)
    former: dict[int, str] = field(default_factory=dict)  # name before 개명, where somebody changed it

    def __len__(self) -> int:
        return len(self.household)

    def age(self, as_of: date) -> np.ndarray:
        """Return everybody's age in full years (만 나이) at `as_of`, short of leap-day exactness."""
        return np.floor(((as_of - date(1970, 1, 1)).days - self.birth) / 365.2425).astype(int)


# The day for whose cohorts names and telephones are drawn; a district made for another day has the same people.
REFERENCE_DAY = date(2026, 11, 22)


def days(value: date) -> int:
    """Return the days since 1970-01-01."""
    return (value - date(1970, 1, 1)).days


def draw_households(people: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw household types until they hold exactly `people` persons.

    Returns:
        (type per household, size per household, roles per person); the institution's households come last.
    """
    in_homes = round(people * 0.006)
    shares = np.array([share for _, share, *_ in _TYPES])
    sizes = np.array([len(roles) for _, _, roles, *_ in _TYPES])
    want = people - in_homes
    kinds = rng.choice(len(_TYPES), int(want / (shares @ sizes / shares.sum()) * 1.05) + 40, p=shares / shares.sum())
    total = np.cumsum(sizes[kinds])
    kinds = kinds[: int(np.searchsorted(total, want, side="right"))]
    rest = want - int(sizes[kinds].sum())
    kinds = np.concatenate([kinds, np.full(rest, 1)])  # the last few live alone
    homes = max(1, round(in_homes / 45)) if in_homes else 0
    home_sizes = np.full(homes, in_homes // max(homes, 1))
    if homes:
        home_sizes[: in_homes - int(home_sizes.sum())] += 1
    roles = [role for kind in kinds.tolist() for role in _TYPES[kind][2]]
    all_roles = np.array(roles + [RESIDENT] * in_homes, dtype=np.int8)
    return (
        np.concatenate([kinds, np.full(homes, INSTITUTION)]).astype(np.int8),
        np.concatenate([sizes[kinds], home_sizes]).astype(np.int32),
        all_roles,
    )


def draw_people(people: int, buildings: Buildings, dwellings: Dwellings, plan: tuple[np.ndarray, np.ndarray, np.ndarray],
                seed: int, as_of: date) -> People:  # fmt: skip
    """Fill the planned households with persons and house them."""
    rng = np.random.default_rng([seed, 4])
    kinds, size, role = plan
    first = np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.int64)
    household = np.repeat(np.arange(len(kinds)), size)
    place = np.arange(people) - first[household]
    sex, birth, twin = _births(kinds, household, role, place, first, rng, days(as_of))
    surname = _surnames(kinds, household, role, sex, rng)
    # Cohorts are those of the reference day: who is asked for on another day has the same names, sex and telephone.
    shift = days(as_of) - days(REFERENCE_DAY)
    year = ((birth - shift) / 365.2425 + 1970).astype(int)
    given = names.draw_given(sex, year, rng)
    given = _share_syllables(given, role, household, twin, rng)
    roman = _foreigners(household, role, sex, year, kinds, rng)
    dwelling, old, home = _house(kinds, size, buildings, dwellings, rng)
    mobile, landline, old_mobile = _phones(year, role, household, kinds, days(REFERENCE_DAY), rng)
    registered = (rng.random(people) > np.where(role == FLATMATE, 0.35, np.where(role == PARENT, 0.12, 0.035))) | (
        role == RESIDENT
    )
    drawn = People(
        household=household, role=role, sex=sex, birth=birth, surname=surname, given=given, roman=roman,
        lunar=(year < 1968) & (rng.random(people) < 0.6), mobile=mobile, landline=landline, old_mobile=old_mobile,
        twin_of=twin, registered=registered, household_type=kinds, size=size, first=first, dwelling=dwelling,
        old_dwelling=old, home=home,
    )  # fmt: skip
    drawn.names = spell_names(drawn)
    changed = np.flatnonzero((rng.random(people) < 0.004) & (roman < 0) & (year < 2005))
    before = names.draw_given(sex[changed], np.maximum(year[changed] - 15, 1900), rng)
    drawn.former = {int(i): f"{surname[i]}{given_before}" for i, given_before in zip(changed, before, strict=True)}
    return drawn


def spell_names(people: People) -> list[str]:
    """Return the official spelling of every name: Hangul, or Roman capitals for residents from abroad."""
    spelled: list[str] = np.char.add(people.surname, people.given).tolist()
    for i in np.flatnonzero(people.roman >= 0).tolist():
        _, family, given = names.FOREIGN[people.roman[i]]
        spelled[i] = f"{family} {given}"
    return spelled


def _births(kinds: np.ndarray, household: np.ndarray, role: np.ndarray, place: np.ndarray, first: np.ndarray,
            rng: np.random.Generator, today: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    n_homes, n = len(kinds), len(household)
    low = np.array([t[3] for t in _TYPES] + [70])[kinds]
    high = np.array([t[4] for t in _TYPES] + [96])[kinds]
    # Old age thins out: elders are drawn towards the lower end.
    skew = np.where(low >= 60, 1.7, 1.0)
    head_age = low + (high - low + 1) * rng.random(n_homes) ** skew
    head_birth = (today - head_age * 365.2425).astype(np.int64)
    lone = np.isin(kinds, (LONE_PARENT_1, LONE_PARENT_2))
    woman_share = np.where(kinds == SINGLE_ELDER, 0.7, np.where(lone, 0.76, np.where(kinds == GRAND_CARE, 0.8, 0.48)))
    couple = np.isin(kinds, (3, 4, 5, 6, 7, 10))
    head_sex = (rng.random(n_homes) < np.where(couple, 0.1, woman_share)).astype(np.int8)
    spouse_birth = head_birth + (rng.normal(800, 1100, n_homes) * np.where(head_sex == 0, 1, -1)).astype(np.int64)
    mother_birth = np.where(couple & (head_sex == 0), spouse_birth, head_birth)
    child1 = mother_birth + (np.clip(rng.normal(30.5, 4, n_homes), 18, 43) * 365.2425).astype(np.int64)
    child1 = np.minimum(child1, today - rng.integers(20, 900, n_homes))
    gap = rng.integers(400, 1700, (n_homes, 2))
    twins = rng.random(n_homes) < 0.04
    child2 = np.where(twins, child1, child1 + gap[:, 0])
    child2 = np.where(child2 >= today, child1 - gap[:, 0], child2)
    child3 = np.minimum(child2, child1) - gap[:, 1]
    parent_birth = head_birth - (np.clip(rng.normal(28, 4, n_homes), 18, 42) * 365.2425).astype(np.int64)
    grand_birth = today - (rng.uniform(4, 18, n_homes) * 365.2425).astype(np.int64)
    birth = head_birth[household].copy()
    sex = rng.integers(0, 2, n).astype(np.int8)
    sex[role == HEAD] = head_sex[household[role == HEAD]]
    spouses = role == SPOUSE
    birth[spouses] = spouse_birth[household[spouses]]
    sex[spouses] = 1 - head_sex[household[spouses]]
    parents = role == PARENT
    birth[parents] = parent_birth[household[parents]]
    sex[parents] = rng.random(int(parents.sum())) < 0.74
    children = np.flatnonzero(role == CHILD)
    is_child = (role == CHILD).astype(int)
    rank = (np.cumsum(is_child) - np.concatenate([[0], np.cumsum(is_child)])[first[household]])[children] - 1
    birth[children] = np.stack([child1, child2, child3])[rank, household[children]]
    grand = role == GRANDCHILD
    birth[grand] = grand_birth[household[grand]]
    mates = role == FLATMATE
    birth[mates] += rng.integers(-2500, 2500, int(mates.sum()))
    residents = role == RESIDENT
    birth[residents] = today - (rng.beta(4, 2.2, int(residents.sum())) * 34 + 66).astype(np.int64) * 365
    birth[residents] -= rng.integers(0, 365, int(residents.sum()))
    sex[residents] = rng.random(int(residents.sum())) < 0.72
    twin = np.full(n, -1, dtype=np.int64)
    second = children[(rank == 1) & twins[household[children]] & (child2 == child1)[household[children]]]
    twin[second], twin[second - 1] = second - 1, second
    same_sex = rng.random(len(second)) < 0.72
    sex[second[same_sex]] = sex[second[same_sex] - 1]
    return sex, birth, twin


def _surnames(kinds: np.ndarray, household: np.ndarray, role: np.ndarray, sex: np.ndarray,
              rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    n_homes = len(kinds)
    father = names.draw_surnames(n_homes, rng)
    mother = names.draw_surnames(n_homes, rng)
    surname = names.draw_surnames(len(household), rng)
    heads = role == HEAD
    couple = np.isin(kinds, (3, 4, 5, 6, 7, 10))[household]
    own = np.where(sex == 0, father[household], mother[household])
    surname = np.where((heads | (role == SPOUSE)) & couple, own, surname)
    # Children carry the father's name, and so do most children who live with their mother alone.
    lone_father = np.zeros(n_homes, dtype=bool)
    lone_father[household[heads & ~couple & (sex == 0)]] = True
    child = np.isin(role, (CHILD, GRANDCHILD))
    surname = np.where(child, father[household], surname)
    surname = np.where(heads & ~couple & lone_father[household], father[household], surname)
    with_parent = (role == PARENT) & (sex == 0)
    return np.asarray(np.where(with_parent, father[household], surname))


def _share_syllables(given: np.ndarray, role: np.ndarray, household: np.ndarray, twin: np.ndarray,
                     rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    """Let 40 % of the siblings, and most twins, share the first syllable (돌림자)."""
    later = np.flatnonzero((role[1:] == CHILD) & (role[:-1] == CHILD) & (household[1:] == household[:-1])) + 1
    shares = rng.random(len(later)) < np.where(twin[later] >= 0, 0.85, 0.4)
    for i in later[shares].tolist():
        elder, younger = str(given[i - 1]), str(given[i])
        if len(elder) == 2 and len(younger) == 2:
            joined = elder[0] + younger[1]
            given[i] = joined if joined != elder and joined[0] != joined[1] else younger
    # Two children of one name in one home would be a mistake of ours, not a 동명이인.
    for i in later.tolist():
        if given[i] == given[i - 1]:
            given[i] = str(given[i])[0] + ("희" if str(given[i])[-1] != "희" else "원")
    return given


def _foreigners(household: np.ndarray, role: np.ndarray, sex: np.ndarray, year: np.ndarray, kinds: np.ndarray,
                rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    n = len(household)
    chance = np.where((role == SPOUSE) & (sex == 1) & (year > 1968), 0.04, 0.0)
    chance = np.where(np.isin(kinds[household], (0, 1, 12)) & (year > 1955), 0.03, chance)
    chosen = rng.random(n) < chance
    by_sex = [np.array([i for i, row in enumerate(names.FOREIGN) if row[0] == letter]) for letter in "MF"]
    pick = np.where(
        sex == 0, by_sex[0][rng.integers(0, len(by_sex[0]), n)], by_sex[1][rng.integers(0, len(by_sex[1]), n)]
    )
    return np.where(chosen, pick, -1).astype(np.int16)


def _house(kinds: np.ndarray, size: np.ndarray, buildings: Buildings, dwellings: Dwellings,
           rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Match households to dwellings: the poorer ones get the poorer homes; rooms of a 고시원 only take one person."""
    n = len(kinds)
    wealth = (
        rng.random(n)
        + np.where(np.isin(kinds, (5, 6, 7)), 0.25, 0)
        - np.where(np.isin(kinds, (1, 2, 8, 9, 11)), 0.2, 0)
    )
    private = np.flatnonzero(kinds != INSTITUTION)
    single = private[size[private] == 1]
    flats = np.arange(16, len(dwellings))  # the story house is let by stories.py only
    rooms = flats[buildings.kind[dwellings.building[flats]] == GOSI]
    rooms = rng.permutation(rooms)[: len(single)]
    by_wealth = single[np.argsort(wealth[single], kind="stable")]
    in_rooms = by_wealth[: len(rooms)]
    others = np.setdiff1d(private, in_rooms)
    homes = flats[buildings.kind[dwellings.building[flats]] != GOSI]
    homes = np.sort(rng.permutation(homes)[: len(others)])
    ranked = homes[np.argsort(dwellings.quality[homes] + rng.normal(0, 0.08, len(homes)), kind="stable")]
    dwelling = np.full(n, -1, dtype=np.int64)
    dwelling[others[np.argsort(wealth[others], kind="stable")]] = ranked
    dwelling[in_rooms] = rooms
    old = flats[rng.integers(0, len(flats), n)]
    home = np.where(dwelling >= 0, dwellings.building[dwelling], -1)
    care = np.flatnonzero(buildings.kind == CARE_HOME)
    inside = np.flatnonzero(kinds == INSTITUTION)
    home[inside] = care[np.arange(len(inside)) % len(care)]
    return dwelling, old, home


def _phones(year: np.ndarray, role: np.ndarray, household: np.ndarray, kinds: np.ndarray, today: int,
            rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Hand out numbers of ranges that no operator has (010-0…, 010-1…, 02-1…): nobody can be rung up by mistake."""
    n = len(year)
    age = 1970 + today / 365.2425 - year
    share = np.select([age < 9, age < 13, age < 20, age < 65, age < 80], [0.08, 0.6, 0.95, 0.98, 0.92], 0.7)
    share = np.where(role == RESIDENT, 0.15, share)
    pool = rng.choice(20_000_000, 2 * n, replace=2 * n > 20_000_000)
    mobile = np.where(rng.random(n) < share, pool[:n], -1)
    old_mobile = pool[n:].copy()
    # One old number in five now belongs to somebody else of the district.
    reused = rng.random(n) < 0.2
    old_mobile[reused] = mobile[rng.integers(0, n, int(reused.sum()))]
    # A quarter of the elderly couples share the husband's or wife's telephone.
    spouses = np.flatnonzero((role == SPOUSE) & (kinds[household] == ELDER_COUPLE) & (rng.random(n) < 0.25))
    mobile[spouses] = mobile[spouses - 1]
    home_line = rng.random(len(kinds)) < np.where(np.isin(kinds, (2, 4, 11, 13)), 0.5, 0.08)
    line = rng.permutation(1_000_000)[np.arange(len(kinds)) % 1_000_000]
    landline = np.where(home_line[household], line[household], -1)
    return mobile, landline, old_mobile
