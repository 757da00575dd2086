"""A round from the list to the result, who knows of which lead, and the public form."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from duru.blocks.access.api import (
    Membership,
    NotAllowed,
    Organisation,
    OrganisationKind,
    Role,
    actor_of,
    add_member,
    add_organisation,
    system_actor,
)
from duru.blocks.casework.api import Case
from duru.blocks.casework.events import CaseOpened
from duru.blocks.documents.api import documents_of
from duru.blocks.exchange.api import Batch, BatchRow, CellContext, SourceRecord, record_mention
from duru.kernel.errors import Refused
from duru.services.care.tasks import lay_compartments
from duru.services.outreach.api import (
    OutreachRefused,
    Seen,
    TryKind,
    TryOutcome,
    add_lead,
    assign_round,
    close_lead,
    draft_note,
    give_lead,
    hand_to_care,
    leads_visible_to,
    list_rounds,
    rates_of_signals,
    reasons_of,
    receive_tip,
    record_try,
    take_tip,
    tips_visible_to,
)
from duru.services.outreach.datasets import DATASET, LEADS, RoundOf, Signals, store_leads
from duru.services.outreach.enums import LeadState, TipState
from duru.services.outreach.models import Lead, OutreachRound, Tip
from duru.services.outreach.operations.erasing import erase_old_tips
from duru.services.outreach.operations.letters import PHONE, VISIT
from duru.services.outreach.operations.tips import MOST_AN_HOUR
from duru.services.outreach.queries import waiting_for
from duru.services.outreach.web import forms
from duru.services.rights.operations import destroy_expired
from tests.clients import client_of
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
NARU, GAON = "9999950100", "9999950200"


@pytest.fixture
def desk(scope):
    machine = system_actor()

    def one(name, kind, role, email, **columns):
        office = add_organisation(by=machine, name=name, kind=kind, is_public=True, **columns)
        return actor_of(add_member(by=machine, email=email, name=f"{email[:4]} 담당", organisation=office, role=role))

    dong = OrganisationKind.DONG_OFFICE
    return SimpleNamespace(
        lead=one("복지정책과", OrganisationKind.GU_OFFICE, Role.WELFARE_LEAD, "lead@duru.example"),
        naru=one("나루동 주민센터", dong, Role.CASEWORKER, "naru@duru.example", dong_code=NARU, phone="02-111-2222"),
        naru2=one("나루동 주민센터", dong, Role.CASEWORKER, "nar2@duru.example"),
        gaon=one("가온동 주민센터", dong, Role.CASEWORKER, "gaon@duru.example", dong_code=GAON),
        health=one("보건소", OrganisationKind.HEALTH_CENTRE, Role.HEALTH_WORKER, "heal@duru.example"),
    )


@pytest.fixture
def round_(desk):
    """Four households of a list: three of 나루동, one of no known 동."""
    rows = [
        ("강순임", NARU, (("power_cut", "health_arrears"), ())),
        ("오복례", NARU, (("power_cut",), ("우유가 쌓임",))),
        ("한말자", NARU, (("gas_cut",), ())),
        ("문이슬", "", (("telecom_arrears",), ())),
    ]
    made = []
    for n, (name, dong_code, signals) in enumerate(rows):
        typed = {"name": name, "birth": f"195{n}-03-02", "phone": f"010-2222-333{n}"}
        record_id = record_mention(organisation_id=desk.lead.organisation_id, dataset=LEADS, typed=typed, at=NOW)
        SourceRecord.objects.filter(id=record_id).update(dong_code=dong_code)
        made.append(BatchRow(n + 1, record_id, {"signals": Signals(*signals), "round": RoundOf(2026, 6)}, None))
    batch = Batch(1, 1, desk.lead.organisation_id, LEADS, made, NOW)
    store_leads(batch)
    return OutreachRound.objects.get(), batch


def lead_of(name: str) -> Lead:
    return Lead.objects.get(record__name=name)


def sought(actor, name="강순임", *tries):
    for kind, outcome in tries:
        record_try(by=actor, public_id=lead_of(name).public_id, kind=TryKind(kind), outcome=TryOutcome(outcome), at=NOW)


ABSENT = [("call", "no_answer")] * 3 + [("visit", "no_answer"), ("note", "left")]


def test_a_list_twice_is_once_and_a_new_signal_joins(round_):
    _, batch = round_
    more = replace(
        batch, rows=[replace(batch.rows[0], values={"signals": Signals(("gas_cut",)), "round": RoundOf(2026, 6)})]
    )
    store_leads(more)
    assert Lead.objects.count() == 4
    assert lead_of("강순임").signals == ["power_cut", "health_arrears", "gas_cut"]
    assert reasons_of(lead_of("오복례")) == ["단전", "우유가 쌓임"]
    assert lead_of("강순임").due_on == date(2026, 12, 23)


def test_a_cell_is_shown_as_it_was_understood_and_a_bad_one_is_refused_with_its_reason():
    round_field, signals = (field for key in ("round", "signals") for field in DATASET.fields if field.key == key)
    cell = CellContext(today=TODAY)
    read = [round_field.parse(typed, cell).label for typed in ("2026년 4차", "4", "2025-6", "제3회차")]
    assert read == ["2026년 4차", "2026년 4차", "2025년 6차", "2026년 3차"]
    assert signals.parse("단전, 우유가 쌓임", cell).label == "단전, 우유가 쌓임(표에 없음)"
    for field, typed in ((round_field, "7차"), (round_field, "봄"), (signals, " , ")):
        with pytest.raises(Refused):
            field.parse(typed, cell)


def test_leads_go_to_their_dong_and_to_the_worker_with_fewer(desk, round_):
    found, _ = round_
    assert assign_round(by=desk.lead, public_id=found.public_id, at=NOW) == (3, 1)
    given = list(Lead.objects.filter(state=LeadState.GIVEN).order_by("id").values_list("assignee_id", flat=True))
    assert given == [desk.naru.membership_id, desk.naru2.membership_id, desk.naru.membership_id]
    assert assign_round(by=desk.lead, public_id=found.public_id, at=NOW) == (0, 1)
    with pytest.raises(NotAllowed):
        assign_round(by=desk.naru, public_id=found.public_id, at=NOW)


def test_a_dong_knows_of_its_own_leads_alone(desk, round_):
    assign_round(by=desk.lead, public_id=round_[0].public_id, at=NOW)
    seen = {name: leads_visible_to(getattr(desk, name)).count() for name in vars(desk)}
    assert seen == {"lead": 4, "naru": 3, "naru2": 3, "gaon": 0, "health": 0}
    address = reverse("outreach:lead", args=[lead_of("강순임").public_id])
    assert [client_of(each).get(address).status_code for each in (desk.naru, desk.gaon, desk.health)] == [200, 404, 403]
    listed = client_of(desk.naru).get(reverse("outreach:leads")).content.decode()
    assert "강○임" in listed
    assert "강순임" not in listed
    home = waiting_for(desk.naru, on=TODAY)
    assert {lead.record.name for lead in home} == {"강순임", "한말자"}


def test_nobody_is_given_up_after_one_call_and_who_was_absent_comes_back(desk, round_):
    assign_round(by=desk.lead, public_id=round_[0].public_id, at=NOW)
    lead = lead_of("강순임")
    sought(desk.naru, "강순임", ("call", "no_answer"))
    with pytest.raises(OutreachRefused, match="전화 2번, 방문 1번, 안내문 1번"):
        close_lead(by=desk.naru, public_id=lead.public_id, result="absent", at=NOW)
    sought(desk.naru, "강순임", *ABSENT[1:])
    closed = close_lead(by=desk.naru, public_id=lead.public_id, result="absent", at=NOW)
    assert (closed.state, closed.recheck_on) == ("closed", date(2026, 12, 23))
    assert lead not in waiting_for(desk.naru, on=TODAY)
    assert lead in waiting_for(desk.naru, on=date(2026, 12, 23))
    sought(desk.naru, "강순임", ("visit", "met"))
    again = close_lead(by=desk.naru, public_id=lead.public_id, result="emergency", at=NOW + DAY, note="긴급생계 신청")
    assert (again.result, again.recheck_on) == ("emergency", None)


def test_the_database_lets_no_absent_household_go_without_a_day(desk, round_):
    with pytest.raises(IntegrityError, match="lead_absent_is_looked_at_again"), transaction.atomic():
        Lead.objects.filter(id=lead_of("강순임").id).update(state="closed", result="absent", closed_at=NOW)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("note", "met"), ("note", "refused"), ("call", "left"), ("visit", "left"), ("message", "no_answer")],
)
def test_a_try_that_cannot_have_ended_so_is_refused(desk, round_, kind, outcome):
    with pytest.raises(OutreachRefused) as refused:
        sought(desk.lead, "강순임", (kind, outcome))
    assert refused.value.field == "outcome"


def test_rounds_and_signals_are_counted(desk, round_):
    sought(desk.lead, "강순임", ("visit", "met"))
    close_lead(by=desk.lead, public_id=lead_of("강순임").public_id, result="basic", at=NOW)
    (row,) = list_rounds(on=date(2027, 1, 4))
    assert (row.n, row.n_new, row.n_open, row.n_closed, row.n_hits, row.n_late) == (4, 3, 3, 1, 1, 3)
    assert [(label, rate.n_leads, rate.share) for label, rate in rates_of_signals()][0] == ("단전", 2, None)
    page = client_of(desk.lead).get(reverse("outreach:signals")).content.decode()
    assert "5가구 미만이라 셈하지 않음" in page


def test_a_lead_becomes_a_shared_case(desk, round_):
    lead = lead_of("강순임")
    handed = hand_to_care(by=desk.lead, public_id=lead.public_id, reason="여러 욕구", at=NOW)
    case = Case.objects.get(public_id=handed.care_ref)
    assert (case.kind, case.answers["origin"], handed.result) == ("care.joint", "outreach", "care")
    with pytest.raises(OutreachRefused, match="통합사례"):
        sought(desk.lead, "강순임", ("call", "met"))


def test_a_dong_puts_a_household_on_its_own_list_once(desk, round_):
    record = lead_of("문이슬").record
    with pytest.raises(OutreachRefused):
        add_lead(by=desk.gaon, record=record, signals=[], words=" ", at=NOW, of=(2026, 5))
    made = [
        add_lead(by=desk.gaon, record=record, signals=[key], words="", at=NOW, of=(2026, 5))
        for key in ("water_cut", "gas_cut")
    ]
    assert made[0] == made[1]
    assert (made[1].signals, made[1].state, made[1].assignee_id) == (
        ["water_cut", "gas_cut"],
        "given",
        desk.gaon.membership_id,
    )


def test_letters_name_no_signal(desk, round_):
    give_lead(
        by=desk.lead, public_id=lead_of("강순임").public_id, to=Organisation.objects.get(name="나루동 주민센터"), at=NOW
    )
    lead = lead_of("강순임")
    for variant in (VISIT, PHONE):
        draft_note(by=desk.naru, public_id=lead.public_id, variant=variant, on=TODAY, at=NOW)
    letters = list(documents_of(f"lead:{lead.public_id}"))
    assert len(letters) == 2
    assert [word for each in letters for word in ("단전", "체납") if word in str(each.fields)] == []


def test_a_worker_of_another_dong_is_not_given_the_lead(desk, round_):
    with pytest.raises(OutreachRefused) as refused:
        give_lead(
            by=desk.lead, public_id=lead_of("강순임").public_id, to=Organisation.objects.get(name="가온동 주민센터"), at=NOW,
            worker=Membership.objects.get(id=desk.naru.membership_id),
        )  # fmt: skip
    assert refused.value.field == "worker"


TOLD = {
    "reporter": "meter",
    "place": "나래로 7 반지하",
    "seen": ["mail", "meter"],
    "words": "",
    "contact": "",
    "website": "",
}


@pytest.fixture
def tell(tenant, desk, settings, monkeypatch):
    """Send the public form as somebody who took their time over it, without login."""
    monkeypatch.setattr(forms, "_FASTEST_S", 0)

    def send(**changed):
        client = Client()
        begun = client.get(reverse("outreach:tell")).context["form"]["begun"].initial
        return client.post(reverse("outreach:tell"), {"begun": begun, **TOLD, **changed})

    return send


def test_a_neighbour_tells_without_login_and_learns_nothing(desk, tell):
    assert tell(contact="010-9", words="주민번호 800101-1234567 인 분").url == reverse("outreach:told")
    tip = Tip.objects.get()
    assert (tip.seen, "1234567" in tip.words, tip.due_on) == (["mail", "meter"], False, tip.due_on)
    assert tips_visible_to(desk.naru).count() == 0
    take_tip(by=desk.lead, public_id=tip.public_id, to=Organisation.objects.get(name="나루동 주민센터"), at=tip.at)
    tip.refresh_from_db()
    assert (tip.state, tip.sender_mark) == (TipState.TAKEN, "")
    address = reverse("outreach:tip", args=[tip.public_id])
    lead_page, dong_page = (client_of(each).get(address).content.decode() for each in (desk.lead, desk.naru))
    assert "010-9" in lead_page
    assert "010-9" not in dong_page
    assert client_of(desk.gaon).get(address).status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        {"website": "http://spam"},
        {"begun": "forged"},
        {"begun": ""},
        {"seen": []},
        {"place": "집"},
        {"reporter": "boss"},
    ],
)
def test_a_robot_or_an_empty_form_leaves_nothing(tell, changed):
    answer = tell(**changed)
    assert answer.status_code == 200
    assert not Tip.objects.exists()


def test_a_form_sent_faster_than_a_person_writes_is_refused(tell, monkeypatch):
    monkeypatch.setattr(forms, "_FASTEST_S", 60)
    assert "너무 빨리" in tell().content.decode()
    assert not Tip.objects.exists()


def test_a_flood_from_one_place_is_slowed_down(desk):
    given = {"reporter": "post", "place": "나래로 9", "seen": [Seen.MAIL], "origin": "10.0.0.7"}
    for _ in range(MOST_AN_HOUR):
        receive_tip(at=NOW, **given)
    with pytest.raises(OutreachRefused, match="129"):
        receive_tip(at=NOW, **given)
    receive_tip(at=NOW, **{**given, "origin": "10.0.0.8"})
    receive_tip(at=NOW + timedelta(hours=1, seconds=1), **given)
    assert "10.0.0.7" not in str(list(Tip.objects.values()))


def test_what_is_destroyed_takes_its_lead_along_and_an_open_shared_case_holds_the_record(desk, round_):
    hand_to_care(by=desk.lead, public_id=lead_of("오복례").public_id, reason="여러 욕구", at=NOW)
    held, gone = lead_of("오복례").record, lead_of("강순임").record
    lay_compartments(CaseOpened(lead_of("오복례").care_ref, "care.joint"))
    SourceRecord.objects.update(first_seen_at=NOW - timedelta(days=6 * 366))
    destroy_expired(by=system_actor(), on=TODAY, reason="보유기간", at=NOW)
    left = set(SourceRecord.objects.values_list("id", flat=True))
    assert (held.id in left, gone.id in left) == (True, False)
    assert not Lead.objects.filter(record_id=gone.id).exists()


def test_a_program_reads_what_waits_and_writes_a_try_and_a_result(desk, round_):
    assign_round(by=desk.lead, public_id=round_[0].public_id, at=NOW)
    client, lead = client_of(desk.naru), lead_of("강순임")
    shown = client.get("/api/outreach/leads").json()
    assert {each["name"] for each in shown} == {"강○임", "한○자"}
    address = f"/api/outreach/leads/{lead.public_id}"
    kind = {"content_type": "application/json"}
    refused = client.post(f"{address}/result", {"result": "absent"}, **kind)
    assert (refused.status_code, "전화 3번" in refused.json()["detail"]) == (422, True)
    assert client.post(f"{address}/tries", {"kind": "visit", "outcome": "met"}, **kind).status_code == 201
    assert client.post(f"{address}/result", {"result": "basic"}, **kind).json()["state"] == "closed"
    assert client_of(desk.gaon).post(f"{address}/tries", {"kind": "visit", "outcome": "met"}, **kind).status_code == 404
    assert client.get("/api/outreach/rates").json()[0] == {"signal": "단전", "n_leads": 2, "n_closed": 1, "share": None}


def test_what_was_told_goes_after_a_year_and_of_a_lead_its_place_alone_stays(desk):
    given = {"reporter": "post", "place": "나래로 9", "seen": [Seen.MAIL], "words": "며칠째", "contact": "010-9"}
    plain, taken = (receive_tip(at=NOW, **given) for _ in range(2))
    take_tip(by=desk.lead, public_id=taken.public_id, to=Organisation.objects.get(name="나루동 주민센터"), at=NOW)
    assert erase_old_tips(at=NOW + timedelta(days=364)) == {"leads": 0, "tips": 0, "blanked": 0}
    assert erase_old_tips(at=NOW + timedelta(days=367)) == {"leads": 0, "tips": 1, "blanked": 1}
    (left,) = Tip.objects.all()
    assert (left.id, left.place, left.words, left.contact) == (taken.id, "나래로 9", "", "")
    Lead.objects.filter(tip=taken).update(state="closed", result="info", closed_at=NOW)
    assert erase_old_tips(at=NOW + timedelta(days=5 * 366))["leads"] == 1
    assert not Tip.objects.filter(id__in=[plain.id, taken.id]).exists()
