"""Who is meant at the counter, as far as the asker may be told: one person, several to choose from, or nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from duru.blocks.access.api import Actor, system_actor
from duru.blocks.giving.api import find_card, person_of_card, read_card_code
from duru.blocks.linkage.api import Applicant, find_person
from duru.blocks.registry.api import (
    Person,
    PersonHit,
    SearchTooWide,
    find_alike,
    find_exactly,
    get_person,
    people_visible_to,
    search_people,
)
from duru.kernel.errors import Refused
from duru.kernel.names import parse_name
from duru.services.welfare.rules import Asked, read_words

# What a button of the choice hands back: officials only, an agency could try ids it has seen.
_CHOSEN = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_SAME_NAME = "같은 이름"


@dataclass(frozen=True, slots=True)
class Found:
    """`person` when exactly one is meant; `choices` only for officials, masked, when several may be."""

    person: Person | None = None
    choices: tuple[PersonHit, ...] = ()


def find_at_counter(actor: Actor, words: str, *, today: date) -> Found:
    """Find who is meant by one line of words, or by the code of a card.

    Officials find by name alone and choose among several. An agency must say name, birth and telephone, and gets no choice:
    whether somebody of that name lives here is no agency's to know. One who is meant by nobody and one who is meant by several look alike to it.

    Raises:
        Refused: the words cannot be read, or an agency left one of the three out; never depends on who is known.
    """
    cleaned = words.strip().upper()
    if actor.is_official and _CHOSEN.fullmatch(cleaned):
        return Found(people_visible_to(actor).filter(public_id=cleaned).first())
    if read_card_code(cleaned):
        card = find_card(cleaned)
        holder = person_of_card(card) if card else None
        if holder is not None and actor.is_official:
            holder = people_visible_to(actor).filter(id=holder.id).first()
        return Found(holder)
    asked = read_words(words, today=today)
    if not actor.is_official and not asked.is_whole:
        raise Refused(
            "이름, 태어난 해(또는 생년월일), 전화 끝 네 자리를 모두 적어 주세요. 예: 박말순 1941 1234", field="who"
        )
    if not actor.is_official:
        return Found(_find_for_agency(asked, today=today))
    if asked.is_whole and (exact := _find_exactly(actor, asked)) is not None:
        return Found(exact)
    same, has_more = _search(actor, asked)
    if len(same) == 1 and not has_more:
        return Found(get_person(actor, same[0].public_id))
    return Found(choices=tuple(same)) if same else Found(_find_by_linking(actor, asked, today=today))


def _find_for_agency(asked: Asked, *, today: date) -> Person | None:
    """Take every step whoever is meant: how long the answer takes must not tell whom the district knows."""
    looker = system_actor("주기 전 확인")
    exact = _find_exactly(looker, asked)
    try:
        alike = find_alike(looker, name=asked.name, birth_year=asked.birth_year, phone_tail=asked.phone_tail)
    except SearchTooWide as refusal:
        raise Refused(refusal.message, field="who") from refusal
    linked = _find_by_linking(looker, asked, today=today)
    return exact or alike or linked


def _search(looker: Actor, asked: Asked) -> tuple[list[PersonHit], bool]:
    """Return those of the very name, else those whose name begins so; and whether there are more."""
    try:
        result = search_people(
            looker, name=asked.name, birth_year=asked.birth_year, phone_tail=asked.phone_tail or None
        )
    except SearchTooWide as refusal:
        raise Refused(refusal.message, field="who") from refusal
    return [hit for hit in result.hits if hit.how == _SAME_NAME] or result.hits, result.has_more


def _find_exactly(looker: Actor, asked: Asked) -> Person | None:
    """Return the one person of exactly this name, year and end of the telephone, None when there is none or more than one."""
    try:
        name = parse_name(asked.name).name
    except Refused:
        return None
    return find_exactly(looker, name=name, birth_year=asked.birth_year or 0, phone_tail=asked.phone_tail)


def _find_by_linking(looker: Actor, asked: Asked, *, today: date) -> Person | None:
    """Ask as a run of linkage would: other spellings, turned digits; only somebody who is certain counts."""
    if not (asked.birth and len(asked.phone) >= 9):
        return None
    try:
        found = find_person(
            Applicant(asked.name, birth=asked.birth, phone=asked.phone), by=looker, today=today, limit=1
        )
    except Refused:
        return None
    return Person.objects.filter(id=found[0].person_id if found and found[0].band == "certain" else 0).first()
