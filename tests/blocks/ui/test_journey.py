import pytest

from tests.browser import WCAG, overflows, violations

pytestmark = pytest.mark.journey

WIDE, PHONE, DARK, DARK_PHONE = (1280, ""), (390, ""), (1280, "xl.contrast"), (390, "md.contrast")
PAGES = [
    *(("/ui/guide?show=messages", *look) for look in (WIDE, PHONE, DARK)),
    *(("/ui/guide?show=list&page=2", *look) for look in (WIDE, DARK_PHONE)),
    ("/ui/guide?show=confirm", *PHONE),
    ("/no-such-page", *DARK),
]


@pytest.mark.parametrize(("path", "width", "look"), PAGES)
def test_everyone_can_use_the_page(open_page, path, width, look):
    page = open_page(path, width=width, look=look)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    assert page.complaints == [] or path == "/no-such-page"
    assert overflows(page) == []
    assert violations(page, tags=(*WCAG, "best-practice")) == []


def test_body_text_is_large_and_in_the_government_typeface(open_page):
    page = open_page("/ui/guide")
    assert page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize") >= "17px"
    assert "Pretendard GOV Variable" in page.evaluate("getComputedStyle(document.body).fontFamily").split(",")[0]
    # A rare syllable and a hanja come from the same typeface.
    assert (
        page.evaluate("document.fonts.load('17px \"Pretendard GOV Variable\"', '뷁李').then(found => found.length)")
        == 2
    )


def test_the_look_is_chosen_and_remembered(open_page):
    page = open_page("/ui/guide")
    page.get_by_text("화면 설정").click()
    page.get_by_role("button", name="고대비").click()
    page.get_by_role("button", name="아주 크게").click()
    page.reload()
    root = page.locator("html")
    assert root.get_attribute("data-krds-mode") == "high-contrast"
    assert root.get_attribute("data-duru-size") == "xl"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"


def test_a_list_turns_its_pages_in_place_and_back_returns(open_page):
    page = open_page("/ui/guide?show=list&per_page=25")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="이름").first.click()
    page.wait_for_url("**sort=name**")
    page.get_by_role("link", name="50줄").click()
    page.wait_for_url("**per_page=50**")
    assert page.locator("tbody tr").count() == 50
    assert page.evaluate("window.stayed") is True
    assert page.locator("[aria-sort=ascending]").count() == 1
    page.go_back()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 25")
    assert page.complaints == []


def test_a_list_is_narrowed_and_widened_again(open_page):
    page = open_page("/ui/guide?show=list")
    page.get_by_label("동", exact=True).select_option("새솔동")
    page.get_by_role("button", name="찾기").click()
    page.wait_for_url("**dong=**")
    assert page.get_by_role("status").filter(has_text="모두").inner_text() == "모두 43건 가운데 1–25번째"
    assert set(page.locator("td[data-label=동]").all_inner_texts()) == {"새솔동"}
    assert page.get_by_role("link", name="조건 지우기 (1)").is_visible()


def test_the_keyboard_can_jump_over_a_long_table(open_page):
    page = open_page("/ui/guide?show=list")
    skip = page.get_by_role("link", name="표 건너뛰기")
    skip.focus()
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "list-end"


def test_a_list_works_without_script(open_page):
    page = open_page("/ui/guide?show=list", has_script=False)
    page.get_by_role("link", name="50줄").click()
    assert page.locator("tbody tr").count() == 50


def test_the_menu_of_a_phone_opens_and_closes(open_page):
    page = open_page("/ui/guide", width=390)
    menu = page.get_by_role("navigation", name="주 메뉴")
    assert not menu.is_visible()
    page.get_by_role("button", name="메뉴").click()
    assert menu.is_visible()
    menu.get_by_text("그 밖").click()
    assert menu.get_by_role("link", name="화면 견본").is_visible()


def test_a_fold_of_the_header_closes_with_escape_and_gives_the_focus_back(open_page):
    page = open_page("/ui/guide")
    page.get_by_text("화면 설정").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="고대비").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_tab_leads_to_the_content(open_page):
    page = open_page("/ui/guide")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문 바로가기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_chosen_file_shows_its_name_and_size(open_page):
    page = open_page("/ui/guide")
    page.locator("[data-drop-area] input").set_input_files(
        {"name": "나눔 명단.csv", "mimeType": "text/csv", "buffer": b"x" * 2048}
    )
    assert page.locator(".duru-file-names").inner_text() == "나눔 명단.csv (2KB)"


def test_a_window_opens_and_closes(open_page):
    page = open_page("/ui/guide")
    page.get_by_role("button", name="판정 이유").click()
    window = page.get_by_role("dialog", name="판정 이유")
    assert window.is_visible()
    window.get_by_role("button", name="닫기").click()
    assert not window.is_visible()


def test_charts_are_drawn_under_the_strict_policy(open_page):
    page = open_page("/ui/guide")
    assert page.locator("[data-chart] canvas").count() == 2
    assert page.complaints == []


def test_the_band_of_the_demo_stays_in_sight_and_on_paper(open_page):
    page = open_page("/ui/guide")
    page.mouse.wheel(0, 4000)
    page.wait_for_function("window.scrollY > 1000")
    assert page.get_by_text("시험자료", exact=True).bounding_box()["y"] < 40
    page.emulate_media(media="print")
    assert page.get_by_text("시험자료", exact=True).is_visible()
    assert not page.get_by_text("화면 설정").is_visible()
