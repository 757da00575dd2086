"""Somebody moves to the 구 next door: what they agreed to goes along, and the new 구 goes on from there."""

from datetime import date, timedelta

import pytest

from tests.browser import PHONE, become, open_window
from tests.journeys.steps import find_person, section

pytestmark = pytest.mark.journey


@pytest.fixture
def next_door(chromium, installation):
    """The officer of 달맞이구, on the same server under its own name."""
    page = open_window(chromium, installation.replace("127.0.0.1", "dalmaji.localhost"), width=PHONE)
    yield become(page, "neighbour")
    page.context.close()


def test_who_moved_is_handed_over_with_their_consent(visit, next_door):
    """전출한 사람 → 동의 없이는 못 보냄 → 동의 기록 → 보냄 → 옆 구가 받아 주민이 됨 → 보낸 구가 답을 봄"""
    page = visit("lead")
    find_person(page, "윤태식", 1950, "사망·전출 확인")
    card = page.url
    section(page, "전출지 인계").get_by_role("link", name="전출지에 인계하기").click()
    page.get_by_text("동의한 기록이 없습니다").wait_for()

    page.get_by_role("link", name="동의 기록하기").click()
    page.get_by_label("목적").select_option(label="전출지 인계")
    page.get_by_label("제공받는 자").select_option(label="구청·동 주민센터")
    for item in ("성명·생년월일·성별", "주소·연락처", "민간 제공 기록"):
        page.get_by_label(item).check()
    page.get_by_label("시작일").fill(f"{date.today()}")
    page.get_by_label("마지막 날").fill(f"{date.today() + timedelta(days=60)}")
    page.get_by_label("증빙 번호").fill("전출-41")
    page.get_by_role("button", name="기록").click()
    page.locator("#messages").wait_for()

    page.goto(card)
    section(page, "전출지 인계").get_by_role("link", name="전출지에 인계하기").click()
    assert "동의하지 않아 빠지는 것" in page.locator("main").inner_text()
    page.get_by_label("새 주소지").select_option(label="한빛특별시 달맞이구")
    page.get_by_label("새 주소", exact=True).fill("달빛로 3")
    page.get_by_label("전하는 말").fill("반찬을 이어 주세요")
    page.get_by_role("button", name="보내기").click()
    page.get_by_text("달맞이구에 보냈습니다").wait_for()
    sent = page.url

    next_door.goto("/handovers/")
    next_door.get_by_role("link", name="해오름구").first.click()
    next_door.get_by_text("반찬을 이어 주세요").wait_for()
    assert "기초연금" not in next_door.locator("main").inner_text()  # not agreed to
    next_door.get_by_role("link", name="인계 받기").click()
    next_door.get_by_role("button", name="인계 받기").click()
    next_door.get_by_text("인계를 받았습니다").wait_for()

    page.goto(sent)
    assert "달맞이구청 복지정책과 노을빛" in page.locator("main").inner_text()
