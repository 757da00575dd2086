"""Organisations and memberships."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from duru.blocks.access.api import (
    Actor,
    Membership,
    NotAllowed,
    Organisation,
    OrganisationKind,
    Role,
    User,
    actor_of,
    add_member,
    add_organisation,
    end_membership,
    list_memberships,
    system_actor,
)
from duru.blocks.audit.api import list_entries
from duru.blocks.tenancy.api import add_tenant, tenant_scope

pytestmark = pytest.mark.django_db
MACHINE = system_actor()


@pytest.fixture
def tenant():
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


def centre(**columns) -> Organisation:
    return add_organisation(by=MACHINE, name="두루복지관", kind=OrganisationKind.WELFARE_CENTRE, **columns)


def member(organisation, role=Role.AGENCY_WORKER, email="a@duru.example", **columns) -> Membership:
    return add_member(by=MACHINE, email=email, name="김두루", organisation=organisation, role=role, **columns)


def test_registering_an_agency_twice_is_once_and_logged_once(scope):
    assert centre().id == centre().id
    assert list_entries().filter(action="기관 등록").count() == 1


def test_a_private_agency_may_not_hold_resident_numbers(scope):
    with pytest.raises(ValidationError, match="공공기관이어야"):
        centre(may_hold_rrn=True, rrn_basis="조례")


def test_the_database_refuses_resident_numbers_without_a_basis(scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(
            name="보건소", kind=OrganisationKind.HEALTH_CENTRE, is_public=True, may_hold_rrn=True
        )


def test_an_agency_worker_may_not_make_members(scope):
    organisation = centre()
    worker = actor_of(member(organisation))
    with pytest.raises(NotAllowed):
        add_member(by=worker, email="b@duru.example", name="박두루", organisation=organisation, role=Role.ADMIN)
    assert User.objects.filter(email="b@duru.example").count() == 0


def test_one_person_may_work_in_two_tenants_and_each_sees_its_own(tenant):
    other = add_tenant(code="9999800000", name="달맞이구")
    for place in (tenant, other):
        with tenant_scope(place.id):
            member(centre())
    user = User.objects.get(email="a@duru.example")
    with tenant_scope(tenant.id):
        assert [m.tenant_id for m in list_memberships(user)] == [tenant.id]


def test_an_ended_membership_stays_on_record_and_no_longer_acts(scope):
    membership = member(centre())
    end_membership(by=MACHINE, membership_id=membership.id, on=date(2026, 11, 22))
    end_membership(by=MACHINE, membership_id=membership.id, on=date(2026, 12, 1))
    membership.refresh_from_db()
    assert (membership.is_active, membership.ended_on) == (False, date(2026, 11, 22))
    assert list(list_memberships(membership.user)) == []
    assert list_entries().filter(action="소속 종료").count() == 1


def test_an_agency_reference_cannot_cross_tenants(tenant):
    other = add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(other.id):
        foreign = centre()
    user = User.objects.create_user(email="c@duru.example", name="최두루")
    with pytest.raises(IntegrityError, match="_wall"), tenant_scope(tenant.id):
        Membership.objects.create(user=user, organisation_id=foreign.id, role=Role.ADMIN)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_actor_knows_role_place_and_named_duty(scope):
    found = actor_of(member(centre(), Role.CASEWORKER, named_officer=True, duty="상담"))
    assert isinstance(found, Actor)
    assert (found.role, found.organisation_name, found.named_officer, found.duty) == (
        Role.CASEWORKER,
        "두루복지관",
        True,
        "상담",
    )
