"""은가람천이 넘치는 날: 지도에 그려서 명단을 뽑고, 네트워크가 끊긴 곳에서 사본으로 연락한다."""

import pytest

from tests.browser import PATIENCE_MS, PHONE

pytestmark = pytest.mark.journey
PHRASE = "파란 우산 넷 접기"
CORNERS = ((0.1, 0.3), (0.8, 0.3), (0.9, 0.75), (0.1, 0.75))  # clear of the buttons


def test_a_flood_is_drawn_printed_and_called_without_a_network(visit, chromium, tmp_path):
    """지도에 구역을 그리면 위험한 차례의 명단이 나와 인쇄되고, 잠근 사본은 네트워크 없이 열려 결과를 돌려보낸다"""
    page = visit("dong")
    page.goto("/emergency/new?hazard=flood")
    page.locator("[data-drawing]").wait_for()
    canvas = page.locator("[data-map] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for x, y in CORNERS:
        canvas.click(position={"x": box["width"] * x, "y": box["height"] * y})
    page.get_by_text("찍은 점 4개").wait_for()
    page.get_by_label("무슨 일").fill("은가람천 범람, 반지하에 물이 들어옴")
    page.get_by_role("button", name="안에 있는 사람 보기").click()
    first, second = page.locator(".emergency-line").nth(0), page.locator(".emergency-line").nth(1)
    first.get_by_role("button", name="대피함").click()
    first.get_by_text("윤가람").wait_for()

    paper = page.request.post(
        f"{page.url}/paper",
        form={"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")},
        headers={"Referer": page.url},
        timeout=PATIENCE_MS * 2,
    )
    assert paper.body()[:5] == b"%PDF-"

    page.get_by_role("button", name="오프라인 사본").click()
    page.get_by_label("암호문").fill(PHRASE)
    with page.expect_download() as download:
        page.get_by_role("button", name="사본 받기").click()
    file = tmp_path / "copy.html"
    download.value.save_as(file)

    street = chromium.new_context(viewport={"width": PHONE, "height": 900}, locale="ko-KR", offline=True)
    copy = street.new_page()
    copy.goto(file.as_uri())
    copy.get_by_label("암호문").fill("틀린 암호문 열 글자")
    copy.get_by_role("button", name="열기").click()
    copy.get_by_text("열리지 않습니다").wait_for()
    copy.get_by_label("암호문").fill(PHRASE)
    copy.get_by_role("button", name="열기").click()
    card = copy.locator(".card").nth(1)
    card.get_by_role("button", name="연락 안 됨").click()
    copy.get_by_text("아직 보내지 못한 표시 1개").wait_for()
    street.set_offline(False)
    copy.get_by_role("button", name="결과 보내기").click()
    copy.get_by_text("결과를 보냈습니다").wait_for()
    street.close()

    number = second.locator("h3").inner_text()
    shown = page.request.get(page.url).text()
    assert "연락 안 됨</span>" in shown.partition(number)[2].partition("</header>")[0]
    assert page.complaints == []
