"""Decide who really got what from which organisation over the last twelve months (the truth behind the agency files)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from duru.demo import circumstances as c
from duru.demo import lunar
from duru.demo.agencies import ROSTER, Organisation, Service
from duru.demo.buildings import Buildings
from duru.demo.people import INSTITUTION, People, days

YEAR_DAYS = 365


@dataclass(frozen=True)
class Campaign:
    """One round of giving that a household should be in once: its name and the days it lasts, [first, last]."""

    key: str
    name: str
    first: date
    last: date


def campaigns_of(as_of: date) -> dict[str, Campaign]:
    """Return the campaigns of the twelve months before `as_of`, by key; lunar feasts fall where the calendar puts them."""
    kimchi_year = as_of.year if (as_of.month, as_of.day) >= (11, 15) else as_of.year - 1
    seol, chuseok = lunar.feast_before(1, 1, as_of), lunar.feast_before(8, 15, as_of)
    kimchi_last = min(date(kimchi_year, 12, 10), as_of - timedelta(days=1))
    return {
        "kimchi": Campaign("kimchi", f"{kimchi_year} 김장나눔", date(kimchi_year, 11, 5), kimchi_last),
        "seol": Campaign("seol", f"{seol.year} 설 명절 위문", seol - timedelta(days=16), seol - timedelta(days=1)),
        "chuseok": Campaign(
            "chuseok", f"{chuseok.year} 추석 명절 위문", chuseok - timedelta(days=16), chuseok - timedelta(days=1)
        ),
    }


@dataclass
class Handouts:
    """All true handouts; one entry each, sorted by organisation and day."""

    organisation: np.ndarray  # index into ROSTER
    service: np.ndarray  # index into the organisation's services
    person: np.ndarray
    given_on: np.ndarray
    until_on: np.ndarray  # exclusive, -1 where it is a single hand-over
    quantity: np.ndarray
    won: np.ndarray
    story: np.ndarray  # 0 for everyday rows, else the story's number

    def __len__(self) -> int:
        return len(self.person)


def join(parts: list[Handouts]) -> Handouts:
    """Put several lists together and sort them by organisation, day and person."""
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Handouts.__dataclass_fields__}
    order = np.lexsort((columns["service"], columns["person"], columns["given_on"], columns["organisation"]))
    return Handouts(**{name: column[order] for name, column in columns.items()})


def draw_handouts(people: People, facts: c.Circumstances, buildings: Buildings, dong_names: list[str], seed: int,
                  as_of: date) -> Handouts:  # fmt: skip
    """Draw every organisation's gifts; households that are easily found get more, many are never found at all."""
    rng = np.random.default_rng([seed, 8])
    parts: list[Handouts] = []
    campaigns = campaigns_of(as_of)
    age = people.age(as_of)
    household_need = np.bitwise_or.reduceat(facts.need, people.first)
    dong = buildings.dong[people.home]
    for index, org in enumerate(ROSTER.organisations):
        area = _area(org, index, dong_names)
        for number, service in enumerate(org.services):
            chosen = _choose(service, people, facts, age, household_need, area[dong], rng)
            parts.append(_deliver(index, number, service, chosen, campaigns, days(as_of), rng))
    return _after_gone(join(parts), facts, days(as_of), rng)


def _area(org: Organisation, index: int, dong_names: list[str]) -> np.ndarray:
    """Return which 행정동 the organisation works in, as a mask over `dong_names`."""
    if org.kind == "dong_office":
        return np.array([org.name.startswith(name) for name in dong_names])
    if not org.dongs:
        return np.ones(len(dong_names), dtype=bool)
    start = (index * 5) % len(dong_names)
    return np.isin((np.arange(len(dong_names)) - start) % len(dong_names), np.arange(org.dongs))


def _choose(service: Service, people: People, facts: c.Circumstances, age: np.ndarray, household_need: np.ndarray,
            inside: np.ndarray, rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    by_age = (age >= service.min_age) & (age <= service.max_age)
    if service.per == "개인":
        wanted = np.flatnonzero(((facts.need & service.target) > 0) & by_age)
        if service.max_age < 200:  # what a child gets hangs on the need of its home
            wanted = np.flatnonzero(((household_need[people.household] & service.target) > 0) & by_age)
        home = people.household[wanted]
    else:
        home = np.flatnonzero((household_need & service.target) > 0)
        # The name on the list is the head's, or in one household of six that of another grown-up of it.
        other = people.first[home] + rng.integers(0, 60, len(home)) % people.size[home]
        swap = (rng.random(len(home)) < 0.32) & (age[other] >= 19)
        wanted = np.where(swap, other, people.first[home])
    open_ = inside[home] & (people.household_type[home] != INSTITUTION)
    home, wanted = home[open_], wanted[open_]
    poor = facts.household_poverty[home] > 0
    weight = service.share * facts.visibility[home] * np.where(poor, 1.0, 0.42)
    return np.asarray(wanted[rng.random(len(wanted)) < np.minimum(weight, 0.95)])


def _deliver(index: int, number: int, service: Service, person: np.ndarray, campaigns: dict[str, Campaign], today: int,
             rng: np.random.Generator) -> Handouts:  # fmt: skip
    n = len(person)
    quantity = np.full(n, service.quantity)
    if service.campaign:
        campaign = campaigns[service.campaign]
        # An agency has one or two delivery days; most of the year's kimchi leaves on them.
        first, last = days(campaign.first), days(campaign.last)
        delivery = rng.integers(first, last + 1, 2)
        given = delivery[(rng.random(n) < 0.4).astype(int)]
        until = np.full(n, -1)
    elif service.times > 1:
        reached = rng.integers(1, service.times + 1, n)
        person = np.repeat(person, reached)
        start = np.repeat(rng.integers(0, 12, n), reached)
        turn = np.arange(len(person)) - np.repeat(np.cumsum(reached) - reached, reached)
        month = (start + turn * max(1, 12 // service.times)) % 12
        day = rng.integers(1, 26, len(person))
        given = today - YEAR_DAYS + month * 30 + day
        if service.again:
            twice = rng.random(len(person)) < service.again
            person, given = np.concatenate([person, person[twice]]), np.concatenate([given, given[twice] + 6])
        until = np.where(service.spans, given + 30, -1)
        quantity = np.full(len(person), service.quantity)
    else:
        winter = service.category in ("fuel",)
        given = today - (
            rng.integers(2, 320, n) if not winter else rng.integers(2, 30, n) + 335 * (rng.random(n) < 0.7)
        )
        until = np.full(n, -1)
    m = len(person)
    given = np.minimum(given, today - 1)
    return Handouts(
        np.full(m, index),
        np.full(m, number),
        person,
        given,
        until,
        quantity,
        np.full(m, service.won),
        np.zeros(m, dtype=int),
    )


def _after_gone(handouts: Handouts, facts: c.Circumstances, today: int, rng: np.random.Generator) -> Handouts:
    """Drop most of what would have been given to the dead and the moved; a few agencies carry on unaware."""
    gone = facts.gone_on[handouts.person]
    after = (gone >= 0) & (handouts.given_on >= gone)
    unaware = rng.random(len(handouts)) < np.where(handouts.given_on - gone < 45, 0.3, 0.07)
    keep = ~after | unaware
    return Handouts(**{name: getattr(handouts, name)[keep] for name in Handouts.__dataclass_fields__})
