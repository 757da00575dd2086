"""Consents on the person's page: recorded, shown, withdrawn."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.consent.models import Consent
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of
from tests.services.welfare.district import agency, person, record, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


def login(tenant, role) -> Client:
    with tenant_scope(tenant.id):
        actor = worker(agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True), role=role)
    return client_of(actor)


@pytest.fixture
def someone(tenant):
    with tenant_scope(tenant.id):
        who = person("박말순")
        return who, record(who, agency("복지관"))


def filled(mention, **changes) -> dict:
    return {
        "mention": mention.public_id, "purpose": "overlap_check", "recipient": "food_bank", "items": ["identity"],
        "from_on": "2026-11-22", "last_on": "2028-11-21", "form_version": "2026-01", "proof_kind": "paper",
        "proof_reference": "2026-0001", **changes,
    }  # fmt: skip


def test_a_consent_is_recorded_and_withdrawn_on_screen(tenant, someone):
    who, mention = someone
    client = login(tenant, Role.CASEWORKER)
    new = reverse("consent:record", args=[who.public_id])
    assert "복지관 · 박○순" in client.get(new).content.decode()
    assert client.post(new, filled(mention)).status_code == 302
    with tenant_scope(tenant.id):
        consent = Consent.objects.get()
        assert (consent.until_on, consent.last_on) == (date(2028, 11, 22), date(2028, 11, 21))
    url = reverse("consent:withdraw", args=[consent.public_id])
    assert "철회로 기록할까요" in client.get(url).content.decode()
    client.post(url)
    with tenant_scope(tenant.id):
        assert Consent.objects.get().withdrawn_at is not None


def test_a_refused_consent_says_why_and_writes_nothing(tenant, someone):
    who, mention = someone
    page = login(tenant, Role.CASEWORKER).post(
        reverse("consent:record", args=[who.public_id]), filled(mention, items=["health_flags"])
    )
    assert "민감정보 별도 동의" in page.content.decode()
    with tenant_scope(tenant.id):
        assert Consent.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MAYOR, Role.RECORDER, Role.PERMIT_OFFICER, Role.ADMIN])
def test_others_may_not_record(tenant, someone, role):
    who, _ = someone
    assert login(tenant, role).get(reverse("consent:record", args=[who.public_id])).status_code == 403


def test_a_person_of_another_tenant_does_not_exist(tenant, someone):
    assert login(tenant, Role.CASEWORKER).get(reverse("consent:record", args=["0" * 26])).status_code == 404


def test_a_program_records_and_withdraws_a_consent(tenant, someone):
    _, mention = someone
    client = login(tenant, Role.CASEWORKER)
    given = {
        "record": mention.public_id, "purpose": "overlap_check", "recipient": "food_bank", "items": ["private_handouts"],
        "from_on": "2026-11-22", "last_on": "2028-11-21", "proof_kind": "recording", "proof_reference": "녹취-7",
    }  # fmt: skip
    answer = client.post("/api/consents", given, content_type="application/json")
    assert answer.status_code == 201
    way = f"/api/consents/{answer.json()['public_id']}/withdraw"
    assert [client.post(way, content_type="application/json").json()["withdrawn"] for _ in range(2)] == [True, True]
    refused = client.post("/api/consents", given | {"last_on": "2036-01-01"}, content_type="application/json")
    assert (refused.status_code, "5년" in refused.json()["detail"]) == (422, True)
