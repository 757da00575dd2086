"""What a session must keep beyond its password."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import Membership, Organisation, OrganisationKind, Role, User
from duru.blocks.access.guarding import SEEN
from duru.blocks.audit.api import list_entries
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.conf import hashers
from tests.clients import client_of

pytestmark = pytest.mark.django_db
PASSWORD = "열두글자비밀번호x"


@pytest.fixture(autouse=True)
def nobody_has_failed_yet():
    cache.clear()


@pytest.fixture
def hired():
    """Make a member of a role, in a tenant that is a demo or not."""

    def hire(role=Role.CASEWORKER, *, is_demo=False):
        tenant = add_tenant(code="9999900000", name="해오름구", is_demo=is_demo)
        with tenant_scope(tenant.id):
            office = Organisation.objects.create(name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
            user = User.objects.create_user("a@duru.example", PASSWORD, name="김두루")
            return Membership.objects.create(user=user, organisation=office, role=role)

    return hire


def log_in(client: Client):
    return client.post(reverse("account_login"), {"login": "a@duru.example", "password": PASSWORD})


@pytest.mark.parametrize(
    ("role", "is_demo", "is_asked"),
    [*((role, False, role != Role.RECORDER) for role in Role), (Role.CASEWORKER, True, False)],
)
def test_whoever_sees_residents_needs_a_second_factor_but_not_among_invented_people(
    hired, settings, role, is_demo, is_asked
):
    settings.DURU_SECOND_FACTOR = True
    client = client_of(hired(role, is_demo=is_demo))
    answer = client.get("/")
    assert (answer.headers.get("Location") == reverse("mfa_index")) == is_asked
    assert client.get(reverse("mfa_index")).status_code == 200
    if is_asked:
        assert client.get("/api/openapi.json").status_code == 403
        assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse("mfa_index")


def test_who_has_a_device_goes_on_and_recovery_codes_alone_are_none(hired, settings):
    settings.DURU_SECOND_FACTOR = True
    member = hired()
    client = client_of(member)
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get("/").status_code == 302
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.TOTP, data={})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("minutes", "is_locked"), [(29, False), (31, True)])
def test_a_screen_left_alone_is_locked_and_leads_back(hired, minutes, is_locked):
    client = client_of(hired())
    session = client.session
    session[SEEN] = int(timezone.now().timestamp()) - minutes * 60
    session.save()
    answer = client.get("/people/?page=2")
    assert (answer.status_code == 302) == is_locked
    if is_locked:
        assert answer.headers["Location"] == f"{reverse('account_login')}?next=/people/%3Fpage%3D2"
        assert "30분 동안 쓰지 않아" in client.get(answer.headers["Location"]).content.decode()
        assert client.get("/").status_code == 302


@pytest.mark.parametrize("is_single", [True, False])
def test_a_login_elsewhere_ends_this_one_where_the_office_wants_it(hired, settings, is_single):
    settings.DURU_SINGLE_SESSION = is_single
    hired()
    here, there = Client(), Client()
    for client in (here, there):
        assert log_in(client).status_code == 302
    assert there.get("/").status_code == 200
    assert (here.get("/").status_code == 302) == is_single


def test_a_login_from_a_browser_never_seen_stands_out_in_the_log(hired):
    member, client = hired(), Client()
    log_in(client)
    client.post(reverse("account_logout"))
    log_in(client)
    log_in(Client())
    with tenant_scope(member.tenant_id):
        flags = [entry.flags for entry in list_entries().filter(kind="login").order_by("id")]
    assert ["처음 보는 기기" in each for each in flags] == [True, False, True]


def test_who_comes_while_two_hash_and_one_waits_is_asked_to_press_again(hired, settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["duru.conf.hashers.Argon2"]
    hired()
    encoded = make_password(PASSWORD)
    gate = hashers.Gate(at_once=1, most_waiting=0)
    monkeypatch.setattr(hashers, "_gate", gate)
    with gate.passed():
        with pytest.raises(hashers.TooManyLogins):
            check_password(PASSWORD, encoded)
        page = log_in(Client())
        assert (page.status_code, "3초 뒤에 다시" in page.content.decode()) == (200, True)
    assert check_password(PASSWORD, encoded)
    assert log_in(Client()).status_code == 302
