"""사설 장사시설 한 건이 길잡이에서 증서까지 가는 길, 거부, 월요일 아침의 목록, 임시공휴일."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from duru.kernel.holidays_kr import shipped_calendar
from tests.journeys.steps import let_days_pass, reload_until

pytestmark = pytest.mark.journey
PHONE_NO = "010-5000-6000"


def field(scope, label):
    """Find a field by its whole label, whether it must be filled or not."""
    return scope.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(필수\))?$"))


def receive(page, *, owner, facility="묘지(매장)", area, land="임야", lot, name, zone=""):
    """Walk from the questionnaire to the receipt; returns (address of the case, receipt number)."""
    page.goto("/permits/")
    page.get_by_label(facility, exact=True).check()
    page.get_by_label(owner).check()
    page.get_by_label("지목").select_option(label=land)
    page.get_by_label("전체 면적(㎡)").fill(area)
    if zone:
        page.get_by_label(zone).check()
    page.get_by_role("button", name="알아보기").click()
    page.get_by_role("link", name="이 내용으로 접수").click()
    for label, value in {"신청인": name, "신청인 전화": PHONE_NO, "토지 지번": lot}.items():
        field(page, label).fill(value)
    for box in page.get_by_role("group", name="함께 접수할").get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("button", name="접수", exact=True).click()
    number = re.search(r"접수번호는 (\S+)입니다", page.locator("#messages").inner_text()).group(1)
    return page.get_by_role("link", name="처리 화면").get_attribute("href"), number


def finish(page, name, *fill):
    """Finish the step that is open, with its form: ("확인일", "2026-12-01") fills, a bare label is ticked."""
    todo = page.locator(".casework-todo").filter(has_text=f"지금 할 일: {name}")
    for label in fill:
        if isinstance(label, tuple):
            field(todo, label[0]).fill(label[1])
        else:
            field(todo, label).check()
    todo.get_by_role("button", name=re.compile("마침|결정안 올리기|회신")).click()
    page.get_by_text("마쳤습니다").wait_for()


def do(page, deed, **fill):
    """Do one of the deeds a case offers."""
    page.get_by_role("link", name=deed, exact=True).click()
    for label, value in fill.items():
        found = field(page, label)
        found.select_option(value) if found.evaluate("one => one.tagName") == "SELECT" else found.fill(value)
    page.get_by_role("button", name=deed, exact=True).click()
    page.locator("#messages").wait_for()


def card(page, title):
    return page.locator(".duru-card").filter(has=page.get_by_role("heading", name=title, exact=True))


def open_letter(page, kind):
    """Wait for the draft the worker makes, and open it."""
    link = card(page, "쓸 문서").get_by_role("link", name=kind, exact=True)
    reload_until(page, lambda: link.count() > 0)
    link.first.click()
    page.get_by_role("heading", level=2, name="내용").wait_for()


def sign(page):
    page.get_by_role("link", name="서명", exact=True).click()
    page.get_by_role("button", name="서명", exact=True).click()
    page.get_by_text("서명했습니다").wait_for()


def submit(page):
    """Send the open letter along the line the rules propose."""
    page.get_by_role("link", name="결재 올리기").click()
    page.get_by_role("button", name="결재 올리기").click()
    page.get_by_text("결재를 올렸습니다").wait_for()


def ask_at_home(page, number):
    """What the applicant sees without logging in."""
    page.goto("/cases/status/")
    field(page, "접수번호").fill(number)
    field(page, "전화번호").fill(PHONE_NO)
    page.get_by_role("button", name="보기", exact=True).click()
    return page.locator(".casework-big")


def test_an_old_mans_case_goes_from_the_questionnaire_to_the_certificate(visit):
    """어르신의 가족묘지: 보완 한 번, 답이 늦은 산림과(독촉 뒤 협의 간주), 조건 하나, 허가증까지"""
    officer, head, home = visit("permit"), visit("head"), visit("", phone=True)
    case, number = receive(officer, owner="가족(친족", area="99", lot="솔바람동 산 77", name="나복동")
    assert "함께 처리되는 것(의제): 산지전용허가·신고" in officer.locator("#parts").locator("..").inner_text()

    officer.goto(case)
    finish(officer, "서류와 입지 검토", "낼 서류를 모두 확인했습니다")
    do(officer, "협의 요청", 부서="산림과", **{"물을 것": "산지전용이 가능한지 검토해 주십시오."})
    do(officer, "보완·정지", 사유="supplement", 내용="실측도")
    open_letter(officer, "보완요구")
    assert "민원 처리에 관한 법률 제22조제1항" in officer.locator("main").inner_text()
    assert "실측도" in ask_at_home(home, number).inner_text()
    officer.goto(case)
    told = card(officer, "신청인에게 알린 것")
    reload_until(officer, lambda: told.get_by_text("보완할 것이 있습니다").count() > 0)
    assert "실측도" not in told.inner_text()  # whoever else sees the telephone learns nothing

    let_days_pass(number, 19, 9)  # to the reminder, then past the twenty days
    officer.goto(case)
    opinion = card(officer, "관계 부서 의견")
    reload_until(officer, lambda: opinion.get_by_text("협의 간주").count() > 0)
    assert "행정기본법 제24조제4항" in opinion.inner_text()
    open_letter(officer, "독촉")
    assert "산림과장" in officer.locator("main").inner_text()

    officer.goto(case)
    do(officer, "재개")
    finish(officer, "관계 부서 협의 정리")
    finish(officer, "허가 결정", "허가", ("조건", "진입로 폭을 4m 이상으로 할 것"))
    head.goto(case)
    head.get_by_role("button", name="승인", exact=True).click()

    officer.reload()
    finish(officer, "이행할 사항 알림")
    today = timezone.localdate().isoformat()
    finish(officer, "공사 완료 확인", ("공사를 마친 날", today), "허가한 내용대로 되었습니다")
    open_letter(officer, "허가증")
    text = officer.locator("main").inner_text()
    assert "진입로 폭을 4m 이상으로 할 것" in text
    assert "함께 처리된 인허가(의제)" in text
    letter = officer.url
    submit(officer)
    head.goto(letter)
    sign(head)

    officer.goto(case)
    finish(officer, "허가증 발급")
    assert re.search(r"허가증.*해오름구-노인장애인과-\d+", card(officer, "보낸 문서").inner_text(), re.S)
    assert "허가 처리가 끝났습니다" in ask_at_home(home, number).inner_text()
    assert officer.complaints + head.complaints + home.complaints == []


def test_a_refusal_tells_its_reasons_and_how_to_dispute_it(visit):
    """거부: 까닭 없이는 안 되고, 통지에는 이유와 조문, 다툴 수 있는 길이 있고 구청장이 결재한다"""
    officer, head, mayor = visit("permit"), visit("head"), visit("mayor")
    case, number = receive(
        officer,
        facility="봉안묘·봉안탑·봉안담",
        owner="가족(친족",
        area="9",
        lot="윤슬동 99",
        name="고말숙",
        zone="상수원보호구역",
    )
    officer.goto(case)
    finish(officer, "서류와 입지 검토", "낼 서류를 모두 확인했습니다")
    finish(officer, "관계 부서 협의 정리")
    field(officer, "불수리").check()
    officer.get_by_role("button", name="결정안 올리기").click()
    officer.get_by_text("거부하는 이유와 근거 법조문을 적어").wait_for()
    officer.goto(case)
    finish(
        officer,
        "수리 결정",
        "불수리",
        ("이유와 근거 법조문", "상수원보호구역의 주민 요건에 맞지 않습니다(장사법 제17조제2호)."),
    )
    head.goto(case)
    head.get_by_role("button", name="승인", exact=True).click()

    officer.reload()
    open_letter(officer, "불허통지")
    text = officer.locator("main").inner_text()
    for piece in ("수리할 수 없음", "장사법 제17조제2호", "60일 이내", "행정심판", "행정소송"):
        assert piece in text
    letter = officer.url
    submit(officer)
    for page in (head, mayor):
        page.goto(letter)
        sign(page)
    officer.goto(case)
    finish(officer, "불수리 통지")
    assert "불수리 처리가 끝났습니다" in ask_at_home(officer, number).inner_text()
    assert officer.complaints + head.complaints + mayor.complaints == []


def test_a_clerk_sorts_out_the_week_on_monday(visit):
    """월요일 아침: 우리 부서의 기한 순서, 늦은 것, 두 건을 골라 한 번에 맡기고, 과장의 목록에서 본다"""
    officer, head = visit("permit"), visit("head")
    officer.goto("/cases/?scope=department")
    rows = officer.get_by_role("table").locator("tbody").get_by_role("row")
    assert rows.count() >= 4
    officer.get_by_role("link", name="7일 안").click()
    officer.get_by_role("link", name="모두", exact=True).click()
    free = rows.filter(has=officer.locator("td[data-label=담당자]", has_text="없음"))
    names = [free.nth(n).get_by_role("link").first.inner_text() for n in range(2)]
    for n in range(2):
        free.nth(n).get_by_role("checkbox").check()
    officer.get_by_role("button", name="고른 민원 일괄 처리").click()
    field(officer, "담당자 지정").check()
    field(officer, "받는 사람(인수인계·담당자 지정)").select_option(label="민가온 · 노인장애인과")
    officer.get_by_role("button", name="승인하고 시작").click()
    done = officer.locator(".duru-stat").filter(has_text="마침")
    reload_until(officer, lambda: done.count() > 0)
    assert "2건" in done.inner_text()
    head.goto("/cases/?scope=mine")
    mine = head.get_by_role("table").inner_text()
    assert all(name in mine for name in names)
    # The head is moved: what was theirs goes to the officer, again by one approval.
    officer.goto("/cases/?scope=department")
    for name in names:
        rows.filter(has_text=name).first.get_by_role("checkbox").check()
    officer.get_by_role("button", name="고른 민원 일괄 처리").click()
    field(officer, "인수인계").check()
    field(officer, "넘기는 사람(인수인계)").select_option(label="민가온 · 노인장애인과")
    field(officer, "받는 사람(인수인계·담당자 지정)").select_option(label="백서연 · 노인장애인과")
    officer.get_by_role("button", name="승인하고 시작").click()
    reload_until(officer, lambda: done.count() > 0)
    assert "2건" in done.inner_text()
    head.goto("/cases/?scope=mine")
    left = head.get_by_role("main").inner_text()
    assert [name for name in names if name in left] == []
    assert officer.complaints + head.complaints == []


def test_a_holiday_announced_today_moves_due_dates_with_notice(visit):
    """임시공휴일을 넣으면 걸리는 민원의 처리기한이 밀리고 이력에 적히며, 취소하면 돌아온다"""
    officer, admin = visit("permit"), visit("admin")
    case, _ = receive(officer, owner="개인(한 분", area="28", land="전·답·과수원", lot="새벽별동 500", name="도가온")
    officer.goto(case)
    before = officer.locator(".duru-lead strong").inner_text()
    day = shipped_calendar().working_from(timezone.localdate() + timedelta(days=2))
    admin.goto("/cases/calendar/")
    admin.get_by_label("날짜").fill(day.isoformat())
    admin.get_by_label("이름").fill("임시공휴일")
    admin.get_by_label("근거").fill("국무회의 의결(시험)")
    admin.get_by_role("button", name="넣기").first.click()
    admin.get_by_text("다시 세어 이력에").wait_for()
    reload_until(officer, lambda: officer.locator(".duru-lead strong").inner_text() != before)
    assert officer.locator(".casework-events").get_by_text("기한 변경").count() >= 1
    told = card(officer, "신청인에게 알린 것").get_by_text(
        re.compile(r"처리기한이 .+에서 .+로 바뀌었습니다\(임시공휴일")
    )
    reload_until(officer, lambda: told.count() > 0)
    assert "모의 발송" in card(officer, "신청인에게 알린 것").inner_text()
    admin.goto(f"/cases/calendar/?year={day.year}")
    admin.on("dialog", lambda dialog: dialog.accept())
    admin.get_by_role("row").filter(has_text="국무회의 의결(시험)").get_by_role("button", name="취소").click()
    admin.get_by_text("취소했습니다").wait_for()
    reload_until(officer, lambda: officer.locator(".duru-lead strong").inner_text() == before)
    assert officer.complaints + admin.complaints == []
