"""Decisions of the register: what a list's words mean, what a person's events add up to, what a search means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from duru.blocks.registry.enums import LifeEventKind, LifeEventState, PersonStatus
from duru.kernel.errors import Refused
from duru.kernel.hangul import INITIALS, choseong, clean_text, surname_variants
from duru.kernel.names import parse_name

# --- what a list says ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventMeaning:
    """What a row of a 변동 명단 says happened, and how sure that is."""

    kind: str
    state: str
    is_death: bool


_KINDS: tuple[tuple[str, str], ...] = (
    ("거주불명", LifeEventKind.RESIDENCE_UNKNOWN),
    ("사망", LifeEventKind.DEATH),
    ("말소", LifeEventKind.DEREGISTRATION),
    ("세대분리", LifeEventKind.SPLIT),
    ("분가", LifeEventKind.SPLIT),
    ("전출", LifeEventKind.MOVE_OUT),
    ("국외이주", LifeEventKind.MOVE_OUT),
    ("해외이주", LifeEventKind.MOVE_OUT),
    ("전입", LifeEventKind.MOVE_IN),
    ("출생", LifeEventKind.BIRTH),
)
_DEATH_WORDS = ("사망", "실종선고")
# Early sources are lawful and useful, but they only start an enquiry.
_EARLY_WORDS = (
    "의심",
    "추정",
    "장례",
    "화장",
    "봉안",
    "통장",
    "이웃",
    "반송",
    "들음",
    "미확인",
    "확인중",
    "확인요",
    "안부",
)


def find_reason_words(text: str) -> list[str]:
    """List the words of a remark that bear on what happened (사망, 말소, 의심, 화장 …), in the order of the rules."""
    known = (*_DEATH_WORDS, "말소", "국외이주", "해외이주", "이중등록", *_EARLY_WORDS)
    return [word for word in known if word in text]


def find_event_kind(word: str) -> str | None:
    """Return the kind of event a word names ("사망말소" → death), or None."""
    plain = re.sub(r"[\s()·/-]", "", word)
    return next((kind for known, kind in _KINDS if known in plain), None)


def read_event(kind: str, reason: str, *, is_register_office: bool, is_reported: bool) -> EventMeaning:
    """Say what a row means.

    A death is confirmed only by the register: 말소 because of 사망 or 실종선고, or 사망 in the list of a registering office with a
    date of report. Everything else that says 사망 is a suspicion (장례식장, 통장, 복지관): it makes work and stops nothing. 거주불명 등록
    is not being gone. 말소 for other reasons (이중등록, 국적상실, 직권) says nothing about life or death.

    Args:
        kind: a `LifeEventKind`.
        reason: the 사유 as written, may be empty.
        is_register_office: whether the list comes from a 구청 or 동 주민센터.
        is_reported: whether the row has a day of report (신고일).

    Source: 주민등록법 §14, §20⑥; 가족관계의 등록 등에 관한 법률 §84, §92; 장사 등에 관한 법률 §33의3; 사회보장급여법 §20.
    """
    names_death = any(word in reason for word in _DEATH_WORDS)
    is_early = any(word in reason for word in _EARLY_WORDS)
    if kind == LifeEventKind.DEREGISTRATION:
        if "국외이주" in reason or "해외이주" in reason:
            return EventMeaning(LifeEventKind.MOVE_OUT, _sure(is_register_office), False)
        return EventMeaning(kind, _sure(is_register_office and not is_early), names_death)
    if kind == LifeEventKind.DEATH:
        is_sure = is_register_office and not is_early and (is_reported or names_death or "말소" in reason)
        return EventMeaning(kind, _sure(is_sure), True)
    return EventMeaning(kind, _sure(is_register_office), False)


def _sure(is_sure: bool) -> str:
    return LifeEventState.CONFIRMED if is_sure else LifeEventState.SUSPECTED


# A word that cannot be read protects: showing somebody who must stay hidden cannot be undone.
_NOT_PROTECTED = frozenset(
    {"", "n", "no", "아니오", "아니요", "x", "0", "공개", "해당없음", "없음", "미해당", "-", "false", "해제"}
)


def read_protection(typed: str) -> bool:
    """Say whether a cell under 비공개 marks a protected person; an unknown word does.

    Source: 주민등록법 §29⑥ (열람·교부 제한).
    """
    return clean_text(typed).lower().replace(" ", "") not in _NOT_PROTECTED


# --- what events add up to ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventFact:
    """One life event of a person as the rules need it; `is_refuted` when a person decided that it is wrong."""

    id: int
    kind: str
    on: date
    state: str
    is_death: bool
    is_refuted: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with its day and the event it stands on; living has neither."""

    status: str = PersonStatus.LIVING
    on: date | None = None
    event_id: int | None = None


def derive_standing(events: Iterable[EventFact]) -> Standing:
    """Say what a person's linked events add up to.

    A confirmed death comes first (of several the one told first, so that repeats change nothing), then the last confirmed
    move, then a suspected death (the earliest). 전입 on or after 전출 brings back. 거주불명, 세대분리 and 출생 change nothing.
    """
    valid = sorted((event for event in events if not event.is_refuted), key=lambda event: event.id)
    deaths = [event for event in valid if event.is_death]
    for event in deaths:
        if event.state == LifeEventState.CONFIRMED:
            return Standing(PersonStatus.DEAD, event.on, event.id)
    moves = [
        event
        for event in valid
        if event.state == LifeEventState.CONFIRMED and event.kind in (LifeEventKind.MOVE_OUT, LifeEventKind.MOVE_IN)
    ]
    # On one day 전입 is the later word: the list of the new 동 comes after that of the old one.
    last = max(moves, key=lambda event: (event.on, event.kind == LifeEventKind.MOVE_IN, event.id), default=None)
    if last is not None and last.kind == LifeEventKind.MOVE_OUT:
        return Standing(PersonStatus.MOVED_OUT, last.on, last.id)
    if deaths:
        first = min(deaths, key=lambda event: (event.on, event.id))
        return Standing(PersonStatus.SUSPECTED, first.on, first.id)
    return Standing()


_NEXT: dict[str, frozenset[str]] = {
    PersonStatus.LIVING: frozenset({PersonStatus.SUSPECTED, PersonStatus.MOVED_OUT, PersonStatus.DEAD}),
    PersonStatus.SUSPECTED: frozenset({PersonStatus.MOVED_OUT, PersonStatus.DEAD}),
    PersonStatus.MOVED_OUT: frozenset({PersonStatus.DEAD}),
    PersonStatus.DEAD: frozenset(),
}


def may_follow(now: str, then: str, *, has_returned: bool = False) -> bool:
    """Say whether the machine may turn one status into another.

    A stop never restarts silently: from dead or suspected only a named person's decision leads back. From moved_out a confirmed
    전입 (`has_returned`) leads back.
    """
    if now == PersonStatus.MOVED_OUT and has_returned and then in (PersonStatus.LIVING, PersonStatus.SUSPECTED):
        return True
    return then in _NEXT[now]


# --- what a search means ------------------------------------------------------------------------------------------

SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A typed name as equality and ranges that an index serves.

    Attributes:
        names: spellings that are exactly meant, the typed one first (이/리, 유/류, 임/림).
        prefixes: beginnings that are meant when somebody is still typing.
        initials: choseong to be matched from the beginning, "" when none was typed.
        pattern: the query itself when syllables and initials are mixed, to be matched one by one, else "".
        key: the key under which Roman spellings meet, "" for initials.
        is_roman: whether the query was written in Latin letters.
    """

    names: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    initials: str = ""
    pattern: str = ""
    key: str = ""
    is_roman: bool = False


def read_name_query(typed: str) -> NameQuery:
    """Read what somebody typed into the search for a person.

    Raises:
        Refused: fewer than two syllables or initials; the text says what to type.
    """
    text = clean_text(typed).replace(" ", "") if not re.search("[A-Za-z]", typed) else clean_text(typed)
    if len(text.replace(" ", "")) < SHORTEST_NAME:
        raise Refused("이름을 두 글자 이상 적어 주세요. 초성(ㅎㄱㄷ)으로도 찾을 수 있습니다.", field="name")
    loose = [char for char in text if char in INITIALS]
    if loose:
        initials = choseong(text)
        is_mixed = len(loose) < len(text)
        return NameQuery(initials=initials, pattern=text if is_mixed else "")
    parsed = parse_name(text)
    if parsed.is_roman:
        return NameQuery(names=(parsed.name,), prefixes=(parsed.name,), key=parsed.roman_key, is_roman=True)
    surnames = surname_variants(parsed.surname) if parsed.surname else ("",)
    names = tuple(dict.fromkeys([parsed.name, *(surname + parsed.given for surname in surnames)]))
    return NameQuery(names=names, prefixes=names, key=parsed.roman_key)


def after_prefix(prefix: str) -> str:
    """Return the least text behind all that begin with a prefix: a range is leakproof under row security, LIKE is not."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


# --- whose page is opened -----------------------------------------------------------------------------------------

SELF, FAMILY, COLLEAGUE, PROTECTED = "본인 가능성", "가족 가능성", "동료 가능성", "비공개 대상"


def look_flags(
    *,
    actor_name: str,
    person_name: str,
    household_names: Sequence[str],
    colleague_names: Sequence[str],
    is_protected: bool,
) -> list[str]:
    """Return what a reviewer of looks should see first.

    Users have a name but no birth date here, so that equal names are a possibility and not a fact (동명이인); the words say so.
    """
    flags = []
    if actor_name and actor_name == person_name:
        flags.append(SELF)
    elif actor_name and actor_name in household_names:
        flags.append(FAMILY)
    if person_name in colleague_names and person_name != actor_name:
        flags.append(COLLEAGUE)
    if is_protected:
        flags.append(PROTECTED)
    return flags
