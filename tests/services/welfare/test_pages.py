"""The pages: who may open them, what they show to whom."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.welfare.api import run_check
from duru.services.welfare.models import Gone, Mark, Overlap
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, grant, home, kimchi, need, person, worker

pytestmark = pytest.mark.django_db
OFFICE = {"kind": OrganisationKind.GU_OFFICE, "is_public": True}
PAGES = ("overlaps", "gone", "silent", "report", "rules")


@pytest.fixture
def district(tenant):
    """One overlap, one dead pensioner, one forgotten neighbour."""
    with tenant_scope(tenant.id):
        lucky = person("박말순")
        kimchi(lucky, agency("복지관"), date(2026, 11, 10))
        kimchi(lucky, agency("교회"), date(2026, 11, 12))
        grant(person("서정만", status="dead", on=TODAY - timedelta(days=23)), agency("어르신과"), "기초연금")
        need(person("최봉례"), agency("윤슬동 주민센터"))
    run_check(tenant_id=tenant.id, now=NOW)
    return tenant


def login(tenant, role, *, organisation="복지정책과", **columns) -> Client:
    with tenant_scope(tenant.id):
        actor = worker(agency(organisation, **OFFICE), role=role, **columns)
    return client_of(actor)


SEEN = {
    Role.WELFARE_LEAD: {"overlaps", "gone", "silent", "report", "rules"},
    Role.CASEWORKER: {"overlaps", "gone", "silent", "report", "rules"},
    Role.MAYOR: {"silent", "report", "rules"},
    Role.PRIVACY_OFFICER: {"silent", "report", "rules"},
}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_open_which_page(district, role):
    client = login(district, role)
    opened = {name for name in PAGES if client.get(reverse(f"welfare:{name}")).status_code == 200}
    assert opened == SEEN.get(role, set())


@pytest.mark.parametrize("name", ["overlaps", "gone", "silent"])
def test_lists_never_show_a_whole_name(district, name):
    page = login(district, Role.WELFARE_LEAD).get(reverse(f"welfare:{name}")).content.decode()
    assert [whole for whole in ("박말순", "서정만", "최봉례") if whole in page] == []
    assert {"overlaps": "박○순", "gone": "서○만", "silent": "최○례"}[name] in page


def test_a_list_of_masked_names_is_logged_with_whom_it_showed(district):
    login(district, Role.CASEWORKER).get(reverse("welfare:gone"))
    with tenant_scope(district.id):
        shown = list_entries().filter(kind="look").values_list("action", "subject_refs")
        gone = Gone.objects.get()
        assert list(shown) == [("사망·전출 뒤 지급 목록(가린 이름)", [f"person:{gone.person_ref}"])]


def test_the_mayor_reads_numbers_and_no_names(district):
    page = login(district, Role.MAYOR).get(reverse("welfare:silent")).content.decode()
    assert "와상" in page
    assert "최○례" not in page


def test_opening_an_overlap_is_logged_with_whom_it_is_about(district):
    client = login(district, Role.CASEWORKER)
    with tenant_scope(district.id):
        overlap = Overlap.objects.get()
    assert client.get(reverse("welfare:overlap", args=[overlap.public_id])).status_code == 200
    with tenant_scope(district.id):
        looks = list_entries().filter(action="겹친 지원 보기").values_list("purpose", "subject_refs")
        assert list(looks) == [("중복 확인", [f"person:{overlap.person_ref}"])]


def test_a_decision_needs_its_reason_and_is_kept(district):
    client = login(district, Role.CASEWORKER)
    with tenant_scope(district.id):
        overlap = Overlap.objects.get()
    url = reverse("welfare:mark", args=[overlap.public_id])
    bare = client.post(url, {"decision": "justified", "digest": overlap.digest})
    assert "사유를 골라" in bare.content.decode()
    kept = client.post(url, {"decision": "justified", "reason": "other_member", "digest": overlap.digest}, follow=True)
    assert kept.redirect_chain
    assert "다른 가구원 몫" in kept.content.decode()
    with tenant_scope(district.id):
        assert list(Mark.objects.values_list("decision", "reason")) == [("justified", "other_member")]
        assert list_entries().filter(action="중복 결정").count() == 1


def test_a_decision_about_an_older_state_is_refused(district):
    client = login(district, Role.CASEWORKER)
    with tenant_scope(district.id):
        overlap = Overlap.objects.get()
    page = client.post(reverse("welfare:mark", args=[overlap.public_id]), {"decision": "seen", "digest": "0" * 32})
    assert "내용이 바뀌었습니다" in page.content.decode()
    with tenant_scope(district.id):
        assert Mark.objects.count() == 0


def test_an_overlap_of_another_tenant_does_not_exist(district, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = add_tenant(code="9999800000", name="달맞이구", host="dalmaji.example")
    with tenant_scope(district.id):
        overlap = Overlap.objects.get()
    client = login(other, Role.CASEWORKER)
    url = reverse("welfare:overlap", args=[overlap.public_id])
    assert client.get(url, headers={"host": "dalmaji.example"}).status_code == 404


def test_protected_persons_are_there_for_named_officers_only(district):
    with tenant_scope(district.id):
        Overlap.objects.update(is_protected=True)
        Gone.objects.update(is_protected=True)
    plain, named = login(district, Role.CASEWORKER), login(district, Role.WELFARE_LEAD, named_officer=True)
    for name, masked in (("overlaps", "박○순"), ("gone", "서○만")):
        assert masked not in plain.get(reverse(f"welfare:{name}")).content.decode()
        assert masked in named.get(reverse(f"welfare:{name}")).content.decode()


def test_a_download_asks_for_its_reason_and_carries_masked_names(district):
    client = login(district, Role.WELFARE_LEAD)
    asked = client.get(reverse("welfare:overlaps"), {"export": "csv"})
    assert "내려받는 사유" in asked.content.decode()
    file = client.get(reverse("welfare:overlaps"), {"export": "csv", "reason": "11월 점검 회의"})
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    assert ("박○순" in text, "박말순" in text, "김장-2026" in text) == (True, False, True)
    with tenant_scope(district.id):
        exports = list_entries().filter(kind="export").values_list("action", "purpose")
        assert list(exports) == [("겹친 지원 목록 내려받기", "11월 점검 회의")]


def test_the_report_prints_its_definitions_and_gives_a_sheet(district):
    client = login(district, Role.MAYOR)
    page = client.get(reverse("welfare:report")).content.decode()
    assert "법률이 함께 줄 수 없다고 정한 것" in page
    sheet = client.get(reverse("welfare:report"), {"export": "xlsx"})
    assert b"".join(sheet.streaming_content)[:2] == b"PK"


def test_the_gone_case_shows_days_payday_and_the_law(district):
    client = login(district, Role.CASEWORKER)
    with tenant_scope(district.id):
        found = Gone.objects.get()
    page = client.get(reverse("welfare:gone_case", args=[found.public_id])).content.decode()
    assert "기초연금법 제14조제1항" in page


def test_filters_and_sort_of_the_list(district):
    client = login(district, Role.CASEWORKER)
    url = reverse("welfare:overlaps")
    assert "박○순" in client.get(url, {"verdict": "caution", "category": "food", "decided": "none"}).content.decode()
    assert "박○순" not in client.get(url, {"verdict": "prohibited"}).content.decode()
    assert client.get(url, {"sort": "-stake_won"}).status_code == 200


def test_a_household_overlap_names_each_member_masked(tenant):
    with tenant_scope(tenant.id):
        mother, son = person("한순자"), person("조영훈")
        home(mother, son)
        kimchi(mother, agency("복지관"), date(2026, 11, 10))
        kimchi(son, agency("교회"), date(2026, 11, 12))
    run_check(tenant_id=tenant.id, now=NOW)
    with tenant_scope(tenant.id):
        overlap = Overlap.objects.get()
    page = login(tenant, Role.CASEWORKER).get(reverse("welfare:overlap", args=[overlap.public_id])).content.decode()
    assert ("한○자" in page, "조○훈" in page, "한순자" in page) == (True, True, False)
