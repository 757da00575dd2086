"""The other doors: programs ask by JSON, agencies send files of early signs, the person's card shows the matters."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.exchange.api import Batch, BatchRow
from duru.services.changes.api import confirm_change, gather_changes, tell_sign
from duru.services.changes.datasets import store_signs
from duru.services.changes.models import Change, Sign
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, grant, person, record, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(scope):
    return agency("해오름구청 복지정책과", OrganisationKind.GU_OFFICE, is_public=True)


@pytest.fixture
def by(office):
    return worker(office, Role.WELFARE_LEAD)


def post(client, path, **body):
    return client.post(f"/api{path}", json.dumps(body), content_type="application/json")


def test_a_program_tells_asks_ends_and_takes_back(office, by):
    who = person()
    grant(who, office, "기초연금")
    client = client_of(by)
    told = {"person": who.public_id, "kind": "death", "source": "funeral", "happened_on": TODAY.isoformat()}
    made = post(client, "/changes/signs", **told).json()
    assert (made["state"], made["n_effects"], made["monthly_won"]) == ("suspected", 1, 349_700)
    assert [each["public_id"] for each in client.get("/api/changes").json()] == [made["public_id"]]
    refused = post(client, f"/changes/{made['public_id']}/end", reason="들었음")
    assert (refused.status_code, "확정된 뒤" in refused.json()["detail"]) == (422, True)
    here = f"/changes/{made['public_id']}"
    assert post(client, f"{here}/visit", visited_on=TODAY.isoformat(), note="문이 잠김").json()["state"] == "checking"
    fact = {"happened_on": TODAY.isoformat(), "reason": "말소"}
    assert post(client, f"{here}/confirm", proof="visited", **fact).status_code == 422
    assert post(client, f"{here}/confirm", proof="deregistered", **fact).json()["state"] == "confirmed"
    (stop,) = post(client, f"/changes/{made['public_id']}/end", reason="말소").json()
    assert (stop["label"], stop["ends_on"]) == ("기초연금", "2026-12-01")
    assert client.get("/api/changes/ledger").json()["n_changes"] == 1
    assert post(client, f"/changes/{made['public_id']}/deny", reason="본인이 옴").json()["state"] == "denied"
    assert client.get(f"/api/changes/{'0' * 26}").status_code == 422


def test_a_program_decides_about_an_overpayment_as_the_law_has_it(office, by):
    who = person()
    grant(who, office, "생계급여", amount_won=800_000, pays_on=20, per="household")
    change = confirm_change(
        tell_sign(
            who.public_id, kind="death", source="headman", happened_on=TODAY - timedelta(days=70), note="", by=by, at=NOW
        ).public_id,
        proof="deregistered", happened_on=TODAY - timedelta(days=70), reason="말소", by=by, at=NOW,
    )  # fmt: skip
    client = client_of(by)
    post(client, f"/changes/{change.public_id}/end", reason="말소")
    (owed,) = client.get(f"/api/changes/{change.public_id}/recoveries").json()
    assert (owed["programme"], owed["confirmed_won"] > 0, owed["outcome"]) == ("생계급여", True, "")
    where = f"/changes/recoveries/{owed['public_id']}/decide"
    assert post(client, where, outcome="waive", reason="이미 씀").status_code == 422  # nobody was heard
    decided = post(client, where, outcome="waive", reason="이미 씀", no_notice_reason="의견 진술 포기").json()
    assert (decided["state"], decided["outcome"]) == ("decided", "waive")


def test_an_agency_may_not_ask(office):
    client = client_of(worker(agency("해오름복지관"), Role.AGENCY_WORKER))
    assert client.get("/api/changes").status_code == 403


def test_a_file_of_early_signs_waits_for_its_people_and_counts_once(scope, office):
    hall = agency("해오름장례식장", OrganisationKind.OTHER)
    who = person()
    mention = record(who, hall)
    values = {"source": "cremation", "happened_on": TODAY - timedelta(days=2), "told_on": TODAY - timedelta(days=1)}
    row = BatchRow(row_id=77, record_id=mention.id, values=values, person=None)
    batch = Batch(scope.id, 1, hall.id, "signs", [row], NOW)
    for _ in range(2):
        store_signs(batch)
        gather_changes(tenant_id=scope.id, now=NOW)
    change = Change.objects.get()
    assert (Sign.objects.count(), change.person_ref, change.state) == (1, who.public_id, "suspected")
    assert change.told_on == TODAY - timedelta(days=1)
    store_signs(
        Batch(
            scope.id,
            2,
            hall.id,
            "signs",
            [replace(row, row_id=78, values=values | {"told_on": TODAY - timedelta(days=2)})],
            NOW,
        )
    )
    gather_changes(tenant_id=scope.id, now=NOW)
    change.refresh_from_db()
    assert (change.told_on, Change.objects.count()) == (TODAY - timedelta(days=2), 1)


def test_protected_people_are_for_named_officers_alone(office, by):
    who = person(is_protected=True)
    named = worker(office, Role.WELFARE_LEAD, named_officer=True)
    Sign.objects.create(person_ref=who.public_id, kind="death", source="headman", happened_on=TODAY, told_on=TODAY)
    gather_changes(tenant_id=office.tenant_id, now=NOW)
    url = f"/changes/{Change.objects.get().public_id}"
    assert [client_of(each).get(url).status_code for each in (by, named)] == [404, 200]
