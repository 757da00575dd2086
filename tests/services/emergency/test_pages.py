"""Pages of emergency."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from duru.blocks.access.api import GLASS_FLAG, GlassOpening, Role
from duru.blocks.audit.api import AuditEntry
from duru.services.emergency.models import CallLine, Incident, KeyHolder
from duru.services.emergency.rules import Facts, assess, risks_on, shelters_on, tone_of
from tests.services.conftest import NOW
from tests.services.emergency.conftest import MIDDLE


def text(answer):
    return answer.content.decode()


@pytest.fixture
def desk(browse, lead, street):
    return browse(lead)


def opened(desk, **change):
    given = {
        "hazard": "flood",
        "note": "은가람천 범람, 물이 들어옴",
        "way": "around",
        "radius_m": "300",
        "shape": json.dumps([MIDDLE]),
    }
    return desk.post("/emergency/new", {**given, **change})


def test_from_a_point_on_the_map_to_a_list_of_people_and_back(desk):
    assert "새 상황" in text(desk.get("/emergency/"))
    assert desk.get("/emergency/new").status_code == 200
    answer = opened(desk)
    assert answer.status_code == 302
    page = text(desk.get(answer.url))
    assert "최봉례" in page
    assert "문서영" not in page
    look = AuditEntry.objects.get(kind="look")
    assert GLASS_FLAG in look.flags
    assert look.subject_refs[0] == f"incident:{Incident.objects.get().public_id}"
    line = CallLine.objects.order_by("-points").first()
    part = desk.post(
        f"{answer.url}/check", {"line": line.public_id, "state": "moved", "number": "1"}, headers={"HX-Request": "true"}
    )
    assert "대피함" in text(part)
    assert "<main" not in text(part)
    route = text(desk.get(f"{answer.url}/route"))
    assert "들르는 순서" in route
    paper = desk.post(f"{answer.url}/paper")
    assert paper.content[:5] == b"%PDF-"
    copy = desk.post(f"{answer.url}/copy", {"passphrase": "파란 우산 넷 접기", "hours": "12"})
    assert "attachment" in copy["Content-Disposition"]
    assert "최봉례" not in text(copy)
    assert desk.post(f"{answer.url}/close", follow=True).status_code == 200
    assert list(AuditEntry.objects.filter(kind="export").values_list("action", flat=True).order_by("action")) == [
        "긴급 연락표 인쇄",
        "오프라인 사본 만들기",
    ]


def test_another_official_first_says_why(desk, browse, member):
    address = opened(desk).url
    other = browse(member(Role.CASEWORKER, "맞춤형복지팀"))
    assert "최봉례" not in text(other.get(address))
    assert "여덟 글자" in text(other.post(f"{address}/glass", {"reason": "급함"}))
    for path in ("route",):
        assert other.get(f"{address}/{path}").status_code == 302
    assert other.post(f"{address}/paper").status_code == 302
    assert (
        other.post(f"{address}/check", {"line": CallLine.objects.first().public_id, "state": "safe"}).status_code == 302
    )
    assert not CallLine.objects.exclude(state="waiting").exists()
    assert "최봉례" in text(other.post(f"{address}/glass", {"reason": "우리 동 어르신께 전화합니다"}, follow=True))
    GlassOpening.objects.update(until_at=timezone.now() - timedelta(hours=1), opened_at=NOW - timedelta(days=1))
    assert "최봉례" not in text(other.get(address))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shape": "[]"}, "점을 찍어"),
        ({"shape": "["}, "점을 찍어"),
        ({"way": "drawn"}, "세 개 이상"),
        ({"way": "address", "address": "없는 곳"}, "건물 사전에 없는"),
        ({"way": "dong"}, "동을 골라"),
        ({"way": "river"}, "없는 하천"),
        ({"note": "급함"}, "여덟 글자"),
    ],
)
def test_a_place_that_cannot_be_found_is_asked_again(desk, change, words):
    answer = opened(desk, **change)
    assert answer.status_code == 200
    assert words in text(answer)


def test_who_has_the_key_stands_on_the_card_of_the_person(desk, street):
    person = street["최봉례"]
    session = desk.session
    session["duru_purposes"] = {person.public_id: ["counselling", "", "2100-01-01T00:00:00+00:00"]}
    session.save()
    address = f"/emergency/keys/{person.public_id}"
    page = text(desk.post(address, {"name": "박딸", "relation": "딸", "phone": "010-9999-8888"}, follow=True))
    assert "박딸" in page
    holder = KeyHolder.objects.get()
    assert holder.phone == "01099998888"
    desk.post(address, {"name": "", "phone": "1"})
    desk.post(address, {"gone": holder.public_id})
    assert not KeyHolder.objects.exists()


def test_the_table_of_risks_can_be_read(desk):
    page = text(desk.get("/emergency/risks"))
    assert "거동 불가(와상)" in page
    assert "확인 필요" in page


def test_points_order_people_and_an_age_counts_once():
    day = NOW.date()
    risks = risks_on(day)
    points, reasons = assess(
        Facts(1938, (("독거노인", day), ("반지하", day)), "B01", is_alone=True), "flood", risks, on=day
    )
    assert [reason.label for reason in reasons] == ["반지하", "85세 이상", "혼자 사는 어르신"]
    assert points == sum(reason.points for reason in reasons) == 115
    assert assess(Facts(), "fire", risks, on=day) == (0, [])
    assert assess(Facts(1990, (), "3F", is_alone=True), "cold", risks, on=day) == (0, [])
    assert [tone_of(n) for n in (60, 59, 20, 19)] == ["danger", "warning", "warning", "info"]
    ventilator = (("산소 치료", day),)
    assert (
        assess(Facts(None, ventilator), "blackout", risks, on=day)[0]
        > assess(Facts(None, ventilator), "fire", risks, on=day)[0]
    )
    assert {each.hazard for each in shelters_on(day)} == {"fire", "blackout", "flood", "cold"}
