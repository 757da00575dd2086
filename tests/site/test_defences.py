"""What every answer and every login carries, whatever page it is: headers, cookies, sessions, passwords, refusals.

The map of standards (docs/reference/standards.csv) names these tests.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from duru.blocks.access.api import Membership, Organisation, OrganisationKind, Role, User
from duru.blocks.audit.api import list_entries
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.site.views import server_error
from tests.clients import client_of
from tests.database import ROOT

pytestmark = pytest.mark.django_db
PASSWORD = "열두글자비밀번호x"


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def member(scope):
    user = User.objects.create_user("a@duru.example", PASSWORD, name="김두루")
    office = Organisation.objects.create(name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
    return Membership.objects.create(user=user, organisation=office, role=Role.CASEWORKER)


@pytest.fixture(autouse=True)
def no_login_has_failed_yet():
    cache.clear()


def log_in(client, password=PASSWORD, address=""):
    return client.post(reverse("account_login") + address, {"login": "a@duru.example", "password": password})


@pytest.mark.parametrize("address", ["/", "/account/login/", "/people/", "/api/openapi.json", "/health", "/nowhere"])
def test_every_answer_carries_the_headers_that_bind_a_browser(member, address):
    answer = client_of(member).get(address)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["Content-Type"].startswith(("text/html; charset=utf-8", "application/json"))
    assert "Server" not in answer
    assert "X-Powered-By" not in answer


@pytest.mark.parametrize("address", ["/", "/people/", "/api/statistics", "/account/login/"])
def test_nothing_of_a_tenant_stays_in_a_browsers_cache(member, address):
    assert "no-store" in client_of(member).get(address)["Cache-Control"]


def test_leaving_ends_the_session_on_the_server_and_empties_the_browser(member):
    client = client_of(member)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/account/logout/").status_code == 200, "asked by a link it only asks back"
    assert client.get("/").status_code == 200
    answer = client.post("/account/logout/")
    assert '"cache"' in answer["Clear-Site-Data"]
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/").status_code == 302


def test_a_login_gets_a_session_of_its_own_that_ends_with_the_working_day(client, member):
    client.get("/account/login/")
    client.cookies[settings.SESSION_COOKIE_NAME] = before = "a" * 32
    log_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != before
    assert len(cookie.value) >= 32, "32 letters of 36: more than 160 bits"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60
    assert client.get("/").status_code == 200


def test_an_ended_membership_and_a_closed_account_end_at_the_next_request(member):
    client = client_of(member)
    assert client.get("/").status_code == 200
    User.objects.filter(id=member.user_id).update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_login_is_in_the_log_and_a_wrong_one_says_nothing_about_the_account(client, member):
    wrong = log_in(client, "열두글자비밀번호y").content.decode()
    unknown = client.post(reverse("account_login"), {"login": "b@duru.example", "password": PASSWORD}).content.decode()
    said = "전자우편이나 비밀번호가 맞지 않습니다."
    assert said in wrong
    assert said in unknown
    log_in(client)
    entries = [(entry.action, entry.actor_ref) for entry in list_entries().order_by("id")]
    assert entries == [
        ("로그인 실패", f"user:{member.user_id}"),
        ("로그인 실패", "unknown"),
        ("로그인", f"user:{member.user_id}"),
    ]
    assert "b@duru.example" not in str([entry.__dict__ for entry in list_entries()])


def test_after_five_wrong_passwords_the_right_one_waits_too(member):
    assert [log_in(Client(), f"아닙니다아닙니다{n}").status_code for n in range(5)] == [200] * 5
    assert log_in(Client()).status_code == 200, "not let in"
    cache.clear()
    assert log_in(Client()).status_code == 302


def test_a_login_leads_nowhere_but_home(client, member):
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert log_in(Client(), address=f"?next={elsewhere}")["Location"] == "/"


def test_a_deed_without_its_token_is_refused(member):
    client = client_of(member, Client(enforce_csrf_checks=True))
    for address in ("/people/", "/outreach/add", "/account/logout/"):
        assert client.post(address, {"name": "김말순"}).status_code == 403
    assert client.post("/api/find-person", {}, content_type="application/json").status_code == 403


@pytest.mark.parametrize("password", ["password12", "1234567890", "short1x", "a@duru.example"])
def test_a_password_that_anybody_would_try_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="a@duru.example", name="김두루"))


def test_a_long_password_of_any_letters_is_taken_whole(client, member):
    long = "띄어쓰기 있는 긴 비밀번호 " * 8
    validate_password(long)
    member.user.set_password(long.strip())
    member.user.save()
    assert log_in(client, long.strip()[:-1]).status_code == 200, "all letters count"
    assert log_in(client, long.strip()).status_code == 302


def test_changing_the_password_asks_for_the_one_in_use(member):
    client = client_of(member)
    asked = {"password1": "다른열두글자비밀번호", "password2": "다른열두글자비밀번호"}
    client.post("/account/password/change/", {"oldpassword": "아닙니다아닙니다", **asked})
    assert User.objects.get(id=member.user_id).check_password(PASSWORD)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, **asked})
    assert User.objects.get(id=member.user_id).check_password("다른열두글자비밀번호")


def test_a_changed_password_ends_the_sessions_elsewhere(member):
    here, elsewhere = client_of(member), client_of(member)
    new = "다른열두글자비밀번호"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_password_fields_hide_what_is_typed_and_may_be_pasted_into(client, scope):
    page = client.get("/account/login/").content.decode()
    assert 'type="password"' in page
    assert "onpaste" not in page
    assert 'autocomplete="current-password"' in page


def test_passwords_are_kept_as_argon2id_with_a_salt_each():
    from duru.conf.hashers import Argon2

    first, second = (make_password(PASSWORD, hasher=Argon2()) for _ in range(2))
    assert first.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert Argon2().verify(PASSWORD, first)
    assert not Argon2().verify(PASSWORD.upper(), first)
    assert "duru.conf.hashers.Argon2" in (ROOT / "src" / "duru" / "conf" / "settings.py").read_text(encoding="utf-8")


def test_the_page_about_defences_says_what_the_settings_say():
    page = " ".join((ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8").split())
    limits = settings.ACCOUNT_RATE_LIMITS
    assert limits == {"login": "1200/m/ip", "login_failed": "100/m/ip,5/300s/key"}
    assert "5분 동안 5번 틀리면" in page
    assert "1분에 100번까지만" in page
    assert f"로그인은 {settings.SESSION_COOKIE_AGE // 3600}시간" in page
    assert f"{settings.DURU_IDLE_MINUTES}분 동안 쓰지 않으면" in page
    assert f"{settings.AUTH_PASSWORD_VALIDATORS[0]['OPTIONS']['min_length']}자 이상" in page
    assert "argon2id 19 MiB, t=2, p=1" in page


def test_a_host_nobody_named_is_not_answered(scope):
    assert Client(SERVER_NAME="evil.example").get("/").status_code == 400


@pytest.mark.parametrize(
    "address", ["/.git/config", "/static/", "/var/secrets/secret_key", "/static/../../pyproject.toml"]
)
def test_files_of_the_machine_and_lists_of_files_are_not_served(client, scope, address):
    assert client.get(address).status_code in (302, 404)


def test_an_error_tells_the_person_and_not_the_machine():
    try:
        raise RuntimeError("/var/lib SELECT * FROM registry_person")
    except RuntimeError:
        answer = server_error(None)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert not any(word in page for word in ("Traceback", "SELECT", "RuntimeError", "/var/lib"))


def test_behind_https_cookies_and_the_address_stay_there():
    """Settings of a process of their own: in this one the tests run without HTTPS."""
    asked = (
        "import django; from django.conf import settings as s; django.setup(); "
        "print(s.DEBUG, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("DURU_", "DJANGO_"))}
    environ |= {
        "DURU_HTTPS": "1",
        "DURU_HOME": str(ROOT / "var" / "test"),
        "DJANGO_SETTINGS_MODULE": "duru.conf.settings",
    }
    environ["PYTHONPATH"] = str(ROOT / "src")
    said = subprocess.run([sys.executable, "-c", asked], env=environ, capture_output=True, text=True, check=False)
    assert said.stdout.split() == ["False", "31536000", "True", "True", "True", "__Host-duru", "__Host-csrf"], (
        said.stderr
    )
