"""Before something is given: a list checked as a whole, a reason written down, the next in turn served."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from tests.journeys.steps import find_person, section

pytestmark = pytest.mark.journey
TODAY = datetime.now(ZoneInfo("Asia/Seoul")).date()
# Four agencies gave her kimchi this season; of the second nobody has ever heard.
LIST = "이름,생년월일\n박말순,1941-03-12\n최없음,1941-03-12\n"


def test_a_year_end_list_is_checked_before_delivery_and_a_consent_opens_its_line(visit):
    """받을 사람 명단을 올리면 한 사람에 한 줄: 동의한 사람만 신호가 켜지고, 찾지 못한 사람과 동의하지 않은 사람은 같다"""
    office = visit("dong")
    find_person(office, "박말순", 1941, "민원 요청")
    office.get_by_role("link", name="누가 무엇을 알 수 있나").click()
    office.get_by_role("link", name="동의 기록하기").click()
    office.get_by_label("제공받는 자").select_option(label="사회복지관·시설")
    office.get_by_label("증빙 번호").fill("연말-1")
    # Her centre may have sent a consent of its own before: then this one changes nothing, and nothing is announced.
    with office.expect_navigation():
        office.get_by_role("button", name="기록", exact=True).click()
    assert "알림" in office.get_by_role("row").filter(has_text="사회복지관·시설").first.inner_text()

    page = visit("agency")
    page.goto("/welfare/lists")
    page.get_by_label("명단 이름").fill("연말 김장")
    page.get_by_label("무엇을").select_option(label="김장 김치")
    page.get_by_label("나눌 날").fill(TODAY.isoformat())
    page.locator("input[type=file]").set_input_files(
        {"name": "연말.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp949")}
    )
    page.get_by_role("button", name="명단 확인").click()
    answers = section(page, "처음 2명").get_by_role("row")
    answers.nth(2).wait_for()
    assert "다음 차례로 미루거나" in answers.nth(1).inner_text()
    assert "확인 불가" in answers.nth(2).inner_text()
    assert "교회" not in page.locator("main").inner_text()

    page.get_by_label("사유").fill("연말 나눔 준비")
    with page.expect_download() as sheet:
        page.get_by_role("button", name="내려받기").click()
    cells = load_workbook(io.BytesIO(sheet.value.path().read_bytes())).active.iter_rows(values_only=True)
    lines = [row for row in cells if row and row[0] in ("박말순", "최없음")]
    assert ["확인 불가" in " ".join(filter(None, row)) for row in lines] == [False, True]
    assert page.complaints == []


def test_what_is_given_in_spite_of_a_warning_stands_in_the_report_with_its_reason(visit):
    """창구에서 겹친다고 알려도 드릴 때는 사유를 고르고, 그 수가 한 장 보고에 나온다"""
    page = visit("dong")
    page.goto("/welfare/giving")
    page.get_by_role("button", name="중복 확인").click()
    page.get_by_label("누구에게").fill("박말순 1941")
    page.get_by_label("무엇을").select_option(label="김장 김치")
    page.get_by_role("button", name="확인", exact=True).click()
    page.get_by_role("heading", name="걸리는 규칙").wait_for()
    page.get_by_label("그래도 드리는 사유").select_option(label="유통기한 임박")
    page.get_by_role("button", name="사유를 남기고 드림").click()
    page.get_by_text("사유를 기록했습니다").wait_for()

    report = visit("mayor")
    report.goto("/welfare/report")
    assert "유통기한 임박" in report.locator("main").inner_text()
    assert page.complaints == report.complaints == []


def test_the_next_in_turn_are_found_and_served(visit):
    """아무것도 받지 못한 이웃의 목록에서 다음 차례를 세우고, 첫 사람에게 드리고, 건너뛴 까닭을 적는다"""
    page = visit("lead")
    page.goto("/welfare/silent")
    page.get_by_role("heading", level=1).wait_for()
    page.get_by_role("link", name="이 가운데 다음 차례 세우기").click()
    page.get_by_label("이름").fill("전기장판 세 장")
    page.get_by_label("무엇을").select_option(label="가전")
    page.get_by_label("줄 수 있는 수").fill("3")
    page.get_by_role("button", name="차례 세우기").click()
    rows = page.get_by_role("row")
    rows.nth(1).wait_for()
    rows.nth(1).get_by_text("결정하기").click()
    page.get_by_label("1번째의 결정").select_option(label="드림")
    rows.nth(1).get_by_role("button", name="기록").click()
    page.get_by_text("결정을 기록했습니다").wait_for()
    assert "드림" in page.get_by_role("row").nth(1).inner_text()
    assert page.complaints == []
