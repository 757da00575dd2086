"""A dong, a health centre, a hospital and somebody to help."""

from types import SimpleNamespace

import pytest

from duru.blocks.access.api import OrganisationKind, Role, actor_of, add_member, add_organisation, system_actor
from duru.blocks.exchange.api import SourceRecord, record_mention
from tests.services.conftest import NOW

PATIENT = {"name": "강순임", "birth": "1944-03-02", "phone": "010-2222-3333", "address": "한빛특별시 해오름구 나래로 7"}


@pytest.fixture
def desk(scope):
    """Everybody of a care case: lead, dong, another dong, health, hospital, privacy; and the record of 강순임."""
    machine = system_actor()

    def one(name, kind, role, email, **columns):
        office = add_organisation(
            by=machine, name=name, kind=kind, is_public=kind != OrganisationKind.HOSPITAL, **columns
        )
        return actor_of(add_member(by=machine, email=email, name=f"{name} 담당", organisation=office, role=role))

    kinds = OrganisationKind
    people = SimpleNamespace(
        lead=one("복지정책과", kinds.GU_OFFICE, Role.WELFARE_LEAD, "lead@duru.example"),
        dong=one("나루동 주민센터", kinds.DONG_OFFICE, Role.CASEWORKER, "dong@duru.example"),
        other_dong=one("가온동 주민센터", kinds.DONG_OFFICE, Role.CASEWORKER, "other@duru.example"),
        health=one("해오름구 보건소", kinds.HEALTH_CENTRE, Role.HEALTH_WORKER, "health@duru.example"),
        hospital=one("한빛병원", kinds.HOSPITAL, Role.HOSPITAL_WORKER, "hospital@duru.example"),
        other_hospital=one("새빛병원", kinds.HOSPITAL, Role.HOSPITAL_WORKER, "other-hospital@duru.example"),
        privacy=one("감사담당관", kinds.GU_OFFICE, Role.PRIVACY_OFFICER, "privacy@duru.example"),
        mayor=one("구청장실", kinds.GU_OFFICE, Role.MAYOR, "mayor@duru.example"),
    )
    record_id = record_mention(organisation_id=people.dong.organisation_id, dataset="needs", typed=PATIENT, at=NOW)
    people.record = SourceRecord.objects.get(id=record_id)
    return people
