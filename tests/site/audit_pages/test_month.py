"""The privacy officer reviews a month of the log and leaves that in the log."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from duru.blocks.access.api import Membership, Organisation, OrganisationKind, Role, User
from duru.blocks.audit.api import AuditActor, AuditEntry, record_deed
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    with tenant_scope(add_tenant(code="9999900000", name="해오름구").id):
        office = Organisation.objects.create(name="해오름구청", kind=OrganisationKind.GU_OFFICE, is_public=True)
        user = User.objects.create_user("a@duru.example", "열두글자비밀번호x", name="김책임")
        member = Membership.objects.create(user=user, organisation=office, role=Role.PRIVACY_OFFICER)
        yield client_of(member, client)


def test_last_month_is_reviewed_once_and_what_was_asked_stays(officer):
    last_day = timezone.localdate().replace(day=1) - timedelta(days=1)
    at = datetime(last_day.year, last_day.month, last_day.day, 10, tzinfo=ZoneInfo("Asia/Seoul"))
    for n in range(12):
        record_deed(
            actor=AuditActor(ref="user:9", department="복지정책과"), action="주민 카드", subjects=["person:X"],
            flags=["가족"] if n == 0 else [], kind="look", at=at,
        )  # fmt: skip
    assert "지난달 접속기록을 아직 점검하지 않았습니다" in officer.get("/").content.decode()
    page = officer.get("/audit/month").content.decode()
    for words in ("같은 사람 한 명을 12번 봄", "‘가족’ 표시된 기록 1건", "점검하지 않은 달입니다"):
        assert words in page
    assert "필수" in officer.post("/audit/month", {"opinion": ""}).content.decode()
    for _ in range(2):
        after = officer.post("/audit/month", {"opinion": "가족은 민원 접수로 확인"}, follow=True).content.decode()
    assert "가족은 민원 접수로 확인" in after
    assert "점검하지 않았습니다" not in officer.get("/").content.decode()
    (done,) = AuditEntry.objects.filter(action="접속기록 월 점검")
    assert done.detail["n_looks"] == 12
    assert done.detail["n_unusual"] >= 2, "the last day of a month may be a day off as well"


def test_a_month_that_goes_on_is_shown_but_not_finished_and_nonsense_is_not_found(officer):
    now = f"{timezone.localdate():%Y-%m}"
    assert "아직 끝나지 않은 달입니다" in officer.get(f"/audit/month?month={now}").content.decode()
    officer.post(f"/audit/month?month={now}", {"opinion": "일찍"})
    assert not AuditEntry.objects.filter(action="접속기록 월 점검").exists()
    for nonsense in ("2026-13", "x", "0000-01", "9999-12"):
        assert officer.get("/audit/month", {"month": nonsense}).status_code == 404


def test_what_stands_out_today_is_on_the_officers_first_page(officer):
    for _ in range(5):
        record_deed(actor=AuditActor(ref="user:9"), action="주민 카드", kind="denial")
    assert "어제와 오늘 까닭을 물어볼 열람이 1가지 있습니다" in officer.get("/").content.decode()
    assert "하루에 5번 거부됨" in officer.get("/audit/month?month=now").content.decode()
