"""People look like a Korean district: surnames, families, ages; and nobody in it can be a real person."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from duru.demo import names, people
from duru.demo.damage import fake_rrn
from duru.demo.lunar import feast_before, lunar_day
from duru.demo.people import CHILD, HEAD, SPOUSE

pytestmark = pytest.mark.unit


def test_number_of_people_is_exact(world):
    assert len(world.people) == 4000
    assert int(world.people.size.sum()) == 4000


def test_surnames_follow_the_census():
    drawn = Counter(names.draw_surnames(40_000, np.random.default_rng(1)).tolist())
    assert drawn["김"] / 40_000 == pytest.approx(0.215, abs=0.02)
    assert drawn["이"] / 40_000 == pytest.approx(0.147, abs=0.02)
    assert drawn["박"] / 40_000 == pytest.approx(0.084, abs=0.015)
    assert any(len(surname) == 2 for surname in drawn)


def test_given_names_fit_the_cohort():
    rng = np.random.default_rng(2)
    old = Counter(names.draw_given(np.ones(3000, dtype=int), np.full(3000, 1941), rng).tolist())
    young = Counter(names.draw_given(np.ones(3000, dtype=int), np.full(3000, 2012), rng).tolist())
    assert old["영자"] > 20
    assert young["영자"] == 0
    assert young["서연"] > 20
    assert old["서연"] == 0


def test_children_carry_the_name_of_the_father_of_a_couple(world):
    folk = world.people
    couples = set(folk.household[folk.role == SPOUSE].tolist())
    children = [i for i in np.flatnonzero(folk.role == CHILD).tolist() if int(folk.household[i]) in couples]
    assert len(children) > 300
    for child in children:
        first = int(folk.first[folk.household[child]])
        father = first if folk.sex[first] == 0 else first + 1
        assert folk.surname[child] == folk.surname[father]


def test_parents_are_older_than_their_children(world):
    folk = world.people
    for child in np.flatnonzero(folk.role == CHILD).tolist():
        head = int(folk.first[folk.household[child]])
        while folk.role[head] != HEAD:
            head += 1
        assert folk.birth[child] - folk.birth[head] > 15 * 365


def test_ages_and_household_sizes_are_those_of_a_city(world, as_of):
    age = world.people.age(as_of)
    assert (age >= 65).mean() == pytest.approx(0.19, abs=0.04)
    assert (world.people.size == 1).mean() == pytest.approx(0.39, abs=0.04)
    assert age.min() >= 0
    assert age.max() < 110


def test_twins_share_birthday_and_home_but_not_the_name(world):
    folk = world.people
    twins = np.flatnonzero(folk.twin_of >= 0).tolist()
    assert len(twins) >= 2
    for one in twins:
        other = int(folk.twin_of[one])
        assert folk.birth[one] == folk.birth[other]
        assert folk.household[one] == folk.household[other]
        assert folk.names[one] != folk.names[other]


def test_telephones_lie_in_ranges_that_no_operator_has(world):
    mobile = world.people.mobile[world.people.mobile >= 0]
    assert mobile.max() < 20_000_000  # 010-0xxx and 010-1xxx
    assert len(mobile) > 3000


def test_made_up_resident_numbers_have_a_wrong_check_digit():
    rng = np.random.default_rng(3)
    for _ in range(500):
        number = fake_rrn(date(1960, 5, 1), bool(rng.integers(2)), rng).replace("-", "")
        total = sum(int(d) * w for d, w in zip(number, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=False))
        assert len(number) == 13
        assert (11 - total % 11) % 10 != int(number[12])


def test_lunar_days_and_feasts_match_the_almanac():
    assert lunar_day(date(2026, 2, 17)) == (2026, 1, 1)
    assert lunar_day(date(1941, 3, 12)) == (1941, 2, 15)
    assert feast_before(1, 1, date(2026, 11, 22)) == date(2026, 2, 17)
    assert feast_before(8, 15, date(2026, 11, 22)) == date(2026, 9, 25)
    assert feast_before(8, 15, date(2026, 9, 24)) == date(2025, 10, 6)


def test_institution_residents_share_one_home(world):
    folk = world.people
    homes = np.flatnonzero(folk.household_type == people.INSTITUTION)
    assert len(homes) >= 1
    assert (folk.size[homes] >= 10).all()
    assert len(set(folk.home[homes].tolist())) == len(homes)


def test_a_district_too_small_for_its_stories_is_refused(tmp_path):
    from duru.demo import build

    with pytest.raises(ValueError, match="1,000"):
        build(tmp_path, people=200)
