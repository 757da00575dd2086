"""What a recorded item, programme or campaign is."""

from datetime import date

import pytest

from duru.blocks.benefits.enums import Category, Funding, Per
from duru.blocks.benefits.operations.catalogue import read_shipped
from duru.blocks.benefits.rules import (
    ProgrammeInfo,
    campaign_key,
    categorise,
    find_programme,
    funding_of,
    per_of,
    season_year,
    squeeze,
)

pytestmark = pytest.mark.unit

WORDS = {
    purpose: {squeeze(row["word"]): row["meaning"] for row in read_shipped("words.csv") if row["purpose"] == purpose}
    for purpose in ("item", "kind", "campaign")
}


@pytest.mark.parametrize(
    ("item", "category"),
    [
        ("김장김치 10kg", Category.FOOD),
        ("쌀(10kg)", Category.FOOD),
        ("밑 반 찬", Category.FOOD),
        ("명절 위문금", Category.LIVING_CASH),
        ("명절 위문품(추석)", Category.FOOD),
        ("동절기 난방비", Category.FUEL),
        ("이불 빨래", Category.GOODS),
        ("겨울 외투", Category.CLOTHING),
        ("교육급여", Category.EDUCATION),
        ("방문건강관리", Category.CARE),  # the longer word wins over 건강
        ("알 수 없는 것", Category.OTHER),
        ("", Category.OTHER),
        ("=SUM(A1)", Category.OTHER),
    ],
)
def test_the_longest_word_sorts_an_item_and_unknown_ones_are_not_guessed(item, category):
    assert categorise(item, WORDS["item"]) == category


@pytest.mark.parametrize(
    ("campaign", "item", "on", "key"),
    [
        ("2026 김장나눔", "김장김치", date(2026, 11, 10), "김장-2026"),
        ("김장 나눔", "", date(2027, 1, 8), "김장-2026"),
        ("", "김장김치", date(2026, 11, 10), "김장-2026"),
        ("2026 설 명절 위문", "쌀", date(2026, 2, 10), "설-2026"),
        ("설 명절 위문", "쌀", date(2025, 12, 29), "설-2026"),
        ("추석맞이", "선물세트", date(2026, 9, 20), "추석-2026"),
        ("한마음 바자회 3차", "쌀", date(2026, 5, 2), "한마음바자회차-2026"),
        ("", "쌀", date(2026, 5, 2), ""),
        ("건설 근로자 지원", "쌀", date(2026, 5, 2), "건설근로자지원-2026"),  # 건설 is no 설
    ],
)
def test_spellings_of_one_campaign_meet(campaign, item, on, key):
    assert campaign_key(campaign, item, on, WORDS["campaign"]) == key


@pytest.mark.parametrize(
    ("kind", "on", "year"),
    [
        ("김장", date(2026, 12, 31), 2026),
        ("김장", date(2027, 1, 1), 2026),
        ("월동", date(2027, 6, 30), 2026),
        ("월동", date(2027, 7, 1), 2027),
        ("설", date(2026, 11, 1), 2027),
        ("설", date(2026, 10, 31), 2026),
        ("추석", date(2026, 9, 25), 2026),
    ],
)
def test_a_winter_campaign_belongs_to_its_autumn(kind, on, year):
    assert season_year(kind, on) == year


PROGRAMMES = {
    squeeze(spelling): ProgrammeInfo(
        row["name"],
        row["category"],
        ("person" if row["unit"] == "person" else "household"),
        int(row["pays_on"] or 0) or None,
    )
    for row in read_shipped("programmes.csv")
    for spelling in (row["name"], *row["aliases"].split("|"))
    if spelling
}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("기초연금", "기초연금"),
        ("기초 연금", "기초연금"),
        ("노인장기요양(재가)", "노인장기요양"),
        ("장애인연금(기초급여)", "장애인연금 기초급여"),
        ("장애인연금(신규)", "장애인연금"),
        ("생계급여(일반)", "생계급여"),
        ("주거급여 수선유지", None),
        ("", None),
    ],
)
def test_a_programme_is_known_by_its_whole_name(typed, name):
    found = find_programme(typed, PROGRAMMES)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("typed", "campaign", "per"),
    [
        ("가구", "", Per.HOUSEHOLD),
        ("1세대", "", Per.HOUSEHOLD),
        ("개인", "김장-2026", Per.PERSON),
        ("", "김장-2026", Per.HOUSEHOLD),
        ("", "", Per.PERSON),
        ("?", "", Per.PERSON),
    ],
)
def test_a_campaign_serves_the_household_unless_the_agency_says_otherwise(typed, campaign, per):
    assert per_of(typed, campaign=campaign) == per


@pytest.mark.parametrize(
    ("typed", "funding"),
    [
        ("구비", Funding.DISTRICT),
        ("후원금품", Funding.DONATION),
        ("공동모금회 지정기탁", Funding.CHEST),
        ("모름", Funding.UNKNOWN),
    ],
)
def test_funding_words(typed, funding):
    assert funding_of(typed) == funding


def test_every_shipped_word_means_a_category_that_exists():
    assert {word for word, meaning in WORDS["item"].items() if meaning not in Category.values} == set()
    assert {info.name for info in PROGRAMMES.values() if info.category not in Category.values} == set()
