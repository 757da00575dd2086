"""The check at the moment of giving: what an asker may know before something is given, for one person or for a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duru.blocks.access.api import Actor
from duru.blocks.benefits.api import PRIVATE, Category, Ended, Held, ended_of_persons, held_by_persons
from duru.blocks.consent.api import Item, Purpose, effective_items, never_shown
from duru.services.welfare.enums import Light, Verdict
from duru.services.welfare.operations.rule_table import judging_rules
from duru.services.welfare.queries.homes import circles_of
from duru.services.welfare.rules import Fact, Hit, Rule, Similar, item_of, judge_gift, light_of, similar_of
from duru.services.welfare.rules.giving import ENDED_TO_DO, SENTENCES, STOP_CODE, WHAT_TO_DO

# As far back as the longest span a rule of the table counts over.
LOOK_BACK = timedelta(days=1_100)
ASKED = (Item.PRIVATE_HANDOUTS, Item.DISTRICT_GIFTS, Item.PUBLIC_GRANTS)


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody is about to give: one row of the catalogue, or a category alone. `given_on` is a Korean calendar day."""

    category: str
    given_on: date
    programme: str = ""
    campaign: str = ""
    per: str = "person"
    won: int | None = None
    side: str = PRIVATE
    until_on: date | None = None

    def fact(self, person: int, organisation: int) -> Fact:
        """Return the gift as rules see it, for one person."""
        return Fact(
            person=str(person), household="home", organisation=str(organisation), side=self.side, category=self.category,
            from_on=self.given_on, until_on=self.until_on or self.given_on + timedelta(days=1), programme=self.programme,
            campaign=self.campaign, per=self.per, won=self.won,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Warning:
    """One rule that speaks about the gift, and the record it meets, which the asker may read in full."""

    hit: Hit
    held: Held | None


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """What the counter may show. `similar` is all an agency learns of others; `warnings` are about records it may read."""

    light: Light
    sentence: str
    what_to_do: str
    similar: tuple[Similar, ...] = ()
    warnings: tuple[Warning, ...] = ()
    own: tuple[Held, ...] = ()
    # What decided, for the log and for an override; never shown to an agency.
    rule_code: str = ""
    verdict: str = ""

    @property
    def is_warned(self) -> bool:
        """Whether somebody who gives all the same must say why."""
        return self.light in (Light.SIMILAR, Light.STOP)

    @property
    def similar_words(self) -> str:
        """«식품 2026. 11. · 연료 2026. 10.»"""
        return " · ".join(
            f"{Category(each.category).label} {each.month.year}. {each.month.month}." for each in self.similar
        )


UNKNOWN = GiftAnswer(Light.UNKNOWN, SENTENCES[Light.UNKNOWN], WHAT_TO_DO[Light.UNKNOWN])


def check_gift(actor: Actor, *, person_id: int | None, gift: Gift, on: date) -> GiftAnswer:
    """Answer one asker about one person before something is given.

    Officials read every record with the rule and its article. An agency gets a light from others' records as far as the person agreed and the law allows
    (`consent.effective_items`), with category and month and nothing more; its own records in full. Somebody not found
    and somebody who agreed to nothing get one and the same answer, `UNKNOWN`.

    The caller checks the permission and logs the look; refusals of classes are logged here.

    Args:
        person_id: None when nobody, or more than one, was found.

    Source: 개인정보보호법 §17①(공유를 포함한다), 사회보장급여법 §9①, 영 §9③·§14⑥.
    """
    if person_id is None and actor.is_official:
        return UNKNOWN
    # For an agency nobody is asked about as somebody is: the answer takes as long.
    return check_gifts(actor, person_ids=[person_id or 0], gift=gift, on=on)[person_id or 0]


def check_gifts(actor: Actor, *, person_ids: Collection[int], gift: Gift, on: date) -> dict[int, GiftAnswer]:
    """Answer as `check_gift` for many persons at once: a dozen statements for some thousand of them."""
    return {id_: answers[0] for id_, answers in _check(actor, person_ids, [gift], on=on).items()}


def check_choices(actor: Actor, *, person_id: int, gifts: Sequence[Gift], on: date) -> list[GiftAnswer]:
    """Answer as `check_gift` for several gifts to one person, in their order, with what is known read once."""
    return _check(actor, [person_id], gifts, on=on)[person_id] if gifts else []


def _check(
    actor: Actor, person_ids: Collection[int], gifts: Sequence[Gift], *, on: date
) -> dict[int, list[GiftAnswer]]:
    rules = judging_rules(on)
    circles = circles_of(person_ids, on=on)
    everybody = sorted(set().union(*circles.values())) if circles else []
    held: dict[int, list[Held]] = defaultdict(list)
    for each in held_by_persons(everybody, since=min(gift.given_on for gift in gifts) - LOOK_BACK):
        held[each.person].append(each)
    ask = _Official(actor) if actor.is_official else _Agency(actor, everybody, on=on)
    known = {id_: [each for one in sorted(circles[id_]) for each in held[one]] for id_ in person_ids}
    ended = ended_of_persons(person_ids)
    return {
        id_: [
            under_stop(ask.answer(id_, gift, known[id_], rules, on=on), actor, gift, ended.get(id_, ()))
            for gift in gifts
        ]
        for id_ in person_ids
    }


def under_stop(answer: GiftAnswer, actor: Actor, gift: Gift, ended: Sequence[Ended]) -> GiftAnswer:
    """Turn an answer red where a named person ended what is about to be given; what the law forbids stays as it is.

    Officials hear of everybody who left and of a public benefit that was stopped; an agency of its own services alone, as on its page
    종료된 서비스, never why. Nothing starts again silently: whoever gives all the same says why.
    """
    if actor.is_official:
        met = [each for each in ended if each.has_left or (gift.side != PRIVATE and each.programme == gift.programme)]
    else:
        met = [each for each in ended if each.organisation == actor.organisation_id]
    if not met or answer.verdict == Verdict.PROHIBITED:
        return answer
    day = f"{met[0].ends_on:%Y. %-m. %-d.}"
    who = "서비스 종료를 결정한 사람입니다" if actor.is_official else "우리 기관의 서비스가 종료되었습니다"
    return replace(
        answer, light=Light.STOP, sentence=f"{who}({met[0].label}, {day}부터).", what_to_do=ENDED_TO_DO[actor.is_official], similar=(),
        rule_code=STOP_CODE, verdict=Verdict.RESTRICTED,
    )  # fmt: skip


class _Official:
    """Answers an official of the 구: all records, each rule with its article."""

    def __init__(self, actor: Actor):
        self.organisation = actor.organisation_id or 0

    def answer(self, person: int, gift: Gift, known: Sequence[Held], rules: Sequence[Rule], *, on: date) -> GiftAnswer:
        hits, of_benefit = _judge(gift.fact(person, self.organisation), known, rules, on=on)
        light = light_of(hits)
        first = hits[0].finding if hits else None
        return GiftAnswer(
            light=light,
            sentence=first.sentence if first else "같은 종류를 막거나 알리는 규칙에 걸리는 기록이 없습니다.",
            what_to_do=first.what_to_do if first else WHAT_TO_DO[Light.CLEAR],
            warnings=tuple(Warning(hit, of_benefit.get(_key(hit.other))) for hit in hits),
            own=tuple(each for each in known if each.person == person),
            rule_code=first.code if first else "",
            verdict=first.verdict if first else "",
        )


class _Agency:
    """Answers an agency: a light from what may be told, its own records in full."""

    def __init__(self, actor: Actor, everybody: Collection[int], *, on: date):
        self.organisation = actor.organisation_id or 0
        self.effective = effective_items(
            actor=actor, person_ids=everybody, purpose=Purpose.OVERLAP_CHECK, asked=ASKED, on=on
        )
        self.hidden = never_shown(on)

    def answer(self, person: int, gift: Gift, known: Sequence[Held], rules: Sequence[Rule], *, on: date) -> GiftAnswer:
        fact = gift.fact(person, self.organisation)
        mine = [each for each in known if each.organisation == self.organisation]
        own_hits, of_benefit = _judge(fact, mine, rules, on=on)
        own = tuple(Warning(hit, of_benefit.get(_key(hit.other))) for hit in own_hits)
        own_records = tuple(each for each in mine if each.person == person)
        if not self.effective[person].items or self.hidden.hides(gift.category, gift.programme):
            return replace(UNKNOWN, warnings=own, own=own_records)
        told = [each for each in known if each.organisation != self.organisation and self._may_enter(each)]
        hits, _ = _judge(fact, told, rules, on=on)
        # A counting rule sums what others gave: its answer would tell how often. The pairs say enough.
        hits = [hit for hit in hits if hit.other is not None]
        light = Light.CLEAR if light_of(hits) == Light.CLEAR else Light.SIMILAR
        first = hits[0].finding if light != Light.CLEAR else None
        return GiftAnswer(
            light=light, sentence=SENTENCES[light], what_to_do=WHAT_TO_DO[light], similar=tuple(similar_of(hits)),
            warnings=own, own=own_records, rule_code=first.code if first else "", verdict=first.verdict if first else "",
        )  # fmt: skip

    def _may_enter(self, held: Held) -> bool:
        """Tell whether another's record may enter the light: its holder agreed to its class, the link is beyond doubt, and
        it is nothing of 의료·정신건강·법률·폭력피해.
        """
        return (
            item_of(fact_of(held), is_district=held.is_district) in self.effective[held.person].items
            and not held.is_doubtful
            and not self.hidden.hides(held.category, held.item, held.programme)
        )


def _judge(
    gift: Fact, known: Sequence[Held], rules: Sequence[Rule], *, on: date
) -> tuple[list[Hit], dict[tuple[str, int], Held]]:
    hits = judge_gift(gift, [fact_of(each) for each in known], rules, on=on)
    return hits, {(each.side, each.benefit): each for each in known}


def _key(fact: Fact | None) -> tuple[str, int]:
    return (fact.side, fact.benefit) if fact else ("", 0)


def fact_of(held: Held) -> Fact:
    """Return a benefit as rules see it; everybody asked about together shares one home."""
    return Fact(
        person=str(held.person), household="home", organisation=str(held.organisation), side=held.side,
        category=held.category, from_on=held.from_on, until_on=held.until_on, programme=held.programme,
        campaign=held.campaign, per=held.per, won=held.won, label=held.item, benefit=held.benefit,
    )  # fmt: skip


def hard(answer: GiftAnswer) -> bool:
    """Tell whether the answer forbids or restricts by law or guideline."""
    return answer.verdict in (Verdict.PROHIBITED, Verdict.RESTRICTED)
