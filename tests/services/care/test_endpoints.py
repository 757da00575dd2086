"""The same walls for programs: a hospital tells, a desk reads its own side."""

import json

import pytest

from duru.services.care.api import Agreement, NoteKind, Origin, open_joint_case, write_note
from duru.services.care.models import DischargeNotice
from tests.clients import client_of
from tests.services.care.conftest import PATIENT
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
SECRET = "췌장암 4기"
TOLD = {**PATIENT, "discharged_on": "2026-11-24", "consented_on": "2026-11-20", "needs": "식사", "diagnosis": SECRET}


def post(client, path, body):
    return client.post(f"/api/{path}", json.dumps(body), content_type="application/json")


def test_a_hospitals_program_tells_of_a_discharge_and_asks_what_became_of_it(desk):
    client = client_of(desk.hospital)
    made = post(client, "care/discharges", TOLD)
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    address = f"/api/care/discharges/{made.json()['public_id']}"
    answers = [client_of(each).get(address).status_code for each in (desk.hospital, desk.other_hospital, desk.dong)]
    assert answers == [200, 404, 403]
    assert set(client.get(address).json()) == {"public_id", "state", "due_on"}
    refused = post(client, "care/discharges", {**TOLD, "consented_on": None})
    assert (refused.status_code, refused.json()["field"]) == (422, "consented_on")
    assert post(client_of(desk.dong), "care/discharges", TOLD).status_code == 403
    assert DischargeNotice.objects.count() == 1


def test_a_case_is_answered_as_far_as_it_is_open_to_the_asker(desk):
    case = open_joint_case(
        by=desk.dong, record=desk.record, origin=Origin.OFFICE, reason="혼자", at=NOW, agreed=Agreement("동의-1")
    )
    write_note(by=desk.health, case_id=case.public_id, kind=NoteKind.DIAGNOSIS, text=SECRET, at=NOW)
    address = f"/api/care/cases/{case.public_id}"
    health, dong = (client_of(each).get(address) for each in (desk.health, desk.dong))
    assert [each["text"] for each in health.json()["notes"]] == [SECRET]
    assert (dong.status_code, dong.json()["sides"], dong.json()["notes"]) == (200, {"welfare": "own"}, [])
    assert [client_of(each).get(address).status_code for each in (desk.other_dong, desk.hospital)] == [404, 403]
    assert client_of(desk.dong).get("/api/care/visits?from_on=2026-11-01&until_on=2026-12-01").json() == []
