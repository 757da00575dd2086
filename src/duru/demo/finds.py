"""Find, in the truth itself, what a perfect check would find: doubles, payments after the event, the silent half."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from duru.demo import grants as g
from duru.demo.agencies import ROSTER
from duru.demo.circumstances import NEEDS
from duru.demo.damage import EPOCH
from duru.demo.world import World


def day_text(value: int) -> str:
    """Write a day given as days since 1970-01-01; "" for a negative one, which means none."""
    return (EPOCH + timedelta(days=value)).isoformat() if value >= 0 else ""


def find_doubles(world: World) -> Iterable[tuple[object, ...]]:
    """Yield every true double benefit.

    `campaign`: one household, one campaign, two or more organisations. `period`: one household, one 내용 category, running
    services of two or more organisations whose days overlap. `public`: two public benefits the law forbids together.
    """
    h, people = world.handouts, world.people
    home = people.household[h.person]
    names = {org: i + 1 for i, org in enumerate(range(len(ROSTER.organisations)))}
    groups: dict[tuple[int, str], list[int]] = {}
    running: dict[tuple[int, str], list[int]] = {}
    for i, (household, o, s, until) in enumerate(zip(home.tolist(), h.organisation.tolist(), h.service.tolist(), h.until_on.tolist(),
                                                     strict=True)):  # fmt: skip
        service = ROSTER.organisations[o].services[s]
        if service.campaign:
            groups.setdefault((household, service.campaign), []).append(i)
        elif until >= 0:
            running.setdefault((household, service.category), []).append(i)

    def entry(kind: str, category: str, household: int, members: list[int], campaign: str) -> tuple[object, ...]:
        orgs = sorted({names[int(h.organisation[i])] for i in members})
        persons = sorted({int(h.person[i]) for i in members})
        unit = "person" if len(persons) == 1 else "household"
        won = int(h.won[members].sum() - h.won[members].max())
        return (kind, category, unit, household, _list(persons), _list(members), "", _list(orgs), campaign, "", won)

    for (household, campaign), members in sorted(groups.items()):
        if len({int(h.organisation[i]) for i in members}) > 1:
            yield entry("campaign", "food", household, members, campaign)
    for (household, category), members in sorted(running.items()):
        clash = _overlapping(members, h.given_on, h.until_on, h.organisation)
        if clash:
            yield entry("period", category, household, clash, "")
    yield from _forbidden(world)


def _list(values: Iterable[int]) -> str:
    return " ".join(str(value) for value in values)


def _overlapping(members: list[int], start: np.ndarray, stop: np.ndarray, org: np.ndarray) -> list[int]:
    found: set[int] = set()
    ordered = sorted(members, key=lambda i: int(start[i]))
    for a, first in enumerate(ordered):
        for second in ordered[a + 1 :]:
            if start[second] >= stop[first]:
                break
            if org[first] != org[second]:
                found |= {first, second}
    return sorted(found)


def _forbidden(world: World) -> Iterable[tuple[object, ...]]:
    grants, people = world.grants, world.people
    held: dict[int, dict[int, int]] = {}
    for i, (person, programme) in enumerate(zip(grants.person.tolist(), grants.programme.tolist(), strict=True)):
        held.setdefault(person, {})[programme] = i
    far = 1 << 40
    for person, programmes in sorted(held.items()):
        for one, two, basis in g.FORBIDDEN_PAIRS:
            if one in programmes and two in programmes:
                a, b = programmes[one], programmes[two]
                end_a, end_b = (int(grants.until_on[i]) if grants.until_on[i] >= 0 else far for i in (a, b))
                if max(grants.from_on[a], grants.from_on[b]) < min(end_a, end_b):
                    won = int(min(grants.won[a], grants.won[b]))
                    category = g.PROGRAMMES[one].category
                    yield (
                        "public",
                        category,
                        "person",
                        int(people.household[person]),
                        person,
                        "",
                        _list((a, b)),
                        "",
                        "",
                        basis,
                        won,
                    )


def find_paid_after(world: World) -> Iterable[tuple[object, ...]]:
    """Yield grants still running, and handouts given, after the person died or moved away.

    Benefits are due through the month of death (기초연금법 제14조제1항, 국민기초생활 보장법 시행규칙 제6조): `same_month` = 1
    says that nothing has been paid too much yet; `payments` counts the paydays already passed after that month.
    """
    facts, grants, h = world.facts, world.grants, world.handouts
    gone = facts.gone_on
    for i in np.flatnonzero(grants.leaked).tolist():
        person = int(grants.person[i])
        event = EPOCH + timedelta(days=int(gone[person]))
        months = (world.as_of.year - event.year) * 12 + world.as_of.month - event.month
        paid = months - (world.as_of.day < g.payday(int(grants.programme[i]), world.as_of))
        yield ("grant", i, person, *_event(world, person), "", int(grants.won[i]), max(paid, 0), int(months == 0))
    for i in np.flatnonzero((gone[h.person] >= 0) & (h.given_on > gone[h.person])).tolist():
        person = int(h.person[i])
        yield ("handout", i, person, *_event(world, person), day_text(int(h.given_on[i])), int(h.won[i]), 1, 0)


def _event(world: World, person: int) -> tuple[str, str, int]:
    facts = world.facts
    has_died = facts.died_on[person] >= 0
    return (
        "death" if has_died else "move_out",
        day_text(int(facts.died_on[person] if has_died else facts.moved_on[person])),
        int(facts.reported_on[person] >= 0 and bool(world.people.registered[person])),
    )


def find_silent(world: World) -> Iterable[tuple[object, ...]]:
    """Yield people on a list of need, alive and living here, whose household got no handout in the last 12 months."""
    people, facts, today = world.people, world.facts, (world.as_of - EPOCH).days
    served = np.zeros(len(people.size), dtype=bool)
    served[people.household[world.handouts.person[world.handouts.given_on >= today - 365]]] = True
    active = (world.grants.until_on < 0) | (world.grants.until_on > today - 365)
    granted = np.zeros(len(people), dtype=bool)
    granted[world.grants.person[active]] = True
    household_grant = np.zeros(len(people.size), dtype=bool)
    household_programmes = np.array([p.per == "가구" for p in g.PROGRAMMES])[world.grants.programme]
    household_grant[people.household[world.grants.person[active & household_programmes]]] = True
    gone = facts.gone_on
    order = np.lexsort((world.needs.person,))
    for i in order.tolist():
        person = int(world.needs.person[i])
        home = int(people.household[person])
        if gone[person] < 0 and not served[home]:
            nothing = not (granted[person] or household_grant[home])
            yield (person, home, NEEDS[int(world.needs.kind[i])], 1, int(nothing))
