"""Who meets which personal column, on any page, in any file and answer: docs/reference/fields.csv says, this looks."""

import csv
import logging

import pytest

from duru.blocks.access.enums import Role
from tests.database import ROOT
from tests.rights.crowd import KEY, NAMED, NO_MEMBER, NOBODY, OTHER_AGENCY, STRANGER, make_people
from tests.rights.planted import VALUES, everything_shown, plant
from tests.rights.test_matrix import may

pytestmark = [pytest.mark.django_db, pytest.mark.promise("rights.fields")]
PEOPLE = (*Role.values, OTHER_AGENCY, NAMED, NOBODY, NO_MEMBER, STRANGER, KEY)
# Who comes nearest to what is not theirs; everybody is asked in --all.
NEAREST = (
    Role.WELFARE_LEAD, Role.CASEWORKER, NAMED, Role.AGENCY_WORKER, OTHER_AGENCY, Role.RECORDER, Role.HEALTH_WORKER, NOBODY, KEY,
)  # fmt: skip


@pytest.fixture
def stated():
    """field → who may see it."""
    with (ROOT / "docs" / "reference" / "fields.csv").open(encoding="utf-8", newline="") as file:
        return {row["field"]: set(row["seen_by"].split()) for row in csv.DictReader(file)}


@pytest.fixture
def towns(db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable(logging.CRITICAL)
    yield make_people()
    logging.disable(logging.NOTSET)


def check_columns(towns, stated, people, tally, *, files):
    town, neighbour, _ = towns
    refs = plant(town, neighbour)
    assert stated.keys() == VALUES.keys()
    seen = {field: set() for field in VALUES}
    for who in people:
        text = everything_shown(town.clients[who], refs, lambda way, who=who: may(way, who), files=files)
        for field, values in VALUES.items():
            if any(value in text for value in values):
                seen[field].add(who)
    allowed = {field: who | ({KEY} if Role.AGENCY_WORKER in who else set()) for field, who in stated.items()}
    leaks = {field: sorted(seen[field] - allowed[field]) for field in VALUES if seen[field] - allowed[field]}
    tally(tried=len(VALUES) * len(people), failed=sum(map(len, leaks.values())))
    assert leaks == {}
    # What nobody at all met would prove nothing.
    assert [field for field, who in allowed.items() if who and not seen[field]] == []


def test_nobody_sees_a_column_that_is_not_theirs(towns, stated, tally):
    check_columns(towns, stated, NEAREST, tally, files=False)


@pytest.mark.slow
def test_nobody_at_all_sees_one_in_a_file_either(towns, stated, tally):
    check_columns(towns, stated, PEOPLE, tally, files=True)
