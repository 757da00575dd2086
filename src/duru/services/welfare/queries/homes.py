"""Who shares a home with whom, for a few persons: the same homes as `operations.gather` finds for the whole district."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from duru.blocks.registry.api import Person, household_ids_of_persons, household_rows, membership_rows

# A 세대 of more members is an institution: a nursing home's residents share an address, not a kitchen.
LARGEST_HOME = 12


def circles_of(person_ids: Collection[int], *, on: date) -> dict[int, set[int]]:
    """Return person id → the ids of all who live in the same home, the person included. At most five queries.

    Home is the 세대 of the register, or for somebody only agencies know the one 세대 of the same dwelling; where several
    share the dwelling, or more than 12 people the home, everybody is alone.
    """
    homes = household_ids_of_persons(person_ids)
    strangers = {
        id_: (building, unit)
        for id_, building, unit in Person.objects.filter(id__in=person_ids, building__isnull=False)
        .exclude(unit="")
        .values_list("id", "building_id", "unit")
        if id_ not in homes
    }
    if strangers:
        at = _households_at(set(strangers.values()))
        homes |= {id_: at[dwelling][0] for id_, dwelling in strangers.items() if len(at[dwelling]) == 1}
    members = _members_of(set(homes.values()), on)
    return {
        id_: members[homes[id_]] | {id_} if id_ in homes and len(members[homes[id_]]) <= LARGEST_HOME else {id_}
        for id_ in person_ids
    }


def _members_of(households: set[int], on: date) -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    if not households:
        return members
    # One current membership a person: who has moved on to another household is not here any more.
    candidates = {person for person, _ in membership_rows(on=on).filter(household_id__in=households)}
    for person, household in household_ids_of_persons(candidates).items():
        if household in households:
            members[household].add(person)
    dwellings = {
        (building, unit): household
        for household, _, building, unit in household_rows().filter(id__in=households, building__isnull=False)
        if unit
    }
    if dwellings:
        shared = _households_at(set(dwellings))
        alone = {dwelling: household for dwelling, household in dwellings.items() if len(shared[dwelling]) == 1}
        here = {
            id_: (building, unit)
            for id_, building, unit in Person.objects.filter(
                building_id__in={building for building, _ in alone}, unit__in={unit for _, unit in alone}
            ).values_list("id", "building_id", "unit")
        }
        registered = household_ids_of_persons(here)
        for id_, dwelling in here.items():
            if id_ not in registered and dwelling in alone:
                members[alone[dwelling]].add(id_)
    return members


def _households_at(dwellings: set[tuple[int, str]]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    rows = household_rows().filter(
        building_id__in={building for building, _ in dwellings}, unit__in={unit for _, unit in dwellings}
    )
    for household, _, building, unit in rows:
        if (building, unit) in dwellings:
            found[building, unit].append(household)
    return found
