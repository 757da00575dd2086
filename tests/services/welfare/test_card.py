"""The twelve-month card: what officials see, what an agency sees, what nobody is told."""

from datetime import date

import pytest

from duru.blocks.access.api import OrganisationKind, Role
from duru.services.welfare.queries.card import get_card, last_months
from tests.services.welfare.district import TODAY, agency, give, grant, need, person, worker


@pytest.fixture
def served(scope):
    who = person("박말순")
    centre, church = agency("복지관"), agency("교회")
    give(who, centre, date(2026, 11, 10), item="김장김치")
    give(who, centre, date(2026, 3, 1), item="밑반찬", programme="식사", until_on=date(2026, 5, 1))
    give(who, church, date(2026, 11, 12), item="쌀", programme="쌀")
    give(who, church, date(2025, 11, 30), item="작년 쌀", programme="쌀")
    grant(who, agency("어르신과", OrganisationKind.GU_OFFICE), "기초연금")
    need(who, agency("동주민센터"))
    return who


def labels(card) -> dict[str, list[list[str]]]:
    return {row.label: [[one.label for one in cell] for cell in row.cells] for row in card.rows}


def test_officials_see_twelve_months_of_every_agency(served):
    official = worker(agency("복지정책과", OrganisationKind.GU_OFFICE), Role.CASEWORKER)
    card = get_card(official, person_id=served.id, as_of=TODAY)
    assert (card.months[0], card.months[-1], len(card.months)) == (date(2025, 12, 1), date(2026, 11, 1), 12)
    food = labels(card)["식품"]
    assert food[-1] == ["김장김치", "쌀"]
    # A service stands in every month it lasted, its exclusive end in none.
    assert [n for n, cell in enumerate(food) if "밑반찬" in cell] == [3, 4]
    assert labels(card)["생계(현금)"] == [["기초연금"]] * 12
    assert [helper.organisation for helper in card.helpers] == ["교회", "복지관", "어르신과"]
    assert ([need.kind for need in card.needs], card.others) == (["와상"], "")


def test_an_agency_sees_its_own_in_full_and_one_sentence_of_all_others(served):
    card = get_card(worker(agency("복지관"), Role.AGENCY_WORKER), person_id=served.id, as_of=TODAY)
    assert {helper.organisation for helper in card.helpers} == {"복지관"}
    assert (set(labels(card)), card.needs, card.others) == ({"식품"}, [], "확인 불가, 구청 문의")


def test_the_sentence_is_the_same_when_there_is_nothing_else_to_tell(served):
    alone = person("혼자")
    give(alone, agency("복지관"), date(2026, 11, 10))
    asker = worker(agency("복지관"), Role.AGENCY_WORKER)
    served_card, alone_card = (get_card(asker, person_id=each.id, as_of=TODAY) for each in (served, alone))
    assert served_card.others == alone_card.others == "확인 불가, 구청 문의"


def test_months_run_over_the_turn_of_the_year():
    assert last_months(date(2026, 1, 31))[0] == date(2025, 2, 1)
    assert last_months(date(2024, 2, 29))[-1] == date(2024, 2, 1)
