"""Decide who is poor, who needs what, who is protected, and who died or moved away in the last 13 months.

Shares are rough national ones, each rounded by hand: registered disabled 5.1 %, dementia about 10 % of the over-64s,
기초생활수급 about 5 % and 차상위 about 3 % of the people, deaths 7 per 1,000 a year with the usual climb by age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from duru.demo.buildings import GOSI, Buildings, Dwellings
from duru.demo.people import (
    ELDER_COUPLE,
    GRAND_CARE,
    HEAD,
    INSTITUTION,
    LONE_PARENT_1,
    LONE_PARENT_2,
    RESIDENT,
    SINGLE_ELDER,
    People,
    days,
)  # fmt: skip

NEEDS = ("독거노인", "장애경증", "장애중증", "한부모", "조손", "기초수급", "차상위", "반지하", "치매", "와상", "투석",
         "고독사위험", "다문화", "주거취약")  # fmt: skip
(ALONE, DISABLED, SEVERE, LONE_PARENT, GRANDPARENT, POOR, NEAR_POOR, CELLAR, DEMENTIA, BEDRIDDEN, DIALYSIS, LONELY,
 MULTICULTURAL, FRAGILE_HOME) = (1 << i for i in range(len(NEEDS)))  # fmt: skip
WINDOW_DAYS = 396  # 13 months back from as_of


@dataclass
class Circumstances:
    """What is true about every person, beside name and address; arrays with one entry per person unless named household_."""

    need: np.ndarray
    household_poverty: np.ndarray  # 0 none, 1 차상위, 2 기초수급
    protected: np.ndarray
    died_on: np.ndarray  # days since 1970-01-01, -1 alive
    moved_on: np.ndarray  # moved out of the district, -1 still here
    reported_on: np.ndarray  # when the district learned of the death or move, -1 none
    unknown_on: np.ndarray  # 거주불명 등록, -1 none
    visibility: np.ndarray  # per household: how easily agencies find it; a few get much, many nothing

    @property
    def gone_on(self) -> np.ndarray:
        """Return the day of death or move of everybody, or -1; computed at every call."""
        return np.where(self.died_on >= 0, self.died_on, self.moved_on)


def draw_circumstances(
    people: People, buildings: Buildings, dwellings: Dwellings, seed: int, as_of: date
) -> Circumstances:
    """Draw the circumstances of everybody; see the module for the shares."""
    rng = np.random.default_rng([seed, 6])
    n, homes = len(people), len(people.size)
    age = people.age(as_of)
    kind = people.household_type
    flat = people.dwelling
    floor = np.where(flat >= 0, dwellings.floor[flat], 0)
    quality = np.where(flat >= 0, dwellings.quality[flat], 0.4)
    elder = np.isin(kind, (SINGLE_ELDER, ELDER_COUPLE, GRAND_CARE))
    lone = np.isin(kind, (LONE_PARENT_1, LONE_PARENT_2))
    score = rng.random(homes) + 0.75 * quality - 0.22 * elder - 0.25 * lone - 0.2 * (floor == -1)
    score = np.where(kind == INSTITUTION, 9.0, score)
    cut_poor, cut_near = np.quantile(score, [0.065, 0.10])
    poverty = np.where(score <= cut_poor, 2, np.where(score <= cut_near, 1, 0)).astype(np.int8)
    need = _needs(people, age, floor, buildings, poverty, rng)
    died, reported = _deaths(people, age, need, days(as_of), rng)
    moved, moved_reported = _moves(people, died, days(as_of), rng)
    unknown = np.where((rng.random(n) < 0.0006) & (died < 0) & (moved < 0) & (age > 25),
                       days(as_of) - rng.integers(10, 380, n), -1)  # fmt: skip
    victims = (people.role == HEAD) & (people.sex == 1) & (age > 20) & (age < 60) & (rng.random(n) < 0.0012)
    protected = np.isin(people.household, people.household[victims])
    return Circumstances(
        need, poverty, protected, died, moved, np.where(died >= 0, reported, moved_reported), unknown,
        rng.gamma(0.9, 1.0, homes),
    )  # fmt: skip


def _needs(people: People, age: np.ndarray, floor: np.ndarray, buildings: Buildings, poverty: np.ndarray,
           rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    n = len(people)
    home = people.household
    kind = people.household_type[home]
    need = np.zeros(n, dtype=np.int32)

    def mark(flag: int, where: np.ndarray) -> None:
        need[where] |= flag

    alone = people.size[home] == 1
    mark(ALONE, alone & (age >= 65))
    disabled = rng.random(n) < np.select([age < 20, age < 45, age < 65], [0.012, 0.022, 0.05], 0.13)
    severe = disabled & (rng.random(n) < 0.36)
    mark(SEVERE, severe)
    mark(DISABLED, disabled & ~severe)
    mark(LONE_PARENT, np.isin(kind, (LONE_PARENT_1, LONE_PARENT_2)) & (people.role == HEAD))
    mark(GRANDPARENT, kind == GRAND_CARE)
    mark(POOR, poverty[home] == 2)
    mark(NEAR_POOR, poverty[home] == 1)
    mark(CELLAR, floor[home] == -1)
    mark(
        DEMENTIA,
        rng.random(n)
        < np.select([people.role == RESIDENT, age >= 85, age >= 75, age >= 65], [0.6, 0.36, 0.13, 0.04], 0),
    )
    mark(
        BEDRIDDEN,
        rng.random(n) < np.select([people.role == RESIDENT, age >= 85, age >= 75], [0.35, 0.07, 0.025], 0.0008),
    )
    mark(DIALYSIS, rng.random(n) < np.where(age >= 55, 0.0045, 0.0005))
    mark(LONELY, alone & (age >= 45) & (rng.random(n) < np.where(poverty[home] > 0, 0.3, 0.035)))
    abroad = np.zeros(len(people.size), dtype=bool)
    abroad[home[people.roman >= 0]] = True
    mark(MULTICULTURAL, abroad[home] & (people.size[home] > 1))
    in_rooms = (people.dwelling >= 0) & (buildings.kind[people.home] == GOSI)
    mark(FRAGILE_HOME, in_rooms[home])
    return need


def _deaths(people: People, age: np.ndarray, need: np.ndarray, today: int,
            rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    yearly = np.select(
        [age >= 90, age >= 80, age >= 70, age >= 60, age >= 40], [0.16, 0.058, 0.019, 0.007, 0.0016], 0.0003
    )
    yearly = yearly * np.where(need & (BEDRIDDEN | DIALYSIS), 2.2, 1.0)
    dies = rng.random(len(people)) < yearly * WINDOW_DAYS / 365
    died = np.where(dies, today - rng.integers(1, WINDOW_DAYS, len(people)), -1)
    delay = np.minimum(1 + rng.gamma(2.0, 5.0, len(people)).astype(int), 60)
    reported = np.where(dies & (died + delay <= today), died + delay, -1)
    return died, reported


def _moves(people: People, died: np.ndarray, today: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    homes = len(people.size)
    goes = (rng.random(homes) < 0.032) & (people.household_type != INSTITUTION)
    day = today - rng.integers(1, WINDOW_DAYS, homes)
    delay = rng.integers(0, 15, homes)  # 전입신고 within 14 days, 주민등록법 제16조
    moved = np.where(goes[people.household] & (died < 0), day[people.household], -1)
    reported = np.where((moved >= 0) & (moved + delay[people.household] <= today), moved + delay[people.household], -1)
    return moved, reported
