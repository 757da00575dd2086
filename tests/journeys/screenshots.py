"""Make the pictures of the documentation from a running demo district:

    ./run                                                                          (in one window)
    .venv/bin/python -m tests.journeys.screenshots http://127.0.0.1:8000/          (in another)

Writes docs/images/*.png, 1280 or 390 px wide. Uploads one small file as the agency worker and cancels it again.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import PHONE, WIDE, become, launch_chromium, open_window
from tests.journeys.messy import write_messy_file
from tests.journeys.steps import find_person

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
TALLEST = 1400
LARGEST_BYTES = 300_000


def shoot(page: Page, name: str) -> None:
    """Take the open page from its top, at most `TALLEST` high."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    width = page.viewport_size["width"]
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    assert path.stat().st_size <= LARGEST_BYTES, f"{path.name} is too large: {path.stat().st_size:,} bytes"


def main(address: str) -> None:
    """Walk through the district and take a picture of every page the documentation shows."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)

        def enter(key: str, width: int = WIDE) -> Page:
            return become(open_window(browser, address.rstrip("/"), width=width), key)

        shoot_welfare(enter("dong"))
        shoot_phone(enter("dong", PHONE))
        shoot_lead(enter("lead"))
        shoot_intake(enter("agency"))
        shoot_giving(enter("dong"), enter("agency", PHONE), enter("admin"))
        page = enter("mayor")
        page.goto("/welfare/report")
        shoot(page, "report")
        page.goto("/statistics/report/month")
        page.wait_for_selector("[data-chart] canvas")
        shoot(page, "statistics-month")
        nobody = open_window(browser, address.rstrip("/"), width=PHONE)
        shoot_permit(enter("permit"), enter("permit", PHONE), nobody)
        page = enter("privacy")
        page.goto("/audit/")
        shoot(page, "audit")
        shoot_care(enter("dong"), enter("health", PHONE), page, nobody)
        browser.close()


def shoot_welfare(page: Page) -> None:
    """Show what a caseworker of a 동 meets: the day, overlaps, one person, people who get nothing, who is inside a flood."""
    shoot(page, "home")
    page.goto("/welfare/")
    shoot(page, "overlaps")
    find_person(page, "박말순", 1941, "상담")
    shoot(page, "person")
    page.get_by_role("link", name="김장-2026").click()
    page.wait_for_url("**/overlap/**")
    shoot(page, "overlap")
    page.goto("/welfare/silent")
    page.wait_for_selector("[data-chart] canvas")
    shoot(page, "silent")
    page.goto("/emergency/new?hazard=flood&way=river&river=은가람천&radius_m=60&is_drill=on&note=여름철 침수 훈련")
    page.get_by_role("button", name="안에 있는 사람 보기").click()
    page.wait_for_selector("[data-ready]")
    shoot(page, "emergency")


def shoot_phone(page: Page) -> None:
    """Show the caseworker's phone: the day, money after a death, one death."""
    shoot(page, "phone-home")
    page.goto("/welfare/gone")
    shoot(page, "phone-gone")
    page.goto("/changes/?state=confirmed&paying=yes")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/changes/0*")
    shoot(page, "phone-change")


def shoot_lead(page: Page) -> None:
    """Show the office of the 구: deaths and moves, what leaked, money after a death, who may be one person."""
    page.goto("/changes/?state=open")
    shoot(page, "changes")
    page.goto("/changes/ledger")
    page.wait_for_selector("[data-chart] canvas")
    shoot(page, "leak-ledger")
    page.goto("/handovers/")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("heading", level=2, name="이사한 사람").wait_for()
    shoot(page, "handover")
    page.goto("/welfare/gone")
    shoot(page, "gone")
    page.goto("/links/")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("button", name="중복 확인").click()
    page.wait_for_url(re.compile(r"/links/\w{26}/"))
    shoot(page, "review")


def shoot_care(page: Page, health: Page, privacy: Page, nobody: Page) -> None:
    """Show the shared case from welfare's side, the visits on a health worker's phone, a lead, the public form, a review."""
    page.goto("/care/")
    page.get_by_role("row").filter(has_text="서비스 제공·점검").get_by_role("link").first.click()
    page.get_by_role("heading", level=2, name="보건 칸").wait_for()
    shoot(page, "care")
    health.goto("/care/calendar")
    shoot(health, "phone-visits")
    page.goto("/outreach/?state=trying")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.get_by_role("heading", level=2, name="왜 살피나").wait_for()
    shoot(page, "outreach")
    nobody.goto("/outreach/tell")
    shoot(nobody, "phone-tell")
    privacy.goto("/access/glass/")
    privacy.get_by_role("rowheader").get_by_role("link").last.click()
    privacy.get_by_role("heading", level=2, name="이때 본 것").wait_for()
    shoot(privacy, "glass")


def shoot_giving(page: Page, phone: Page, admin: Page) -> None:
    """Show what is asked before giving: the counter with its reasons, the light on an agency's phone, who is next, keys of programs."""
    for window, who, name in ((page, "박말순 1941", "counter"), (phone, "박말순 1941 0000", "phone-counter")):
        window.goto("/welfare/giving")
        if (why := window.get_by_role("button", name="중복 확인")).count():
            why.click()
        window.get_by_label("누구에게").fill(who)
        window.get_by_label("무엇을").select_option(label="김장 김치")
        window.get_by_role("button", name="확인", exact=True).click()
        window.locator(".duru-callout").first.wait_for()
        window.evaluate("window.scrollTo(0, 0)")  # the band above stays in sight, and would lie over the form
        shoot(window, name)
    page.goto("/welfare/turns")
    page.get_by_label("이름").fill("전기장판 세 장")
    page.get_by_label("무엇을").select_option(label="가전")
    page.get_by_label("줄 수 있는 수").fill("3")
    page.get_by_role("button", name="차례 세우기").click()
    page.get_by_role("row").nth(1).wait_for()
    shoot(page, "turns")
    admin.goto("/programs/")
    shoot(admin, "programs")


def shoot_permit(page: Page, phone: Page, home: Page) -> None:
    """Show one application for a cemetery: the board, its page, all of it at a glance, its process, and what its applicant sees."""
    page.goto("/permits/?facility=cemetery&owner=person&area=28&land=field&where=새벽별동 402-1")
    shoot(page, "permit-guide")
    page.goto("/cases/?scope=department")
    shoot(page, "permit-board")
    page.get_by_role("link", name="가족묘지 솔바람동 산 12-3").first.click()
    page.get_by_role("heading", name="이력과 의견").wait_for()
    case = page.url
    number = re.search(r"\d{4}-\d{6}", page.locator("main").inner_text()).group()
    shoot(page, "permit-case")
    page.get_by_role("link", name="절차 그림").click()
    page.locator(".casework-picture svg").first.wait_for()
    shoot(page, "permit-picture")
    page.goto(case)
    page.get_by_role("link", name="입지·의견·서류 한눈에").click()
    page.get_by_role("heading", name="부서 의견").wait_for()
    shoot(page, "permit-overview")
    phone.goto(case)
    shoot(phone, "phone-case")
    home.goto("/cases/status/")
    home.get_by_label("접수번호").fill(number)
    home.get_by_label("전화번호").fill("010-2000-3000")
    home.get_by_role("button", name="보기", exact=True).click()
    home.locator(".casework-lights").wait_for()
    shoot(home, "phone-status")


def shoot_intake(page: Page) -> None:
    """Upload a file, take its columns and its preview, and leave nothing behind."""
    page.goto("/intake/new/")
    page.get_by_label("자료 종류").select_option(label="제공 기록")
    page.get_by_label("파일").set_input_files(write_messy_file())
    page.get_by_role("button", name="올리고 열 확인하기").click()
    page.wait_for_url(re.compile(r"/intake/\w{26}/"))
    if "/columns/" not in page.url:  # this agency has confirmed a file of this shape before
        page.get_by_role("heading", name="줄 보기").wait_for(timeout=60_000)
        page.get_by_role("link", name="열 다시 맞추기").click()
    page.get_by_label("품목·내용").select_option(label="7열 나눔 뭐 드렸나")
    shoot(page, "intake-columns")
    page.get_by_role("button", name="이대로 검사하기").click()
    page.get_by_role("heading", name="줄 보기").wait_for(timeout=60_000)
    page.get_by_role("link", name="거절").first.click()
    page.get_by_role("link", name="거절된 줄 내려받기").wait_for()
    shoot(page, "intake-preview")
    page.get_by_role("link", name="취소", exact=True).click()
    page.get_by_role("button", name="취소합니다").click()


if __name__ == "__main__":
    main(sys.argv[1])
