"""The ledger is asked before anything is passed on: one query for many, every refusal logged, withdrawal at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duru.blocks.access.api import OrganisationKind, Role, system_actor
from duru.blocks.audit.api import list_entries
from duru.blocks.consent.api import (
    effective_items,
    end_sharing_body,
    may_answer,
    name_sharing_body,
    record_consent,
    withdraw_consent,
)
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.services.welfare.district import agency, person, record, worker

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LIGHT = ["private_handouts", "district_gifts", "public_grants"]


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def bank(scope):
    """A food bank's worker."""
    return worker(agency("해오름 푸드뱅크", OrganisationKind.FOOD_BANK), role=Role.AGENCY_WORKER)


@pytest.fixture
def lead(scope):
    office = agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True)
    return worker(office, role=Role.WELFARE_LEAD)


def agree(by, who, *, items=("private_handouts", "district_gifts"), recipient="food_bank", band="certain", **changes):
    mention = record(who, agency("늘봄복지관"), band=band)
    given = {
        "purpose": "overlap_check", "recipient": recipient, "items": items, "from_on": DAY,
        "until_on": date(2028, 11, 22), "form_version": "2026-01", "proof_kind": "paper", "proof_reference": "1", "at": NOW,
    }  # fmt: skip
    return record_consent(by=by, record=mention, **(given | changes))


def asked(actor, who, **changes):
    return may_answer(
        actor=actor, person_id=who.id, **({"purpose": "overlap_check", "asked": LIGHT, "on": DAY} | changes)
    )


def test_nothing_enters_before_consent_all_agreed_after_and_nothing_from_the_day_of_withdrawal(lead, bank):
    who = person()
    assert asked(bank, who).items == set()
    given = agree(lead, who)
    assert asked(bank, who).items == {"private_handouts", "district_gifts"}
    withdraw_consent(by=lead, public_id=given.public_id, at=NOW)
    assert asked(bank, who).items == set()
    assert asked(bank, who, on=DAY - timedelta(days=1)).items == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "welfare_centre"},
        {"purpose": "service_link"},
        {"from_on": DAY + timedelta(days=1)},
        {"from_on": date(2024, 1, 1), "until_on": DAY},
        {"band": "review"},
    ],
    ids=["for others", "for another purpose", "not yet", "no longer", "a doubtful link"],
)
def test_a_consent_that_is_not_exactly_this_one_lets_nothing_in(lead, bank, changes):
    who = person()
    agree(lead, who, **changes)
    assert asked(bank, who).items == set()


def test_public_benefits_need_consent_and_a_named_body(lead, bank):
    who = person()
    agree(lead, who, items=LIGHT)
    assert "public_grants" not in asked(bank, who).items
    named = name_sharing_body(
        by=lead, organisation=agency("해오름 푸드뱅크"), clause="council", proof="협의체 2026-7", from_on=DAY, at=NOW
    )
    assert "public_grants" in asked(bank, who).items
    end_sharing_body(by=lead, body_id=named.id, on=DAY + timedelta(days=1), at=NOW)
    assert "public_grants" not in asked(bank, who, on=DAY + timedelta(days=1)).items


def test_a_protected_person_is_silent_for_all_but_the_named_officer(lead, bank):
    who = person(is_protected=True)
    agree(lead, who)
    assert (asked(bank, who).items, asked(lead, who).items) == (set(), set())
    officer = worker(agency("복지정책과"), role=Role.CASEWORKER, named_officer=True)
    assert asked(officer, who).items == set(LIGHT)


def test_every_refusal_is_logged_with_its_person_and_reason(lead, bank):
    who, other = person(), person("이순자")
    agree(lead, who)
    effective_items(actor=bank, person_ids=[who.id, other.id], purpose="overlap_check", asked=LIGHT, on=DAY)
    told = {tuple(entry.subject_refs): entry.detail["refused"] for entry in list_entries().filter(kind="denial")}
    assert told == {
        (f"person:{who.public_id}",): {"public_grants": "not_lawful"},
        (f"person:{other.public_id}",): {
            "private_handouts": "no_consent", "district_gifts": "no_consent", "public_grants": "not_lawful",
        },
    }  # fmt: skip


def test_many_are_asked_for_in_as_many_queries_as_one(lead, bank):
    people = [person(f"김{n}") for n in range(30)]
    agree(lead, people[0])
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = effective_items(
                actor=bank, person_ids=[one.id for one in some], purpose="overlap_check", asked=LIGHT[:2], on=DAY
            )
        counts.append(len([q for q in queries if "registry_person" in q["sql"]]))
    assert counts == [1, 1]
    assert [one.id for one in people if found[one.id]] == [people[0].id]


def test_an_unknown_person_is_as_one_who_agreed_to_nothing_and_the_machine_asks_for_nobody(bank):
    assert may_answer(actor=bank, person_id=10**9, purpose="overlap_check", asked=LIGHT, on=DAY).items == set()
    with pytest.raises(ValueError, match="nobody"):
        may_answer(actor=system_actor(), person_id=1, purpose="overlap_check", asked=LIGHT, on=DAY)
