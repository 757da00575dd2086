"""Decide whose need is known to a public office: the 사각지대 발굴 lists of the 행정동, the 구 and the 보건소."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from duru.demo import circumstances as c
from duru.demo.agencies import ROSTER
from duru.demo.buildings import Buildings
from duru.demo.people import INSTITUTION, People, days

# (need flag, share of its bearers that somebody has put on a list), most telling first
KNOWN: tuple[tuple[int, float], ...] = (
    (c.BEDRIDDEN, 0.45), (c.DIALYSIS, 0.45), (c.LONELY, 0.55), (c.GRANDPARENT, 0.45), (c.SEVERE, 0.14), (c.DEMENTIA, 0.2),
    (c.CELLAR, 0.12), (c.FRAGILE_HOME, 0.16), (c.LONE_PARENT, 0.12), (c.ALONE, 0.12),
)  # fmt: skip
SOURCES = (
    "통장 신고",
    "복지사각지대 발굴시스템",
    "이웃 신고",
    "본인 신청",
    "건보료 체납",
    "단전·단가스",
    "검침원 신고",
    "방문간호사",
)


@dataclass
class Needs:
    """One entry per person on a list: the main need (index into circumstances.NEEDS), since when, whose list."""

    person: np.ndarray
    kind: np.ndarray
    since_on: np.ndarray
    organisation: np.ndarray
    source: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def draw_needs(people: People, facts: c.Circumstances, buildings: Buildings, dong_names: list[str], seed: int,
               as_of: date) -> Needs:  # fmt: skip
    """Draw the lists: the office of the person's own 행정동 keeps it, the 구 for 행정동 without one of their own files."""
    rng = np.random.default_rng([seed, 9])
    kind = np.full(len(people), -1)
    for flag, share in KNOWN:
        hit = ((facts.need & flag) > 0) & (rng.random(len(people)) < share) & (kind < 0)
        kind[hit] = flag.bit_length() - 1
    kind[people.household_type[people.household] == INSTITUTION] = -1
    person = np.flatnonzero(kind >= 0)
    keys = [org.key for org in ROSTER.organisations]
    office = np.full(len(dong_names), keys.index("policy"))
    for index, org in enumerate(ROSTER.organisations):
        if org.kind == "dong_office":
            office[[name == org.name.split()[0] for name in dong_names]] = index
    organisation = office[buildings.dong[people.home[people.household[person]]]]
    health = np.isin(kind[person], [flag.bit_length() - 1 for flag in (c.BEDRIDDEN, c.DIALYSIS, c.DEMENTIA)])
    organisation[health & (rng.random(len(person)) < 0.5)] = keys.index("health")
    since = days(as_of) - rng.integers(15, 700, len(person))
    order = np.lexsort((person, since, organisation))
    pick = person[order]
    return Needs(pick, kind[pick], since[order], organisation[order], rng.integers(0, len(SOURCES), len(pick)))
