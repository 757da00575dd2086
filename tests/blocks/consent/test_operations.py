"""Consents are recorded with proof, hold for their span, and can be withdrawn."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from duru.blocks.access.api import (
    NotAllowed,
    OrganisationKind,
    Role,
    actor_of,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.audit.api import list_entries
from duru.blocks.consent.api import ConsentRefused, consents_in_force, list_consents, record_consent, withdraw_consent
from duru.blocks.consent.models import Consent
from duru.blocks.consent.rules import holds_on
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.tenancy.api import add_tenant, tenant_scope

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MACHINE = system_actor()
GIVEN = {
    "purpose": "overlap_check", "recipient": "food_bank", "items": ["identity", "private_handouts"], "from_on": date(2026, 11, 22),
    "until_on": date(2028, 11, 22), "form_version": "2026-01", "proof_kind": "paper", "proof_reference": "2026-0001", "at": NOW,
}  # fmt: skip


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


def agency(name="복지관"):
    return add_organisation(by=MACHINE, name=name, kind=OrganisationKind.WELFARE_CENTRE)


def worker(organisation, role=Role.AGENCY_WORKER):
    email = f"{organisation.id}-{role}@duru.example"
    return actor_of(add_member(by=MACHINE, email=email, name="김두루", organisation=organisation, role=role))


def record(organisation, birth=date(1941, 3, 12)):
    n = SourceRecord.objects.count() + 1
    return SourceRecord.objects.create(
        organisation=organisation, dataset="handouts", name="박말순", birth_on=birth, mention_hash=n.to_bytes(16, "big"),
        first_row_id=n, first_seen_at=NOW,
    )  # fmt: skip


def test_a_consent_is_recorded_with_its_proof_and_logged(scope):
    own = agency()
    given = record_consent(by=worker(own), record=record(own), **GIVEN)
    assert (given.items, given.recorded_by_id is None) == (["identity", "private_handouts"], False)
    assert list_entries().filter(action="동의 기록").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"items": []}, "항목"),
        ({"until_on": date(2026, 11, 22)}, "종료일"),
        ({"until_on": date(2031, 11, 23)}, "5년"),
        ({"proof_reference": "  "}, "증빙"),
        ({"items": ["health_flags"]}, "민감정보"),
    ],
)
def test_what_the_law_would_not_accept_is_refused(scope, change, sentence):
    own = agency()
    with pytest.raises(ConsentRefused, match=sentence):
        record_consent(by=worker(own), record=record(own), **(GIVEN | change))


def test_five_years_to_the_day_are_accepted_also_from_a_leap_day(scope):
    own = agency()
    leap = {"from_on": date(2028, 2, 29), "until_on": date(2033, 3, 1)}
    assert record_consent(by=worker(own), record=record(own), **(GIVEN | leap)).until_on == date(2033, 3, 1)


@pytest.mark.parametrize(("birth", "is_child"), [(date(2012, 11, 23), True), (date(2012, 11, 22), False)])
def test_under_fourteen_a_representative_consents(scope, birth, is_child):
    own = agency()
    child = record(own, birth)
    if is_child:
        with pytest.raises(ConsentRefused, match="법정대리인"):
            record_consent(by=worker(own), record=child, **GIVEN)
    given = record_consent(
        by=worker(own), record=child, **(GIVEN | {"proof_kind": "representative" if is_child else "paper"})
    )
    assert given.pk


def test_an_agency_records_for_its_own_people_only(scope):
    own, other = agency(), agency("교회")
    with pytest.raises(ConsentRefused, match="다른 기관"):
        record_consent(by=worker(own), record=record(other), **GIVEN)


@pytest.mark.parametrize(
    ("role", "may"), [(role, role in (Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)) for role in Role]
)
def test_who_may_record(scope, role, may):
    own = agency()
    if may:
        assert record_consent(by=worker(own, role), record=record(own), **GIVEN).pk
    else:
        with pytest.raises(NotAllowed):
            record_consent(by=worker(own, role), record=record(own), **GIVEN)


def test_a_withdrawal_stops_at_once_stays_in_the_ledger_and_counts_once(scope):
    own = agency()
    actor = worker(own)
    given = record_consent(by=actor, record=record(own), **GIVEN)
    assert consents_in_force(date(2026, 11, 22)).count() == 1
    first = withdraw_consent(by=actor, public_id=given.public_id, at=NOW)
    second = withdraw_consent(by=actor, public_id=given.public_id, at=datetime(2026, 12, 1, tzinfo=UTC))
    assert second.withdrawn_at == first.withdrawn_at == NOW
    assert (consents_in_force(date(2026, 11, 22)).count(), Consent.objects.count()) == (0, 1)
    assert list_entries().filter(action="동의 철회 기록").count() == 1


def test_an_agency_sees_and_withdraws_the_consents_it_took(scope):
    own, other = agency(), agency("교회")
    mention = record(own)
    given = record_consent(by=worker(own), record=mention, **GIVEN)
    assert list(list_consents(record_ids=[mention.id], actor=worker(own))) == [given]
    assert list(list_consents(record_ids=[mention.id], actor=worker(other))) == []
    assert list(list_consents(record_ids=[mention.id], actor=worker(agency("동"), Role.CASEWORKER))) == [given]
    with pytest.raises(ConsentRefused, match="다른 기관"):
        withdraw_consent(by=worker(other), public_id=given.public_id, at=NOW)


def test_another_tenant_has_no_such_consent(scope):
    own = agency()
    given = record_consent(by=worker(own), record=record(own), **GIVEN)
    other = add_tenant(code="9999800000", name="달맞이구")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duru.tenant', %s, true)", [str(other.id)])
    assert Consent.objects.filter(public_id=given.public_id).count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('duru.tenant', %s, true)", [str(scope.id)])


def test_the_database_keeps_a_withdrawal_whole(scope):
    own = agency()
    given = record_consent(by=worker(own), record=record(own), **GIVEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(withdrawn_at=NOW)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("on", "withdrawn_on", "holds"),
    [
        (date(2026, 1, 1), None, True),
        (date(2025, 12, 31), None, False),
        (date(2027, 1, 1), None, False),
        (date(2026, 6, 1), date(2026, 6, 2), True),
        (date(2026, 6, 2), date(2026, 6, 2), False),
    ],
)
def test_a_consent_holds_inside_its_half_open_span_until_withdrawn(on, withdrawn_on, holds):
    found = holds_on(from_on=date(2026, 1, 1), until_on=date(2027, 1, 1), withdrawn_on=withdrawn_on, on=on)
    assert found == holds
