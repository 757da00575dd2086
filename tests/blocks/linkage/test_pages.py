"""Pages of links, asked for as a browser would."""

import pytest
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import Membership, Role, User
from duru.blocks.audit.api import AuditEntry
from duru.blocks.linkage.api import Band, HumanDecision, Link, join_record, link_tenant
from duru.blocks.linkage.models import AccuracyItem, LinkRun
from duru.blocks.linkage.operations.comparing import prepare_comparing
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.registry.api import Person
from duru.blocks.tenancy.api import tenant_scope
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of
from tests.clients import client_of

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
    return client_of(membership, client)


def say_why(client):
    client.post(reverse("linkage:purpose"), {"purpose": "duplicate_check", "note": "명절 지원 준비"})
    return client


def test_list_shows_what_waits_with_masked_names(client, unsure, civil):
    page = log_in(client, civil, Role.CASEWORKER).get(reverse("linkage:reviews"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "박○서" in text
    assert "박철서" not in text


def test_list_says_what_came_in_since_and_is_nobodys_yet(client, unsure, civil, centre):
    prepare_comparing(last_full_run())
    client = log_in(client, civil, Role.CASEWORKER)
    assert "아직 견주지 않은" not in client.get(reverse("linkage:reviews")).content.decode()
    add_record(centre, "황보라라", "1977-07-07")
    assert "아직 견주지 않은 기록 1건" in client.get(reverse("linkage:reviews")).content.decode()


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


def test_the_rival_stands_beside_with_weights_of_its_own(client, here, residents, civil, centre):
    add_record(civil, "박철수", "1951-12-24", sex="M", is_register=True, household_no="98", dataset="residents")
    record = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    prepare_comparing(link_tenant(tenant_id=here.id, now=NOW))
    other = Person.objects.exclude(id=person_of(record).id).get(name="박철수")
    Link.objects.filter(record=record).update(rival=other, band=Band.REVIEW)
    client = say_why(log_in(client, civil, Role.CASEWORKER))
    page = client.get(reverse("linkage:review", args=[record.public_id])).content.decode()
    assert "다른 후보 박철수, 무게 +" in page


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


def test_next_pair_comes_at_once_as_a_part(client, here, unsure, residents, centre, civil):
    other = add_record(centre, "김영의", "1946", phone="")
    link_tenant(tenant_id=here.id, now=NOW)
    assert Link.objects.get(record=other).band == Band.REVIEW
    client = say_why(log_in(client, civil, Role.CASEWORKER))
    first = client.get(reverse("linkage:next"))["Location"]
    answered = client.post(
        first + "decide",
        {"answer": "unsure:too_little", "person": person_of(unsure).public_id, "seen": ""},
        headers={"HX-Request": "true"},
    )
    assert answered.status_code == 200
    text = answered.content.decode()
    assert text.lstrip().startswith('<div id="pair"')
    assert answered["HX-Push-Url"] not in ("", first)
    assert "오늘 <strong>1건</strong>" in text
    assert "hx-swap-oob" in text


def test_stale_screen_says_who_was_first_and_shows_the_pair_again(client, unsure, civil, residents):
    browser = say_why(log_in(client, civil, Role.CASEWORKER))
    address = reverse("linkage:review", args=[unsure.public_id])
    page = browser.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    candidate = person_of(residents[2])
    join_record(unsure.id, candidate, by=actor(name="이담당"), reason="", now=NOW)
    answered = browser.post(
        reverse("linkage:decide", args=[unsure.public_id]),
        {"answer": "other", "person": candidate.public_id, "seen": seen, "reason": "다름"},
        follow=True,
    )
    assert "이담당 님이 이 기록을 ‘같은 사람’(으)로 정했습니다" in answered.content.decode()
    assert HumanDecision.objects.count() == 1


def test_filter_goes_along_from_pair_to_pair(client, unsure, civil, centre):
    browser = say_why(log_in(client, civil, Role.CASEWORKER))
    query = f"?organisation={centre.id}"
    following = browser.get(reverse("linkage:next") + query)["Location"]
    assert following.endswith(query)
    assert f"decide{query}" in browser.get(following).content.decode()
    elsewhere = browser.get(reverse("linkage:next") + f"?organisation={civil.id}")["Location"]
    assert elsewhere == reverse("linkage:reviews")


def test_decision_page_tells_what_changed_and_that_a_run_is_awaited(client, unsure, civil, residents):
    browser = say_why(log_in(client, civil, Role.CASEWORKER))
    browser.post(
        reverse("linkage:decide", args=[unsure.public_id]),
        {"answer": "same", "person": person_of(residents[2]).public_id},
    )
    decision = HumanDecision.objects.get()
    page = browser.get(reverse("linkage:decision", args=[decision.id])).content.decode()
    assert "달라진 것이 없습니다" in page
    assert "다음 잇기에서" in page
    assert "박○서" in browser.get(reverse("linkage:decisions")).content.decode()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PRIVACY_OFFICER, Role.MAYOR, Role.ADMIN])
def test_only_the_lead_changes_how_decisions_are_made(client, here, civil, role):
    browser = log_in(client, civil, role)
    assert browser.get(reverse("linkage:rule")).status_code == 403
    assert browser.post(reverse("linkage:draw_sample"), {"n": 100}).status_code == 403


def test_rule_is_set_with_its_day_and_reason(client, here, civil):
    browser = log_in(client, civil, Role.WELFARE_LEAD)
    today = timezone.localdate().isoformat()
    refused = browser.post(
        reverse("linkage:rule"), {"mode": "two", "effective_from": "2020-01-01", "reason": "감사 권고"}
    )
    assert "지난 날짜" in refused.content.decode()
    assert (
        browser.post(
            reverse("linkage:rule"), {"mode": "two", "effective_from": today, "reason": "감사 권고"}
        ).status_code
        == 302
    )
    assert "두 사람이 확인" in browser.get(reverse("linkage:reviews")).content.decode()


@pytest.mark.parametrize("page", ["accuracy", "model"])
def test_figures_without_people_are_for_every_official(client, unsure, civil, page):
    assert log_in(client, civil, Role.MAYOR).get(reverse(f"linkage:{page}")).status_code == 200


def test_blind_page_hides_what_the_machine_thinks(client, here, residents, centre, civil):
    add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    link_tenant(tenant_id=here.id, now=NOW)
    browser = say_why(log_in(client, civil, Role.WELFARE_LEAD))
    browser.post(reverse("linkage:draw_sample"), {"n": 100})
    item = AccuracyItem.objects.get()
    page = browser.get(reverse("linkage:blind", args=[item.id])).content.decode()
    pair = page.split('<div id="pair"')[1].split("</main>")[0]
    assert "박철수" in pair
    assert all(word not in pair for word in ("%", "+", "무게", "자모 하나 다름", "이어 두었"))
    answered = browser.post(reverse("linkage:answer_blind", args=[item.id]), {"answer": "same"})
    assert answered.status_code == 302
    item.refresh_from_db()
    assert item.answer == "same"
    assert browser.get(reverse("linkage:blind", args=[item.id])).status_code == 404


def test_agency_sees_neither_accuracy_nor_model(client, here, centre):
    browser = log_in(client, centre, Role.AGENCY_WORKER)
    assert browser.get(reverse("linkage:accuracy")).status_code == 403
    assert browser.get(reverse("linkage:model")).status_code == 403
