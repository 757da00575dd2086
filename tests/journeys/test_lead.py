import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from duru.blocks.benefits.api import next_payment
from tests.journeys.steps import find_person, reload_until, section

pytestmark = pytest.mark.journey

# The district is made for the day the journeys run.
TODAY = datetime.now(ZoneInfo("Asia/Seoul")).date()


def test_the_dead_who_are_still_paid_lead_the_list(visit):
    """숨진 지 23일 된 어르신의 다음 지급이 사흘 뒤: 지난 날과 지급일이 목록과 한 사람 화면에 나온다"""
    page = visit("lead")
    page.goto("/welfare/gone?kind=dead")
    row = page.get_by_role("row").filter(has_text="서○만")
    assert "23일" in row.inner_text()
    # The second benefit leaves in three days; on some days of a month the pension (the 25th) leaves before it.
    pays_on = min(TODAY + timedelta(days=3), next_payment(until_on=None, pays_on=25, on=TODAY))
    assert f"{pays_on.day}." in row.get_by_role("cell").first.inner_text()
    row.get_by_role("link").click()
    assert "23일" in page.get_by_role("heading", level=1).inner_text()
    paid = section(page, "아직 나가는 것").inner_text()
    assert "기초연금" in paid
    assert "장수수당" in paid
    page.goto("/")
    left = (pays_on - TODAY).days
    assert page.get_by_text(f"숨진 지 23일, 다음 지급 {f'{left}일 전' if left else '오늘'}").is_visible()
    assert page.complaints == []


def test_an_overlap_is_marked_as_justified_with_its_reason(visit):
    """정당하다고 볼 때에는 사유를 골라야 하고, 결정이 목록에 남는다"""
    page = visit("lead")
    page.goto("/welfare/?decided=none&verdict=restricted")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_label("정당함", exact=True).check()
    page.get_by_role("button", name="결정 기록").click()
    assert page.get_by_text("사유를 골라 주세요").first.is_visible()
    page.get_by_label("정당함", exact=True).check()
    page.get_by_label("정당한 사유").select_option(label="긴급")
    page.get_by_role("button", name="결정 기록").click()
    assert "정당함(긴급)" in section(page, "지난 결정").inner_text()
    page.goto("/welfare/?decided=justified")
    assert page.get_by_role("row").filter(has_text="정당함").count() == 1
    assert page.complaints == []


def test_a_record_taken_off_takes_its_part_of_the_overlap_along_and_brings_it_back(visit):
    """남의 기록을 떼어내면 겹침에서 그 몫이 빠지고, 같은 사람으로 되돌리면 다시 들어온다"""
    page = visit("lead")
    find_person(page, "박말순", 1941, "중복 확인")
    person = page.url
    overlap = section(page, "겹친 지원").get_by_role("listitem").filter(has_text="김장")
    assert "4곳 4건" in overlap.inner_text()

    records = section(page, "이 사람으로 이어진 기록").get_by_role("row")
    record = records.filter(has_text="해오름구 지역사회보장협의체")
    review = record.get_by_role("link", name="견주어 보기").get_attribute("href")
    record.get_by_role("link", name="떼어내기").click()
    page.get_by_label("까닭").fill("통화로 확인: 동명이인")
    page.get_by_role("button", name="떼어내기").click()
    page.get_by_text("기록을 떼어냈습니다").wait_for()
    reload_until(page, lambda: "3곳 3건" in overlap.inner_text())

    page.goto(review)
    asked = page.get_by_role("group", name="목적")
    if asked.count():  # an update has made somebody else of the record by now, and nobody said why he is looked at
        asked.get_by_role("button", name="중복 확인").click()
    page.get_by_role("button", name="다시 잇기").click()
    page.get_by_text("같은 사람으로 이었습니다").wait_for()
    page.goto(person)
    reload_until(page, lambda: "4곳 4건" in overlap.inner_text())
    assert page.complaints == []


def test_the_mayor_reads_one_page_and_takes_it_along(visit):
    """구청장은 이름 없는 한 장을 보고, 같은 수가 엑셀로 나온다"""
    page = visit("mayor")
    page.goto("/welfare/report")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="사람", exact=True))
    before, people = "", row.inner_text()
    while before != people:  # links may be made while we read
        before = people
        with page.expect_download() as download:
            page.get_by_role("link", name="엑셀").click()
        page.reload()
        people = row.inner_text()
    with open(download.value.path(), "rb") as file:
        sheet = load_workbook(io.BytesIO(file.read())).worksheets[0]
    rows = {row[1]: row[2] for row in sheet.iter_rows(values_only=True) if row[1]}
    assert f"{rows['사람']:,}명" in people
    assert rows["받은 것이 없는 이웃"] >= 1
    assert page.goto("/welfare/").status == 403
    assert page.goto("/people/").status == 403
