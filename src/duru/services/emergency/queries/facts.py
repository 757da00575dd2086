"""What is known of many persons at once: age, needs, unit, household."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from duru.blocks.benefits.api import need_facts
from duru.blocks.registry.api import Person, household_ids_of_persons, membership_rows
from duru.services.emergency.rules import Facts


def facts_of(person_ids: Sequence[int], *, on: date) -> dict[int, Facts]:
    """Return the facts of persons by their ids; four queries for ten or ten thousand."""
    ids = list(person_ids)
    needs: dict[int, set[tuple[str, date]]] = defaultdict(set)
    for person, _, kind, _, since in need_facts().filter(record__links__person_id__in=ids, since_on__lte=on):
        needs[person].add((kind, since))
    homes = household_ids_of_persons(ids)
    together = Counter(home for _, home in membership_rows(on=on).filter(household_id__in=set(homes.values())))
    return {
        person: Facts(
            birth_year=born,
            needs=tuple(sorted(needs.get(person, ()))),
            unit=unit,
            is_alone=together.get(homes.get(person, 0)) == 1,
        )
        for person, born, unit in Person.objects.filter(id__in=ids).order_by().values_list("id", "birth_year", "unit")
    }
