import pytest

from tests.journeys.steps import find_person, section

pytestmark = pytest.mark.journey

NAME, BIRTH_YEAR = "박말순", 1941
AGENCIES = ("해오름종합사회복지관", "해오름푸드뱅크", "새벽별교회", "해오름구 지역사회보장협의체")


def test_a_caseworker_sees_who_serves_a_person_and_what_overlaps(visit):
    """이름과 태어난 해로 찾아, 목적을 말하고, 열두 달과 돕는 기관과 겹침의 까닭을 본다"""
    page = visit("dong")
    find_person(page, NAME, BIRTH_YEAR, "상담")
    assert page.get_by_role("heading", level=1).inner_text() == NAME
    months = page.get_by_role("region", name="최근 12개월 동안 받은 것", exact=True).get_by_role("columnheader")
    assert months.count() == 13
    helpers = section(page, "누가 돕고 있나").inner_text()
    assert [agency for agency in AGENCIES if agency not in helpers] == []
    overlap = section(page, "겹친 지원").get_by_role("listitem").filter(has_text="김장")
    assert "4곳 4건" in overlap.inner_text()
    assert "행사" in overlap.inner_text() or "캠페인" in overlap.inner_text(), "no reason"

    phone = section(page, "인적 사항").locator("dd").filter(has=page.get_by_role("button", name="전화 보기"))
    assert "*" in phone.inner_text()
    page.get_by_role("button", name="전화 보기").click()
    page.get_by_role("button", name="전화 보기").wait_for(state="detached")
    shown = section(page, "인적 사항").locator("dd").filter(has_text="010-").inner_text()
    assert "*" not in shown

    page.goto("/")
    overlap_page = page.goto("/welfare/?category=food")
    assert overlap_page.status == 200
    page.get_by_role("row").filter(has_text="박○순").filter(has_text="김장").get_by_role("link").first.click()
    assert page.get_by_role("heading", level=2, name="판정과 근거").is_visible()
    given = section(page, "누가 언제 무엇을 주었나").inner_text()
    assert [agency for agency in AGENCIES if agency not in given] == []
    assert page.complaints == []


def test_the_privacy_officer_finds_both_looks_and_an_intact_chain(visit):
    """카드를 연 것과 가린 값을 본 것이 열람 기록에 목적과 함께 남고, 사슬은 그대로다"""
    note = "여정 시험의 안부 전화"
    page = visit("dong")
    page.goto("/welfare/silent")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_label("덧붙일 말").fill(note)
    page.get_by_role("button", name="안부 확인").click()
    page.get_by_role("button", name="주소 보기").click()
    page.get_by_role("button", name="주소 보기").wait_for(state="detached")

    officer = visit("privacy")
    officer.goto("/audit/")
    seen = officer.get_by_role("row").filter(has_text=f"안부 확인: {note}").filter(has_text="윤가람")
    assert seen.filter(has_text="주민 카드 보기").count() == 1
    assert seen.filter(has_text="주소 보기").count() == 1
    officer.goto("/audit/chain")
    assert officer.get_by_text("모든 기록이 처음 적힌 그대로입니다").is_visible()
    assert officer.complaints == []
