"""Hold one whole invented district together: map, houses, people, what is true about them and what they received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from duru.demo import circumstances, grants, handouts, needs, people, places
from duru.demo.buildings import Buildings, Dwellings, Facility, build_town, open_facilities

Progress = Callable[[str, float], object]


@dataclass
class World:
    """The truth about the district, before any agency has typed a line."""

    as_of: date
    seed: int
    district: places.District
    buildings: Buildings
    dwellings: Dwellings
    facilities: list[Facility]
    people: people.People
    facts: circumstances.Circumstances
    grants: grants.Grants
    handouts: handouts.Handouts
    needs: needs.Needs
    stories: list[dict[str, object]]
    story_lines: list[dict[str, object]] = field(default_factory=list)  # what was typed for Handouts.story > 0


def create_world(*, n_people: int, seed: int, as_of: date, progress: Progress) -> World:
    """Create the district; the same arguments give the same world."""
    from duru.demo import stories  # stories know the world, the world calls them last

    progress("지도", 0.02)
    district = places.draw_district(seed)
    plan = people.draw_households(n_people, np.random.default_rng([seed, 5]))
    town, flats = build_town(district, len(plan[0]), seed)
    facilities = open_facilities(town, district, n_people, seed)
    progress("주민", 0.08)
    folk = people.draw_people(n_people, town, flats, plan, seed, as_of)
    facts = circumstances.draw_circumstances(folk, town, flats, seed, as_of)
    cast = stories.cast_people(folk, facts, town, flats, as_of)
    progress("급여와 제공", 0.14)
    benefits = grants.draw_grants(folk, facts, seed, as_of)
    gifts = handouts.draw_handouts(folk, facts, town, district.dong_names, seed, as_of)
    lists = needs.draw_needs(folk, facts, town, district.dong_names, seed, as_of)
    world = World(as_of, seed, district, town, flats, facilities, folk, facts, benefits, gifts, lists, [])
    stories.tell(world, cast)
    return world
