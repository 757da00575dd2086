"""A hand-out at the door on a phone; a consent given and withdrawn; a person who asks who looked."""

import re

import pytest

from tests.journeys.steps import find_person

pytestmark = pytest.mark.journey
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def open_card(page):
    find_person(page, "박말순", 1941, "민원 요청")


def sight_of(page, agencies):
    """Read what one class of agencies may know, as the page of consents says."""
    return page.get_by_role("row").filter(has_text=agencies).first.get_by_role("cell").first.inner_text()


def test_a_card_is_read_at_the_door_and_a_gift_is_written_in_three_taps(visit):
    """카드를 만들고, 휴대전화로 찍어, 물품을 고르고, 주었다고 적는다"""
    office = visit("dong")
    open_card(office)
    office.get_by_role("button", name="카드 만들기").click()
    code = CODE.search(office.locator("main").inner_text()).group()

    phone = visit("agency", phone=True)
    phone.goto(f"/door/card/{code.replace('-', '')}")  # first tap: the camera's link
    assert phone.get_by_role("heading", level=1).inner_text() == "박○순 님"
    phone.get_by_role("link", name="쌀 10kg").click()
    phone.get_by_role("button", name="주었습니다").click()
    phone.get_by_text("기록했습니다: 쌀 10kg 제공").wait_for()
    assert phone.complaints == []


def test_a_consent_opens_for_one_kind_of_agency_and_closes_again(visit):
    """물어보고, 받고, 거두는 동안 각 기관이 알 수 있는 것이 그 자리에서 달라진다"""
    page = visit("dong")
    open_card(page)
    page.get_by_role("link", name="누가 무엇을 알 수 있나").click()
    assert sight_of(page, "푸드뱅크·푸드마켓") == "확인 불가"
    asked = page.url
    with page.expect_response("**/print") as paper:
        page.get_by_role("button", name="동의서 인쇄").click()
    assert paper.value.headers["content-type"] == "application/pdf"

    page.goto(asked)  # a page that shows a PDF has no way back in every Chromium
    page.get_by_role("link", name="동의 기록하기").click()
    page.get_by_label("제공받는 자").select_option(label="푸드뱅크·푸드마켓")
    page.get_by_label("증빙 번호").fill("창구-1")
    page.get_by_role("button", name="기록", exact=True).click()
    page.get_by_text("민간 제공 기록, 구청·동이 준 위문품·성품을(를) 볼 수 있습니다").wait_for()
    assert "민간 제공 기록" in sight_of(page, "푸드뱅크·푸드마켓")

    row = page.get_by_role("row").filter(has_text="푸드뱅크·푸드마켓").filter(has_text="철회")
    row.get_by_role("link", name="철회").click()
    page.get_by_text("이제 아무것도 볼 수 없습니다").wait_for()
    page.get_by_role("button", name="철회 기록").click()
    page.get_by_text("지금부터 이 동의로는 제공하지 않습니다").wait_for()
    assert sight_of(page, "푸드뱅크·푸드마켓") == "확인 불가"
    assert page.complaints == []


def test_a_person_is_told_who_looked_and_asks_for_a_correction(visit):
    """창구에서 누가 왜 보았는지 보여 드리고, 종이로 드리고, 정정 요구를 받아 답한다"""
    page = visit("dong")
    open_card(page)
    page.get_by_role("link", name="본인에게 알려 주기").click()
    looks = page.get_by_role("region", name="본 부서")
    assert "미리내2동 주민센터" in looks.inner_text()
    page.get_by_label("무엇을 요구하나요?").select_option(label="정정")
    page.get_by_label("내용").fill("전화번호가 바뀌었습니다")
    page.get_by_role("button", name="요구 받기").click()
    page.get_by_text("정정 요구를 받았습니다").wait_for()

    page.goto("/rights/?state=open")
    page.get_by_role("link", name="정정").first.click()
    page.get_by_label("들어줌", exact=True).check()
    page.get_by_label("본인에게 알릴 말").fill("새 번호로 적었습니다")
    page.get_by_role("button", name="답하기").click()
    page.get_by_text("‘들어줌’(으)로 답했습니다").wait_for()
    assert page.complaints == []
