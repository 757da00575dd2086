"""The people of the 5-minute tour are in the files, spelled as the tour says."""

import json
from datetime import date, timedelta

import pytest

from duru.demo import AS_OF, build
from duru.demo.build import create_world
from duru.demo.grants import payday
from duru.demo.handouts import campaigns_of
from duru.demo.people import days
from tests.demo.reading import read_sheets

pytestmark = pytest.mark.unit


def story(built, key):
    stories = json.loads((built.out / "truth" / "stories.json").read_text(encoding="utf-8"))
    return next(entry for entry in stories if entry["key"] == key)


def rows_of(built, person, dataset):
    return [row for row in built.truth("rows") if row["person"] == str(person) and row["dataset"] == dataset]


def test_the_elder_got_kimchi_four_times_under_four_spellings(built):
    elder, _ = story(built, "kimchi_four_times")["people"]
    kimchi = {
        row["fact"] for row in built.truth("handouts") if row["person"] == str(elder) and row["campaign"] == "kimchi"
    }
    rows = [row for row in rows_of(built, elder, "handouts") if row["fact"] in kimchi and row["repeated"] == "0"]
    names = set()
    for row in rows:
        cells = [
            str(cell) for cell in read_sheets(built.out / "files" / row["file"])[row["sheet"]][int(row["row"]) - 1]
        ]
        names |= {cell for cell in cells if cell in ("박말순 어르신", "박 말순", "박말슨", "Park Mal Soon")}
        assert "김장김치" in cells
    assert len(rows) == len({row["file"].split("/")[0] for row in rows}) == 4
    assert names == {"박말순 어르신", "박 말순", "박말슨", "Park Mal Soon"}
    assert [d["won"] for d in built.truth("doubles") if d["persons"] == str(elder)] == ["150000"]


def test_the_neighbour_needs_help_and_got_nothing_at_all(built):
    elder, neighbour = story(built, "kimchi_four_times")["people"]
    assert rows_of(built, neighbour, "handouts") == rows_of(built, neighbour, "grants") == []
    assert len(rows_of(built, neighbour, "needs")) == 1
    assert str(neighbour) in {row["person"] for row in built.truth("silent") if row["no_grant"] == "1"}
    register = read_sheets(built.out / "files" / rows_of(built, elder, "residents")[0]["file"])[""]
    one, two = (register[int(rows_of(built, p, "residents")[0]["row"]) - 1][6] for p in (elder, neighbour))
    assert one.split("201호")[0] == two.split("202호")[0]


def test_dead_for_23_days_with_the_next_payment_in_3(built, as_of):
    (dead,) = story(built, "dead_23_days")["people"]
    person = next(row for row in built.truth("people") if row["person"] == str(dead))
    assert date.fromisoformat(person["died_on"]) == as_of - timedelta(days=23)
    paid = [row for row in built.truth("paid_after") if row["person"] == str(dead)]
    assert ("grant", "0", "0") in {(row["fact_kind"], row["payments"], row["same_month"]) for row in paid}
    assert "handout" in {row["fact_kind"] for row in paid}
    assert len(rows_of(built, dead, "life_events")) == 1
    listed = [
        {str(cell) for cell in read_sheets(built.out / "files" / row["file"])[row["sheet"]][int(row["row"]) - 1]}
        for row in rows_of(built, dead, "grants")
    ]
    assert any({"기초연금", "지급중", "매월 25일"} <= cells for cells in listed)
    assert any({"장수수당", "지급중", f"매월 {(as_of + timedelta(days=3)).day}일"} <= cells for cells in listed)


def test_moved_out_and_still_paid(built):
    (moved,) = story(built, "moved_still_paid")["people"]
    kinds = [row["fact_kind"] for row in built.truth("paid_after") if row["person"] == str(moved)]
    assert "grant" in kinds
    assert "handout" in kinds


def test_twins_namesakes_couple_and_father_with_son_are_two_people_each(built):
    people = {row["person"]: row for row in built.truth("people")}
    for key, same in (
        ("twins", ("birth", "household", "dong")), ("namesakes", ("name", "birth")), ("shared_phone", ("household",)),
        ("father_and_son", ("household",)),
    ):  # fmt: skip
        one, two = (people[str(number)] for number in story(built, key)["people"])
        assert one["person"] != two["person"]
        assert [one[column] for column in same] == [two[column] for column in same]
    namesakes = [str(number) for number in story(built, "namesakes")["people"]]
    assert people[namesakes[0]]["household"] != people[namesakes[1]]["household"]
    assert not [row for row in built.truth("doubles") if set(row["persons"].split()) & set(namesakes)]


def test_the_hidden_family_is_marked_in_the_register_and_served_by_a_food_bank(built):
    mother, child = story(built, "hidden_family")["people"]
    for person in (mother, child):
        row = rows_of(built, person, "residents")[0]
        assert read_sheets(built.out / "files" / row["file"])[""][int(row["row"]) - 1][-1] == "비공개"
    assert len(rows_of(built, mother, "handouts")) == 1


@pytest.mark.parametrize("as_of", [date(2027, 3, 2), date(2028, 2, 29), date(2027, 12, 31), date(2030, 1, 31)])
def test_on_another_day_the_same_people_live_the_same_stories(as_of):
    first, other = (
        create_world(n_people=1000, seed=5, as_of=day, progress=lambda step, share: None) for day in (AS_OF, as_of)
    )
    assert other.people.names == first.people.names
    assert (other.people.mobile == first.people.mobile).all()
    assert (len(other.grants), len(other.needs)) == (len(first.grants), len(first.needs))
    assert abs(len(other.handouts) - len(first.handouts)) <= 0.02 * len(first.handouts)
    assert [story["people"] for story in other.stories] == [story["people"] for story in first.stories]
    (dead,) = next(story["people"] for story in other.stories if story["key"] == "dead_23_days")
    assert int(other.facts.died_on[dead]) == days(as_of) - 23
    held = other.grants.programme[other.grants.person == dead].tolist()
    paydays = [pay_day(as_of, payday(programme, as_of)) for programme in held]
    assert min(paydays) == as_of + timedelta(days=3)
    kimchi = campaigns_of(as_of)["kimchi"]
    assert as_of - timedelta(days=365) < kimchi.first <= kimchi.last < as_of
    assert int(other.handouts.given_on.max()) < days(as_of)


def pay_day(as_of, day_of_month):
    """The next day of this number, on or after `as_of`; the last day of a month that is too short."""
    later = (as_of + timedelta(days=n) for n in range(62))
    return next(
        day
        for day in later
        if day.day == day_of_month or (day.day < day_of_month and (day + timedelta(days=1)).day == 1)
    )


@pytest.mark.slow
@pytest.mark.parametrize(("people", "seed", "as_of"), [(1000, 1, date(2026, 11, 22)), (1500, 99, date(2026, 3, 2))])
def test_stories_are_told_at_any_size_seed_and_day(tmp_path, people, seed, as_of):
    build(tmp_path, people=people, seed=seed, as_of=as_of)
    stories = json.loads((tmp_path / "truth" / "stories.json").read_text(encoding="utf-8"))
    assert len(stories) == 8
