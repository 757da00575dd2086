"""From a hospital's notice to the plan and the visit both sides make; an emergency opened and reviewed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.journey
ILLNESS = "만성 신부전, 투석 시작"


def test_a_patient_goes_home_and_both_sides_help_by_one_plan(visit):
    """병원이 알리고, 동이 동의를 받아 사례를 열고, 보건소가 표시를 달고, 계획에 동의하고, 함께 방문을 잡는다"""
    hospital = visit("hospital")
    today = datetime.now(ZoneInfo("Asia/Seoul")).date()
    hospital.goto("/care/discharges/notify")
    for label, words in (
        ("환자 이름", "구시월"), ("생년월일", "1943-10-09"), ("퇴원해서 지낼 곳의 주소", "한빛특별시 해오름구 나래로 7"),
        ("퇴원(예정)일", f"{today}"), ("환자가 동의한 날", f"{today}"), ("집에서 필요한 돌봄", "투석하러 가는 길과 끼니"), ("진단·투약", ILLNESS),
    ):  # fmt: skip
        hospital.get_by_label(label).fill(words)
    hospital.get_by_role("button", name="구에 알리기").click()
    hospital.get_by_role("row").filter(has_text="구○월").get_by_text("접수 기다림").wait_for()

    dong = visit("dong")
    dong.goto("/care/discharges?state=waiting")
    dong.get_by_role("link", name="구○월").click()
    assert ILLNESS not in dong.content()
    dong.get_by_role("link", name="통합사례로 열기").click()
    dong.get_by_label("건강 표시(거동").check()
    dong.get_by_label("동의서 번호").fill("통합-77")
    dong.get_by_role("button", name="사례 열기").click()
    dong.get_by_text("통합사례를 열었습니다").wait_for()
    case = dong.url

    health = visit("health")
    health.goto(case)
    health.get_by_text(ILLNESS).wait_for()
    health.goto(f"{case}/survey")
    health.get_by_label("움직이기").select_option("못 함")
    health.get_by_role("button", name="답 적기").click()
    health.get_by_text("거동 불가").wait_for()

    dong.goto(case)
    dong.get_by_text("두 사람이 방문하고").wait_for()  # what to do, and not why
    assert ILLNESS not in dong.content()
    dong.get_by_role("link", name="계획 세우기").click()
    dong.get_by_label("목표").fill("집에서 투석하러 다니며 지내기")
    service = dong.get_by_role("group", name="서비스 1")
    service.get_by_label("영역").select_option(label="일상생활 유지")
    for label, words in (("내용", "병원 동행"), ("양·주기", "주 3회"), ("제공기관", "해오름종합사회복지관")):
        service.get_by_label(label, exact=True).fill(words)
    dong.get_by_role("button", name="계획 적기").click()
    dong.get_by_role("link", name="본인 동의 적기").click()
    dong.get_by_label("동의서 번호").fill("계획-77")
    dong.get_by_role("button", name="동의 적기").click()
    dong.get_by_text("계획에 동의한 것을 적었습니다").wait_for()
    dong.get_by_role("button", name="계획을 편지로").click()
    dong.get_by_role("heading", level=1, name="개인별지원계획 알림").wait_for()

    dong.goto(f"{case}/visit")
    dong.get_by_label("언제").fill(f"{today + timedelta(days=1)}T14:00")
    dong.get_by_label("할 일").fill("집 안 동선 살피기")
    dong.get_by_label("보건 담당").select_option(index=1)
    dong.get_by_role("button", name="달력에 넣기").click()
    phone = visit("health", phone=True)
    phone.goto("/care/calendar?mine=yes")
    phone.get_by_text("집 안 동선 살피기").wait_for()
    assert [page.complaints for page in (hospital, dong, health, phone)] == [[]] * 4


def test_an_emergency_is_opened_with_a_reason_and_reviewed(visit):
    """가려진 칸을 까닭을 남기고 열고, 바로 닫고, 개인정보보호책임자가 무엇을 보았는지 보고 검토한다"""
    dong = visit("dong")
    dong.goto("/care/")
    dong.get_by_role("row").filter(has_text="서비스 제공·점검").get_by_role("link").first.click()
    dong.get_by_role("link", name="비상 열람").click()
    dong.get_by_label("무슨 일이 급한가요").fill("계단에서 넘어져 의식이 흐림, 구급차 안")
    dong.get_by_role("button", name="까닭을 남기고 열기").click()
    dong.get_by_text("뇌경색 뒤 왼쪽 편마비").wait_for()
    dong.get_by_role("button", name="지금 닫기").click()
    dong.get_by_text("보건 쪽의 기록은 가려져 있습니다").wait_for()

    privacy = visit("privacy")
    privacy.goto("/access/glass/")
    privacy.get_by_role("row").filter(has_text="구급차 안").get_by_role("link").click()
    assert re.search("이때 본 것.*통합사례 보기", privacy.locator("main").inner_text(), re.S)
    privacy.get_by_label("정당함").check()
    privacy.get_by_role("button", name="검토 마침").click()
    privacy.get_by_role("row").filter(has_text="구급차 안").get_by_text("정당함").wait_for()
    assert dong.complaints == privacy.complaints == []
