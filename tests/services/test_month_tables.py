"""What services give to a month's statistics: 발굴 처리율, 사례관리 달성, 환수, as they stood at the month's end."""

from datetime import UTC, date, datetime

import pytest

from duru.blocks.access.api import OrganisationKind, Role, add_member, add_organisation, system_actor
from duru.blocks.casework.models import Case, ProcessSpec
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.models import Link
from duru.blocks.registry.api import Person
from duru.blocks.statistics.api import (
    Month,
    ask_for,
    compute_rollup,
    compute_standards,
    find_standard,
    grid_of,
    list_standards,
    make_snapshot,
)
from duru.blocks.tenancy.api import tenant_scope
from duru.services.care.models import CareCase, CarePlan, Visit
from duru.services.changes.models import Change, Recovery
from duru.services.outreach.models import ContactTry, Lead, Tip

OCTOBER = Month(2026, 10)
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def at(day: int, month: int = 10) -> datetime:
    return datetime(2026, month, day, 3, tzinfo=UTC)


@pytest.fixture
def office(tenant, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("duru.conf.paths.secrets", lambda: tmp_path / "secrets")
    with tenant_scope(tenant.id):
        return add_organisation(by=system_actor(), name="해오름1동", kind=OrganisationKind.DONG_OFFICE, is_public=True)


def person_of(office, n: int) -> tuple[Person, SourceRecord]:
    person = Person.objects.create(
        name=f"김사람{n}", sex="F", birth_on=date(1950, 11, 1), birth_year=1950, dong_code="9711051000"
    )
    record = SourceRecord.objects.create(
        organisation=office, dataset="needs", name=person.name, name_typed=person.name, mention_hash=n.to_bytes(16),
        first_row_id=n, first_seen_at=NOW,
    )  # fmt: skip
    Link.objects.create(record=record, person=person, probability=1.0, band="certain", via="weights")
    return person, record


def table(tenant, key: str) -> dict:
    """Keep October and lay a standard table out: key of the line → its figures as printed."""
    make_snapshot(tenant=tenant, month=OCTOBER, by=system_actor(), now=NOW)
    standard = find_standard(key)
    with tenant_scope(tenant.id):
        rollup, _ = ask_for(standard.question.over((OCTOBER,)), now=NOW)
    rollup = compute_rollup(tenant=tenant, rollup_id=rollup.id, now=NOW)
    with tenant_scope(tenant.id):
        grid = grid_of(rollup, outside=False)
    return {line.key: tuple(each.text for each in line.figures) for line in grid.lines}


def test_leads_count_as_settled_by_the_end_of_their_month_and_no_later(tenant, office):
    with tenant_scope(tenant.id):
        records = [person_of(office, n)[1] for n in range(1, 4)]
        tip = Tip.objects.create(
            at=at(3), reporter="neighbour", place="새벽로 2", seen=["mail"], due_on=date(2026, 10, 10), state="taken"
        )
        common = {"received_at": at(2), "due_on": date(2026, 10, 20), "organisation": office}
        helped = Lead.objects.create(record=records[0], state="closed", result="near_poor", closed_at=at(12), **common)
        ContactTry.objects.create(lead=helped, kind="call", outcome="met", at=at(11))
        # Settled in November, after October had ended, and late.
        Lead.objects.create(record=records[1], state="closed", result="moved", closed_at=at(3, 11), **common)
        Lead.objects.create(record=records[2], state="closed", result="died", closed_at=at(25), **common)
        Lead.objects.create(tip=tip, **common | {"due_on": date(2026, 11, 30), "organisation": None})
        Lead.objects.create(record=records[0], **common | {"received_at": at(2, 11)})
    assert table(tenant, "outreach") == {
        office.name: ("3", "1", "2", "1", "2", "66.7%"),
        "": ("1", "0", "0", "0", "0", "0.0%"),
        None: ("4", "1", "2", "1", "2", "50.0%"),
    }


def test_cases_are_counted_while_open_and_reach_their_goal_when_closed_so(tenant, office):
    with tenant_scope(tenant.id):
        worker = add_member(
            by=system_actor(), email="p@duru.example", name="담당", organisation=office, role=Role.CASEWORKER, password="duru-duru-duru"
        )  # fmt: skip
        spec = ProcessSpec.objects.create(kind="care.joint", version=1, digest="x", bpmn="", stored_at=NOW)
        for n, (closed, why) in enumerate(
            [(None, ""), (at(20), "goal"), (at(21), "moved"), (at(5, 11), "goal"), (at(5, 9), "goal")], 1
        ):
            case = Case.objects.create(
                kind="care.joint", spec=spec, title="사례", receipt_no=f"2026-{n}", received_at=at(1, 8), department="복지정책과",
                applicant_name="가", period="30일", rule="general", due_at=None if closed else at(30), closed_at=closed,
                state="done" if closed else "running", variables={"why": why} if why else {},
            )  # fmt: skip
            care = CareCase.objects.create(
                case_ref=case.public_id, record=person_of(office, n)[1], organisation=office, origin="request", reason="가",
                opened_at=at(1, 8),
            )  # fmt: skip
            if n in (1, 2):
                CarePlan.objects.create(
                    case=care, revision=1, goal="가", from_on=date(2026, 10, 1), until_on=date(2027, 4, 1), state="agreed" if n == 1 else "ended",
                    agreed_on=date(2026, 9, 30), made_at=at(29, 9),
                )  # fmt: skip
                Visit.objects.create(
                    case=care, at=at(7, 8 + 2 * n), purpose="살핌", state="done", result="가", welfare_by=worker
                )  # October, December
    # Of the five the one closed in September is gone, and the one closed in November is still open.
    assert table(tenant, "care")[None] == ("4", "2", "1", "2", "1", "50.0%")


def test_overpayments_and_what_was_decided_about_them(tenant, office):
    with tenant_scope(tenant.id):
        person, _ = person_of(office, 1)
        change = Change.objects.create(
            person_ref=person.public_id, kind="death", state="stopped", happened_on=date(2026, 9, 1), dong_code="9711051000", told_on=date(2026, 9, 9), confirmed_at=at(10, 9), stopped_at=at(10, 9),
            opened_at=at(9, 9),
        )  # fmt: skip
        common = {"change": change, "formula": "가", "duty": "must", "basis": "가", "estimated_won": 0}
        heard = {"opinion_until_on": date(2026, 10, 5), "state": "decided"}
        Recovery.objects.create(
            benefit_id=1,
            programme="기초연금",
            confirmed_won=700_000,
            outcome="recover",
            decided_won=600_000,
            **heard,
            **common,
        )
        Recovery.objects.create(
            benefit_id=2,
            programme="생계급여",
            confirmed_won=90_000,
            outcome="waive",
            decided_won=90_000,
            **heard,
            **common,
        )
        Recovery.objects.create(benefit_id=3, programme="생계급여", confirmed_won=10_000, **common)
        Recovery.objects.create(benefit_id=4, programme="생계급여", confirmed_won=99, state="cancelled", **common)
    assert table(tenant, "recoveries") == {
        "기초연금": ("1", "700,000", "0", "1", "600,000", "100.0%"),
        "생계급여": ("2", "100,000", "0", "1", "0", "50.0%"),
        None: ("3", "800,000", "0", "2", "600,000", "66.7%"),
    }


def test_every_standard_table_can_be_asked_of_a_month_in_which_nothing_was(tenant, office):
    make_snapshot(tenant=tenant, month=OCTOBER, by=system_actor(), now=NOW)
    of_a_month = [each for each in list_standards() if each.n_months == 1]
    assert compute_standards(tenant=tenant, month=OCTOBER, now=NOW) == len(of_a_month) >= 20
