"""What is over is gone with the lines it was typed in; what the decree excepts stays; the log's chain still verifies; a restore is replayed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role
from duru.blocks.audit.api import record_look, sequence_entries, verify_log
from duru.blocks.benefits.models import Grant, Handout, Need
from duru.blocks.casework.api import Case, CaseErased, withdraw_case
from duru.blocks.exchange.api import Intake, SourceRecord, SourceRow
from duru.blocks.linkage.models import Link
from duru.blocks.registry.models import Person
from duru.services.participation.api import receive_proposal
from duru.services.participation.kinds import PROPOSAL
from duru.services.participation.models import Proposal
from duru.services.participation.tasks import erase_proposal
from duru.services.rights.api import count_expired, destroy_again, destroy_expired, read_log
from duru.services.rights.models import Destruction
from duru.services.rights.operations.replaying import log_of_tenant
from duru.services.rights.rules import over_before
from tests.services.welfare.district import TODAY, agency, give, grant, need, person, worker
from tests.services.welfare.district import home as live_together

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
OVER = date(2021, 11, 21)  # five years and a day ago
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("DURU_HOME", str(tmp_path))


@pytest.fixture
def officer(scope):
    office = agency("감사담당관", OrganisationKind.GU_OFFICE, is_public=True)
    return worker(office, role=Role.PRIVACY_OFFICER)


def old(gift):
    """Let the record of a row be as old as the row."""
    SourceRecord.objects.filter(id=gift.record_id).update(first_seen_at=LONG_AGO)
    return gift


def destroy(officer, on=TODAY):
    return destroy_expired(by=officer, on=on, reason="정기 파기", at=NOW).counts


def test_five_years_and_a_day_are_over_and_five_years_are_not(officer):
    bank = agency("푸드뱅크")
    old(give(person("옛사람"), bank, OVER))
    fresh = old(give(person("새사람"), bank, OVER + timedelta(days=1)))
    assert destroy(officer) == {"handouts": 1, "records": 1, "persons": 1}
    assert (Handout.objects.get(), Person.objects.get().name) == (fresh, "새사람")
    assert destroy(officer) == {}


def test_somebody_of_whom_something_is_kept_stays_with_it(officer):
    who, bank = person(), agency("푸드뱅크")
    old(give(who, bank, OVER))
    kept = give(who, bank, TODAY)
    destroy(officer)
    assert (Handout.objects.get(), SourceRecord.objects.get(), Link.objects.get().person) == (kept, kept.record, who)


def test_the_line_it_was_typed_in_goes_too(officer):
    bank = agency("푸드뱅크")
    gift = old(give(person(), bank, OVER))
    intake = Intake.objects.create(organisation=bank, dataset="handouts", file_name="1.csv", uploaded_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_sourcerow (intake_id, sheet, line, cells, hash, state, reason)"
            " VALUES (%s, 0, 2, '[\"박말순\"]', '\\x01', 'taken', '') RETURNING id",
            [intake.id],
        )
        Handout.objects.filter(id=gift.id).update(row_id=cursor.fetchone()[0])
        cursor.execute("INSERT INTO exchange_rowkey (hash, row_id) SELECT hash, id FROM exchange_sourcerow")
    assert destroy(officer)["rows"] == 1
    assert SourceRow.objects.count() == 0


@pytest.mark.parametrize(
    ("running", "kept"),
    [(True, {"grants": 1, "needs": 1}), (False, {"grants": 1, "needs": 0})],
    ids=["who gets a benefit now", "who once got one: the history alone"],
)
def test_the_decree_s_exceptions_keep_what_they_name(officer, running, kept):
    who, office = person(), agency("사회복지과", OrganisationKind.GU_OFFICE, is_public=True)
    grant(who, office, "생계급여", until_on=OVER)
    Need.objects.filter(id=need(who, office).id).update(since_on=OVER)
    if running:
        grant(who, office, "기초연금")
    give(who, office, OVER)
    destroy(officer)
    over = Grant.objects.filter(until_on=OVER).count()
    assert ({"grants": over, "needs": Need.objects.count()}, Handout.objects.count()) == (kept, 0)


def test_family_of_a_recipient_is_excepted_and_a_history_ends_after_ten_years(officer):
    office = agency("사회복지과", OrganisationKind.GU_OFFICE, is_public=True)
    recipient, child, stranger = person("수급자"), person("자녀"), person("남남")
    live_together(recipient, child)
    grant(recipient, office, "기초연금")
    for who in (child, stranger):
        Need.objects.filter(id=need(who, office).id).update(since_on=OVER)
    grant(stranger, office, "생계급여", start=date(2010, 1, 1), until_on=date(2016, 11, 21))
    destroy(officer)
    assert [row.record.name for row in Need.objects.select_related("record")] == ["자녀"]
    assert Grant.objects.filter(until_on__isnull=False).count() == 0


def test_counting_destroys_nothing_and_only_the_officer_destroys(officer, scope):
    old(give(person(), agency("푸드뱅크"), OVER))
    assert (count_expired(on=TODAY), Handout.objects.count()) == ({"handouts": 1, "records": 1}, 1)
    lead = worker(agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True), role=Role.WELFARE_LEAD)
    with pytest.raises(NotAllowed):
        destroy(lead)


def test_the_chain_verifies_after_destruction_and_the_ledger_says_what_went(officer, scope):
    who = person()
    old(give(who, agency("푸드뱅크"), OVER))
    record_look(actor=officer.audit, action="주민 카드 보기", purpose="상담", subjects=[f"person:{who.public_id}"])
    sequence_entries(tenant_id=scope.id)
    destroy(officer)
    sequence_entries(tenant_id=scope.id)
    report = verify_log(tenant_id=scope.id)
    assert (report.found, report.n_waiting, Person.objects.count()) == (None, 0, 0)
    assert sorted(Destruction.objects.values_list("subject", "n_rows")) == [
        ("handouts", 1), ("persons", 1), ("records", 1),
    ]  # fmt: skip


def test_what_a_restore_brings_back_is_destroyed_again_from_the_file(
    officer, scope, django_capture_on_commit_callbacks
):
    bank = agency("푸드뱅크")
    old(give(person(), bank, OVER))
    with django_capture_on_commit_callbacks(execute=True):
        destroy(officer)
    old(give(person(), bank, OVER))  # as the backup had it
    days = []
    assert read_log(log_of_tenant(scope.id), lambda line: days.append(date.fromisoformat(line["on"]))) == 1
    assert destroy_again(by=officer, record_refs=["gone"], on=max(days), at=NOW) == 3
    assert (Handout.objects.count(), days) == (0, [TODAY])


def test_a_record_typed_today_is_not_over_though_its_gift_is(officer):
    give(person(), agency("푸드뱅크"), OVER)
    destroy(officer)
    assert (Handout.objects.count(), SourceRecord.objects.count()) == (0, 1)


@pytest.mark.unit
def test_29_february_counts_as_1_march():
    assert over_before(date(2028, 2, 29), 5) == date(2023, 3, 1)


def test_closed_cases_go_with_what_services_keep_beside_them(officer, scope):
    desk = worker(agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True), role=Role.WELFARE_LEAD)
    in_2020 = datetime(2020, 6, 1, 1, tzinfo=UTC)
    proposal = receive_proposal(
        title="바닥 신호등", problem="밤에 보이지 않습니다.", idea="바닥에 불을 켜자", shares={"박가람": 100}, phone="010-2000-3000",
        by=desk, at=in_2020,
    )  # fmt: skip
    withdraw_case(by=desk, public_id=proposal.case_ref, at=in_2020)
    assert count_expired(on=TODAY) == {"cases": 1}
    assert destroy_expired(by=officer, on=TODAY, reason="만료", at=NOW).counts == {"cases": 1}
    assert not Case.objects.filter(public_id=proposal.case_ref).exists()
    erase_proposal(CaseErased(proposal.case_ref, PROPOSAL))  # what the worker does with the event
    assert not Proposal.objects.exists()
