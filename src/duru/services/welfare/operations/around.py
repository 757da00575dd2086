"""What the check says about a few persons right now, for a decision about a link: what does it start, what does it stop?"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from duru.blocks.benefits.api import Category
from duru.blocks.linkage.api import Finding
from duru.blocks.registry.api import Person, household_ids_of_persons, membership_rows
from duru.services.welfare.enums import Verdict
from duru.services.welfare.operations.check import LOOK_BACK_DAYS, clear_up
from duru.services.welfare.operations.gather import LARGEST_HOME, fetch, gather
from duru.services.welfare.operations.gone import find_gone
from duru.services.welfare.operations.overlaps import find_overlaps
from duru.services.welfare.operations.rule_table import rules_in_force
from duru.services.welfare.operations.silent import find_silent

# A statute or a guideline stops a benefit; a caution is read by people and stops nothing.
_HARD = (Verdict.PROHIBITED, Verdict.RESTRICTED)


def find_around(person_ids: Collection[int], on: date) -> list[Finding]:
    """Conclude about some persons and those who live with them, with the very statements of the district's check.

    Writes nothing but temporary tables of the running transaction. A few dozen statements over a handful of rows.
    """
    circle = _circle(person_ids, on)
    clear_up()
    since = on - timedelta(days=LOOK_BACK_DAYS)
    gather(as_of=on, since=since, persons=circle)
    find_overlaps(rules_in_force(on), as_of=on)
    cases = find_gone(as_of=on)
    find_silent(as_of=on, since=since)
    found = [
        Finding(
            f"overlap|{fingerprint}|{verdict}",
            f"겹친 지원({Verdict(verdict).label}) {Category(category).label}",
            verdict in _HARD,
            int(won),
        )
        for fingerprint, verdict, category, won in fetch(
            "SELECT fingerprint, verdict, category, stake_won FROM wf_group ORDER BY fingerprint"
        )
    ]
    found += [
        Finding(f"gone|{case.fingerprint}", f"{case.kind.label} 뒤 지급", True, case.leaked_won + case.next_pay_won)
        for case in cases
    ]
    found += [
        Finding(f"silent|{fingerprint}", f"받은 것이 없는 이웃({kind})", False)
        for fingerprint, kind in fetch("SELECT fingerprint, kind FROM wf_silent ORDER BY fingerprint")
    ]
    clear_up()
    return found


def _circle(person_ids: Collection[int], on: date) -> list[int]:
    """Return the persons and everybody who may share a home with one of them; an institution is no home."""
    circle = set(person_ids)
    for household in set(household_ids_of_persons(person_ids).values()):
        members = {person for person, _ in membership_rows(on=on).filter(household_id=household)[: LARGEST_HOME + 1]}
        circle |= members if len(members) <= LARGEST_HOME else set()
    dwellings = Person.objects.filter(id__in=person_ids, building__isnull=False).exclude(unit="")
    for building, unit in set(dwellings.values_list("building_id", "unit")):
        here = Person.objects.filter(Q(building_id=building), unit=unit).values_list("id", flat=True)[
            : LARGEST_HOME + 1
        ]
        circle |= set(here) if len(here) <= LARGEST_HOME else set()
    return sorted(circle)
