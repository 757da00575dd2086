"""소문에서 환수까지, 그리고 생존확인: 변동 관리의 두 길."""

from datetime import date, timedelta

import pytest

from tests.journeys.steps import find_person, reload_until, section

pytestmark = pytest.mark.journey


def tell(page, name, born, *, days_ago):
    """Search a person, write down what a 통장 heard, and stand on the page of the matter."""
    find_person(page, name, born, "사망·전출 확인")
    page.get_by_role("link", name="변동 단서 적기").click()
    page.get_by_label("무슨 일").select_option(label="사망")
    page.get_by_label("어디서 들었나").select_option(label="통장 확인")
    page.get_by_label("일어난 날").fill((date.today() - timedelta(days=days_ago)).isoformat())
    page.get_by_role("button", name="변동 단서 적기").click()
    page.get_by_text("방문하여 확인합니다").first.wait_for()
    return page.url


def do(page, deed, **fill):
    """Do one of the deeds a matter offers."""
    page.get_by_role("link", name=deed, exact=True).click()
    for label, value in fill.items():
        found = page.get_by_label(label.replace("_", " ")).first
        found.select_option(label=value) if found.evaluate("one => one.tagName") == "SELECT" else found.fill(value)
    page.get_by_role("button", name=deed, exact=True).click()
    page.locator("#messages").wait_for()


def test_a_rumour_becomes_a_letter_about_what_was_overpaid(visit):
    """통장의 말 → 지급 전 확인 요청 → 방문 → 확정 → 모두 종료 → 사전통지와 결정, HWPX와 PDF, 면제는 법이 정한 급여만"""
    page = visit("lead")
    matter = tell(page, "조영호", 1951, days_ago=75)
    papers = section(page, "문서")
    reload_until(page, lambda: papers.count() > 0)
    assert "지급 전 확인 요청" in papers.inner_text()
    assert "사망의심" in page.locator("main").inner_text()

    do(page, "방문 결과 적기", 확인한_것="문이 잠겨 있고 이웃이 장례를 치렀다고 함")
    do(page, "확정", 무엇으로_확인했나="주민등록 말소(사유: 사망)", 까닭="말소 명단에서 확인")
    do(page, "서비스 종료 결정", 까닭="주민등록 말소(사망)")
    effects = section(page, "이 사람에게 걸린").inner_text()
    assert effects.count("서비스 종료") >= 1
    owed = section(page, "과오지급")
    assert "면제 규정 없음" in owed.get_by_role("row").filter(has_text="기초연금").inner_text()

    page.get_by_role("link", name="결정 기초연금", exact=True).click()
    assert page.get_by_label("반환 면제").count() == 0
    page.get_by_label("환수·반환 결정").check()
    page.get_by_label("사전통지를 하지 않은 까닭").fill("상속인이 의견 진술을 포기함")
    page.get_by_label("까닭", exact=False).last.fill("사망한 달 뒤의 지급분")
    page.get_by_role("button", name="과오지급 결정").click()
    page.get_by_text("결정했습니다").wait_for()

    page.get_by_role("link", name="결정 통지 기초연금", exact=True).click()
    page.get_by_label("받는 이").fill("조영호")
    page.get_by_role("button", name="결정 통지").click()
    page.get_by_text("돌아가신 분께는 편지를 보낼 수 없습니다").wait_for()
    page.get_by_label("받는 이").fill("조상속")
    page.get_by_role("button", name="결정 통지").click()
    page.get_by_text("결정 통지를 기안했습니다").wait_for()
    letter = section(page, "문서").get_by_role("link", name="기초연금 환수 결정 통지").get_attribute("href")
    for ending, begins in (("hwpx", b"PK"), ("pdf", b"%PDF")):
        answer = page.request.get(f"{letter.rstrip('/')}/file/{ending}")
        assert (answer.status, answer.body()[: len(begins)]) == (200, begins)
    assert page.url == matter


def test_alive_after_all_puts_everything_back(visit):
    """방문하여 본인을 뵙고 생존확인: 걸린 것이 모두 그대로"""
    page = visit("dong", phone=True)
    tell(page, "이영숙", 1952, days_ago=2)
    before = section(page, "이 사람에게 걸린").get_by_role("row").count()
    do(page, "방문 결과 적기", 확인한_것="댁에서 뵘")
    do(page, "생존확인", 까닭="방문하여 본인을 뵘")
    text = page.locator("main").inner_text()
    assert "생존확인" in text
    assert "서비스 종료" not in section(page, "이 사람에게 걸린").inner_text()
    assert section(page, "이 사람에게 걸린").get_by_role("row").count() == before


def test_what_the_family_could_not_know_is_waived_where_the_law_allows_it(visit):
    """과오지급 결정 기다림 → 의견제출 기한이 지난 생계급여 → 반환 면제와 근거 → 면제 통지(PDF); 사회보장급여법 밖의 기초연금에는 면제가 없다"""
    page = visit("lead")
    page.goto("/changes/?owed=yes")
    matter = None
    for link in [
        one.get_attribute("href")
        for one in page.get_by_role("table").get_by_role("link").all()
        if "/changes/" in (one.get_attribute("href") or "")
    ]:
        page.goto(link)
        if page.get_by_role("link", name="결정 생계급여", exact=True).count():
            matter = link
            break
    assert matter, "no undecided overpayment of 생계급여 in the demo"
    page.get_by_role("link", name="결정 생계급여", exact=True).click()
    page.get_by_label("반환 면제 (국민기초생활 보장법 제47조제1항 단서)").check()
    page.get_by_label("까닭", exact=False).last.fill("이미 생활비로 썼고 남은 가족도 수급자임")
    page.get_by_role("button", name="과오지급 결정").click()
    page.get_by_text("결정했습니다").wait_for()
    assert "반환 면제" in section(page, "과오지급").get_by_role("row").filter(has_text="생계급여").first.inner_text()
    assert "이미 생활비로 썼고" in section(page, "단서와 결정").inner_text()
    page.get_by_role("link", name="결정 통지 생계급여", exact=True).click()
    page.get_by_role("button", name="결정 통지").click()
    page.get_by_text("결정 통지를 기안했습니다").wait_for()
    letter = section(page, "문서").get_by_role("link", name="면제").first.get_attribute("href")
    answer = page.request.get(f"{letter.rstrip('/')}/file/pdf")
    assert (answer.status, answer.body()[:4]) == (200, b"%PDF")
