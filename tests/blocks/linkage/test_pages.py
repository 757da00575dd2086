"""Pages of links, asked for as a browser would."""

import pytest
from django.urls import reverse

from duru.blocks.access.api import SESSION_KEY, Membership, Role, User
from duru.blocks.audit.api import AuditEntry
from duru.blocks.linkage.api import Band, HumanDecision, Link, link_tenant
from duru.blocks.linkage.models import LinkRun
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import tenant_scope
from tests.blocks.linkage.conftest import NOW, add_record, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unsure(here, residents, centre):
    record = add_record(centre, "박철서", "1951", phone="")
    link_tenant(tenant_id=here.id, now=NOW)
    assert Link.objects.get(record=record).band == Band.REVIEW
    return record


def log_in(client, office, role, **rights):
    user = User.objects.create_user("worker@haeoreum.example", "x", name="김담당")
    membership = Membership.objects.create(user=user, organisation=office, role=role, **rights)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = membership.id
    session.save()
    return client


def say_why(client):
    client.post(reverse("linkage:purpose"), {"purpose": "duplicate_check", "note": "명절 지원 준비"})
    return client


def test_list_shows_what_waits_with_masked_names(client, unsure, civil):
    page = log_in(client, civil, Role.CASEWORKER).get(reverse("linkage:reviews"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "박○서" in text
    assert "박철서" not in text


def test_review_asks_for_the_purpose_first(client, unsure, civil):
    client = log_in(client, civil, Role.CASEWORKER)
    address = reverse("linkage:review", args=[unsure.public_id])
    asked = client.get(address)
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("linkage:purpose"))
    assert "박철서" not in client.get(asked["Location"]).content.decode()
    back = client.post(asked["Location"], {"purpose": "duplicate_check"})
    assert back["Location"] == address
    assert client.get(address).status_code == 200


def test_question_never_leads_to_another_site(client, unsure, civil):
    client = log_in(client, civil, Role.CASEWORKER)
    back = client.post(reverse("linkage:purpose"), {"purpose": "duplicate_check", "next": "//elsewhere.example/"})
    assert back["Location"] == reverse("linkage:next")


def test_review_shows_both_as_typed_with_words_and_is_logged(client, unsure, civil):
    page = say_why(log_in(client, civil, Role.CASEWORKER)).get(reverse("linkage:review", args=[unsure.public_id]))
    text = page.content.decode()
    assert (
        '<mark class="link-differs"><span class="sr-only">다름: </span>서<small class="link-note">ㅓ→ㅜ</small></mark>'
        in text
    )
    assert "자모 하나 다름" in text
    assert "해만 적혀 있고 같음" in text
    assert "무게의 합" in text
    looked = AuditEntry.objects.get(action="같은 사람인지 견주어 보기")
    assert looked.purpose == "중복 확인: 명절 지원 준비"
    assert f"person:{person_of(unsure).public_id}" in looked.subject_refs


@pytest.mark.parametrize(
    ("answer", "n_decisions", "band"), [("same", 1, Band.HUMAN), ("other", 1, Band.HUMAN), ("later", 0, Band.REVIEW)]
)
def test_each_answer_is_taken(client, unsure, civil, residents, answer, n_decisions, band):
    candidate = person_of(residents[2])
    answered = log_in(client, civil, Role.CASEWORKER).post(
        reverse("linkage:decide", args=[unsure.public_id]), {"answer": answer, "person": candidate.public_id}
    )
    assert answered.status_code == 302
    assert HumanDecision.objects.count() == n_decisions
    assert Link.objects.get(record=unsure).band == band
    assert (person_of(unsure) == candidate) == (answer != "other")


def test_record_is_taken_off_with_a_reason(client, here, residents, centre, civil):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    link_tenant(tenant_id=here.id, now=NOW)
    resident = person_of(mention)
    client = log_in(client, civil, Role.CASEWORKER)
    address = reverse("linkage:split", args=[mention.public_id])
    assert "떼어낼까요" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 200
    assert person_of(mention) == resident
    client.post(address, {"reason": "통화로 확인"})
    assert person_of(mention) != resident


def test_what_was_taken_off_can_be_put_back_on_the_same_page(client, here, residents, centre, civil):
    record = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    link_tenant(tenant_id=here.id, now=NOW)
    before = person_of(record)
    browser = log_in(client, civil, Role.CASEWORKER)
    browser.post(reverse("linkage:split", args=[record.public_id]), {"reason": "다른 분"})
    assert person_of(record) != before
    page = say_why(browser).get(reverse("linkage:review", args=[record.public_id])).content.decode()
    assert f"{before.name} 님에게 다시 잇기" in page
    browser.post(reverse("linkage:decide", args=[record.public_id]), {"answer": "same", "person": before.public_id})
    assert person_of(record) == before


@pytest.mark.parametrize("role", [Role.MAYOR, Role.AGENCY_WORKER, Role.RECORDER, Role.PERMIT_OFFICER, Role.ADMIN])
def test_others_are_refused(client, unsure, civil, role):
    client = log_in(client, civil, role)
    assert client.get(reverse("linkage:reviews")).status_code == 403
    assert client.post(reverse("linkage:decide", args=[unsure.public_id]), {"answer": "same"}).status_code == 403


def test_protected_candidate_leaves_list_and_page(client, unsure, civil, residents):
    Person.objects.filter(id=person_of(residents[2]).id).update(is_protected=True)
    client = log_in(client, civil, Role.CASEWORKER)
    assert "확인할 기록이 없습니다" in client.get(reverse("linkage:reviews")).content.decode()
    page = say_why(client).get(reverse("linkage:review", args=[unsure.public_id]))
    assert page.status_code == 404 or "박철수" not in page.content.decode()


def test_export_asks_for_a_reason_first(client, unsure, civil):
    client = log_in(client, civil, Role.CASEWORKER)
    assert "내려받는 사유" in client.get(reverse("linkage:reviews") + "?export=csv").content.decode()
    file = client.get(reverse("linkage:reviews") + "?export=csv&reason=동별 나눔")
    assert file["Content-Type"].startswith("text/csv")
    assert "박○서" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert AuditEntry.objects.filter(action="같은 사람 확인 목록 내려받기").count() == 1


def test_lead_may_ask_for_a_run(client, here, residents, civil):
    answered = log_in(client, civil, Role.WELFARE_LEAD).post(reverse("linkage:run"))
    assert answered.status_code == 302
    with tenant_scope(here.id):
        assert LinkRun.objects.count() == 0  # promised to the worker, not done in the request
