"""Clerical review as a caseworker does it: without a mouse, and with a second person where money hangs on it."""

import pytest

from tests.browser import violations
from tests.journeys.steps import section, see_person

pytestmark = pytest.mark.journey


def tab_to(page, name, role="button"):
    """Move with the tab key alone until something of this name has the focus; 120 steps are more than any page needs."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.innerText || document.activeElement.value || '').trim()")
        if focused.startswith(name):
            return
    raise AssertionError(f"the keyboard never reaches {name!r} on {page.url}")


def heading(page):
    return page.locator("#pair-heading").inner_text()


def answer(page, key):
    """Press a key and wait until the next pair is there."""
    before = page.url
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press(key)
    page.wait_for_function("before => location.href !== before", arg=before)


def test_review_is_done_by_keyboard_alone(visit):
    """탭과 글쇠만으로 목적을 말하고, 답하고, 다음 기록으로 넘어가고, 되돌리고, 메모를 쓴다"""
    page = visit("dong")
    page.goto("/links/")
    n_left = int(page.locator(".duru-count strong").inner_text().rstrip("건"))
    assert n_left >= 2
    tab_to(page, "확인 시작")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="왜 보시나요?").wait_for()
    tab_to(page, "중복 확인")
    page.keyboard.press("Enter")
    page.locator("#pair-heading").wait_for()
    assert violations(page) == []
    first, first_address = heading(page), page.url
    answer(page, "6")
    assert page.url != first_address
    assert page.evaluate("document.activeElement.id") == "pair-heading"
    assert "오늘 1건" in page.locator(".link-progress").inner_text()
    assert page.get_by_text("다른 담당자에게 묻습니다").is_visible()
    assert violations(page) == []

    answer(page, "u")
    assert (page.url, heading(page)) == (first_address, first)
    assert "오늘 0건" in page.locator(".link-progress").inner_text()

    page.keyboard.press("m")
    page.keyboard.type("1203호에 전화함")
    assert page.get_by_label("메모").input_value() == "1203호에 전화함"
    assert page.url == first_address, "digits in the memo must not decide"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "pair-heading"
    answer(page, "0")
    assert "다시 보여 드립니다" in page.locator("#messages").inner_text()

    # Keys can be switched off, and stay so.
    page.get_by_label("글쇠로 답하기 켜기").uncheck()
    here, sent = page.url, []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for _ in range(2):  # an answer would have left before the page is loaded anew
        page.keyboard.press("1")
        page.reload()
    assert (page.url, sent) == (here, [])
    page.get_by_label("글쇠로 답하기 켜기").check()
    answer(page, "u")
    assert page.complaints == []


def ask_for(lead, choice):
    lead.goto("/links/rule")
    lead.get_by_label(choice).check()
    lead.get_by_label("까닭").fill("여정 시험")
    lead.get_by_role("button", name="저장").click()
    lead.get_by_text("확인 방식을 바꾸었습니다").wait_for()


def test_decision_about_money_needs_a_second_person(visit):
    """숨진 사람의 급여 기록을 떼어내면 새던 돈이 사라지므로, 다른 담당자가 확인해야 이음이 바뀐다"""
    lead, worker = visit("lead"), visit("dong")
    ask_for(lead, "다른 담당자가 한 번 더 확인")
    try:
        worker.goto("/welfare/gone?kind=dead")
        worker.get_by_role("row").filter(has_text="서○만").get_by_role("link").first.click()
        see_person(worker, worker.locator("main a[href^='/people/']").first.get_attribute("href"), "사망·전출 확인")
        card = worker.url
        records = section(worker, "이 사람으로 이어진 기록").get_by_role("row")
        n_records = records.count()
        records.filter(has=worker.get_by_role("link", name="떼어내기")).first.get_by_role(
            "link", name="떼어내기"
        ).click()
        worker.get_by_label("까닭").fill("통화로 확인: 동명이인")
        worker.get_by_role("button", name="떼어내기").click()
        worker.get_by_text("다른 담당자의 확인을 기다립니다").wait_for()
        worker.goto(card)
        assert section(worker, "이 사람으로 이어진 기록").get_by_role("row").count() == n_records

        worker.goto("/links/proposals/")
        worker.get_by_role("rowheader").get_by_role("link").first.click()
        worker.get_by_role("button", name="사망·전출 확인").click()
        assert worker.get_by_text("자기가 제안한 것은 자기가 확인할 수 없습니다").is_visible()
        assert worker.get_by_role("button", name="나도 확인함").count() == 0

        lead.goto("/")
        assert lead.get_by_text("1건이 다른 담당자의 확인을 기다립니다").is_visible()
        lead.goto("/links/proposals/")
        lead.get_by_role("rowheader").get_by_role("link").first.click()
        lead.get_by_role("button", name="사망·전출 확인").click()
        assert violations(lead) == []
        lead.get_by_label("메모").fill("통화 기록을 보니 같은 분")
        lead.get_by_role("button", name="받아들이지 않음").click()
        lead.get_by_text("기록은 확인 목록으로 돌아갑니다").wait_for()
        worker.goto(card)
        assert section(worker, "이 사람으로 이어진 기록").get_by_role("row").count() == n_records
    finally:
        ask_for(lead, "한 사람이 정함")
    assert lead.complaints + worker.complaints == []


def test_accuracy_is_measured_blind_and_says_when_answers_are_too_few(visit):
    """표본을 뽑아 기계의 판단 없이 답하고, 답이 적으면 숫자를 말하지 않는다"""
    lead = visit("lead")
    lead.goto("/links/accuracy/")
    lead.get_by_role("button", name="표본 뽑기").click()
    lead.get_by_text("을 뽑았습니다").wait_for()
    lead.get_by_role("link", name="표본에 답하기").click()
    lead.get_by_role("button", name="중복 확인").click()
    lead.locator("#pair-heading").wait_for()
    shown = lead.locator("#pair").inner_text()
    assert [word for word in ("확률", "무게", "판단\t") if word in shown.replace("기계의 판단은 가렸습니다", "")] == []
    assert violations(lead) == []
    for _ in range(3):
        answer(lead, "1")
    lead.goto("/links/accuracy/")
    assert "아직 답이 적습니다" in lead.locator("main").inner_text()
    assert "답이 적음" in lead.locator(".duru-stats").inner_text()
    mayor = visit("mayor")
    mayor.goto("/links/accuracy/")
    assert mayor.get_by_role("button", name="표본 뽑기").count() == 0
    assert lead.complaints + mayor.complaints == []
