"""What leaves the door is written once, counts while it counts, and is never edited."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role
from duru.blocks.audit.api import list_entries as list_log
from duru.blocks.benefits.models import Handout
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.giving.api import (
    DoorRefused,
    LinkSpent,
    add_item,
    decline_item,
    find_card,
    give_item,
    give_to_group,
    give_to_stranger,
    issue_card,
    issue_record_link,
    list_choices,
    list_lots,
    person_of_card,
    receive_lot,
    return_entry,
    revoke_card,
    use_record_link,
    void_entry,
)
from duru.blocks.giving.models import DoorEntry
from duru.blocks.giving.operations import give_receipt
from duru.blocks.giving.rules import expiry_words, new_card_code, read_card_code
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.kernel.errors import Refused
from tests.services.welfare.district import agency, person, record, worker

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)


@pytest.fixture
def scope(db):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def bank(scope):
    return agency("해오름 푸드뱅크", OrganisationKind.FOOD_BANK)


@pytest.fixture
def by(bank):
    return worker(bank, role=Role.AGENCY_WORKER)


@pytest.fixture
def rice(by):
    return add_item(by=by, name="쌀 10kg", category="food", unit="포", value_won=30_000)


def stocked(by, item, n=5, expires_on=None, **columns):
    return receive_lot(by=by, item=item, quantity=Decimal(n), received_on=DAY, expires_on=expires_on, at=NOW, **columns)


def left(by):
    return [int(lot.left) for lot in list_lots(by)]


def test_what_is_given_leaves_the_stock_and_counts_in_the_twelve_months(by, bank, rice):
    lot = stocked(by, rice, donor="해오름 떡집", funding="donation")
    entry = give_item(by=by, record=record(person(), bank), item=rice, lot=lot, quantity=Decimal(2), at=NOW)
    gift = Handout.objects.get()
    assert (left(by), entry.stock_change, entry.handout_id) == ([3], -2, gift.id)
    assert (gift.item, gift.category, gift.value_won, gift.donor, gift.given_on) == (
        "쌀 10kg", "food", 60_000, "해오름 떡집", DAY,
    )  # fmt: skip
    assert list_log().filter(action="나눔 제공", subject_refs__len=1).count() == 1


def test_a_part_that_comes_back_counts_no_more_and_the_line_before_stays(by, bank, rice):
    lot = stocked(by, rice)
    entry = give_item(by=by, record=record(person(), bank), item=rice, lot=lot, quantity=Decimal(2), at=NOW)
    return_entry(by=by, public_id=entry.public_id, quantity=Decimal(1), note="너무 많음", at=NOW)
    assert (left(by), list(Handout.objects.values_list("quantity", "value_won"))) == ([4], [(Decimal(1), 30_000)])
    assert list(DoorEntry.objects.order_by("id").values_list("kind", "quantity")) == [("given", 2), ("returned", 1)]


def test_what_cannot_be_given_again_does_not_go_back_to_stock(by, bank, rice):
    lot = stocked(by, rice)
    entry = give_item(by=by, record=record(person(), bank), item=rice, lot=lot, at=NOW)
    return_entry(by=by, public_id=entry.public_id, quantity=Decimal(1), note="뜯음", back_to_stock=False, at=NOW)
    assert (left(by), Handout.objects.count()) == ([4], 0)


def test_a_mistake_is_voided_by_a_new_line_once(by, bank, rice):
    lot = stocked(by, rice)
    entry = give_item(by=by, record=record(person(), bank), item=rice, lot=lot, at=NOW)
    void_entry(by=by, public_id=entry.public_id, note="다른 사람", at=NOW)
    assert (left(by), Handout.objects.count(), DoorEntry.objects.count()) == ([5], 0, 2)
    for again in (
        lambda: void_entry(by=by, public_id=entry.public_id, note="또", at=NOW),
        lambda: return_entry(by=by, public_id=entry.public_id, quantity=Decimal(1), note="", at=NOW),
    ):
        with pytest.raises(DoorRefused):
            again()


def test_the_last_one_is_given_once_and_the_expired_never(by, bank, rice):
    who = record(person(), bank)
    lot = stocked(by, rice, n=1)
    give_item(by=by, record=who, item=rice, lot=lot, at=NOW)
    old = stocked(by, rice, expires_on=DAY)
    for lot_now, at in ((lot, NOW), (old, NOW + timedelta(days=1))):
        with pytest.raises(DoorRefused):
            give_item(by=by, record=who, item=rice, lot=lot_now, at=at)


def test_the_nearest_expiry_stands_first_and_the_expired_has_no_button(by, rice):
    milk = add_item(by=by, name="우유", category="food")
    bread = add_item(by=by, name="빵", category="food")
    add_item(by=by, name="상담", category="emotional")
    stocked(by, rice, expires_on=DAY + timedelta(days=300))
    stocked(by, milk, expires_on=DAY + timedelta(days=5))
    soon = stocked(by, milk, expires_on=DAY + timedelta(days=2))
    stocked(by, bread, expires_on=DAY)
    tomorrow = DAY + timedelta(days=1)
    assert [(one.item.name, one.lot == soon, one.badge) for one in list_choices(by, today=tomorrow)] == [
        ("우유", True, "1일 남음"),
        ("상담", False, ""),
        ("쌀 10kg", False, ""),
    ]


def test_a_group_and_the_nameless_count_in_stock_and_in_nobody_s_months(by, rice):
    lot = stocked(by, rice)
    entry = give_to_group(by=by, item=rice, lot=lot, quantity=Decimal(4), n_people=12, note="역 앞", at=NOW)
    assert (left(by), entry.record_id, entry.n_people, Handout.objects.count()) == ([1], None, 12, 0)


def test_somebody_without_an_address_gets_a_record_and_the_same_one_twice(by, rice):
    for _ in range(2):
        give_to_stranger(by=by, typed={"name": "박떠돌", "birth": "1960"}, item=rice, at=NOW)
    made = SourceRecord.objects.get()
    assert (made.name, made.birth_year, made.address_typed, Handout.objects.filter(record=made).count()) == (
        "박떠돌", 1960, "", 2,
    )  # fmt: skip
    with pytest.raises(Refused):
        give_to_stranger(by=by, typed={"name": "  "}, item=rice, at=NOW)


def test_who_did_not_want_it_received_nothing(by, bank, rice):
    entry = decline_item(by=by, record=record(person(), bank), item=rice, at=NOW)
    assert (entry.kind, Handout.objects.count()) == ("declined", 0)


def test_a_card_names_its_person_through_the_link_until_it_is_taken_back(by, bank):
    who = person()
    card = issue_card(by=by, record=record(who, bank), at=NOW)
    assert issue_card(by=by, record=card.record, at=NOW) == card
    assert person_of_card(find_card(card.shown_code.lower())) == who
    revoke_card(by=by, code=card.code, at=NOW)
    assert find_card(card.code) is None
    assert issue_card(by=by, record=card.record, at=NOW).code != card.code


def test_another_agency_gives_by_card_only(by, bank, rice):
    other = worker(agency("늘봄복지관"), role=Role.AGENCY_WORKER)
    bread = add_item(by=other, name="빵", category="food")
    card = issue_card(by=by, record=record(person(), bank), at=NOW)
    with pytest.raises(DoorRefused):
        give_item(by=other, record=card.record, item=bread, at=NOW)
    with pytest.raises(DoorRefused):
        give_item(by=other, record=card.record, card=card, item=rice, at=NOW)
    give_item(by=other, record=card.record, card=card, item=bread, at=NOW)
    gift = Handout.objects.get()
    assert (gift.organisation_id, gift.record_id) == (other.organisation_id, card.record_id)


def test_a_donor_s_receipt_has_one_number(by, rice):
    first, second = stocked(by, rice, donor="가"), stocked(by, rice, donor="나")
    numbers = [give_receipt(by=by, lot=lot, at=NOW) for lot in (first, first, second)]
    assert numbers == ["2026-00001", "2026-00001", "2026-00002"]
    with pytest.raises(DoorRefused):
        give_receipt(by=by, lot=stocked(by, rice), at=NOW)


def test_a_link_opens_once_for_an_account_that_may_only_record(scope, by):
    lead = worker(agency("복지정책과", OrganisationKind.GU_OFFICE, is_public=True), role=Role.WELFARE_LEAD)
    church = agency("은혜교회", OrganisationKind.RELIGIOUS)
    with pytest.raises(NotAllowed):
        issue_record_link(by=by, organisation=church, label="봉사자", at=NOW)
    _, token = issue_record_link(by=lead, organisation=church, label="봉사자", at=NOW)
    _, late = issue_record_link(by=lead, organisation=church, label="봉사자", at=NOW)
    opened = use_record_link(token=token, at=NOW)
    assert (opened.role, opened.organisation_id, opened.user.has_usable_password()) == ("recorder", church.id, False)
    for spent, at in ((token, NOW), (late, NOW + timedelta(days=3)), ("guess", NOW)):
        with pytest.raises(LinkSpent):
            use_record_link(token=spent, at=at)


@pytest.mark.unit
def test_a_card_code_is_read_as_people_say_it():
    code = new_card_code()
    assert (read_card_code(f" {code[:4].lower()}-{code[4:8]} {code[8:]}"), read_card_code(code[:-1])) == (code, "")
    assert read_card_code("oil0-oil0-oil0") == "011001100110"


@pytest.mark.unit
@pytest.mark.parametrize(("left", "words"), [(-1, "기한 지남"), (0, "오늘까지"), (7, "7일 남음"), (8, "")])
def test_expiry_is_said_in_words(left, words):
    assert expiry_words(DAY + timedelta(days=left), DAY)[0] == words
