"""Hold one whole invented district together: map, houses, people, what is true about them and what they received."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duru.demo import circumstances, grants, handouts, needs, people, places
from duru.demo.buildings import Buildings, Dwellings, Facility


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
