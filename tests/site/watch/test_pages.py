"""The administrator's page of what is wrong, and the numbers for a monitoring program."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from duru.blocks.access.api import Membership, Organisation, OrganisationKind, Role, User
from duru.blocks.audit.api import AuditEntry
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.conf import paths
from duru.site.watch.alarms import AlarmBook, Alarms, advance
from duru.site.watch.findings import Finding, State
from tests.clients import client_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def enter(client, tmp_path, monkeypatch):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))
    paths.make_folders()
    with tenant_scope(add_tenant(code="9999900000", name="해오름구").id):
        office = Organisation.objects.create(name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)

        def log_in(role):
            user = User.objects.create_user(f"{role}@duru.example", "열두글자비밀번호x", name="김두루")
            return client_of(Membership.objects.create(user=user, organisation=office, role=role), client)

        yield log_in


def raise_alarm():
    bad = [Finding(State.BAD, "디스크", "0.2 GiB 남음", "공간을 비우십시오.")]
    alarms, _ = advance(Alarms(), bad, now=START)
    alarms, pages = advance(alarms, bad, now=START + timedelta(minutes=1))
    assert len(pages) == 1
    AlarmBook().write(alarms)


def test_the_administrator_reads_what_is_wrong_and_says_that_it_was_seen(enter):
    client = enter(Role.ADMIN)
    raise_alarm()
    assert "경보 1건을 아무도 확인하지 않았습니다" in client.get("/").content.decode()
    page = client.get("/status/").content.decode()
    for words in (
        "0.2 GiB 남음",
        "공간을 비우십시오.",
        "작업 처리",
        "한 번도 하지 않음",
        "경보를 받을 사람이 없습니다",
    ):
        assert words in page
    assert "확인했습니다" in client.post("/status/alarms/1/seen", follow=True).content.decode()
    assert AlarmBook().read().open[0].seen_by == "김두루"
    assert AuditEntry.objects.filter(action="경보 확인").count() == 1
    assert "이미 풀렸습니다" in client.post("/status/alarms/7/seen", follow=True).content.decode()


def test_others_may_not(enter):
    assert enter(Role.WELFARE_LEAD).get("/status/").status_code == 403


def test_numbers_are_there_for_who_shows_the_secret_only(client, enter, monkeypatch):
    assert client.get("/metrics").status_code == 404
    monkeypatch.setenv("DURU_METRICS_TOKEN", "x" * 32)
    for shown in ("", "Bearer y", "Bearer " + "x" * 31, "Bearer 가"):
        assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404
    raise_alarm()
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "x" * 32})
    assert answer.headers["Content-Type"].startswith("text/plain")
    said = answer.content.decode()
    assert 'duru_finding_state{finding="작업 처리"} 2.0' in said
    assert re.search(r"^duru_alarms_unanswered 1.0$", said, re.M)
