"""Keys of agencies' programs: issued, used within their scopes and limits, changed, taken back; receipts for what they asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from duru.blocks.access.api import (
    NotAllowed,
    OrganisationKind,
    Role,
    actor_of,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.audit.models import AuditEntry
from duru.blocks.programs.api import KeyRefused, Scope, issue_key, prove_receipt, revoke_key, rotate_key
from duru.blocks.programs.models import ProgramKey
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of

pytestmark = pytest.mark.django_db
AFTER = {"after": "2026-01-01T00:00:00Z"}


@pytest.fixture
def tenant():
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


def member(role, kind=OrganisationKind.FOOD_BANK, name="해오름 푸드뱅크"):
    office = add_organisation(by=system_actor(), name=name, kind=kind)
    return actor_of(
        add_member(by=system_actor(), email=f"{role}@{name}.example", name="김담당", role=role, organisation=office)
    )


@pytest.fixture
def admin(scope):
    return member(Role.ADMIN, OrganisationKind.GU_OFFICE, "해오름구청")


@pytest.fixture
def worker(scope):
    return member(Role.AGENCY_WORKER)


def issue(admin, worker, *scopes, limit=60, at=None):
    from duru.blocks.access.api import get_organisation

    at = at or timezone.now()
    return issue_key(
        by=admin, organisation=get_organisation(worker.organisation_id), label="회원관리", scopes=scopes or [Scope.EVENTS],
        until_on=timezone.localdate(at) + timedelta(days=30), at=at, limit_a_minute=limit,
    )  # fmt: skip


def call(whole, path="/api/events", data=AFTER, **extra):
    return Client().get(path, data, headers={"Authorization": f"Bearer {whole}"}, **extra)


def test_a_key_answers_within_its_scopes_with_a_receipt_anybody_can_check(admin, worker):
    key, whole = issue(admin, worker)
    answer = call(whole)
    assert (answer.status_code, answer.json()) == (200, [])
    line = answer["Duru-Receipt"]
    proof = prove_receipt(line, answer=answer.content)
    assert (proof.is_ours, proof.is_answer) == (True, True)
    assert (proof.receipt.key, proof.receipt.call, proof.receipt.status) == (key.handle, "GET /api/events", 200)
    said, signature = line.split(".")
    assert prove_receipt(f"{said}.{signature[::-1]}").is_ours is False
    assert prove_receipt(line, answer=b"[{}]").is_answer is False
    page = Client().post("/programs/receipts", {"receipt": line, "answer": answer.content.decode()}).content.decode()
    assert "우리가 서명한 영수증입니다" in page
    assert "이 영수증의 답입니다" in page
    for wrong in ("", "x.y", "a.b.c", "{}", line[:50]):
        with pytest.raises(ValueError, match="영수증이 아닙니다"):
            prove_receipt(wrong)


def test_the_key_itself_is_nowhere_in_the_database(admin, worker):
    key, whole = issue(admin, worker)
    assert whole.rpartition("_")[2] not in str(ProgramKey.objects.values().get(id=key.id))


def test_what_its_scopes_do_not_name_is_refused_and_logged_and_members_pages_stay_closed(admin, worker):
    _, whole = issue(admin, worker, Scope.EVENTS)
    sent = {"who": "박말순 1941 1234", "gift": "=food", "purpose": "duplicate_check"}
    bearer = {"Authorization": f"Bearer {whole}"}
    assert Client().post("/api/check-gift", sent, content_type="application/json", headers=bearer).status_code == 403
    assert AuditEntry.objects.filter(kind="denial", action="API /api/check-gift").exists()
    # An operation that does not speak of keys, and a page: both closed.
    assert Client().post("/api/find-person", {}, content_type="application/json", headers=bearer).status_code in (
        401,
        403,
    )
    assert Client().get("/welfare/giving", headers=bearer).status_code == 302


def test_no_key_a_wrong_one_and_an_ended_one_are_turned_away(admin, worker):
    key, whole = issue(admin, worker)
    assert Client().get("/api/events", AFTER).status_code in (401, 403)
    for wrong in (
        "duru",
        whole[:-1] + ("A" if whole[-1] != "A" else "B"),
        whole.upper(),
        "duru_aaaaaaaaaa_" + "x" * 43,
    ):
        assert call(wrong).status_code == 401
    revoke_key(by=admin, public_id=key.public_id, at=timezone.now())
    assert call(whole).status_code == 401
    assert AuditEntry.objects.filter(kind="denial", action="끝난 연동 열쇠").count() == 1


def test_calls_beyond_the_limit_wait_for_the_next_minute_and_failing_calls_count(admin, worker):
    key, whole = issue(admin, worker, limit=2)
    ProgramKey.objects.filter(id=key.id).update(minute_at=timezone.now() - timedelta(hours=1), n_in_minute=99)
    answers = [call(whole, data={}).status_code for _ in range(6)]
    assert answers[:2] == [422, 422]
    # Six calls may lie in two minutes of two each, never more.
    assert answers.count(422) <= 4
    late = call(whole, data={})
    if late.status_code == 429:
        assert 0 < int(late["Retry-After"]) <= 60


def test_a_rotated_key_works_on_for_a_week_and_is_changed_once_only(admin, worker):
    old, whole = issue(admin, worker)
    made, fresh = rotate_key(by=worker, public_id=old.public_id, at=timezone.now())
    assert (made.scopes, made.follows_id) == (old.scopes, old.id)
    assert call(whole).status_code == call(fresh).status_code == 200
    old.refresh_from_db()
    assert timedelta(days=6) < old.expires_at - timezone.now() <= timedelta(days=7)
    with pytest.raises(KeyRefused, match="이미"):
        rotate_key(by=worker, public_id=old.public_id, at=timezone.now())
    with pytest.raises(KeyRefused, match="끝난"):
        rotate_key(by=worker, public_id=made.public_id, at=made.expires_at)


def test_agencies_neither_issue_keys_nor_touch_those_of_others(admin, worker):
    key, _ = issue(admin, worker)
    other = member(Role.AGENCY_WORKER, name="달오름 복지관")
    with pytest.raises(NotAllowed):
        issue(worker, worker)
    for deed in (rotate_key, revoke_key):
        with pytest.raises(NotAllowed, match="다른 기관"):
            deed(by=other, public_id=key.public_id, at=timezone.now())
    assert key.handle not in client_of(other).get("/programs/").content.decode()
    assert key.handle in client_of(worker).get("/programs/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"scopes": []}, "쓸 곳"), ({"scopes": ["all"]}, "쓸 곳"), ({"until_on": 0}, "끝나는 날"), ({"until_on": 400}, "끝나는 날"), ({"limit_a_minute": 0}, "1분")],
)  # fmt: skip
def test_what_makes_no_key(admin, worker, wrong, words):
    from duru.blocks.access.api import get_organisation

    at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    asked = {"scopes": [Scope.CHECK], "until_on": 30, "limit_a_minute": 60} | wrong
    asked["until_on"] = timezone.localdate(at) + timedelta(days=asked["until_on"])
    with pytest.raises(KeyRefused, match=words):
        issue_key(by=admin, organisation=get_organisation(worker.organisation_id), label="", at=at, **asked)


def test_the_page_shows_a_new_key_once(admin, worker):
    from duru.blocks.access.api import get_organisation

    browser = client_of(admin)
    sent = {
        "organisation": get_organisation(worker.organisation_id).public_id, "label": "회원관리", "scopes": ["check", "events"],
        "limit_a_minute": 30, "until_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    page = browser.post("/programs/", sent).content.decode()
    key = ProgramKey.objects.get()
    assert f"duru_{key.handle}_" in page
    assert f"duru_{key.handle}_" not in browser.get("/programs/").content.decode()
    assert key.scopes == ["check", "events"]


def test_the_description_is_openapi_3_1_and_names_the_keys(admin):
    described = client_of(admin).get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "Key" in described["components"]["securitySchemes"]
