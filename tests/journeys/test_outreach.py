"""A round of crisis households: the list taken in, called, visited, closed; a meter reader tells on a phone."""

import pytest

pytestmark = pytest.mark.journey
LIST = (
    "성명,생년월일,전화번호,주소,발굴사유,회차\n"
    "마시월,1958-10-04,010-3131-4141,한빛특별시 해오름구 나래로 7,\"단전, 건강보험료 체납\",2026년 4차\n"
    "주동지,1961-12-21,010-3131-4142,한빛특별시 해오름구 나래로 9,도시가스 끊김,2026년 4차\n"
)  # fmt: skip


def test_a_round_is_taken_in_called_visited_and_closed(visit, tmp_path):
    """명단을 올리고, 동에 넘기고, 한 번 전화하고 부재로 마치려 하면 막히고, 찾아가 만나고, 긴급복지로 마친다"""
    file = tmp_path / "발굴명단_4차.csv"
    file.write_text(LIST, encoding="utf-8")
    lead = visit("lead")
    lead.goto("/intake/new/")
    lead.get_by_label("보낸 기관").select_option(label="해오름구청 복지정책과")
    lead.get_by_label("자료 종류").select_option(label="위기가구 발굴 명단")
    lead.get_by_label("파일").set_input_files(file)
    lead.get_by_role("button", name="올리고 열 확인하기").click()
    lead.get_by_role("button", name="이대로 검사하기").click()
    lead.get_by_role("button", name="반영").click(timeout=60_000)
    lead.get_by_role("term").get_by_text("반영", exact=True).wait_for(timeout=60_000)  # the worker has done it

    lead.goto("/outreach/?signal=power_cut&state=new")
    lead.get_by_role("link", name="마○월").click()
    lead.get_by_role("link", name="다른 동에 넘기기").click()
    lead.get_by_label("맡을 동").select_option(label="미리내2동 주민센터")
    lead.get_by_role("button", name="넘기기").click()
    lead.get_by_text("동에 넘겼습니다").wait_for()

    dong = visit("dong")
    dong.goto(lead.url)
    assert "단전" in dong.locator("main").inner_text()
    close = dong.get_by_role("button", name="결과 적고 마치기")
    dong.get_by_role("combobox", name="결과").select_option(label="부재(연락두절)")
    close.click()
    dong.get_by_text("마치기 전에 더 해 볼 것이 있습니다").wait_for()
    for kind, outcome in (("전화", "받지 않음·없음"), ("방문", "만남·통화함")):
        dong.get_by_label(kind, exact=True).check()
        dong.get_by_label(outcome, exact=True).check()
        dong.get_by_role("button", name="연락 적기").click()
        dong.get_by_text("연락을 적었습니다").wait_for()
    dong.get_by_role("combobox", name="결과").select_option(label="공적지원: 긴급복지")
    close.click()
    dong.get_by_text("‘공적지원: 긴급복지’으로 마쳤습니다").wait_for()
    assert lead.complaints == dong.complaints == []


def test_a_meter_reader_tells_on_a_phone_and_the_office_sends_the_dong(visit):
    """검침원이 로그인 없이 알리고, 구가 동에 넘긴다"""
    phone = visit("", phone=True)
    phone.goto("/outreach/tell")
    phone.get_by_label("계량기가 멈췄거나").check()
    phone.get_by_label("어디인가요").fill("물안개로 12 옥탑")
    phone.get_by_label("어떤 일을 하시나요").select_option(index=1)
    phone.wait_for_timeout(2_100)  # nobody writes faster: the form refuses robots by this
    phone.get_by_role("button", name="알리기").click()
    phone.get_by_role("heading", level=1, name="알려 주셔서 고맙습니다").wait_for()

    lead = visit("lead")
    lead.goto("/outreach/tips")
    lead.get_by_role("rowheader").get_by_role("link").first.click()
    lead.get_by_text("물안개로 12 옥탑").wait_for()
    lead.get_by_role("link", name="발굴로 넘기기").click()
    lead.get_by_label("맡을 동").select_option(label="미리내2동 주민센터")
    lead.get_by_role("button", name="동에 넘기기").click()
    lead.get_by_text("발굴 대상으로 넘겼습니다").wait_for()
    assert phone.complaints == lead.complaints == []
