"""From the guide to one page over everything received at once; the register of graves on screen."""

from datetime import date

import pytest
from django.urls import reverse

from duru.blocks.access.api import Role
from duru.blocks.casework.api import Case
from duru.blocks.tenancy.api import tenant_scope
from duru.services.permits.models import Grave
from duru.services.permits.operations.graves import enter_grave
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
ASKED = "facility=cemetery&owner=family&land=forest&area=99&alters_land=on&zones=military&is_own_land=yes"
FILLED = {"applicant_name": "박가람", "applicant_phone": "010-2000-3000", "lot": "새솔동 산 12-3", "papers": ["평면도"]}


def receive_url(query=ASKED):
    return f"{reverse('permits:receive')}?{query}"


def test_application_is_received_from_the_guide_and_shown_as_a_whole(tenant, browse):
    officer = browse()
    answer = officer.post(receive_url(), {**FILLED, "apart": ["development", "land_category"]}, follow=True)
    page = answer.content.decode()
    assert "접수했습니다. 접수번호는" in page
    assert "한 번에 접수한 민원 3건" in page
    assert "개발행위허가 새솔동 산 12-3" in page
    assert "군사기지·군사시설 보호구역" in page
    assert page.count("아직</") >= 2  # papers still missing
    with tenant_scope(tenant.id):
        case = Case.objects.get(parent__isnull=True)
    own = reverse("permits:overview", args=[case.public_id])
    assert own in officer.get(reverse("casework:case", args=[case.public_id])).content.decode()
    answer = officer.post(reverse("permits:ask", args=[case.public_id]), follow=True)
    assert "검토를 요청했습니다" in answer.content.decode()
    assert "회신이 없으면 협의로 봅니다(행정기본법 제24조제4항)" in answer.content.decode()


def test_nothing_is_opened_when_the_telephone_is_wrong_and_what_was_typed_stays(tenant, browse):
    page = browse().post(receive_url(), {**FILLED, "applicant_phone": "12"}).content.decode()
    assert "전화번호를 010-1234-5678처럼" in page
    assert "새솔동 산 12-3" in page
    with tenant_scope(tenant.id):
        assert not Case.objects.exists()


def test_receiving_without_an_area_leads_back_to_the_guide(browse):
    answer = browse().get(receive_url("facility=cemetery&owner=family"), follow=True)
    assert "전체 면적을 적어 주세요" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AGENCY_WORKER, Role.PRIVACY_OFFICER])
def test_others_neither_receive_nor_see_graves(browse, role):
    other = browse(role)
    assert other.get(receive_url()).status_code == 403
    assert other.get(reverse("permits:graves")).status_code == 403
    assert other.post(reverse("permits:enter_grave")).status_code == 403


def test_unknown_case_is_not_found(browse):
    assert browse().get(reverse("permits:overview", args=["01J0000000000000000000000X"])).status_code == 404


def test_grave_is_entered_extended_and_taken_off_on_screen(tenant, browse):
    officer = browse()
    filled = {
        "kind": "cemetery_family",
        "lot": "새솔동 산 1",
        "deceased_name": "박할배",
        "buried_on": "1997-01-10",
        "keeper_name": "박가람",
    }
    page = officer.post(reverse("permits:enter_grave"), filled, follow=True).content.decode()
    assert "2027. 1. 10." in page
    with tenant_scope(tenant.id):
        grave = Grave.objects.get()
    page = officer.post(reverse("permits:extend_grave", args=[grave.public_id]), {"years": "30"}, follow=True)
    assert "2057. 1. 10." in page.content.decode()
    page = officer.post(reverse("permits:extend_grave", args=[grave.public_id]), {"years": "10"})
    assert "한 번만 연장" in page.content.decode()
    page = officer.post(
        reverse("permits:remove_grave", args=[grave.public_id]), {"removed_on": "2020-01-01"}, follow=True
    )
    assert "적은 분묘가 없습니다" in page.content.decode()


def test_graves_leave_as_a_file_only_with_a_reason(tenant, member, browse):
    keeper = member()
    with tenant_scope(tenant.id):
        enter_grave(
            kind="cemetery_person", lot="산 1", deceased_name="김할매", keeper_name="김가람", buried_on=date(2001, 1, 13), by=keeper, at=NOW
        )  # fmt: skip
    officer = browse(keeper)
    assert "내려받는 사유" in officer.get(reverse("permits:graves"), {"export": "csv"}).content.decode()
    answer = officer.get(reverse("permits:graves"), {"export": "csv", "reason": "연고자 안내문 발송"})
    assert "김할매" in b"".join(answer).decode("utf-8-sig")


def test_counter_page_leads_to_the_guide_and_a_facility_is_never_received_past_it(browse):
    officer = browse()
    page = officer.get(reverse("casework:choose")).content.decode()
    assert page.count(f'href="{reverse("permits:guide")}"') >= 1
    assert "가족묘지 허가" not in page
    assert reverse("participation:receive") not in page  # not this officer's to receive
    answer = officer.post(reverse("casework:receive", args=["permits.cemetery_family"]), FILLED)
    assert (answer.status_code, answer.url) == (302, reverse("permits:guide"))


def test_confirming_tells_until_when_one_may_ask_and_by_when_the_grave_is_cleared(tenant, browse, member):
    with tenant_scope(tenant.id):
        grave = enter_grave(
            kind="cemetery_family", lot="산 1", deceased_name="박할배", buried_on=date(1997, 1, 10), keeper_name="박가람",
            by=member(), at=NOW,
        )  # fmt: skip
    officer = browse()
    page = officer.get(reverse("permits:extend_grave", args=[grave.public_id])).content.decode()
    assert "2027. 1. 11.부터 2027. 5. 10.까지 받습니다" in page
    page = officer.get(reverse("permits:remove_grave", args=[grave.public_id])).content.decode()
    assert "2028. 1. 10.까지 시설을 철거" in page


def test_prior_review_is_received_from_the_guide_and_has_its_page(browse):
    officer = browse()
    assert "사전심사로 접수" in officer.get(f"{reverse('permits:guide')}?{ASKED}").content.decode()
    page = officer.post(receive_url(f"{ASKED}&prior=1"), FILLED, follow=True).content.decode()
    assert "사전심사: 가족묘지 새솔동 산 12-3" in page
    assert "한 번에 접수한 민원 1건" in page
    assert "군사기지·군사시설 보호구역" in page
