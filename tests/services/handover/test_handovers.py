"""A person who moved, two local governments, and only what was agreed to."""

from datetime import date, timedelta

import pytest

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role
from duru.blocks.benefits.api import list_needs
from duru.blocks.consent.api import Item, Purpose, Recipient, record_consent, withdraw_consent
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.models import Person
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.handover.api import (
    Handover,
    accept_handover,
    list_arrived,
    list_sent,
    open_package,
    refuse_handover,
    send_handover,
    tidy_handovers,
    withdraw_handover,
)
from duru.services.handover.errors import HandoverRefused
from duru.services.handover.rules import Package, seal, unseal
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, give, grant, need, person, record, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL = [Item.IDENTITY, Item.CONTACT, Item.NEEDS, Item.PRIVATE_HANDOUTS]


@pytest.fixture
def there(db):
    return add_tenant(code="9999800000", name="달맞이구", host="dalmaji.localhost")


@pytest.fixture
def by(tenant, there):
    with tenant_scope(tenant.id):
        return worker(agency("해오름구청 복지정책과", OrganisationKind.GU_OFFICE, is_public=True), Role.WELFARE_LEAD)


@pytest.fixture
def mover(tenant, by):
    """박말순: 와상, 우울 상담, 김치, 기초연금; moved out."""
    with tenant_scope(tenant.id):
        who = person(status="moved_out", on=TODAY, phone="01022223333")
        centre = agency("해오름복지관")
        need(who, centre)
        need(who, centre, kind="우울(정신건강)")
        give(who, centre, TODAY - 10 * DAY)
        grant(who, centre, "기초연금")
    return who


def agree(who, by, items=ALL, **columns):
    home = agency("해오름구청 동의", OrganisationKind.GU_OFFICE, is_public=True)
    return record_consent(
        by=by, record=record(who, home), purpose=Purpose.MOVE_HANDOVER, recipient=Recipient.DISTRICT, items=items, from_on=TODAY,
        until_on=TODAY + 60 * DAY, form_version="1", proof_kind="paper", proof_reference="7", at=NOW, **columns,
    )  # fmt: skip


def send(who, by, **columns):
    said = {"to_code": "9999800000", "note": "도시락 이어 주세요", "address": "달빛로 3"}
    return send_handover(who.public_id, by=by, at=NOW, **(said | columns))


def receiver():
    return worker(agency("달맞이구청 복지과", OrganisationKind.GU_OFFICE, is_public=True), Role.CASEWORKER)


def test_nothing_goes_without_consent_or_before_the_move_stands(mover, by, tenant):
    with tenant_scope(tenant.id):
        with pytest.raises(HandoverRefused, match="동의"):
            send(mover, by)
        agree(mover, by, [Item.NEEDS])
        with pytest.raises(HandoverRefused, match="동의"):
            send(mover, by)
        Person.objects.filter(id=mover.id).update(status="living", status_on=None)
        with pytest.raises(HandoverRefused, match="전출이 확정된"):
            send(mover, by)
        assert Handover.objects.count() == 0


def test_what_was_agreed_to_arrives_and_becomes_a_record_there(mover, by, tenant, there):
    with tenant_scope(tenant.id):
        agree(mover, by)
        sent = send(mover, by)
        assert mover.name.encode() not in bytes(sent.sealed)
        with pytest.raises(HandoverRefused, match="이미 보낸"):
            send(mover, by)
    with tenant_scope(there.id):
        officer = receiver()
        (arrived,) = list_arrived(officer)
        package = open_package(arrived)
        assert {key: package.typed[key] for key in ("name", "birth", "phone", "address")} == {
            "name": "박말순", "birth": "1941-03-12", "phone": "01022223333", "address": "달빛로 3",
        }  # fmt: skip
        assert (package.needs, [line[0] for line in package.received]) == ([["와상", "2026-08-17"]], ["김장김치"])
        done = accept_handover(arrived.public_id, address="", by=officer, at=NOW)
        made = SourceRecord.objects.get(id=done.record_id)
        assert (made.name, made.birth_on, made.address_typed) == ("박말순", date(1941, 3, 12), "달빛로 3")
        assert [each.kind for each in list_needs(record_ids=[made.id])] == ["와상"]
        with pytest.raises(HandoverRefused, match="이미"):
            accept_handover(arrived.public_id, address="", by=officer, at=NOW)
    with tenant_scope(tenant.id):
        (answered,) = list_sent(by)
        assert (answered.state, answered.answered_by.startswith("달맞이구청 복지과")) == ("accepted", True)
        assert tidy_handovers(at=NOW + 91 * DAY) == 1
        assert Handover.objects.get().sealed is None


def test_a_refusal_a_withdrawal_and_time_empty_the_letter(mover, by, tenant, there):
    with tenant_scope(tenant.id):
        consent = agree(mover, by)
        first = send(mover, by)
        with pytest.raises(HandoverRefused, match="까닭"):
            withdraw_handover(first.public_id, reason=" ", by=by, at=NOW)
        assert withdraw_handover(first.public_id, reason="주소 다름", by=by, at=NOW).sealed is None
        second = send(mover, by)
    with tenant_scope(there.id):
        refuse_handover(second.public_id, reason="이사 오지 않음", by=receiver(), at=NOW)
    with tenant_scope(tenant.id):
        refused = list_sent(by).get(public_id=second.public_id)
        assert (refused.state, refused.answer, open_package(refused)) == ("refused", "이사 오지 않음", None)
        third = send(mover, by)
        withdraw_consent(by=by, public_id=consent.public_id, at=NOW)
        assert tidy_handovers(at=NOW + DAY) == 1
        third.refresh_from_db()
        assert (third.state, third.answer, third.sealed) == ("withdrawn", "동의를 거둠", None)


def test_an_unanswered_letter_goes_after_thirty_days(mover, by, tenant, there):
    with tenant_scope(tenant.id):
        agree(mover, by)
        sent = send(mover, by)
    with tenant_scope(there.id), pytest.raises(HandoverRefused, match="30일"):
        accept_handover(sent.public_id, address="", by=receiver(), at=NOW + 30 * DAY)
    with tenant_scope(tenant.id):
        assert (tidy_handovers(at=NOW + 29 * DAY), tidy_handovers(at=NOW + 30 * DAY)) == (0, 1)
        sent.refresh_from_db()
        assert (sent.state, sent.sealed) == ("expired", None)


def test_who_may_not_send_does_not(mover, by, tenant):
    with tenant_scope(tenant.id), pytest.raises(NotAllowed):
        send(mover, worker(agency("해오름푸드뱅크"), Role.AGENCY_WORKER))


def test_the_pages_say_what_goes(mover, by, tenant, settings):
    settings.DURU_DEFAULT_TENANT = tenant.code
    with tenant_scope(tenant.id):
        agree(mover, by)
        sent = send(mover, by)
    browser = client_of(by)
    assert browser.get(f"/handovers/of/{mover.public_id}").status_code == 302  # the purpose first
    assert "달맞이구" in browser.get("/handovers/").content.decode()
    page = browser.get(f"/handovers/{sent.public_id}").content.decode()
    assert ("와상" in page, "우울" in page, "거두기" in page) == (True, False, True)
    browser.post(f"/handovers/{sent.public_id}/withdraw", {"reason": "취소"})
    assert "내용은 지워졌습니다" in browser.get(f"/handovers/{sent.public_id}").content.decode()


def test_a_program_of_the_other_side_reads_and_answers(mover, by, tenant, there, settings):
    with tenant_scope(tenant.id):
        agree(mover, by)
        sent = send(mover, by)
    settings.DURU_DEFAULT_TENANT = there.code
    with tenant_scope(there.id):
        client = client_of(receiver())
    assert [each["sender"] for each in client.get("/api/handovers").json()] == ["해오름구"]
    where = f"/api/handovers/{sent.public_id}"
    assert client.get(where).json()["needs"] == [["와상", "2026-08-17"]]
    empty = client.post(f"{where}/refuse", "{}", content_type="application/json")
    said = client.post(f"{where}/refuse", '{"reason": "이사 오지 않음"}', content_type="application/json")
    assert (empty.status_code, said.json()["state"], client.get(where).status_code) == (422, "refused", 404)


@pytest.mark.unit
def test_a_seal_holds_for_its_two_parties_and_its_letter_only():
    package = Package({"name": "박말순"}, [], [], "")
    parties = {"secret": "s" * 50, "sender": "1", "receiver": "2", "public_id": "a"}
    sealed = seal(package, **parties)
    assert unseal(sealed, **parties) == package
    for other in ({"secret": "t" * 50}, {"sender": "3"}, {"receiver": "1"}, {"public_id": "b"}):
        assert unseal(sealed, **(parties | other)) is None
    assert unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), **parties) is None
