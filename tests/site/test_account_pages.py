"""Pages of one's own account: nothing is sent by mail, every way leads on."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from duru.blocks.access.api import Membership, Organisation, OrganisationKind, Role, User
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def enter(client, scope):
    def log_in(role):
        user = User.objects.create_user("a@duru.example", "열두글자비밀번호x", name="김두루")
        office = Organisation.objects.create(name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
        membership = Membership.objects.create(user=user, organisation=office, role=role)
        return client_of(membership, client)

    return log_in


def turn_on(client, page: str) -> str:
    """Do what an authenticator app and its owner do; returns the page that follows."""
    secret = page.partition("<code>")[2].partition("</code>")[0]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    return text(client.post("/account/2fa/totp/activate/", {"code": code}, follow=True))


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/account/password/reset/", "/account/password/reset/done/", "/account/password/reset/key/x-y/"]
)
def test_no_password_goes_by_mail(client, scope, mailoutbox, address):
    for ask in (client.get, client.post):
        answer = ask(address, {"email": "a@duru.example"})
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("forgotten"))
    assert mailoutbox == []
    assert "시스템 관리자에게" in text(client.get(reverse("forgotten")))


def test_the_address_is_the_administrators_to_change(enter):
    assert enter(Role.CASEWORKER).get("/account/email/").headers["Location"] == reverse("access:account")


def test_two_step_login_is_offered_in_our_words(enter):
    client = enter(Role.CASEWORKER)
    page = text(client.get("/account/2fa/"))
    assert "인증 앱 켜기" in page
    assert "패스키 추가" in page
    assert "활성화" not in page
    asked = text(client.get("/account/2fa/totp/activate/", follow=True))
    assert "다시 확인" in asked
    assert "비밀번호를 잊었으면" in asked
    client.post("/account/reauthenticate/", {"password": "열두글자비밀번호x"})
    # As the library notes it for addresses nobody has proved.
    EmailAddress.objects.create(user=User.objects.get(), email="a@duru.example", verified=False, primary=True)
    steps = text(client.get("/account/2fa/totp/activate/"))
    assert "여섯 자리를 아래에 적습니다" in steps
    codes = turn_on(client, steps)
    assert "쓰지 않은 것이 10개입니다" in codes
    assert "모두 쓸 수 없게 됩니다" in text(client.get("/account/2fa/recovery-codes/generate/"))
    assert "비밀번호만으로 로그인됩니다" in text(client.get("/account/2fa/totp/deactivate/"))
    assert "이름" in text(client.get("/account/2fa/webauthn/add/"))
    assert "아직 등록한 것이 없습니다" in text(client.get("/account/2fa/webauthn/"))


@pytest.mark.parametrize(
    ("role", "word"),
    [
        (Role.RECORDER, "자료 올리기"),
        (Role.AGENCY_WORKER, "자료 올리기"),
        (Role.MAYOR, "점검 보고서 보기"),
        (Role.PRIVACY_OFFICER, "열람 기록 보기"),
        (Role.PERMIT_OFFICER, "시설 목록 보기"),
        (Role.ADMIN, "기관과 사람 관리하기"),
    ],
)
def test_home_offers_one_next_step_when_nothing_waits(enter, role, word):
    page = text(enter(role).get("/"))
    waiting = page[page.index("오늘 할 일") :]
    assert word in waiting[: waiting.index("</section>") if "</section>" in waiting else None]
