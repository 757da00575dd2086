"""The door on screen: a card, three taps; a recorder sees nobody."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from duru.blocks.access.api import Organisation, OrganisationKind, Role
from duru.blocks.audit.api import list_entries as list_log
from duru.blocks.exchange.api import get_dataset
from duru.blocks.exchange.rules.guessing import guess_mapping
from duru.blocks.giving.api import add_item, give_item, issue_card, receive_lot, void_entry
from duru.blocks.giving.models import DoorEntry, Item
from duru.blocks.giving.queries.donations import list_donations
from duru.blocks.giving.rules.sheets import System, columns_of
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of
from tests.services.welfare.district import agency, person, record, worker

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def door(tenant):
    """A food bank with rice, and somebody with a card of the 동."""
    with tenant_scope(tenant.id):
        office = agency("해오름1동", OrganisationKind.DONG_OFFICE, is_public=True)
        by = worker(agency("해오름 푸드뱅크", OrganisationKind.FOOD_BANK), role=Role.AGENCY_WORKER)
        lead = worker(office, role=Role.WELFARE_LEAD)
        rice = add_item(by=by, name="쌀 10kg", category="food", unit="포")
        receive_lot(by=by, item=rice, quantity=Decimal(3), received_on=date(2026, 11, 1), at=NOW)
        who = person("박말순")
        card = issue_card(by=lead, record=record(who, office), at=NOW)
        return {"by": by, "lead": lead, "who": who, "card": card}


def button(page: str, word: str) -> str:
    """Return where a button of the page leads."""
    before = page[: page.index(word)]
    return before[before.rindex('href="') + 6 :].split('"')[0].replace("&amp;", "&")


def test_a_card_an_item_and_done(tenant, door):
    client = client_of(door["by"])
    page = client.get(reverse("giving:card", args=[door["card"].code])).content.decode()
    assert ("박○순" in page, "박말순" in page) == (True, False)
    url = button(page, "쌀 10kg")
    url = url if url.startswith("/") else reverse("giving:card", args=[door["card"].code]) + url
    chosen = client.get(url).content.decode()
    key = chosen.split('name="choice" value="')[1].split('"')[0]
    answer = client.post(url, {"choice": key, "do": "give"}, follow=True).content.decode()
    assert "기록했습니다: 쌀 10kg 제공" in answer
    with tenant_scope(tenant.id):
        entry = DoorEntry.objects.get()
        assert (entry.kind, entry.quantity, entry.hand, entry.card_id) == ("given", 1, "self", door["card"].id)
        assert list_log().filter(kind="look", subject_refs=[f"person:{door['who'].public_id}"]).count() == 2


def test_a_volunteer_enters_by_a_link_records_and_sees_nobody(tenant, door):
    with tenant_scope(tenant.id):
        church = agency("은혜교회", OrganisationKind.RELIGIOUS)
        add_item(by=worker(church, role=Role.AGENCY_WORKER), name="김치", category="food")
    page = client_of(door["lead"]).post(reverse("giving:links"), {"organisation": church.public_id, "label": "봉사자"})
    start = "/door/start/" + page.content.decode().split("/door/start/")[1].split("<")[0]
    phone = Client()
    assert "한 번만 열립니다" in phone.get(start).content.decode()
    assert phone.post(start).status_code == 302
    assert "이 링크는 열 수 없습니다" in Client().post(start).content.decode()
    card = reverse("giving:card", args=[door["card"].code])
    shown = phone.get(card).content.decode()
    assert ("카드를 확인했습니다" in shown, "박" in shown) == (True, False)
    key = shown.split("?choice=")[1].split('"')[0]
    phone.post(card, {"choice": key, "do": "give"})
    with tenant_scope(tenant.id):
        assert DoorEntry.objects.get().organisation_id == church.id
    closed = [
        phone.get(url).status_code
        for url in (
            reverse("giving:ledger"),
            reverse("giving:stock"),
            reverse("registry:clients"),
            reverse("registry:person", args=[door["who"].public_id]),
            reverse("consent:missing"),
        )
    ]
    assert closed == [403] * 5


def test_a_protected_person_s_card_shows_no_name(tenant, door):
    with tenant_scope(tenant.id):
        door["who"].is_protected = True
        door["who"].save()
    page = client_of(door["by"]).get(reverse("giving:card", args=[door["card"].code])).content.decode()
    assert ("카드를 확인했습니다" in page, "박○순" in page) == (True, False)
    with tenant_scope(tenant.id):
        rice = add_item(by=door["by"], name="쌀 10kg", category="food")
        give_item(by=door["by"], record=door["card"].record, card=door["card"], item=rice, at=NOW)
    ledger = client_of(door["by"]).get(reverse("giving:ledger")).content.decode()
    assert ("카드로 확인" in ledger, "박○순" in ledger) == (True, False)


def test_cards_are_printed_and_hold_no_name(tenant, door):
    client = client_of(door["lead"])
    client.post(reverse("registry:purpose", args=[door["who"].public_id]), {"purpose": "counselling"})
    page = client.get(reverse("registry:person", args=[door["who"].public_id])).content.decode()
    assert door["card"].shown_code in page
    paper = client.post(reverse("giving:print_card", args=[door["card"].code]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    foreign = client_of(door["by"]).post(reverse("giving:print_card", args=[door["card"].code]))
    assert foreign.status_code == 404


def test_ledger_and_stock_show_what_happened_and_a_line_is_voided(tenant, door):
    client = client_of(door["by"])
    client.post(
        reverse("giving:group"),
        {"choice": f"lot-{_lot(tenant)}", "quantity": "2", "n_people": "5", "note": "역 앞"},
    )
    page = client.get(reverse("giving:ledger")).content.decode()
    assert ("단체·무기명 배부" in page, "5명" in page) == (True, True)
    assert "1포" in client.get(reverse("giving:stock")).content.decode()
    with tenant_scope(tenant.id):
        entry = DoorEntry.objects.get()
    client.post(reverse("giving:void", args=[entry.public_id]), {"note": "잘못 적음"})
    assert "3포" in client.get(reverse("giving:stock")).content.decode()


def _lot(tenant) -> str:
    from duru.blocks.giving.models import Lot  # kept near its one use

    with tenant_scope(tenant.id):
        return Lot.objects.get().public_id


def test_a_program_gives_by_card_and_learns_nothing_of_the_person(tenant, door):
    client = client_of(door["by"])
    (choice,) = client.get("/api/door/choices").json()
    assert (choice["item"], choice["left"]) == ("쌀 10kg", "3.00")
    sent = {"card": door["card"].shown_code, "choice": choice["key"], "quantity": "2"}
    answer = client.post("/api/door/handouts", sent, content_type="application/json")
    assert (answer.status_code, sorted(answer.json())) == (201, ["item", "public_id", "quantity"])
    for wrong in ({"quantity": "2"}, {"card": "0000-0000-0000"}, {"choice": "lot-x"}):
        refused = client.post("/api/door/handouts", sent | wrong, content_type="application/json")
        assert (refused.status_code, refused.json()["field"]) == (422, next(iter(wrong)))


def test_a_recorder_takes_back_what_this_browser_wrote_and_nothing_else(tenant, door):
    with tenant_scope(tenant.id):
        bank = door["by"]
        recorder = worker(Organisation.objects.get(id=bank.organisation_id), role=Role.RECORDER)
        elsewhere = give_item(
            by=bank, record=door["card"].record, card=door["card"], item=Item.objects.get(), quantity=Decimal(1), at=NOW
        )
    client = client_of(recorder)
    url = button(client.get(reverse("giving:card", args=[door["card"].code])).content.decode(), "쌀 10kg")
    url = url if url.startswith("/") else reverse("giving:card", args=[door["card"].code]) + url
    key = client.get(url).content.decode().split('name="choice" value="')[1].split('"')[0]
    page = client.post(url, {"choice": key, "do": "give"}, follow=True).content.decode()
    assert ("방금 적은 것" in page, "박○순" in page) == (True, False)
    with tenant_scope(tenant.id):
        written = DoorEntry.objects.exclude(public_id=elsewhere.public_id).get()
    assert client.post(reverse("giving:take_back", args=[elsewhere.public_id])).status_code == 404
    assert client_of(recorder).post(reverse("giving:take_back", args=[written.public_id])).status_code == 404
    page = client.post(reverse("giving:take_back", args=[written.public_id]), follow=True).content.decode()
    assert ("취소했습니다" in page, "방금 적은 것" in page) == (True, False)
    with tenant_scope(tenant.id):
        assert DoorEntry.objects.get(kind="voided").follows_id == written.id


def test_the_year_of_donations_names_donors_and_counts_those_who_got_them(tenant, door):
    by = door["by"]
    with tenant_scope(tenant.id):
        rice = Item.objects.get()
        Item.objects.update(value_won=30_000)
        receive_lot(by=by, item=rice, quantity=Decimal(2), received_on=date(2026, 11, 2), donor="해오름상회", at=NOW)
        kept, wrong = (
            give_item(
                by=by,
                record=door["card"].record,
                card=door["card"],
                item=Item.objects.get(),
                quantity=Decimal(1),
                at=NOW,
            )
            for _ in range(2)
        )
        void_entry(by=by, public_id=wrong.public_id, note="두 번 눌림", at=NOW)
        lines = list_donations(by, year=2026)
        assert [(each.side, each.party, each.won) for each in lines] == [
            ("수입", "익명", 90_000), ("수입", "해오름상회", 60_000), ("사용", "이용자 1명", 30_000),
        ]  # fmt: skip
        assert list_donations(by, year=2025) == []
    client = client_of(by)
    answer = client.post(reverse("giving:donations"), {"year": 2026})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    cells = list(sheet.iter_rows(values_only=True))
    assert ("해오름상회" in str(cells), "박말순" in str(cells)) == (True, False)
    assert client.post(reverse("giving:donations"), {"year": ""}).status_code == 302


def test_cards_are_printed_many_at_once_without_a_name(tenant, door):
    client = client_of(door["lead"])
    answer = client.post(reverse("giving:print_cards"), {"since": "2026-11-01"})
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert client.post(reverse("giving:print_cards"), {"since": "2027-01-01"}).status_code == 302


@pytest.mark.parametrize("system", System)
def test_hand_outs_leave_in_the_columns_of_another_system_and_come_back_by_them(tenant, door, system):
    with tenant_scope(tenant.id):
        rice = Item.objects.get()
        own = record(door["who"], Organisation.objects.get(id=door["by"].organisation_id))
        give_item(by=door["by"], record=own, item=rice, quantity=Decimal(2), at=NOW)
        give_item(by=door["by"], record=door["card"].record, card=door["card"], item=rice, at=NOW)
        wrong = give_item(by=door["by"], record=own, item=rice, quantity=Decimal(1), at=NOW)
        void_entry(by=door["by"], public_id=wrong.public_id, at=NOW, note="잘못")
    client, asked = client_of(door["by"]), {"system": system.value, "since": "2026-11-01", "until": "2026-11-30"}
    assert client.post(reverse("giving:other_sheet"), asked).status_code == 302  # no reason, no file
    answer = client.post(reverse("giving:other_sheet"), asked | {"reason": "월 실적 등록"})
    header, *lines = (
        load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].iter_rows(values_only=True)
    )
    assert list(header) == [row.heading for row in columns_of(system, date(2026, 11, 22))]
    assert [dict(zip(header, line, strict=True))["수량"] for line in lines] == [2, 1]
    assert [line[:2] for line in lines] == [("박말순", datetime(1941, 3, 12)), ("박○순", None)]
    with tenant_scope(tenant.id):
        (entry,) = [each for each in list_log() if each.action == "다른 시스템 형식 내려받기"]
        assert entry.purpose == "월 실적 등록"
    known = guess_mapping(
        [str(word) for word in header],
        [["" if cell is None else str(cell) for cell in line] for line in lines],
        get_dataset("handouts"),
    )
    assert {"name", "birth", "phone", "item", "given_on", "quantity", "unit_word", "value_won"} <= {
        each.field for each in known if each.field
    }
