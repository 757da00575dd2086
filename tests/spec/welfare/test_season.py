"""다음 차례대로 다시 나누어 본 한 철: 같은 것을 같은 날에, 차례인 사람에게"""

from datetime import date

from duru.services.welfare.rules import Fact, shipped_rules
from duru.services.welfare.rules.season import replay_season
from duru.services.welfare.rules.spread import measure
from duru.services.welfare.rules.turns import KnownNeed

SEASON = date(2026, 9, 1)
RULES = [rule for rule in shipped_rules() if rule.is_in_force(date(2026, 11, 22))]


def gift(person, day, *, campaign="", per="person", category="food", benefit=0, won=30_000):
    return Fact(
        person=person, household="home", organisation="1", side="private", category=category, from_on=day,
        until_on=date.fromordinal(day.toordinal() + 1), programme="김치" if campaign else "쌀", campaign=campaign, per=per,
        won=won, benefit=benefit,
    )  # fmt: skip


def replay(held, *, homes=None, needs=None):
    people = list(held)
    return replay_season(
        held=held,
        needs={one: (needs or {}).get(one, [KnownNeed("food", date(2026, 1, 1))]) for one in people},
        homes=homes or {one: [one] for one in people},
        since=SEASON,
        rules=RULES,
    )


def test_what_one_had_four_times_goes_to_four():
    """한 사람이 네 번 받은 것은 아무것도 받지 못한 세 이웃에게도 돌아간다"""
    kimchi = [
        gift("가", date(2026, 11, day), campaign="김장-2026", per="household", benefit=day) for day in (1, 2, 3, 4)
    ]
    found = replay({"가": kimchi, "나": [], "다": [], "라": []})
    assert sorted(len(facts) for facts in found.held.values()) == [1, 1, 1, 1]
    assert (found.n_gifts, found.n_warned_before > 0, found.n_warned_after) == (4, True, 0)


def test_as_much_is_given_as_was_even_where_nobody_is_left():
    """받을 수 있는 사람보다 물건이 많아도 준 수와 값은 그대로다"""
    kimchi = [gift("가", date(2026, 11, day), campaign="김장-2026", per="household", benefit=day) for day in (1, 2, 3)]
    found = replay({"가": kimchi, "나": []})
    assert sum(len(facts) for facts in found.held.values()) == 3
    assert found.n_warned_after == 1
    assert sum(fact.won for facts in found.held.values() for fact in facts) == 90_000


def test_what_was_before_the_season_and_what_is_paid_by_law_stay_where_they_are():
    """철 전에 받은 것과 공적급여는 옮기지 않는다"""
    old = gift("가", date(2026, 8, 1), benefit=1)
    found = replay({"가": [old], "나": [gift("나", date(2026, 10, 1), benefit=2)]})
    assert found.held["가"] == [old]
    assert measure([len(found.held[one]) for one in ("가", "나")]).gini == 0


def test_the_home_is_served_once_where_the_thing_is_for_the_home():
    """가구 앞으로 주는 것은 한집에 한 번이다"""
    boxes = [gift("다", date(2026, 11, 1), per="household", campaign="김장-2026", benefit=n) for n in (1, 2)]
    found = replay({"가": [], "나": [], "다": boxes}, homes={"가": ["가", "나"], "나": ["가", "나"], "다": ["다"]})
    assert len(found.held["가"]) + len(found.held["나"]) == 1
    assert len(found.held["다"]) == 1


def test_a_known_need_of_the_very_kind_comes_first():
    """그 분류의 어려움이 알려진 사람에게 먼저 돌아간다"""
    coat = gift("가", date(2026, 11, 1), category="clothing", benefit=1)
    found = replay({"가": [coat], "나": []}, needs={"나": [KnownNeed("clothing", date(2026, 1, 1))]})
    assert (len(found.held["가"]), len(found.held["나"])) == (0, 1)
