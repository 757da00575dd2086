"""Whose turn is next for one resource: make the order, draw it, say what became of each turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.benefits.api import Held, held_by_persons, need_facts
from duru.blocks.registry.api import Person, PersonStatus, person_ref
from duru.services.welfare.enums import Light, Order, TurnDecision
from duru.services.welfare.errors import TurnRefused
from duru.services.welfare.models import NextTurn, TurnEntry
from duru.services.welfare.permissions import SUGGEST
from duru.services.welfare.queries.gifts import gift_of
from duru.services.welfare.queries.giving import LOOK_BACK, Gift, check_gifts, fact_of
from duru.services.welfare.queries.homes import circles_of
from duru.services.welfare.rules.turns import KnownNeed, Standing, draw, standing_of

MOST_PLACES = 500
# Of a need so many are asked for at most, longest known first: more would be an order nobody reads.
MOST_ASKED = 5_000
_CHUNK = 200


def make_turns(
    *, by: Actor, title: str, gift_key: str, n_places: int, order: str, on: date, at: datetime, seed_source: str = ""
) -> NextTurn:
    """Find who is next for a resource and keep the order, with every reason.

    Asked are living persons with a known need of the resource's category, where nobody has one all with a known need. By need:
    most points first, equal ones by a draw from the day and the title; somebody whom the check warns of is left out, and of one
    home only one where the resource is for the home. As many stand in reserve as there are places. For a draw all of them are numbered and
    nobody has a place yet: `draw_turns`.

    Raises:
        NotAllowed: the actor may not.
        TurnRefused: unknown resource, no places, a draw without the source of its seed, nobody with a known need, or no person acts.

    Source: 사회보장급여법 §9의2, §15③.
    """
    check_may(by, SUGGEST)
    gift = gift_of(gift_key, on=on, official=True)
    if gift is None:
        raise TurnRefused("무엇을 나눌지 골라 주세요.", field="gift")
    if not 1 <= n_places <= MOST_PLACES:
        raise TurnRefused(f"줄 수 있는 수는 1부터 {MOST_PLACES}까지입니다.", field="n_places")
    if by.membership_id is None:
        raise TurnRefused("차례는 사람이 만들어야 합니다.")
    if (order == Order.DRAW) != bool(seed_source.strip()):
        raise TurnRefused("추첨이면 씨앗을 어떻게 정할지 미리 적고, 아니면 비워 주세요.", field="seed_source")
    people, needs = _candidates(gift.category)
    if not people:
        raise TurnRefused("어려움이 알려진 사람이 없습니다. 욕구·위기 명단을 먼저 받아 주세요.")
    standings, circles = _standings(people, needs, gift, on)
    ranked = _fairly(list(people), standings, f"{on.isoformat()}:{title}")
    wanted = n_places * 2 if order == Order.NEED else len(ranked)
    chosen = _without_warned(by, ranked, gift, circles, wanted=wanted, on=on)
    if not chosen:
        raise TurnRefused("받을 수 있는 사람이 없습니다. 모두 비슷한 것을 이미 받았습니다.")
    with transaction.atomic():
        made = NextTurn.objects.create(
            title=title.strip()[:120] or gift_key, category=gift.category, per=gift.per, n_places=n_places, order=order,
            seed_source=seed_source.strip()[:120], as_of=on, made_at=at, by_id=by.membership_id, n_asked=len(people),
        )  # fmt: skip
        TurnEntry.objects.bulk_create(
            TurnEntry(
                turn=made, number=number, place=number if order == Order.NEED else None, person_ref=people[id_].public_id,
                dong_code=people[id_].dong_code, is_protected=people[id_].is_protected, points=standings[id_].points,
                reasons=[list(reason) for reason in standings[id_].reasons],
            )
            for number, id_ in enumerate(chosen, start=1)
        )  # fmt: skip
        record_deed(
            actor=by.audit, action="다음 차례 만듦", at=at, subjects=[person_ref(people[id_].public_id) for id_ in chosen],
            detail={"turn": made.public_id, "order": order, "n": len(chosen)},
        )  # fmt: skip
    return made


def draw_turns(*, by: Actor, public_id: str, seed: str, at: datetime) -> NextTurn:
    """Draw a numbered list by its seed, once and for all; the same seed again changes nothing.

    Raises:
        NotAllowed: the actor may not.
        NextTurn.DoesNotExist: there is none with this id.
        TurnRefused: it is no draw, the seed is empty, or it was drawn by another seed before.
    """
    check_may(by, SUGGEST)
    seed = seed.strip()
    with transaction.atomic():
        turn = NextTurn.objects.select_for_update().get(public_id=public_id)
        if turn.order != Order.DRAW or not seed:
            raise TurnRefused("추첨으로 만든 차례에 공개된 씨앗을 적어 주세요.", field="seed")
        if turn.seed:
            if turn.seed != seed:
                raise TurnRefused("이미 다른 씨앗으로 뽑았습니다. 다시 뽑을 수 없습니다.", field="seed")
            return turn
        entries = {entry.number: entry for entry in turn.entries.all()}
        for place, number in enumerate(draw(seed, sorted(entries)), start=1):
            entries[number].place = place
        TurnEntry.objects.bulk_update(entries.values(), ["place"], batch_size=500)
        turn.seed, turn.seed_at = seed, at
        turn.save(update_fields=["seed", "seed_at"])
        record_deed(actor=by.audit, action="다음 차례 뽑음", at=at, detail={"turn": turn.public_id, "n": len(entries)})
    return turn


def decide_turn(
    *, by: Actor, public_id: str, number: int, decision: str, at: datetime, reason: str = "", note: str = ""
) -> TurnEntry:
    """Write what became of one turn: given, passed over (with its reason), or put off. A later decision replaces an earlier one; the log keeps both.

    Raises:
        NotAllowed: the actor may not.
        TurnEntry.DoesNotExist: there is no such turn, or it is a person the actor may not know of.
        TurnRefused: passing over without a reason, another decision with one, nobody drawn yet, or no person acts.
    """
    check_may(by, SUGGEST)
    if by.membership_id is None:
        raise TurnRefused("차례의 결정은 사람이 해야 합니다.")
    if (decision == TurnDecision.PASSED_OVER) != bool(reason):
        raise TurnRefused("건너뛸 때는 사유를 고르고, 아니면 비워 주세요.", field="reason")
    with transaction.atomic():
        entry = TurnEntry.objects.select_for_update(of=("self",)).get(turn__public_id=public_id, number=number)
        if entry.is_protected and not by.named_officer:
            raise TurnEntry.DoesNotExist
        if entry.place is None:
            raise TurnRefused("아직 뽑지 않았습니다. 씨앗을 적고 뽑은 뒤에 정해 주세요.")
        entry.decision, entry.reason, entry.note = decision, reason, note.strip()[:200]
        entry.decided_by_id, entry.decided_at = by.membership_id, at
        entry.save(update_fields=["decision", "reason", "note", "decided_by", "decided_at"])
        record_deed(
            actor=by.audit, action="다음 차례 결정", at=at, subjects=[person_ref(entry.person_ref)],
            detail={"turn": public_id, "place": entry.place, "decision": decision, "reason": reason},
        )  # fmt: skip
    return entry


def _candidates(category: str) -> tuple[dict[int, Person], dict[int, list[KnownNeed]]]:
    needs: dict[int, list[KnownNeed]] = defaultdict(list)
    rows = need_facts().filter(category=category)
    for person, _, _, kind, since in (rows if rows.exists() else need_facts()).order_by("since_on")[: MOST_ASKED * 3]:
        if person in needs or len(needs) < MOST_ASKED:
            needs[person].append(KnownNeed(kind, since))
    living = (PersonStatus.LIVING, PersonStatus.SUSPECTED)
    columns = ("id", "public_id", "dong_code", "is_protected")
    people = {each.id: each for each in Person.objects.filter(id__in=list(needs), status__in=living).only(*columns)}
    return people, needs


def _standings(
    people: dict[int, Person], needs: dict[int, list[KnownNeed]], gift: Gift, on: date
) -> tuple[dict[int, Standing], dict[int, set[int]]]:
    circles = circles_of(people, on=on)
    held: dict[int, list[Held]] = defaultdict(list)
    for each in held_by_persons(set().union(*circles.values()), since=on - LOOK_BACK):
        held[each.person].append(each)
    standings = {}
    for id_ in people:
        # What was for the home served everybody who lives there.
        known = [fact_of(each) for one in circles[id_] for each in held[one] if one == id_ or each.per == "household"]
        standings[id_] = standing_of(needs[id_], known, category=gift.category, on=on)
    return standings, circles


def _fairly(ranked: Sequence[int], standings: dict[int, Standing], seed: str) -> list[int]:
    """Order by points, and those of equal points by lot: neither name nor the order of files decides."""
    place = {id_: at for at, id_ in enumerate(draw(seed, sorted(ranked)))}
    return sorted(ranked, key=lambda id_: (-standings[id_].points, place[id_]))


def _without_warned(
    by: Actor, ranked: Sequence[int], gift: Gift, circles: dict[int, set[int]], *, wanted: int, on: date
) -> list[int]:
    chosen: list[int] = []
    homes: set[int] = set()
    for start in range(0, len(ranked), _CHUNK):
        part = ranked[start : start + _CHUNK]
        answers = check_gifts(by, person_ids=part, gift=gift, on=on)
        for id_ in part:
            is_served = answers[id_].light in (Light.SIMILAR, Light.STOP)
            if is_served or (gift.per == "household" and id_ in homes):
                continue
            chosen.append(id_)
            homes |= circles[id_]
            if len(chosen) >= wanted:
                return chosen
    return chosen
