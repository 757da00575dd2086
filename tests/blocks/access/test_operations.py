"""Organisations and memberships."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

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
from tests.clients import client_of

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


# --- on the administrator's pages ---------------------------------------------------------------------------------


@pytest.fixture
def enter(client, scope):
    """Log somebody in: `enter(Role.ADMIN)` returns the client and the membership."""

    def log_in(role):
        office = add_organisation(by=MACHINE, name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
        membership = member(office, role, f"{role}@duru.example")
        return client_of(membership, client), membership

    return log_in


def page(name, *args) -> str:
    return reverse(f"access:{name}", args=args)


AGENCY = {"name": "달맞이복지관", "kind": "welfare_centre", "is_active": "on", "phone": "02-123-4567"}
WORKER = {"email": "new@duru.example", "name": "한새로", "role": "agency_worker", "started_on": "2026-11-22"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_the_administrator_manages(enter, role):
    client, membership = enter(role)
    office = membership.organisation.public_id
    for name, args in (("new_organisation", ()), ("edit_organisation", (office,)), ("new_member", (office,)), ("end_member", (office,))):  # fmt: skip
        assert client.get(page(name, *args)).status_code == 403
    assert "사람 등록" not in client.get(page("organisation", office)).content.decode()


def test_an_agency_is_registered_and_corrected_on_screen(enter):
    client, _ = enter(Role.ADMIN)
    answer = client.post(page("new_organisation"), AGENCY)
    made = Organisation.objects.get(name="달맞이복지관")
    assert answer.url == page("organisation", made.public_id)
    client.post(page("edit_organisation", made.public_id), AGENCY | {"phone": "02-765-4321"})
    client.post(page("edit_organisation", made.public_id), AGENCY | {"phone": "02-765-4321"})
    made.refresh_from_db()
    assert made.phone == "02-765-4321"
    (entry,) = list_entries().filter(action="기관 정보 고치기")
    assert entry.detail == {"changed": {"phone": ["02-123-4567", "02-765-4321"]}}


def test_a_right_to_resident_numbers_without_a_law_is_refused_on_screen(enter):
    client, _ = enter(Role.ADMIN)
    answer = client.post(page("new_organisation"), AGENCY | {"may_hold_rrn": "on"})
    assert "법적 근거를 적어야 합니다" in answer.content.decode()
    assert not Organisation.objects.filter(name="달맞이복지관").exists()


def test_a_name_already_taken_is_refused_on_screen(enter):
    client, membership = enter(Role.ADMIN)
    other = centre()
    answer = client.post(page("edit_organisation", other.public_id), AGENCY | {"name": membership.organisation.name})
    assert answer.status_code == 200
    other.refresh_from_db()
    assert other.name == "두루복지관"


def test_the_first_password_is_shown_once_and_works(enter):
    client, _ = enter(Role.ADMIN)
    office = centre()
    shown = client.post(page("new_member", office.public_id), WORKER).content.decode()
    made = User.objects.get(email="new@duru.example")
    password = shown.partition("<code>")[2].partition("</code>")[0]
    assert made.check_password(password)
    again = client.post(page("new_member", office.public_id), WORKER)
    assert again.status_code == 302
    made.refresh_from_db()
    assert made.check_password(password)
    assert list_entries().filter(action="소속 등록", subject_refs__contains=[f"user:{made.id}"]).count() == 1


def test_a_membership_ends_on_screen_and_begins_again(enter):
    client, mine = enter(Role.ADMIN)
    office = centre()
    other = member(office)
    address = f"{page('end_member', office.public_id)}?membership={other.id}"
    assert "오늘로 끝낼까요" in client.get(address).content.decode()
    client.post(address)
    other.refresh_from_db()
    assert not other.is_active
    client.post(page("new_member", office.public_id), WORKER | {"email": other.user.email, "duty": "새 업무"})
    other.refresh_from_db()
    assert (other.is_active, other.ended_on, other.duty) == (True, None, "새 업무")


def test_nobody_locks_himself_out(enter):
    client, mine = enter(Role.ADMIN)
    client.post(f"{page('end_member', mine.organisation.public_id)}?membership={mine.id}")
    mine.refresh_from_db()
    assert mine.is_active


@pytest.mark.parametrize("number", ["", "x", "0", "999999"])
def test_an_unknown_membership_is_not_found(enter, number):
    client, mine = enter(Role.ADMIN)
    assert client.get(f"{page('end_member', mine.organisation.public_id)}?membership={number}").status_code == 404
