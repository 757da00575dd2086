"""The counter's JSON, asked for as a program would."""

import json

import pytest
from django.test import Client

from duru.blocks.access.api import Role
from duru.blocks.audit.api import AuditEntry
from duru.blocks.linkage.api import link_tenant
from duru.blocks.linkage.operations.comparing import prepare_comparing
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.registry.api import Person
from tests.blocks.linkage.conftest import NOW, person_of
from tests.blocks.linkage.test_pages import log_in

pytestmark = pytest.mark.django_db
ADDRESS = "/api/find-person"
ASKED = {"name": "박철수", "birth": "51.12.24", "phone": "010-1111-0003", "purpose": "counselling"}


@pytest.fixture
def counter(here, residents):
    link_tenant(tenant_id=here.id, now=NOW)
    prepare_comparing(last_full_run())
    return residents


def ask(client, **changes):
    return client.post(ADDRESS, json.dumps({**ASKED, **changes}), content_type="application/json")


def test_a_caseworker_finds_a_resident_with_reasons(client, counter, civil):
    answer = ask(log_in(client, civil, Role.CASEWORKER))
    assert answer.status_code == 200
    best = answer.json()[0]
    assert (best["public_id"], best["band"]) == (person_of(counter[2]).public_id, "certain")
    assert best["reasons"][0]["sentence"].startswith("전화 같음 +")


def test_the_look_is_in_the_log_with_its_purpose_and_everybody_shown(client, counter, civil):
    found = ask(log_in(client, civil, Role.CASEWORKER), note="지원 신청").json()
    entry = AuditEntry.objects.get(action="신청인 찾기")
    assert entry.purpose == "상담: 지원 신청"
    assert sorted(entry.subject_refs) == sorted(f"person:{each['public_id']}" for each in found)
    assert "박철수" not in json.dumps(entry.detail, ensure_ascii=False)


@pytest.mark.parametrize("role", [Role.MAYOR, Role.ADMIN, Role.PERMIT_OFFICER])
def test_others_are_refused_and_the_refusal_is_logged(client, counter, civil, role):
    answer = ask(log_in(client, civil, role))
    assert answer.status_code == 403
    assert AuditEntry.objects.filter(kind="denial").count() == 1


def test_nobody_without_a_session(client, counter):
    assert ask(client).status_code == 401


def test_a_strange_page_cannot_make_the_browser_ask(counter, civil):
    assert ask(log_in(Client(enforce_csrf_checks=True), civil, Role.CASEWORKER)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"birth": "19511332"}, "birth"), ({"purpose": "curiosity"}, "purpose"), ({"phone": "\0"}, "phone"),
     ({"limit": 500}, "limit"), ({"name": "가" * 5000}, "name")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_field(client, counter, civil, changes, field):
    answer = ask(log_in(client, civil, Role.CASEWORKER), **changes)
    assert answer.status_code == 422
    assert field in answer.content.decode()


def test_a_protected_person_does_not_exist(client, counter, civil):
    Person.objects.filter(id=person_of(counter[2]).id).update(is_protected=True)
    assert all(each["name"] != "박철수" for each in ask(log_in(client, civil, Role.CASEWORKER)).json())


def test_the_api_describes_itself(client, here):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/find-person" in described["paths"]
