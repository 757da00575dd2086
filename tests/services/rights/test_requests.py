"""A person sees who looked and why, on screen and on paper; asks; and is answered in ten days."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.audit.api import list_entries, record_look
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.models import Person
from duru.blocks.tenancy.api import tenant_scope
from duru.services.rights.errors import RequestRefused
from duru.services.rights.models import RightsRequest
from duru.services.rights.operations import answer_request, receive_request
from tests.clients import client_of
from tests.services.welfare.district import TODAY, agency, give, person, worker

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # a Friday


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))


@pytest.fixture
def lead(scope):
    return worker(agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True), role=Role.WELFARE_LEAD)


def ask(by, who, kind="correction", organisation=None):
    return receive_request(by=by, person=who, kind=kind, words="주소가 다릅니다", organisation=organisation, at=NOW)


def test_ten_days_begin_tomorrow_and_end_on_a_worked_day(lead):
    who = person()
    give(who, agency("푸드뱅크"), TODAY)
    assert ask(lead, who).due_on == date(2026, 11, 30)
    at = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # ten days on is a Saturday
    asked = receive_request(by=lead, person=who, kind="stop", words="멈춰 주세요", at=at)
    assert asked.due_on == date(2026, 12, 7)


def test_an_answer_has_words_and_is_final(lead):
    who = person()
    give(who, agency("푸드뱅크"), TODAY)
    asked = ask(lead, who)
    with pytest.raises(RequestRefused):
        answer_request(by=lead, public_id=asked.public_id, is_granted=True, answer=" ", at=NOW)
    answered = answer_request(by=lead, public_id=asked.public_id, is_granted=False, answer="등본과 같습니다", at=NOW)
    assert (answered.state, answered.answered_on) == ("refused", date(2026, 11, 20))
    with pytest.raises(RequestRefused):
        answer_request(by=lead, public_id=asked.public_id, is_granted=True, answer="다시", at=NOW)


def test_a_granted_deletion_destroys_that_agency_s_records_and_no_others(lead):
    who, bank, centre = person(), agency("푸드뱅크"), agency("복지관")
    give(who, bank, TODAY)
    kept = give(who, centre, TODAY)
    asked = ask(lead, who, kind="deletion", organisation=bank)
    answer_request(by=lead, public_id=asked.public_id, is_granted=True, answer="지웠습니다", at=NOW)
    assert (SourceRecord.objects.get(), Person.objects.get()) == (kept.record, who)
    assert list_entries().filter(action="개인정보 파기").count() == 1


def test_an_agency_answers_what_is_about_its_own_records_and_sees_no_other(lead):
    who, bank, centre = person(), agency("푸드뱅크"), agency("복지관")
    for giver in (bank, centre):
        give(who, giver, TODAY)
    clerk = worker(bank, role=Role.AGENCY_WORKER)
    own, others, all_of_them = (ask(lead, who, organisation=each) for each in (bank, centre, None))
    page = client_of(clerk).get(reverse("rights:requests")).content.decode()
    assert [each.public_id in page for each in (own, others, all_of_them)] == [True, False, False]
    for foreign in (others, all_of_them):
        assert client_of(clerk).get(reverse("rights:answer", args=[foreign.public_id])).status_code == 404
        with pytest.raises(RightsRequest.DoesNotExist):
            answer_request(by=clerk, public_id=foreign.public_id, is_granted=True, answer="고쳤습니다", at=NOW)
    assert (
        answer_request(by=clerk, public_id=own.public_id, is_granted=True, answer="고쳤습니다", at=NOW).state == "done"
    )


def test_what_a_public_office_must_keep_is_not_deleted_and_a_deletion_names_its_agency(lead):
    who = person()
    office = agency("동 주민센터", OrganisationKind.DONG_OFFICE, is_public=True)
    give(who, office, TODAY)
    with pytest.raises(RequestRefused):
        ask(lead, who, kind="deletion")
    asked = ask(lead, who, kind="deletion", organisation=office)
    with pytest.raises(RequestRefused):
        answer_request(by=lead, public_id=asked.public_id, is_granted=True, answer="지웁니다", at=NOW)
    assert RightsRequest.objects.get().state == "open"


def test_a_person_sees_who_looked_on_screen_and_on_paper_and_asks(tenant):
    with tenant_scope(tenant.id):
        lead = worker(agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True), role=Role.WELFARE_LEAD)
        who = person("박말순")
        give(who, agency("해오름 푸드뱅크"), TODAY)
        other = worker(agency("해오름1동", OrganisationKind.DONG_OFFICE, is_public=True), role=Role.CASEWORKER)
        record_look(
            actor=other.audit, action="주민 카드 보기", purpose="상담: 전화 문의", subjects=[f"person:{who.public_id}"]
        )
    client = client_of(lead)
    own = reverse("rights:own", args=[who.public_id])
    asked_why = client.get(own)
    assert (asked_why.status_code, reverse("registry:purpose", args=[who.public_id]) in asked_why.url) == (302, True)
    client.post(reverse("registry:purpose", args=[who.public_id]), {"purpose": "civil_request"})
    page = client.get(own).content.decode()
    words = ("해오름1동", "상담: 전화 문의", "해오름 푸드뱅크", "김장김치")
    assert [word for word in words if word not in page] == []
    paper = client.post(reverse("rights:paper", args=[who.public_id]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    client.post(reverse("rights:ask", args=[who.public_id]), {"kind": "correction", "words": "주소가 다릅니다"})
    with tenant_scope(tenant.id):
        assert list_entries().filter(kind="export", subject_refs=[f"person:{who.public_id}"]).count() == 1
        asked = RightsRequest.objects.get()
    assert "주소가 다릅니다" in client.get(own).content.decode()
    answer = reverse("rights:answer", args=[asked.public_id])
    assert client.post(answer, {"is_granted": "yes", "answer": "고쳤습니다"}).status_code == 302
    assert "박○순" in client.get(reverse("rights:requests")).content.decode()


def test_the_officer_sees_what_is_over_and_destroys_it(tenant):
    with tenant_scope(tenant.id):
        office = agency("감사담당관", OrganisationKind.GU_OFFICE, is_public=True)
        officer, lead = worker(office, role=Role.PRIVACY_OFFICER), worker(office, role=Role.WELFARE_LEAD)
        give(person(), agency("푸드뱅크"), date(2020, 1, 1))
    url = reverse("rights:retention")
    assert "1건" in client_of(lead).get(url).content.decode()
    assert client_of(lead).post(url, {"reason": "정기 파기"}).status_code == 403
    page = client_of(officer).post(url, {"reason": "정기 파기"}, follow=True).content.decode()
    assert ("1건을 파기" in page, "정기 파기" in page) == (True, True)
