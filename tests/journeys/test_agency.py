import pytest
from openpyxl import load_workbook

from tests.journeys.messy import FORMULA, NAME, REFUSED, REPEATED, RRN, TAKEN, write_messy_file

pytestmark = pytest.mark.journey


def upload(page):
    page.goto("/intake/new/")
    page.get_by_label("자료 종류").select_option(label="제공 기록")
    page.get_by_label("파일").set_input_files(write_messy_file())
    page.get_by_role("button", name="올리고 열 확인하기").click()


def figure(page, label):
    """Read one of the big numbers."""
    return int(page.locator(".duru-stat").filter(has_text=label).locator(".duru-stat-value").inner_text().rstrip("줄"))


def wait_for_check(page):
    page.get_by_role("heading", name="줄 보기").wait_for(timeout=60_000)


def read_sheet(page, folder):
    """Download the refused rows; returns all cells of all sheets as (value, kind)."""
    page.get_by_role("link", name=f"거절 {REFUSED}").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="거절된 줄 내려받기").click()
    path = folder / "refused.xlsx"
    download.value.save_as(path)
    return [
        [(cell.value, cell.data_type) for cell in row]
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
    ]  # fmt: skip


def test_a_messy_file_finds_its_way_into_the_ledger_and_counts_once(visit, tmp_path):
    """지저분한 파일 하나: 열 하나를 고치고, 거절된 줄을 돌려받고, 반영하고, 다시 올리면 모두 이미 받은 줄"""
    page = visit("agency")
    upload(page)
    page.get_by_role("heading", level=1, name="열 맞추기").wait_for()
    assert "지웠습니다" in page.locator("#messages").inner_text()

    # The guess leaves «뭐 드렸나» open; without it nothing is checked.
    page.get_by_role("button", name="이대로 검사하기").click()
    page.get_by_text("다시 확인해 주세요").wait_for()
    item = page.get_by_label("품목·내용")
    assert item.input_value() == ""
    item.select_option(label="7열 나눔 뭐 드렸나")
    page.get_by_role("button", name="이대로 검사하기").click()
    wait_for_check(page)
    assert [figure(page, label) for label in ("받는 줄", "거절된 줄", "이미 받은 줄")] == [TAKEN, REFUSED, REPEATED]
    assert figure(page, "합계 등 제외") == 1

    cells = [cell for row in read_sheet(page, tmp_path) for cell in row]
    texts = [str(value) for value, _ in cells]
    assert not any(RRN in text or RRN[-7:] in text for text in texts), "a resident number came back"
    assert any("1953-13-45" in text for text in texts)
    assert any("11월에" in text and "날짜" in text for text in texts), "no reason beside the row"
    assert f"'{FORMULA}" in texts
    assert all(kind != "f" for _, kind in cells), "a formula that would run"
    assert page.get_by_role("cell", name="1953-13-45", exact=True).is_visible()
    assert RRN not in page.content()

    page.get_by_role("button", name="반영").click()
    page.get_by_role("term").get_by_text("반영", exact=True).wait_for(timeout=60_000)  # the worker has done it
    page.goto("/intake/")
    assert page.get_by_role("row").filter(has_text=NAME).filter(has_text="반영됨").count() == 1

    upload(page)
    wait_for_check(page)  # no question: the columns were confirmed before
    counted = TAKEN + REPEATED
    assert [figure(page, label) for label in ("받는 줄", "거절된 줄", "이미 받은 줄")] == [0, REFUSED, counted]
    assert page.complaints == []


def test_an_agency_gets_nothing_of_the_others(visit, installation):
    """기관 실무자는 남의 기록을 주소로도 열 수 없고, 거부된 시도가 기록에 남는다"""
    lead = visit("lead")
    lead.goto("/welfare/")
    overlap = lead.get_by_role("table").get_by_role("link").nth(12).get_attribute("href")
    lead.goto("/welfare/silent")
    person = lead.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")
    lead.goto("/intake/?file_name=" + "주민")
    intake = lead.get_by_role("rowheader").get_by_role("link").first.get_attribute("href")

    agency = visit("agency")
    answers = {path: agency.goto(path).status for path in ("/welfare/", overlap, person, "/people/", "/audit/", intake)}
    assert set(answers.values()) <= {403, 404}, answers
    assert agency.goto("/intake/").status == 200
    assert {"해오름종합사회복지관"} == set(agency.locator("td[data-label=기관]").all_inner_texts())

    officer = visit("privacy")
    officer.goto("/audit/")
    officer.get_by_label("구분").select_option(label="거부")
    officer.get_by_role("button", name="찾기").click()
    officer.wait_for_url("**kind=**")
    denied = officer.get_by_role("row").filter(has_text="서하늘")
    for action in ("중복·누락 목록 보기", "주민 찾기", "주민 카드 열기", "다른 기관의 자료 보기"):
        assert denied.filter(has_text=action).count() >= 1, action
