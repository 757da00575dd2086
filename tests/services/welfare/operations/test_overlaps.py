"""The SQL of the run and the rules an official reads say the same about every pair."""

from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from duru.blocks.benefits.models import Grant, Handout
from duru.services.welfare.enums import Verdict
from duru.services.welfare.models import Overlap
from duru.services.welfare.rules import Fact, judge, judge_count, shipped_rules
from tests.services.welfare.district import TODAY, agency, give, grant, home, person

PROGRAMMES = (
    ("생계급여", "living_cash"), ("주거급여", "housing"), ("의료급여", "medical"), ("기초연금", "living_cash"), ("장애인연금", "living_cash"),
    ("긴급복지 생계지원", "living_cash"), ("에너지바우처", "fuel"), ("연탄쿠폰", "fuel"), ("노인맞춤돌봄", "care"), ("노인장기요양", "care"),
    ("차상위 본인부담경감", "medical"), ("아동수당", "living_cash"), ("모르는 급여", "care"),
)  # fmt: skip
GIFTS = (
    ("쌀", "food"), ("김치", "food"), ("식사", "food"), ("푸드마켓", "food"), ("연탄", "fuel"), ("의류", "clothing"), ("", "goods"), ("", "food"),
)  # fmt: skip


@pytest.fixture
def crowd(scope):
    """Forty people in twenty-five homes with some three hundred random benefits; returns the facts as rules see them."""
    draw = Random(20261122)
    agencies = [agency(name) for name in ("복지관", "교회", "사찰", "마켓")]
    people = [person(f"사람{n}") for n in range(40)]
    household = {}
    for n in range(0, 30, 2):
        home(people[n], people[n + 1])
        household |= {people[n].id: f"H{n}", people[n + 1].id: f"H{n}"}
    facts = {}
    for who in people:
        for programme, category in draw.sample(PROGRAMMES, draw.randint(0, 5)):
            start = TODAY - timedelta(days=draw.randint(0, 500))
            until = start + timedelta(days=draw.randint(1, 400)) if draw.random() < 0.5 else None
            made = grant(who, draw.choice(agencies), programme, category=category, start=start, until_on=until,
                         per=draw.choice(["person", "household"]), amount_won=draw.choice([None, 60_000, 300_000]))  # fmt: skip
            facts["public", made.id] = _fact(made, who, household, from_on=start, until=until)
        for programme, category in draw.choices(GIFTS, k=draw.randint(0, 10)):
            start = TODAY - timedelta(days=draw.randint(0, 120))
            until = start + timedelta(days=draw.randint(2, 40)) if draw.random() < 0.4 else None
            made = give(who, draw.choice(agencies), start, programme=programme, category=category, until_on=until,
                        campaign_key=draw.choice(["", "", "김장-2026"]), per=draw.choice(["person", "household"]),
                        value_won=draw.choice([None, 10_000, 20_000]))  # fmt: skip
            facts["private", made.id] = _fact(
                made, who, household, from_on=start, until=until or start + timedelta(days=1)
            )
    return facts


def _fact(made: Grant | Handout, who, household, *, from_on: date, until: date | None) -> Fact:
    return Fact(
        person=str(who.id), household=household.get(who.id, ""), organisation=str(made.organisation_id),
        side="public" if isinstance(made, Grant) else "private", category=made.category, programme=made.programme,
        from_on=from_on, until_on=until, campaign=getattr(made, "campaign_key", ""), per=made.per,
    )  # fmt: skip


def test_every_pair_gets_the_same_verdict_in_sql_and_in_the_rules(crowd, check):
    horizon = TODAY - timedelta(days=365)
    recent = {key: fact for key, fact in crowd.items() if fact.until_on is None or fact.until_on > horizon}
    rules = shipped_rules()
    counters = {rule.code: rule for rule in rules if rule.counts}
    expected = {}
    for (one, left), (other, right) in combinations(recent.items(), 2):
        found = judge(left, right, rules, on=TODAY)
        if found and found.verdict != Verdict.ALLOWED:
            expected[frozenset((one, other))] = found.code
    check()
    groups = [
        (
            row.rule.code,
            {("private", i.handout_id) if i.handout_id else ("public", i.grant_id) for i in row.items.all()},
        )
        for row in Overlap.objects.select_related("rule").prefetch_related("items")
    ]
    # Each pair the rules speak about lies in one group of its rule …
    missing = [pair for pair, code in expected.items() if not any(code == c and pair <= items for c, items in groups)]
    assert missing == []
    # … and each benefit of a group is there because of such a pair inside it.
    idle = [
        (code, item)
        for code, items in groups
        for item in items
        if code not in counters
        and not any(item in pair and pair <= items and expected[pair] == code for pair in expected)
    ]
    assert idle == []
    assert len({code for code, _ in groups}) >= 10
    # What a counter puts together really is too many, and nobody with too many is left out.
    for code, items in groups:
        if code in counters:
            *earlier, last = sorted((recent[item] for item in items), key=lambda fact: fact.from_on)
            assert judge_count(last, earlier, [counters[code]], on=TODAY)
    counted = {item for code, items in groups if code in counters for item in items}
    for rule in counters.values():
        for key, fact in recent.items():
            others = [each for other, each in recent.items() if other != key]
            if judge_count(fact, others, [rule], on=TODAY) and not judge_count(fact, [], [rule], on=TODAY):
                assert key in counted
