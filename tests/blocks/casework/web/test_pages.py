"""The pages: board, the one page of a case, deeds, calendar, the applicant's lights."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import OrganisationKind, Role, add_organisation
from duru.blocks.audit.api import list_entries
from duru.blocks.casework.api import (
    Case,
    CaseState,
    Task,
    TaskState,
    ask_opinion,
    complete_task,
    open_case,
    pause_case,
    register_kind,
)
from duru.blocks.casework.models import BulkDeed, NamedHoliday, ReceiptTry
from duru.blocks.tenancy.api import tenant_scope
from tests.blocks.casework.conftest import ANSWERS, MACHINE, Office, open_task, receive
from tests.clients import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(tenant):
    """The office outside a scope: pages open their own."""
    tenant.is_demo = True
    tenant.save()
    with tenant_scope(tenant.id):
        return Office(add_organisation(by=MACHINE, name="해오름구청", kind=OrganisationKind.GU_OFFICE), {})


def enter(tenant, desk, name, department="노인장애인과", role=Role.PERMIT_OFFICER) -> Client:
    with tenant_scope(tenant.id):
        member = desk.member(name, department, role)
    return client_of(member)


@pytest.fixture
def case(tenant, desk):
    with tenant_scope(tenant.id):
        return receive(desk, at=timezone.now())


def page(client, name, *args, **query):
    answer = client.get(reverse(f"casework:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def test_a_case_is_received_reviewed_and_asked_about_on_screen(tenant, desk):
    client = enter(tenant, desk, "김접수")
    assert "사설 장사시설 신고(연습)" in page(client, "choose")
    url = reverse("casework:receive", args=["sample.facility"])
    typed = {
        "applicant_name": "박말순", "applicant_phone": "010-1234-5678", "f-facility": "family_grave", "f-lot": "산 12-3", "f-area_m2": "80",
        "t-owners-TOTAL_FORMS": "2", "t-owners-INITIAL_FORMS": "0", "t-owners-0-name": "박말순", "t-owners-0-share": "120",
    }  # fmt: skip
    refused = client.post(url, typed).content.decode()
    assert "토지 소유자 1번째 줄 지분(%): 100 이하여야 합니다." in refused
    answer = client.post(url, {**typed, "t-owners-0-share": "100"})
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    for words in ("2026-", "박말순", "지금 할 일: 서류 검토", "가족묘지", "010-1234-5678", "20일 (연습용 처리기간)"):
        assert words in shown
    with tenant_scope(tenant.id):
        found = Case.objects.get()
        assert found.answers == {
            "facility": "family_grave", "lot": "산 12-3", "area_m2": 80, "owners": [{"name": "박말순", "share": 100}],
        }  # fmt: skip
        task = open_task(found, "review")
    done = reverse("casework:task", args=[task.public_id])
    client.post(done, {"f-is_complete": "on", f"{task.public_id}-note": "모두 갖춤"})
    with tenant_scope(tenant.id):
        assert Task.objects.filter(case=found, state=TaskState.OPEN).count() == 5


def test_the_board_shows_mine_my_departments_and_leads_to_the_case(tenant, desk, case):
    client = enter(tenant, desk, "김접수")
    assert "여기에는 할 일이 없습니다" in page(client, "board")
    shown = page(client, "board", scope="department")
    assert (case.receipt_no in shown, "박○순" in shown, "박말순" in shown) == (True, True, False)
    with tenant_scope(tenant.id):
        task = open_task(case, "review").public_id
    client.post(reverse("casework:claim", args=[task]))
    assert case.receipt_no in page(client, "board")
    assert case.receipt_no not in page(client, "board", scope="department", when="late")
    assert client.get(reverse("casework:board"), {"q": case.receipt_no})["Location"].endswith(f"/{case.public_id}/")


def test_a_long_board_goes_on_page_by_page_without_a_row_lost_or_twice(tenant, desk, two_steps):
    with tenant_scope(tenant.id):
        for n in range(60):
            receive(desk, kind=two_steps.key, at=timezone.now() - timedelta(days=n % 3))
        Task.objects.filter(id__in=Task.objects.order_by("id").values("id")[:7]).update(due_at=None)
        expected = set(Case.objects.values_list("receipt_no", flat=True))
    client, seen, url = enter(tenant, desk, "김접수"), [], reverse("casework:board") + "?scope=department"
    for _ in range(3):
        shown = client.get(url).content.decode()
        seen += re.findall(r"(2026-\d{6}) ·", shown)
        following = re.search(r'href="(\?[^"]*after=[^"]*)">다음', shown)
        url = reverse("casework:board") + following[1].replace("&amp;", "&") if following else ""
    assert (len(seen), set(seen), url) == (60, expected, "")


@pytest.mark.parametrize(
    "after", ["x", "_", "2026_5_5", "0_99999999999999999999", "2026-11-22T00:00:00+09:00_3", "'_1"]
)
def test_any_place_in_the_address_is_answered(tenant, desk, case, after):
    page(enter(tenant, desk, "김접수"), "board", scope="department", after=after)


def test_another_department_cannot_open_the_case_until_it_is_asked(tenant, desk, case):
    client = enter(tenant, desk, "산림과 사람", "산림과")
    url = reverse("casework:case", args=[case.public_id])
    assert client.get(url).status_code == 403
    with tenant_scope(tenant.id):
        assert list_entries().filter(kind="denial", action="민원 보기").count() == 1
        ask_opinion(
            by=desk.actor("김접수"),
            public_id=case.public_id,
            departments=["산림과"],
            question="의견",
            period="5일",
            at=timezone.now(),
        )
    assert "지금 할 일: 산림과 의견" in client.get(url).content.decode()
    with tenant_scope(tenant.id):
        assert list_entries().filter(kind="look", subject_refs__contains=[f"case:{case.public_id}"]).count() == 1


@pytest.mark.parametrize("name", ["case", "picture", "due", "history"])
def test_the_pages_of_a_case_open_and_another_number_is_not_found(tenant, desk, case, name):
    client = enter(tenant, desk, "김접수")
    page(client, name, case.public_id)
    assert client.get(reverse(f"casework:{name}", args=["01ARZ3NDEKTSV4RRFFQ69G5FAV"])).status_code == 404


@pytest.mark.parametrize("name", ["pause", "extend", "ask", "withdraw", "transfer", "return", "merge"])
def test_every_deed_has_a_form_that_says_what_is_missing(tenant, desk, case, name):
    client = enter(tenant, desk, "김접수")
    url = reverse("casework:deed", args=[case.public_id, name])
    assert client.get(url).status_code == 200
    if name != "withdraw":
        assert client.post(url, {}).status_code == 200
        with tenant_scope(tenant.id):
            assert Case.objects.get().state == CaseState.RUNNING


def test_보완_is_asked_for_on_screen_and_the_clock_stands(tenant, desk, case):
    client = enter(tenant, desk, "김접수")
    url = reverse("casework:deed", args=[case.public_id, "pause"])
    stale = client.post(url, {"reason": "supplement", "note": "위치도", "version": case.version - 1}).content.decode()
    assert "그사이 다른 사람이" in stale
    client.post(url, {"reason": "supplement", "note": "위치도", "version": case.version})
    assert "처리기간이 멈춰 있습니다" in page(client, "case", case.public_id)
    assert "재개" in page(client, "case", case.public_id)


def test_a_decision_is_proposed_by_one_and_approved_by_another_on_screen(tenant, desk, two_steps):
    register_kind(type(two_steps)(**{**two_steps.__dict__, "two_people": True}))
    with tenant_scope(tenant.id):
        case = receive(desk, kind=two_steps.key, at=timezone.now())
        complete_task(by=desk.actor("김접수"), task_id=open_task(case, "check").public_id, at=timezone.now())
        task = open_task(case, "decide").public_id
    maker, checker = enter(tenant, desk, "김접수"), enter(tenant, desk, "이과장")
    maker.post(reverse("casework:task", args=[task]), {f"{task}-outcome": "accept", f"{task}-reason": "맞음"})
    assert "올린 사람은 승인할 수 없습니다" in page(maker, "case", case.public_id)
    assert "결재를 기다리는 결정안" in page(checker, "case", case.public_id)
    checker.post(reverse("casework:approve", args=[case.public_id]))
    with tenant_scope(tenant.id):
        assert Case.objects.get().outcome == "accept"


def test_a_comment_calls_by_name(tenant, desk, case):
    client, called = enter(tenant, desk, "김접수"), enter(tenant, desk, "이과장")
    client.post(reverse("casework:comment", args=[case.public_id]), {"text": "@이과장, 봐 주십시오."})
    assert "나를 부른 의견" in page(called, "board")
    assert "봐 주십시오." in page(called, "case", case.public_id)
    assert "나를 부른 의견" not in page(called, "board")


def test_a_bulk_deed_is_approved_on_screen(tenant, desk, case):
    client = enter(tenant, desk, "이과장")
    url = reverse("casework:bulk")
    assert client.post(url).status_code == 302
    assert "승인하고 시작" in client.post(url, {"case": [case.public_id]}).content.decode()
    answer = client.post(url, {"case": [case.public_id], "action": "comment", "text": "점검함"})
    with tenant_scope(tenant.id):
        deed = BulkDeed.objects.get()
    assert answer["Location"].endswith(f"/{deed.public_id}/")
    assert "의견 적기" in page(client, "bulk_deed", deed.public_id)


def test_the_board_leaves_as_a_file_with_its_reason(tenant, desk, case):
    client = enter(tenant, desk, "김접수")
    assert "사유" in page(client, "export", scope="department")
    answer = client.get(reverse("casework:export"), {"scope": "department", "reason": "주간 회의 자료"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    with tenant_scope(tenant.id):
        assert list_entries().filter(kind="export", purpose="주간 회의 자료").count() == 1


def test_the_administrator_names_a_holiday_and_takes_it_back(tenant, desk):
    client = enter(tenant, desk, "관리자", "정보통신과", Role.ADMIN)
    assert "기독탄신일" in page(client, "calendar", year="2026")
    typed = {"on": "2027-03-12", "name": "임시공휴일", "kind": "extra", "source": "관보 제77호"}
    client.post(reverse("casework:add_holiday"), typed)
    assert "관보 제77호" in page(client, "calendar", year="2027")
    assert "이미 쉬는 날" in client.post(reverse("casework:add_holiday"), typed).content.decode()
    with tenant_scope(tenant.id):
        day = NamedHoliday.objects.get()
    client.post(reverse("casework:remove_holiday", args=[day.id]))
    assert "관보 제77호" not in page(client, "calendar", year="2027")
    hours = {"from_on": "2027-01-04", "opens": "09:00", "closes": "17:00", "source": "조례"}
    client.post(reverse("casework:set_hours"), hours)
    assert "09:00–17:00" in page(client, "calendar")
    assert enter(tenant, desk, "김접수").get(reverse("casework:calendar")).status_code == 403


def test_an_applicant_sees_the_lights_without_login(tenant, desk, case):
    client, url = Client(), reverse("casework:status")
    assert "접수번호" in client.get(url).content.decode()
    shown = client.post(url, {"receipt_no": case.receipt_no, "phone": "010 1234 5678"}).content.decode()
    for words in ("박○순", "서류 검토", "하는 중", "관계 부서 협의", "노인장애인과"):
        assert words in shown
    assert "박말순" not in shown
    with tenant_scope(tenant.id):
        pause_case(
            by=desk.actor("김접수"),
            public_id=case.public_id,
            reason="supplement",
            note="위치도를 다시 내 주십시오.",
            at=timezone.now(),
        )
    assert (
        "위치도를 다시 내" in client.post(url, {"receipt_no": case.receipt_no, "phone": "01012345678"}).content.decode()
    )


def test_guessing_is_slowed_down_and_never_told_what_was_wrong(tenant, desk, case):
    client, url = Client(), reverse("casework:status")
    wrong_phone = client.post(url, {"receipt_no": case.receipt_no, "phone": "010-9999-9999"}).content.decode()
    wrong_number = client.post(url, {"receipt_no": "2026-999999", "phone": "010-1234-5678"}).content.decode()
    said = "접수번호나 전화번호가 맞지 않습니다"
    assert (said in wrong_phone, said in wrong_number) == (True, True)
    for _ in range(4):
        client.post(url, {"receipt_no": case.receipt_no, "phone": "010-9999-9999"})
    assert client.post(url, {"receipt_no": case.receipt_no, "phone": "010-1234-5678"}).status_code == 429
    with tenant_scope(tenant.id):
        assert case.receipt_no not in str(list(ReceiptTry.objects.values_list("receipt", "origin")))


def test_a_case_without_a_telephone_is_shown_to_nobody(tenant, desk):
    with tenant_scope(tenant.id):
        case = open_case(
            by=desk.actor("김접수"),
            kind="sample.facility",
            title="",
            applicant_name="박말순",
            at=timezone.now(),
            answers=ANSWERS,
        )
    for phone in ("", "-", "없음", "0"):
        shown = (
            Client().post(reverse("casework:status"), {"receipt_no": case.receipt_no, "phone": phone}).content.decode()
        )
        assert "박○순" not in shown
