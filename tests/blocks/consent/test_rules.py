"""What may enter an answer: asked ∩ consented ∩ allowed by law, as tables."""

from datetime import date

import pytest

from duru.blocks.consent.enums import Item
from duru.blocks.consent.rules import Asker, decide, lawful_items, never_shown
from duru.blocks.consent.rules.lawful import list_lawful_rows, list_never_shown_rows

pytestmark = pytest.mark.unit
DAY = date(2026, 11, 22)
ALL = list(Item.values)


@pytest.mark.parametrize(
    ("recipient", "is_body", "consented", "items"),
    [
        ("food_bank", False, ALL, {"private_handouts", "district_gifts"}),
        ("food_bank", True, ALL, {"private_handouts", "district_gifts", "public_grants"}),
        ("food_bank", True, ["private_handouts"], {"private_handouts"}),
        ("food_bank", True, [], set()),
        ("welfare_centre", False, ALL, {"private_handouts", "district_gifts"}),
        ("welfare_centre", True, ALL, {"private_handouts", "district_gifts", "public_grants"}),
        ("private", False, ALL, {"private_handouts", "district_gifts"}),
        ("private", True, ["public_grants"], {"public_grants"}),
        ("health_centre", True, ALL, set()),
        ("district", False, [], {"private_handouts", "district_gifts", "public_grants", "needs"}),
        ("district", False, ALL, {"private_handouts", "district_gifts", "public_grants", "needs"}),
    ],
)
def test_a_light_holds_what_law_and_consent_both_let_in(recipient, is_body, consented, items):
    lawful = lawful_items(Asker(recipient, is_body), purpose="overlap_check", on=DAY)
    assert decide(ALL, consented=consented, lawful=lawful, is_protected=False).items == items


def test_every_item_left_out_says_why():
    lawful = lawful_items(Asker("private"), purpose="overlap_check", on=DAY)
    asked = ["private_handouts", "public_grants"]
    assert decide(asked, consented=[], lawful=lawful, is_protected=False).refused == {
        "private_handouts": "no_consent",
        "public_grants": "not_lawful",
    }
    everything = decide(asked, consented=asked, lawful=lawful, is_protected=True)
    assert (bool(everything), set(everything.refused.values())) == (False, {"protected"})


def test_what_was_not_asked_for_does_not_enter():
    lawful = lawful_items(Asker("district"), purpose="overlap_check", on=DAY)
    assert decide(["needs"], consented=ALL, lawful=lawful, is_protected=False).items == {"needs"}


def test_the_law_is_asked_as_of_the_day():
    body = Asker("welfare_centre", is_sharing_body=True)
    assert "public_grants" not in lawful_items(body, purpose="overlap_check", on=date(2015, 6, 30))
    assert "public_grants" in lawful_items(body, purpose="overlap_check", on=date(2015, 7, 1))
    assert lawful_items(body, purpose="overlap_check", on=date(2011, 9, 29)) == {}


def test_resident_numbers_and_identity_are_in_no_row():
    # But in the one answer that names somebody: a letter to the 구 they moved to, with their consent.
    naming = [row for row in list_lawful_rows() if row.items & {"identity", "contact"}]
    assert [(row.asker, row.purposes, row.needs_consent) for row in naming] == [("district", {"move_handover"}, True)]


@pytest.mark.parametrize(
    ("category", "text", "hidden"),
    [
        ("medical", "진료비", True),
        ("emotional", "말벗", True),
        ("legal", "무료 상담", True),
        ("food", "쌀 10kg", False),
        ("living_cash", "의료급여 본인부담 지원", True),
        ("other", "가정폭력 피해자 쉼터 생필품", True),
        ("goods", "정신건강복지센터 생필품", True),
        ("goods", "휴지 30롤", False),
    ],
)
def test_health_law_and_violence_never_reach_an_agency(category, text, hidden):
    never = never_shown(DAY)
    assert never.hides(category, text) is hidden


def test_every_row_names_its_law_and_where_it_was_read():
    rows = [*list_lawful_rows(), *list_never_shown_rows()]
    assert [row for row in rows if not (row.basis and row.source)] == []
