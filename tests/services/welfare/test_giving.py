"""The check at the moment of giving: what officials, agencies with consent and agencies without are told."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.benefits.api import ensure_catalogue
from duru.blocks.consent.api import record_consent, withdraw_consent
from duru.blocks.registry.models import Person
from duru.blocks.tenancy.api import tenant_scope
from duru.services.welfare.enums import Light, Reason
from duru.services.welfare.errors import GiftRefused
from duru.services.welfare.models import GiftOverride
from duru.services.welfare.operations.giving import override_gift
from duru.services.welfare.queries.counter import find_at_counter
from duru.services.welfare.queries.gifts import gift_of
from duru.services.welfare.queries.giving import UNKNOWN, check_gift
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, give, grant, home, kimchi, person, record, worker

OFFICE = {"kind": OrganisationKind.GU_OFFICE, "is_public": True}


@pytest.fixture
def kim(scope):
    """Somebody who had kimchi from the church two weeks ago, and what may be given today."""
    ensure_catalogue()
    who = person("박말순", name_key="박말순", phone="01012341234", phone_tail="1234")
    kimchi(who, agency("교회"), TODAY - timedelta(days=14))
    return who


@pytest.fixture
def official(scope):
    return worker(agency("복지정책과", **OFFICE), role=Role.CASEWORKER)


@pytest.fixture
def centre(scope):
    return worker(agency("복지관"), role=Role.AGENCY_WORKER)


def ask(actor, who, what="김장 김치"):
    gift = gift_of(what, on=TODAY, official=actor.is_official)
    return check_gift(actor, person_id=who.id if who else None, gift=gift, on=TODAY)


def agree(who, actor, *items, recipient="welfare_centre"):
    from duru.blocks.access.api import Organisation, system_actor

    organisation = Organisation.objects.get(id=actor.organisation_id)
    return record_consent(
        by=system_actor(), record=record(who, organisation), purpose="overlap_check", recipient=recipient, items=items,
        from_on=TODAY, until_on=TODAY + timedelta(days=300), form_version="1", proof_kind="paper", proof_reference="1",
        at=NOW,
    )  # fmt: skip


def test_an_official_reads_the_rule_and_the_record(kim, official):
    answer = ask(official, kim)
    assert answer.light == Light.SIMILAR
    (warning,) = answer.warnings
    assert (warning.hit.finding.code, warning.held.organisation_name) == ("S01", "교회")


def test_an_agency_without_consent_is_told_the_same_of_everybody(kim, centre):
    stranger, helped = person("최없음"), ask(centre, kim)
    assert helped == ask(centre, stranger) == ask(centre, None) == UNKNOWN
    kim.is_protected = True
    kim.save()
    agree(kim, centre, "private_handouts")
    assert ask(centre, kim) == UNKNOWN


def test_with_consent_an_agency_learns_category_and_month_and_nothing_more(kim, centre):
    agree(kim, centre, "private_handouts", "district_gifts")
    answer = ask(centre, kim)
    assert (answer.light, answer.similar_words, answer.warnings, answer.own) == (
        Light.SIMILAR,
        "식품 2026. 11.",
        (),
        (),
    )
    assert "교회" not in answer.sentence + answer.what_to_do


def test_a_withdrawn_consent_shuts_the_light_at_once(kim, centre, official):
    consent = agree(kim, centre, "private_handouts")
    assert ask(centre, kim).light == Light.SIMILAR
    withdraw_consent(by=official, public_id=consent.public_id, at=NOW)
    assert ask(centre, kim) == UNKNOWN


def test_public_benefits_enter_the_light_of_no_agency_that_is_not_a_named_body(scope, centre):
    ensure_catalogue()
    warm = person("난방")
    grant(warm, agency("생활보장과", **OFFICE), "에너지바우처", category="fuel", per="household")
    give(warm, agency("교회"), TODAY - timedelta(days=3), category="fuel", programme="연탄", item="연탄")
    agree(warm, centre, "public_grants")
    assert ask(centre, warm, "연탄") == UNKNOWN
    agree(warm, centre, "private_handouts")
    assert ask(centre, warm, "연탄").similar_words == "연료 2026. 11."


@pytest.mark.parametrize(
    "columns",
    [
        {"category": "medical", "programme": "의료비", "item": "수술비"},
        {"category": "goods", "programme": "", "item": "가정폭력 피해자 긴급물품", "campaign_key": "김장-2026"},
        {"category": "emotional", "programme": "안부", "item": "심리 상담"},
    ],
)
def test_what_is_never_told_is_not_told_with_consent_either(scope, centre, columns):
    ensure_catalogue()
    who = person("비밀")
    give(who, agency("상담소"), TODAY - timedelta(days=3), **columns)
    agree(who, centre, "private_handouts", "district_gifts")
    assert ask(centre, who, f"={columns['category']}").similar == ()


def test_a_gift_to_the_household_is_found_with_any_member_who_agreed(kim, centre, official):
    husband = person("김철수")
    home(kim, husband)
    assert ask(official, husband).light == Light.SIMILAR
    agree(husband, centre, "private_handouts")
    assert ask(centre, husband).light == Light.CLEAR  # his wife's record is hers to tell
    agree(kim, centre, "private_handouts")
    assert ask(centre, husband).light == Light.SIMILAR


def test_an_agency_reads_its_own_records_in_full_without_any_consent(kim, centre):
    from duru.blocks.access.api import Organisation

    mine = Organisation.objects.get(id=centre.organisation_id)
    kimchi(kim, mine, TODAY - timedelta(days=5))
    answer = ask(centre, kim)
    assert answer.light == Light.UNKNOWN
    assert [each.hit.finding.code for each in answer.warnings] == ["S01"]
    assert [each.item for each in answer.own] == ["김장김치"]


def test_a_doubtful_link_warns_an_official_and_never_an_agency(scope, centre, official):
    ensure_catalogue()
    who = person("의심")
    kimchi(who, agency("교회"), TODAY - timedelta(days=5), band="review")
    agree(who, centre, "private_handouts")
    assert ask(official, who).warnings[0].held.is_doubtful
    assert ask(centre, who).light == Light.CLEAR


def test_a_public_benefit_that_a_law_forbids_stops_and_no_reason_helps(scope, official):
    ensure_catalogue()
    poor = person("수급자")
    grant(poor, agency("생활보장과", **OFFICE), "생계급여", per="household")
    answer = ask(official, poor, "긴급복지 생계지원")
    assert (answer.light, answer.rule_code) == (Light.STOP, "E01")
    gift = gift_of("긴급복지 생계지원", on=TODAY, official=True)
    with pytest.raises(GiftRefused):
        override_gift(by=official, person=poor, gift=gift, reason=Reason.URGENT, at=NOW)


def test_giving_in_spite_of_a_warning_is_written_once_with_its_rule(kim, official):
    gift = gift_of("김장 김치", on=TODAY, official=True)
    for _ in range(2):
        override_gift(by=official, person=kim, gift=gift, reason=Reason.EXPIRING, at=NOW)
    made = GiftOverride.objects.get()
    assert (made.rule_code, made.verdict, made.person_ref) == ("S01", "caution", kim.public_id)
    calm = gift_of("장학금", on=TODAY, official=True)
    with pytest.raises(GiftRefused):
        override_gift(by=official, person=kim, gift=calm, reason=Reason.URGENT, at=NOW)


def test_the_page_asks_the_purpose_once_and_logs_whom_it_told_of(kim, tenant, official):
    client, url = client_of(official), reverse("welfare:giving")
    assert "왜 확인하는지" in client.get(url).content.decode()
    client.post(url, {"purpose": "duplicate_check"})
    page = client.post(url, {"who": "박말순 1941 1234", "gift": "김장 김치"}).content.decode()
    assert "비슷한 것을 받았습니다" in page
    assert "박말순" not in page.replace('value="박말순 1941 1234"', "").replace("예: 박말순 1941 1234", "")
    with tenant_scope(tenant.id):
        looks = list_entries().filter(action="주기 전 확인").values_list("purpose", "subject_refs")
        assert list(looks) == [("중복 확인", [f"person:{kim.public_id}"])]


def test_the_pages_of_an_agency_are_the_same_for_a_stranger_and_for_somebody_without_consent(kim, centre):
    client, url = client_of(centre), reverse("welfare:giving")
    client.post(url, {"purpose": "duplicate_check"})
    pages = [
        client.post(url, {"who": who, "gift": "김장 김치"})
        .content.decode()
        .replace("예: 박말순 1941 1234", "")
        .replace(who, "")
        for who in ("박말순 1941 1234", "없는이 1941 1234")
    ]
    strip = [page.split("<main")[1].split("</main>")[0].split("csrfmiddlewaretoken") for page in pages]
    assert [part.split(">", 1)[-1] for part in strip[0]] == [part.split(">", 1)[-1] for part in strip[1]]
    assert "확인 불가, 구청 문의" in pages[0]


def test_an_agency_must_say_all_three(kim, centre):
    client, url = client_of(centre), reverse("welfare:giving")
    client.post(url, {"purpose": "duplicate_check"})
    page = client.post(url, {"who": "박말순", "gift": "김장 김치"}).content.decode()
    assert "모두 적어 주세요" in page


def test_several_of_one_name_are_a_choice_for_officials_only(kim, official, centre):
    Person.objects.create(name="박말순", name_key="박말순", birth_year=1941, phone_tail="1234", sex="F")
    assert len(find_at_counter(official, "박말순 1941", today=TODAY).choices) == 2
    found = find_at_counter(centre, "박말순 1941 1234", today=TODAY)
    assert (found.person, found.choices) == (None, ())
    assert find_at_counter(official, kim.public_id, today=date(2026, 11, 22)).person == kim


def test_the_report_counts_what_was_given_all_the_same(kim, official, tenant):
    gift = gift_of("김장 김치", on=TODAY, official=True)
    override_gift(by=official, person=kim, gift=gift, reason=Reason.EXPIRING, at=NOW)
    page = client_of(official).get(reverse("welfare:report")).content.decode()
    assert "S01 유통기한 임박" in page


def test_a_program_is_answered_as_the_screen_is(kim, centre):
    client = client_of(centre)
    asked = {"who": "박말순 1941 1234", "gift": "김장 김치", "purpose": "duplicate_check"}
    unknown = client.post("/api/check-gift", asked, content_type="application/json").json()
    assert (unknown["light"], unknown["similar"], unknown["warnings"]) == ("unknown", [], [])
    agree(kim, centre, "private_handouts")
    told = client.post("/api/check-gift", asked, content_type="application/json").json()
    assert (told["light"], told["similar"]) == ("similar", [{"category": "식품", "month": "2026-11"}])
    assert (
        client.post("/api/check-gift", asked | {"gift": "기초연금"}, content_type="application/json").status_code == 422
    )


def test_nobody_and_one_who_agreed_to_nothing_cost_the_same_work_and_leave_the_same_trace(kim, centre):
    """How long an answer takes, and whether it wrote a line, would tell an agency whom the district knows."""
    client = client_of(centre)
    client.post(reverse("welfare:giving"), {"purpose": "duplicate_check"})
    seen = []
    for who in ("박말순 1941 1234", "최없음 1941 1234", "박말순 1941 1234"):
        before = len(list_entries())
        with CaptureQueriesContext(connection) as asked:
            page = client.post(reverse("welfare:giving"), {"who": who, "gift": "김장 김치"}).content.decode()
        kinds = sorted(entry.kind for entry in list_entries()[: len(list_entries()) - before])
        # The field's example is one of the two names.
        seen.append((len(asked), kinds, page.replace("박말순 1941 1234", "").replace("최없음 1941 1234", "")))
    # The first call warms what is kept.
    assert seen[1][:2] == seen[2][:2]
    assert without_tokens(seen[1][2]) == without_tokens(seen[2][2])
    assert seen[2][1] == ["denial", "look"]


def without_tokens(page: str) -> str:
    return re.sub(r"[A-Za-z0-9]{64}", "", page)


def test_who_is_under_a_stop_turns_the_light_red_for_those_who_may_know_it(kim, official, centre, scope):
    from duru.services.changes.api import confirm_change, deny_change, end_services, tell_sign

    give(
        kim,
        centre_of(centre),
        TODAY - timedelta(days=3),
        item="밑반찬",
        programme="밑반찬",
        category="care",
        per="person",
    )
    stranger = worker(agency("푸드뱅크"), role=Role.AGENCY_WORKER)
    change = tell_sign(kim.public_id, kind="death", source="headman", happened_on=TODAY, note="", by=official, at=NOW)
    confirm_change(change.public_id, proof="deregistered", happened_on=TODAY, reason="말소", by=official, at=NOW)
    before = {who: ask(who, kim, "=clothing") for who in (official, centre, stranger)}
    assert [answer.light for answer in before.values()] == [Light.CLEAR, Light.UNKNOWN, Light.UNKNOWN]
    end_services(change.public_id, reason="사망", by=official, at=NOW)
    told, own, other = (ask(who, kim, "=clothing") for who in (official, centre, stranger))
    assert (told.light, "서비스 종료" in told.sentence, told.rule_code) == (Light.STOP, True, "종료 결정")
    assert (own.light, "밑반찬" in own.sentence, "사망" in own.sentence) == (Light.STOP, True, False)
    assert other == UNKNOWN
    made = override_gift(
        by=official,
        person=kim,
        gift=gift_of("=clothing", on=TODAY, official=True),
        reason=Reason.values[0],
        at=NOW,
        note="장례 뒤 유족",
    )
    assert made.rule_code == "종료 결정"
    deny_change(change.public_id, reason="생존 확인", by=official, at=NOW)
    assert ask(official, kim, "=clothing").light == Light.CLEAR


def centre_of(actor):
    from duru.blocks.access.api import Organisation

    return Organisation.objects.get(id=actor.organisation_id)
