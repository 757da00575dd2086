"""A rumour, a visit, a confirmation, one decision, an overpayment; and back again by 생존확인."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role, system_actor
from duru.blocks.documents.api import documents_of
from duru.blocks.registry.models import LifeEvent, Person
from duru.services.changes.api import (
    ask_before_payment,
    confirm_change,
    decide_recovery,
    deny_change,
    end_services,
    gather_changes,
    give_notice,
    hold_services,
    leak_ledger,
    list_returned,
    record_visit,
    reopen_benefit,
    stops_in_force,
    tell_sign,
    write_decision,
)
from duru.services.changes.errors import AddresseeIsDead, ChangeRefused
from duru.services.changes.models import Change, Effect, Recovery, Reopening, Sign
from duru.services.changes.queries import list_ended
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, give, grant, home, person, record, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def office(scope):
    return agency("해오름구청 복지정책과", OrganisationKind.GU_OFFICE, is_public=True)


@pytest.fixture
def by(office):
    return worker(office, Role.WELFARE_LEAD, department="복지정책과")


@pytest.fixture
def centre(office):
    return agency("해오름복지관")


@pytest.fixture
def woman(office, centre):
    """박말순: 기초연금, 생계급여, 구의 수당, 복지관 밑반찬."""
    who = person()
    grant(who, office, "기초연금")
    grant(who, office, "생계급여", amount_won=820_560, pays_on=20, per="household")
    grant(who, office, "장수수당", amount_won=30_000, pays_on=25)
    give(
        who, centre, TODAY - 10 * DAY, item="밑반찬", programme="밑반찬", category="food", value_won=8_000, per="person"
    )
    return who


def heard(who, by, **columns):
    told = {"kind": "death", "source": "headman", "happened_on": date(2026, 9, 30), "note": "통장이 들음"}
    return tell_sign(who.public_id, by=by, at=NOW, **(told | columns))


def confirmed(who, by, on=date(2026, 9, 30)):
    change = heard(who, by)
    return confirm_change(change.public_id, proof="deregistered", happened_on=on, reason="말소 확인", by=by, at=NOW)


def in_register(who, office, on, *, kind="death", reported=None):
    event = LifeEvent.objects.create(
        kind=kind, on=on, state="confirmed", is_death=kind == "death", reason="사망" if kind == "death" else "", person=who,
        record=record(who, office), reported_on=reported or on,
    )  # fmt: skip
    status = "dead" if kind == "death" else "moved_out"
    Person.objects.filter(id=who.id).update(status=status, status_on=on, status_event=event)
    return event


def test_a_rumour_stops_no_statutory_money_and_asks_the_officer_who_pays(woman, by, office):
    change = heard(woman, by)
    assert (change.state, change.n_effects, stops_in_force().count()) == ("suspected", 4, 0)
    assert change.visit_by_on == TODAY + 3 * DAY
    letter = ask_before_payment(change, at=NOW)
    (paper,) = documents_of(f"change:{change.public_id}")
    assert (paper.public_id, paper.recipient_name) == (letter, "해오름구청 복지정책과 급여 지급 담당")
    assert "제21조제2항" in str(paper.versions.get().blocks)
    assert ask_before_payment(change, at=NOW) == letter
    with pytest.raises(ChangeRefused, match="확정된 뒤"):
        end_services(change.public_id, reason="들었음", by=by, at=NOW)


def test_goods_wait_by_a_named_decision_and_cash_never_does(woman, by):
    change = heard(woman, by)
    cash, goods = (Effect.objects.filter(change=change, kind=kind).first() for kind in ("cash", "service"))
    with pytest.raises(ChangeRefused, match="법정 급여"):
        hold_services(change.public_id, effect_ids=[cash.id], reason="의심", by=by, at=NOW)
    hold_services(change.public_id, effect_ids=[goods.id], reason="방문까지 미룸", by=by, at=NOW)
    goods.refresh_from_db()
    assert goods.held_by == by.name
    with pytest.raises(IntegrityError, match="effect_cash_never_waits"), transaction.atomic():
        Effect.objects.filter(id=cash.id).update(held_at=NOW, held_by="누구")


def test_a_death_is_confirmed_by_the_register_or_a_court_alone(woman, by):
    change = heard(woman, by)
    with pytest.raises(ChangeRefused, match="말소"):
        confirm_change(change.public_id, proof="visited", happened_on=TODAY, reason="이웃", by=by, at=NOW)
    with pytest.raises(ChangeRefused, match="이름으로만"):
        confirm_change(change.public_id, proof="declared", happened_on=TODAY, reason="r", by=system_actor(), at=NOW)


def test_one_decision_ends_everything_and_agencies_read_a_day_only(woman, by, centre):
    change = confirmed(woman, by)
    stops = end_services(change.public_id, reason="사망", by=by, at=NOW)
    assert {(stop.label, stop.ends_on) for stop in stops} == {
        ("기초연금", date(2026, 10, 1)),
        ("생계급여", date(2026, 10, 1)),
        ("장수수당", date(2026, 10, 1)),
        ("밑반찬", TODAY),
    }
    assert end_services(change.public_id, reason="또", by=by, at=NOW) == stops
    agent = worker(centre, Role.AGENCY_WORKER)
    assert [(row.label, row.ends_on) for row in list_ended(agent)] == [("밑반찬", TODAY)]
    page = client_of(agent).get("/changes/ended").content.decode()
    assert ("서비스 종료" in page, "사망" in page, "박*순" in page or "박○순" in page) == (True, False, True)


def test_what_was_paid_too_much_follows_each_law(woman, by):
    change = confirmed(woman, by)
    end_services(change.public_id, reason="사망", by=by, at=NOW)
    rows = {row.programme: row for row in Recovery.objects.all()}
    assert {name: (row.confirmed_won, row.estimated_won) for name, row in rows.items()} == {
        "기초연금": (349_700, 0),
        "생계급여": (820_560 * 3, 0),
        "장수수당": (30_000, 0),
    }
    pension, living = rows["기초연금"].public_id, rows["생계급여"].public_id
    with pytest.raises(ChangeRefused, match="면제 규정이 없습니다"):
        decide_recovery(pension, outcome="waive", reason="이미 씀", by=by, at=NOW)
    with pytest.raises(AddresseeIsDead):
        give_notice(pension, payee_name=woman.name, payee_address="", by=by, at=NOW)
    with pytest.raises(ChangeRefused, match="사전통지"):
        decide_recovery(pension, outcome="recover", reason="환수", by=by, at=NOW)
    give_notice(pension, payee_name="박상속", payee_address="해오름로 1", by=by, at=NOW)
    with pytest.raises(ChangeRefused, match="의견제출 기한"):
        decide_recovery(pension, outcome="recover", reason="환수", by=by, at=NOW)
    row = decide_recovery(pension, outcome="recover", reason="의견 없음", by=by, at=NOW + 15 * DAY)
    assert (row.decided_won, row.pay_by_on) == (349_700, TODAY + 45 * DAY)
    write_decision(pension, payee_name="박상속", payee_address="해오름로 1", by=by, at=NOW + 15 * DAY)
    decide_recovery(living, outcome="waive", reason="장례비로 이미 씀", no_notice_reason="유리한 처분", by=by, at=NOW)
    write_decision(living, payee_name="박상속", payee_address="", by=by, at=NOW)
    papers = documents_of(f"change:{change.public_id}")
    assert {paper.variant for paper in papers} == {"changes", "changes_recovery", "changes_waiver"}
    assert "90일 이내" in str([paper.versions.get().blocks for paper in papers if paper.variant == "changes_recovery"])
    assert not papers.filter(recipient_name__contains=woman.name).exists()


def test_alive_after_all_puts_everything_back(woman, by, office):
    in_register(woman, office, date(2026, 9, 30))
    gather_changes(tenant_id=woman.tenant_id or office.tenant_id, now=NOW)
    change = Change.objects.get()
    assert (change.state, change.is_certain_day) == ("confirmed", True)
    end_services(change.public_id, reason="말소", by=by, at=NOW)
    deny_change(change.public_id, reason="본인이 동에 왔음", by=by, at=NOW)
    change.refresh_from_db()
    woman.refresh_from_db()
    assert (change.state_label, woman.status, stops_in_force().count()) == ("생존확인", "living", 0)
    assert set(Recovery.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(Reopening.objects.values_list("by_name", flat=True)) == {by.name}
    gather_changes(tenant_id=office.tenant_id, now=NOW)
    assert Change.objects.count() == 1
    heard(woman, by)  # something new is heard: a matter of its own
    assert sorted(Change.objects.values_list("state", flat=True)) == ["denied", "suspected"]


def test_a_newer_list_that_names_a_stopped_benefit_is_told_and_starts_nothing(woman, by, office):
    change = confirmed(woman, by)
    end_services(change.public_id, reason="사망", by=by, at=NOW)
    grant(woman, office, "기초연금", start=date(2026, 11, 1))
    assert [row.label for row in list_returned(change)] == ["기초연금"]
    assert stops_in_force().count() == 4


@pytest.mark.parametrize("table", ["stop", "changedecision", "reopening"])
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET tenant_id = tenant_id", "TRUNCATE {}"])
def test_the_database_lets_nobody_change_or_remove_a_stop(woman, by, table, deed):
    end_services(confirmed(woman, by).public_id, reason="사망", by=by, at=NOW)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(f"changes_{table}"))


def test_no_stop_ends_without_a_name(woman, by):
    (stop, *_) = end_services(confirmed(woman, by).public_id, reason="사망", by=by, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.create(stop=stop, member_id=None, by_name="기계", reason="자동", at=NOW)
    with pytest.raises(ChangeRefused, match="이름으로만"):
        reopen_benefit(stop.change.public_id, stop_id=stop.id, reason="자동", by=system_actor(), at=NOW)
    reopen_benefit(stop.change.public_id, stop_id=stop.id, reason="잘못 종료", by=by, at=NOW)
    assert stops_in_force().count() == 3


def test_a_home_with_others_is_worked_out_anew(office, by):
    man, wife = person("서정만"), person("한순이")
    home(man, wife)
    for who in (man, wife):
        grant(who, office, "기초연금", amount_won=279_760)
    grant(man, office, "생계급여", amount_won=1_343_770, pays_on=20, per="household")
    change = confirmed(man, by, on=date(2026, 10, 26))
    end_services(change.public_id, reason="사망", by=by, at=NOW)
    assert [(row.programme, row.confirmed_won, row.estimated_won) for row in Recovery.objects.all()] == [
        ("생계급여", 0, 1_343_770)
    ]
    page = client_of(by).get(f"/changes/{change.public_id}").content.decode()
    assert "69,940원" in page  # 배우자의 부부감액 종료
    assert "미지급 기초연금" not in page  # paid on the 25th, the day before


def test_the_ledger_counts_delay_and_what_early_signs_saved(woman, by, office):
    Sign.objects.create(
        person_ref=woman.public_id, kind="death", source="cremation", happened_on=date(2026, 8, 30), told_on=date(2026, 9, 1)
    )  # fmt: skip
    in_register(woman, office, date(2026, 8, 30), reported=date(2026, 10, 30))
    gather_changes(tenant_id=office.tenant_id, now=NOW)
    found = leak_ledger(since=date(2026, 1, 1), as_of=TODAY)
    assert (found.n_changes, found.delay_days) == (1, 84)
    assert {each.source: each.median_days for each in found.sources} == {"cremation": 2, "register": 61}
    assert 0 < found.saved_won < found.leaked_won
    assert found.won_per_day == found.leaked_won // 84


def test_who_may_see_and_decide(woman, by, browse):
    change = heard(woman, by)
    pages = ("/changes/", f"/changes/{change.public_id}", "/changes/ledger", "/changes/ended")
    seen = {
        role: [browse(role).get(page).status_code for page in pages]
        for role in (Role.CASEWORKER, Role.MAYOR, Role.AGENCY_WORKER, Role.PERMIT_OFFICER)
    }
    assert seen == {
        Role.CASEWORKER: [200, 200, 200, 403],
        Role.MAYOR: [403, 403, 200, 403],
        Role.AGENCY_WORKER: [403, 403, 403, 200],
        Role.PERMIT_OFFICER: [403, 403, 403, 403],
    }
    with pytest.raises(NotAllowed):
        record_visit(change.public_id, visited_on=TODAY, note="뵘", by=worker(agency("남"), Role.AGENCY_WORKER), at=NOW)
