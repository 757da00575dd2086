"""Consents on paper: numbered, printed, read back once, and the missing ones listed."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duru.blocks.access.api import OrganisationKind, Role
from duru.blocks.consent.api import ConsentRefused, effective_items, list_missing, print_sheets, take_sheets
from duru.blocks.consent.models import Consent, ConsentSheet
from duru.blocks.consent.rules.sheets import is_number, next_number
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of
from tests.services.welfare.district import agency, person, record, worker

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
LIGHT = {"purpose": "overlap_check", "recipient": "food_bank"}


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def bank(scope):
    return agency("해오름 푸드뱅크", OrganisationKind.FOOD_BANK)


@pytest.fixture
def by(bank):
    return worker(bank, role=Role.AGENCY_WORKER)


def printed(by, *records, **changes):
    return print_sheets(by=by, records=records, at=NOW, **(LIGHT | changes))


def missing(by):
    return list(list_missing(by, organisation_id=by.organisation_id, on=DAY, **LIGHT))


@pytest.mark.unit
@given(st.integers(0, 10**9 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_digit_misread_is_seen(serial, place, shift):
    number = next_number(2026, serial)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert (is_number(number), is_number(wrong)) == (True, False)


def test_a_form_comes_back_by_its_number_and_is_the_proof(by, bank):
    who = person()
    (sheet,) = printed(by, record(who, bank))
    (taken,) = take_sheets(by=by, numbers=[f"{sheet.number[:4]} {sheet.number[4:]}"], at=NOW)
    consent = Consent.objects.get()
    assert (taken.is_taken, consent.proof_reference, consent.until_on) == (True, sheet.number, date(2028, 11, 23))
    found = effective_items(actor=by, person_ids=[who.id], purpose="overlap_check", asked=["private_handouts"], on=DAY)
    assert found[who.id].items == {"private_handouts"}


def test_reading_twice_misreading_and_a_foreign_number_take_nothing(by, bank):
    (sheet,) = printed(by, record(person(), bank))
    others = agency("늘봄복지관")
    (foreign,) = printed(worker(others, role=Role.AGENCY_WORKER), record(person("이순자"), others))
    wrong = sheet.number[:-1] + str((int(sheet.number[-1]) + 1) % 10)
    take_sheets(by=by, numbers=[sheet.number], at=NOW)
    again = take_sheets(by=by, numbers=[sheet.number, wrong, foreign.number, "", "연습"], at=NOW)
    assert [one.is_taken for one in again] == [False] * 4
    assert Consent.objects.count() == 1


def test_a_refusal_on_paper_is_kept_and_lets_nothing_in(by, bank):
    (sheet,) = printed(by, record(person(), bank))
    take_sheets(by=by, numbers=[sheet.number], answer="refused", at=NOW)
    assert (ConsentSheet.objects.get().answer, Consent.objects.count()) == ("refused", 0)


def test_an_item_crossed_no_on_the_paper_is_not_in_the_consent(by, bank):
    (sheet,) = printed(by, record(person(), bank), besides=["public_grants"])
    take_sheets(by=by, numbers=[sheet.number], left_out=["public_grants"], at=NOW)
    assert Consent.objects.get().items == ["district_gifts", "private_handouts"]


def test_a_child_consents_through_the_representative_who_signed_the_form(by, bank):
    (sheet,) = printed(by, record(person(birth_on=date(2020, 1, 1)), bank))
    take_sheets(by=by, numbers=[sheet.number], at=NOW)
    assert Consent.objects.get().proof_kind == "representative"


def test_printing_again_keeps_the_number_until_other_items_are_asked_for(by, bank):
    mention = record(person(), bank)
    (first,), (again,) = printed(by, mention), printed(by, mention)
    (other,) = printed(by, mention, besides=["public_grants"])
    first.refresh_from_db()
    assert (first.number == again.number, first.number == other.number, first.answer) == (True, False, "void")


def test_the_missing_are_the_living_clients_without_consent(by, bank):
    asked, agreed = person("박말순"), person("이순자")
    record(person("최고인", status="dead", on=DAY), bank)
    record(person("숨은이", is_protected=True), bank)
    record(person("남의이"), agency("늘봄복지관"))
    (out,), (back,) = printed(by, record(asked, bank)), printed(by, record(agreed, bank))
    take_sheets(by=by, numbers=[back.number], at=NOW)
    assert [(row.name, row.sheet_number) for row in missing(by)] == [("박말순", out.number)]


def test_an_agency_prints_for_its_own_clients_only(by):
    with pytest.raises(ConsentRefused):
        printed(by, record(person(), agency("늘봄복지관")))


def test_the_missing_are_printed_and_scanned_on_screen(tenant):
    with tenant_scope(tenant.id):
        bank = agency("해오름 푸드뱅크", OrganisationKind.FOOD_BANK)
        by = worker(bank, role=Role.AGENCY_WORKER)
        record(person(), bank)
    client = client_of(by)
    page = client.get(reverse("consent:missing")).content.decode()
    assert ("박○순" in page, "동의서 1장 인쇄" in page) == (True, True)
    paper = client.post(reverse("consent:print_missing"))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    with tenant_scope(tenant.id):
        number = ConsentSheet.objects.get().number
    answer = client.post(reverse("consent:scan"), {"numbers": number, "answer": "agreed"}).content.decode()
    assert "1장을 넣었습니다" in answer
    assert "빠진 동의가 없습니다" in client.get(reverse("consent:missing")).content.decode()
