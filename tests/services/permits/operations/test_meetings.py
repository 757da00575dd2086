"""Meetings are called in time and their minutes stay; what is to be paid is written down and noted as paid."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.casework.api import CaseEvent
from duru.blocks.tenancy.api import tenant_scope
from duru.services.permits.enums import ChargeKind, Facility, Measure, MeetingKind, Owner
from duru.services.permits.errors import ChargeRefused, MeetingRefused
from duru.services.permits.models import Charge, Meeting
from duru.services.permits.operations.charges import note_paid, set_charge
from duru.services.permits.operations.meetings import call_meeting, write_minutes
from duru.services.permits.operations.receiving import receive_application
from duru.services.permits.rules import Answers
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = {"attendees": "백서연, 도시계획과 김", "minutes": "진입로를 두고 의논함", "result": "진입로 4m를 조건으로 가능"}


@pytest.fixture
def officer(member):
    return member()


@pytest.fixture
def received(officer, scope):
    answers = Answers(
        Facility.CEMETERY, Owner.FAMILY, sizes={Measure.AREA: Decimal(99)}, land="forest", alters_land=True
    )
    return receive_application(
        answers, lot="산 12-3", applicant_name="박가람", applicant_phone="010-2000-3000", by=officer, at=NOW
    )


def call(case, by, kind=MeetingKind.JOINT_CONSULTATION, held_at=NOW + 4 * DAY, **columns):
    given = {"place": "3층 회의실", "agenda": "개발행위 협의", "departments": ["도시계획과", "산림과"], **columns}
    return call_meeting(case, kind=kind, held_at=held_at, by=by, at=NOW, **given)


def test_joint_consultation_of_a_development_is_called_three_days_before(received, officer):
    development = received.children[0]
    with pytest.raises(MeetingRefused, match=r"3일 전까지 알려야.*2026\. 11\. 27\."):
        call(development, officer, held_at=NOW + 3 * DAY)
    meeting = call(development, officer)
    assert meeting.departments == ["도시계획과", "산림과"]
    assert CaseEvent.objects.filter(case=development, text__contains="일괄협의회: 2026. 11. 27.").exists()


def test_joint_consultation_is_of_developments_alone_and_the_council_of_every_case(received, officer):
    with pytest.raises(MeetingRefused, match="개발행위허가 민원에서"):
        call(received.case, officer)
    assert call(received.case, officer, MeetingKind.WORKING_COUNCIL, NOW + DAY / 24).kind == "working_council"


@pytest.mark.parametrize(
    "missing", [{"place": " "}, {"agenda": ""}, {"departments": [" "]}, {"held_at": NOW - DAY}], ids=str
)
def test_meeting_says_where_what_and_who(received, officer, missing):
    with pytest.raises(MeetingRefused):
        call(received.case, officer, MeetingKind.MEDIATION, **{"held_at": NOW + 5 * DAY, **missing})
    assert not Meeting.objects.exists()


def test_minutes_are_written_once_after_the_meeting(received, officer, member):
    meeting = call(received.children[0], officer)
    with pytest.raises(MeetingRefused, match="아직 열지 않은"):
        write_minutes(meeting.public_id, by=officer, at=NOW, **SAID)
    with pytest.raises(NotAllowed):
        write_minutes(meeting.public_id, by=member(Role.CASEWORKER, "복지팀"), at=NOW + 5 * DAY, **SAID)
    with pytest.raises(MeetingRefused, match="모두 적어"):
        write_minutes(meeting.public_id, by=officer, at=NOW + 5 * DAY, **{**SAID, "result": " "})
    write_minutes(meeting.public_id, by=officer, at=NOW + 5 * DAY, **SAID)
    with pytest.raises(MeetingRefused, match="고칠 수 없습니다"):
        write_minutes(meeting.public_id, by=officer, at=NOW + 5 * DAY, **SAID)
    assert CaseEvent.objects.filter(text__contains="결과: 진입로 4m를 조건으로 가능").count() == 1


def test_charge_is_corrected_until_it_is_paid(received, officer):
    child = received.children[0]
    given = {
        "kind": ChargeKind.DEPOSIT,
        "name": "개발행위 이행보증금",
        "basis": "국토계획법 제60조",
        "by": officer,
        "at": NOW,
    }
    set_charge(child, amount_won=3_000_000, **given)
    charge = set_charge(child, amount_won=2_500_000, **given)
    assert list(Charge.objects.values_list("amount_won", flat=True)) == [2_500_000]
    with pytest.raises(ChargeRefused, match="오늘보다 뒤"):
        note_paid(charge.public_id, paid_on=(NOW + 2 * DAY).date(), by=officer, at=NOW)
    for _ in range(2):
        note_paid(charge.public_id, paid_on=NOW.date(), by=officer, at=NOW)
    with pytest.raises(ChargeRefused, match="이미 낸"):
        set_charge(child, amount_won=1, **given)
    with pytest.raises(ChargeRefused, match="이름, 금액, 근거"):
        set_charge(child, **{**given, "name": "다른 것", "amount_won": 0})


def test_both_are_done_on_screen(tenant, received, browse, officer):
    child, page_of = received.children[0], browse(officer)
    url = reverse("permits:new_meeting", args=[child.public_id])
    filled = {
        "kind": "joint_consultation", "held_at": "2999-01-04T14:00", "place": "3층", "agenda": "협의", "departments": "산림과, 농지과",
    }  # fmt: skip
    page = page_of.post(url, filled, follow=True).content.decode()
    assert "개발행위 복합민원 일괄협의회</a> 2999. 1. 4." in page
    with tenant_scope(tenant.id):
        meeting = Meeting.objects.get()
    assert (
        "회의록은 회의를 연 뒤에" in page_of.get(reverse("permits:meeting", args=[meeting.public_id])).content.decode()
    )
    late = page_of.post(url, {**filled, "held_at": "2020-01-04T14:00"}).content.decode()
    assert "지금보다 뒤여야" in late
    url = reverse("permits:new_charge", args=[child.public_id])
    assert "개발행위 이행보증금(국토계획법 제60조제1항)" in page_of.get(url).content.decode()
    page = page_of.post(
        url,
        {"name": "이행보증금", "kind": "deposit", "amount_won": "2500000", "basis": "국토계획법 제60조"},
        follow=True,
    ).content.decode()
    assert "2,500,000원" in page
    other = browse(Role.CASEWORKER)
    assert other.get(url).status_code == 403
    assert other.get(reverse("permits:meeting", args=[meeting.public_id])).status_code == 403
