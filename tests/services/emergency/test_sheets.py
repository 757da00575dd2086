"""Who is on the sheet, in which order, and who may see it."""

from datetime import timedelta

import pytest

from duru.blocks.access.api import GlassOpening, GlassRefused, NotAllowed, Organisation, Role, system_actor
from duru.blocks.audit.api import AuditEntry
from duru.blocks.maps.api import around
from duru.services.emergency.api import (
    GlassClosed,
    IncidentRefused,
    break_glass,
    check_line,
    close_incident,
    forget_old_sheets,
    get_sheet,
    list_incidents,
    open_incident,
    set_key_holder,
    take_key_back,
)
from duru.services.emergency.models import CallCheck, CallLine, Incident
from tests.services.conftest import NOW
from tests.services.emergency.conftest import MIDDLE, add_need

HOUR = timedelta(hours=1)


def test_the_sheet_names_who_is_most_at_risk_first_and_why(street, lead):
    office = Organisation.objects.first()
    add_need(street["김숨결"], "투석", office, 1)
    add_need(street["김숨결"], "와상", office, 2)
    set_key_holder(by=lead, person=street["최봉례"], name="박딸", relation="딸", phone="010-9999-8888", at=NOW)
    flood = open_incident(by=lead, area=around(*MIDDLE, 300), hazard="flood", note="은가람천 범람, 물이 들어옴", at=NOW)
    sheet = get_sheet(lead, flood, at=NOW + HOUR)
    assert [(line.number, line.name, line.tone) for line in sheet.lines] == [
        (1, "김숨결", "danger"), (2, "최봉례", "danger"), (3, "박아기", "info"),
    ]  # fmt: skip
    assert [(reason.label, reason.points) for reason in sheet.lines[0].reasons] == [
        ("거동 불가(와상)", 70), ("투석", 45), ("75세 이상", 12),
    ]  # fmt: skip
    granny = sheet.lines[1]
    assert [reason.label for reason in granny.reasons] == ["반지하(주소)", "85세 이상"]
    assert (granny.phone, granny.keys, granny.age) == ("010-1234-5678", (("박딸", "딸", "010-9999-8888"),), 88)
    assert (granny.shelter.name, granny.hospital.name) == (
        "언덕초등학교",
        "윤슬병원",
    )  # the flooded school is no shelter
    assert (sheet.n, sheet.n_called, sheet.n_left, flood.n_inside) == (4, 3, 3, 5)
    everybody = get_sheet(lead, flood, at=NOW + HOUR, is_everybody=True)
    assert [line.name for line in everybody.lines] == ["김숨결", "최봉례", "박아기", "이젊은"]


def test_a_hidden_person_is_on_the_sheet_of_named_officers_alone(flood, lead, named):
    assert "문서영" not in [line.name for line in get_sheet(lead, flood, at=NOW, is_everybody=True).lines]
    break_glass(by=named, incident=flood, reason="지정 담당자로서 확인합니다", at=NOW)
    assert "문서영" in [line.name for line in get_sheet(named, flood, at=NOW, is_everybody=True).lines]


def test_the_glass_holds_for_the_one_who_broke_it_for_twelve_hours(flood, lead, member):
    other = member(Role.CASEWORKER, "맞춤형복지팀")
    with pytest.raises(GlassClosed):
        get_sheet(other, flood, at=NOW)
    with pytest.raises(GlassClosed):
        get_sheet(lead, flood, at=NOW + 12 * HOUR)
    break_glass(by=other, incident=flood, reason="우리 동 어르신께 전화합니다", at=NOW)
    assert get_sheet(other, flood, at=NOW).n_called == 2
    assert GlassOpening.objects.count() == 2


def test_a_drill_breaks_no_glass_and_tells_no_name(street, member):
    worker = member(Role.CASEWORKER, "맞춤형복지팀")
    drill = open_incident(by=worker, area=around(*MIDDLE, 300), hazard="flood", note="훈련", at=NOW, is_drill=True)
    line = get_sheet(worker, drill, at=NOW).lines[0]
    assert (line.name, line.phone, line.keys) == ("최○례", "", ())
    assert "새벽로" not in line.address
    assert not GlassOpening.objects.exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"note": "급함"}, GlassRefused),
        ({"note": " ", "is_drill": True}, IncidentRefused),
        ({"hazard": "war"}, IncidentRefused),
        ({"area": around(125.4, 35.7, 300)}, IncidentRefused),
        ({"by": system_actor()}, NotAllowed),
    ],
)
def test_an_emergency_that_cannot_be_opened_leaves_nothing(street, lead, change, error):
    given = {
        "by": lead,
        "area": around(*MIDDLE, 300),
        "hazard": "flood",
        "note": "은가람천 범람, 물이 들어옴",
        "at": NOW,
    }
    with pytest.raises(error):
        open_incident(**{**given, **change})
    assert not Incident.objects.exists()
    assert not AuditEntry.objects.filter(action="긴급 상황 열기").exists()


def test_only_whose_work_it_is_may_open(street, member):
    with pytest.raises(NotAllowed):
        open_incident(by=member(Role.MAYOR), area=around(*MIDDLE, 300), hazard="flood", note="은가람천 범람", at=NOW)


def test_the_last_check_off_counts_and_every_one_is_kept(flood, lead):
    line = get_sheet(lead, flood, at=NOW).lines[0]
    for hours, state in ((1, "no_answer"), (2, "moved")):
        check_line(
            by=lead, incident=flood, line_id=line.public_id, state=state, note="문 두드림", at=NOW + hours * HOUR
        )
    found = get_sheet(lead, flood, at=NOW + 3 * HOUR, only=line.public_id).lines[0]
    assert (found.state_word, found.note, CallCheck.objects.count()) == ("대피함", "문 두드림", 2)
    with pytest.raises(IncidentRefused):
        check_line(by=lead, incident=flood, line_id=line.public_id, state="flown", at=NOW)
    (row,) = list_incidents()
    assert (row.n_called, row.n_left) == (2, 1)
    close_incident(by=lead, incident=flood, at=NOW)
    assert close_incident(by=lead, incident=flood, at=NOW + HOUR).closed_at == NOW


def test_sheets_go_after_a_year_and_with_the_person(flood, street, lead):
    take_key_back(by=lead, person=street["최봉례"], public_id="gone", at=NOW)
    street["최봉례"].delete()
    assert CallLine.objects.count() == 4
    assert forget_old_sheets(before=NOW) == 0
    assert forget_old_sheets(before=NOW + HOUR) == 4
    assert Incident.objects.count() == 1
