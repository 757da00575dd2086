"""Damage happens at the rates it is set to, and nowhere else."""

from dataclasses import fields, replace

import numpy as np
import pytest

from duru.demo.damage import CLEAN, TIERS, Damage, Typist
from duru.demo.slips import put_together, romanise, slip_jamo, slip_syllable, take_apart

pytestmark = pytest.mark.unit


def type_all(world, damage, dates=0, excel=False):
    """Type every person of the district once."""
    typist = Typist(world.people, world.buildings, world.dwellings, world.district.dong_names, damage, dates, True, excel,
                    np.random.default_rng(5))  # fmt: skip
    return typist.type_people(np.arange(len(world.people)))


def test_clean_typing_gives_the_official_words(world):
    typed = type_all(world, CLEAN)
    assert typed.name == world.people.names
    assert typed.spoiled == [""] * 4000
    assert "" not in typed.birth
    assert all(address.startswith("한빛특별시 해오름구 ") for address in typed.address)


@pytest.mark.parametrize(
    ("rate", "column", "is_hit"),
    [
        ("birth_missing", "birth", lambda typed, clean: typed == ""),
        ("birth_year_only", "birth", lambda typed, clean: len(str(typed)) in (4, 5, 6) and typed != clean),
        ("sex_missing", "sex", lambda typed, clean: typed == ""),
        ("address_no_gu", "address", lambda typed, clean: not typed.startswith("한빛")),
        ("address_only_dong", "address", lambda typed, clean: typed.endswith("동") and " " not in typed),
        ("name_jamo", "name", lambda typed, clean: typed != clean),
        ("name_title", "name", lambda typed, clean: typed != clean and typed.startswith(clean)),
    ],
)  # fmt: skip
def test_each_rate_is_met_and_settable(world, rate, column, is_hit):
    clean = getattr(type_all(world, CLEAN), column)
    typed = getattr(type_all(world, replace(CLEAN, **{rate: 0.2})), column)
    hits = sum(is_hit(a, b) for a, b in zip(typed, clean, strict=True))
    # address_no_gu also leaves the 시 away half as often again
    expected = 0.3 if rate == "address_no_gu" else 0.2
    assert hits / len(typed) == pytest.approx(expected, abs=0.035)


def test_lunar_days_are_only_typed_for_those_who_keep_them(world):
    clean = type_all(world, CLEAN).birth
    typed = type_all(world, replace(CLEAN, birth_lunar=1.0)).birth
    changed = np.array([a != b for a, b in zip(typed, clean, strict=True)])
    assert (changed <= world.people.lunar).all()
    assert changed.sum() == world.people.lunar.sum()
    marked = sum(str(birth).endswith(("(음)", "음력", "(음력)")) for birth in typed)
    assert marked / changed.sum() == pytest.approx(0.5, abs=0.08)


def test_a_client_who_comes_again_mostly_looks_the_same(world):
    typist = Typist(world.people, world.buildings, world.dwellings, world.district.dong_names, TIERS[3], 0, True, False,
                    np.random.default_rng(5))  # fmt: skip
    typed = typist.type_people(np.repeat(np.arange(400), 5))
    lines = list(zip(typed.name, typed.birth, typed.phone, typed.address, strict=True))
    same = sum(lines[i] == lines[i - i % 5] for i in range(2000) if i % 5)
    assert 0.85 < same / 1600 < 0.97


def test_numbers_in_spreadsheets_lose_their_leading_zero(world):
    typed = type_all(world, replace(CLEAN, phone_zero_lost=1.0), dates=3, excel=True)
    numbers = [phone for phone in typed.phone if isinstance(phone, int)]
    assert len(numbers) > 2500
    assert all(1_000_000_000 <= number < 1_020_000_000 for number in numbers)
    young = [birth for birth, day in zip(typed.birth, world.people.birth.tolist(), strict=True) if day > 11_000]
    assert any(isinstance(birth, int) and birth < 100_000 for birth in young)


def test_tiers_get_worse():
    for item in fields(Damage):
        one, two, three = (getattr(TIERS[tier], item.name) for tier in (1, 2, 3))
        assert one <= two <= three, item.name


def test_jamo_come_apart_and_together():
    for syllable in "가힣뷁쒩말순":
        assert put_together(*take_apart(syllable)) == syllable
    assert take_apart("A") is None


def test_slips_change_a_name_but_leave_one():
    rng = np.random.default_rng(1)
    for name in ("박말순", "남궁민", "김솔", "이영자"):
        for _ in range(50):
            assert slip_jamo(name, rng) != ""
            assert slip_syllable(name, rng) != ""
            assert romanise(name, rng).isascii()
