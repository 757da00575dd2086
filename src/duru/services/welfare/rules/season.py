"""One season given again by the order of turns: the same gifts on the same days, each to whose turn it was."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from duru.services.welfare.enums import Light
from duru.services.welfare.rules.facts import Fact, Rule
from duru.services.welfare.rules.giving import judge_gift, light_of
from duru.services.welfare.rules.turns import KnownNeed, draw, standing_of


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it: all benefits after the season, and how many gifts would have met a warning as given and by turns."""

    held: dict[str, list[Fact]]
    n_gifts: int
    n_warned_before: int
    n_warned_after: int


def replay_season(
    *,
    held: Mapping[str, Sequence[Fact]],
    needs: Mapping[str, Sequence[KnownNeed]],
    homes: Mapping[str, Collection[str]],
    since: date,
    rules: Sequence[Rule],
) -> Replayed:
    """Give the hand-outs that began after a day again, resource by resource, day by day, as `make_turns` would have listed them.

    For each resource of a day asked are those with a known need of its category, all with a known need where nobody has one;
    most points first (the rows of `turn_points`, as of that day), equal ones by lot; whom the rules warn of is passed over, and
    one home is served once where the thing is for the home. What then is left goes to those with the most points, so that as much is given as was.

    Args:
        held: person → all benefits known of, those of home members without a known need included; persons of `needs` all have a key.
        homes: person of `needs` → who lives there, the person included.
        since: gifts of private agencies and the 구 that began after it, to persons of `needs`, are given again.
    """
    season = sorted(
        (fact for person in needs for fact in held[person] if fact.side == "private" and fact.from_on > since),
        key=_resource,
    )
    given = {id(fact) for fact in season}
    after: dict[str, list[Fact]] = defaultdict(list)
    for person, facts in held.items():
        after[person] = [fact for fact in facts if id(fact) not in given]
    warned_before = sum(_is_warned(fact, _known(fact.person, held, homes), rules) for fact in season)
    warned_after = 0
    for key, resource in groupby(season, key=_resource):
        gifts = list(resource)
        chosen, n_warned = _in_turn(gifts, str(key), after, needs, homes, rules)
        warned_after += n_warned
        for gift, person in zip(gifts, chosen, strict=True):
            after[person].append(replace(gift, person=person))
    return Replayed(dict(after), len(season), warned_before, warned_after)


def _in_turn(gifts, seed, after, needs, homes, rules) -> tuple[list[str], int]:
    """Return who gets each gift of one resource, and how many were given although the rules warn."""
    gift = gifts[0]
    asked = [one for one, known in needs.items() if any(need.category == gift.category for need in known)] or list(
        needs
    )
    points = {one: _points(one, gift, after, needs, homes) for one in asked}
    order = {number: place for place, number in enumerate(draw(seed, range(len(asked))))}
    ranked = [one for _, one in sorted(enumerate(asked), key=lambda each: (-points[each[1]], order[each[0]]))]
    chosen: list[str] = []
    served: set[str] = set()
    for one in ranked:
        if len(chosen) == len(gifts):
            break
        meant = replace(gift, person=one)
        if (gift.unit_per_household and one in served) or _is_warned(meant, _known(one, after, homes), rules):
            continue
        chosen.append(one)
        served |= set(homes[one])
    n_warned = len(gifts) - len(chosen)
    left = [one for one in ranked if one not in chosen]
    return [*chosen, *(left[at % len(left)] if left else ranked[at % len(ranked)] for at in range(n_warned))], n_warned


def _points(one, gift, after, needs, homes) -> int:
    shared = [fact for each in homes[one] for fact in after[each] if each == one or fact.unit_per_household]
    known = [need for need in needs[one] if need.since_on <= gift.from_on] or needs[one]
    return standing_of(known, shared, category=gift.category, on=gift.from_on).points


def _known(one, held, homes) -> list[Fact]:
    return [fact for each in homes[one] for fact in held[each]]


def _is_warned(gift: Fact, known: Sequence[Fact], rules: Sequence[Rule]) -> bool:
    earlier = [
        fact for fact in known if fact.from_on <= gift.from_on and not (fact.benefit and fact.benefit == gift.benefit)
    ]
    return light_of(judge_gift(gift, earlier, rules, on=gift.from_on)) in (Light.SIMILAR, Light.STOP)


def _resource(fact: Fact) -> tuple:
    return (fact.from_on, fact.category, fact.programme, fact.campaign, fact.per, fact.organisation)
