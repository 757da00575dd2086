"""What one season would have been had every gift followed 다음 차례: computed from the ledger, nothing written."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from duru.blocks.benefits.api import held_by_persons, need_facts
from duru.blocks.registry.api import Person, PersonStatus
from duru.services.welfare.operations.rule_table import judging_rules
from duru.services.welfare.operations.spread import plain_spread
from duru.services.welfare.queries.giving import LOOK_BACK, fact_of
from duru.services.welfare.queries.homes import circles_of
from duru.services.welfare.rules import Fact
from duru.services.welfare.rules.season import replay_season
from duru.services.welfare.rules.spread import Spread, measure
from duru.services.welfare.rules.turns import KnownNeed

YEAR = timedelta(days=365)
SEASON_DAYS = 90
AT_ONCE = 2_000
MOST_BESIDE_A_RUN = 2_000  # people with a known need: a second; more are for `duru season`


@dataclass(frozen=True, slots=True)
class Season:
    """Spread over persons with a known need, by won and by times of twelve months: as it was, and by turns in the last season."""

    since: date
    n_people: int
    n_gifts: int
    n_warned_before: int
    n_warned_after: int
    won_before: Spread
    won_after: Spread
    times_before: Spread
    times_after: Spread


def simulate_season(*, on: date) -> Season:
    """Give the last 90 days' hand-outs again by the real points, lots and rules, and measure the spread before and after.

    Everybody living with a known need counts. Writes nothing. Seconds for a 구 with some thousand known needs; what was given to
    persons without a known need stays where it went.
    """
    needs: dict[int, list[KnownNeed]] = defaultdict(list)
    for person, _, _, category, since in need_facts():
        needs[person].append(KnownNeed(category, since))
    living = (PersonStatus.LIVING, PersonStatus.SUSPECTED)
    people = sorted(Person.objects.filter(id__in=list(needs), status__in=living).values_list("id", flat=True))
    homes: dict[int, set[int]] = {}
    held: dict[str, list[Fact]] = defaultdict(list)
    for start in range(0, len(people), AT_ONCE):
        homes |= circles_of(people[start : start + AT_ONCE], on=on)
    everybody = sorted(set().union(*homes.values())) if homes else []
    for start in range(0, len(everybody), AT_ONCE):
        for each in held_by_persons(everybody[start : start + AT_ONCE], since=on - LOOK_BACK):
            if each.from_on <= on:
                held[str(each.person)].append(fact_of(each))
    since = on - timedelta(days=SEASON_DAYS)
    before = {str(id_): held[str(id_)] for id_ in everybody}
    replayed = replay_season(
        held=before,
        needs={str(id_): needs[id_] for id_ in people},
        homes={str(id_): sorted(map(str, homes[id_])) for id_ in people},
        since=since,
        rules=judging_rules(on),
    )
    asked = [str(id_) for id_ in people]
    year = on - YEAR
    return Season(
        since, len(people), replayed.n_gifts, replayed.n_warned_before, replayed.n_warned_after,
        won_before=measure([_won(before[one], year) for one in asked]),
        won_after=measure([_won(replayed.held.get(one, []), year) for one in asked]),
        times_before=measure([_times(before[one], year) for one in asked]),
        times_after=measure([_times(replayed.held.get(one, []), year) for one in asked]),
    )  # fmt: skip


def measure_season(*, on: date) -> dict | None:
    """Return the season by turns as it is kept with a run, None where too many people have a known need to do it beside one."""
    if len({person for person, *_ in need_facts()}) > MOST_BESIDE_A_RUN:
        return None
    found = simulate_season(on=on)
    return {
        "days": SEASON_DAYS, "n_gifts": found.n_gifts, "n_warned_before": found.n_warned_before, "n_warned_after": found.n_warned_after,
        "won_before": plain_spread(found.won_before), "won_after": plain_spread(found.won_after),
        "times_before": plain_spread(found.times_before), "times_after": plain_spread(found.times_after),
    }  # fmt: skip


def _won(facts: list[Fact], since: date) -> int:
    return sum(fact.won or 0 for fact in facts if fact.side == "private" and fact.from_on > since)


def _times(facts: list[Fact], since: date) -> int:
    return sum(fact.side == "private" and fact.from_on > since for fact in facts)
