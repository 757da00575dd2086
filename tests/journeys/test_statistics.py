"""통계: 한 달을 한 장으로 내려받고, 손으로 표를 만든다"""

import io

import pypdfium2
import pytest
from openpyxl import load_workbook

from duru.blocks.documents.adapters.hwpx import words_of
from tests.journeys.steps import reload_until

pytestmark = pytest.mark.journey


def test_the_month_is_taken_away_in_three_formats(visit):
    """구청장이 월간 한 장을 엑셀, 한글, PDF로 내려받고, PDF는 한 쪽이다"""
    page = visit("mayor")
    page.goto("/statistics/report/month")
    reload_until(page, lambda: page.get_by_role("link", name="PDF").count() == 1)
    number = page.locator(".duru-stats").get_by_text("명").first.inner_text().strip()
    bodies = {}
    for kind, name in (("xlsx", "엑셀"), ("hwpx", "한글(HWPX)"), ("pdf", "PDF")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        bodies[kind] = coming.value.path().read_bytes()
    book = load_workbook(io.BytesIO(bodies["xlsx"]))
    assert "급여별 수급자" in book.sheetnames
    assert any(number in str(row[0].value) for row in book["설명"].iter_rows())
    assert number.replace("명", "") in " ".join(words_of(bodies["hwpx"]))
    document = pypdfium2.PdfDocument(bodies["pdf"])
    assert len(document) == 1
    assert number in document[0].get_textpage().get_text_range()
    document.close()
    assert page.complaints == []


def test_a_table_is_built_by_hand_and_kept(visit):
    """복지정책과가 받은 것을 분야와 성별로 나누어 세고, 외부용으로 가려 보고, 이름을 붙여 둔다"""
    page = visit("lead")
    page.goto("/statistics/ask")
    page.get_by_role("link", name="기관이 준 것").click()
    page.get_by_label("사람 (명)").check()
    page.get_by_label("세로로 나누기").select_option(label="분야")
    page.get_by_label("가로로 나누기").select_option(label="성별")
    page.get_by_role("button", name="표 만들기").click()
    table = page.locator("table.statistics-grid")
    reload_until(page, lambda: table.count() == 1)
    assert "식품" in table.inner_text()
    page.get_by_label("쓰임").select_option(label="외부용(작은 칸 가림)")
    page.get_by_role("button", name="보기").click()
    assert "X" in table.inner_text()
    page.get_by_label("이름", exact=False).first.fill("분야별 남녀")
    page.get_by_role("button", name="저장").click()
    page.get_by_text("통계표를 저장했습니다").wait_for()
    page.goto("/statistics/")
    assert page.get_by_role("link", name="분야별 남녀").is_visible()
    assert page.complaints == []
