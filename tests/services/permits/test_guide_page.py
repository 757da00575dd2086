"""The guide: who may open it, what it answers, and what it says to bad input."""

import pytest
from django.test import Client
from django.urls import reverse

from duru.blocks.access.api import (
    SESSION_KEY,
    OrganisationKind,
    Role,
    User,
    actor_of,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.tenancy.api import add_tenant, tenant_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


def login(tenant, role) -> Client:
    with tenant_scope(tenant.id):
        machine = system_actor()
        office = add_organisation(by=machine, name="노인장애인과", kind=OrganisationKind.GU_OFFICE, is_public=True)
        actor = actor_of(
            add_member(
                by=machine, email="p@duru.example", name="장두루", organisation=office, role=role, password="duru-duru-duru"
            )
        )  # fmt: skip
    client = Client()
    client.force_login(
        User.objects.get(id=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session[SESSION_KEY] = actor.membership_id
    session.save()
    return client


@pytest.mark.parametrize("role", list(Role))
def test_only_the_permit_officer_opens_the_guide(tenant, role):
    status = login(tenant, role).get(reverse("permits:guide")).status_code
    assert status == (200 if role == Role.PERMIT_OFFICER else 403)


def ask(tenant, **answers) -> str:
    return login(tenant, Role.PERMIT_OFFICER).get(reverse("permits:guide"), answers).content.decode()


def test_family_cemetery_of_99_square_metres_takes_the_forest_along(tenant):
    page = ask(tenant, facility="cemetery", owner="family", area="99", land="forest", alters_land="on")
    assert "가족묘지: 허가" in page
    assert "함께 처리됩니다(의제)</strong>: 산지전용허가·신고" in page
    assert "따로 받습니다</strong>: 개발행위허가" in page


def test_family_cemetery_of_100_square_metres_does_not(tenant):
    page = ask(tenant, facility="cemetery", owner="family", area="100", land="forest")
    assert "의제" not in page
    assert "따로 받습니다</strong>: 산지전용허가·신고" in page


def test_grave_for_one_is_built_first_and_reported_within_thirty_days(tenant):
    page = ask(tenant, facility="cemetery", owner="person", area="31", zones="river")
    assert "개인묘지: 신고(설치 후 30일 안)" in page
    assert "30㎡ 이하" in page
    assert "하천구역에는 할 수 없습니다" in page


def test_facility_the_law_does_not_know_says_so_at_the_question(tenant):
    page = ask(tenant, facility="columbarium_hall", owner="person")
    assert "법에 없습니다" in page
    assert "낼 서류" not in page


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"facility": "cemetery"}, "누구를 모시는 시설인지 골라 주세요"),
        ({"facility": "tower"}, "tower"),
        ({"facility": "cemetery", "owner": "family", "area": "-1"}, "0.01"),
        ({"facility": "cemetery", "owner": "family", "area": "넓음"}, "숫자"),
    ],
)
def test_bad_answers_are_named_and_give_no_result(tenant, answers, says):
    page = ask(tenant, **answers)
    assert says in page
    assert "낼 서류" not in page
