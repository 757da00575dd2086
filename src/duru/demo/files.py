"""Write every organisation's files into OUT/files, with the manifest an official would tick on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np

from duru.demo import circumstances as c
from duru.demo import grants as g
from duru.demo import places, words
from duru.demo.agencies import ROSTER
from duru.demo.damage import CLEAN, EPOCH, REGISTER, Damage, TypedPeople, Typist
from duru.demo.desk import Desk, RowLog
from duru.demo.handouts import campaigns_of
from duru.demo.needs import SOURCES
from duru.demo.people import ROLE_NAMES
from duru.demo.sheets import Table, write_csv
from duru.demo.world import World

_ORDERS = (
    ("no", "name", "birth", "sex", "phone", "address"), ("no", "name", "sex", "birth", "address", "phone"),
    ("no", "dong", "name", "birth", "rrn", "phone", "address"), ("name", "birth", "phone", "address"),
)  # fmt: skip


def write_files(
    world: World, out: Path, damage: Mapping[int, Damage] | None, progress: Callable[[str, float], object]
) -> RowLog:
    """Write all agency files below `out` and return the log of true origins."""
    log = RowLog()
    for index, org in enumerate(ROSTER.organisations):
        progress(org.name, 0.2 + 0.65 * index / len(ROSTER.organisations))
        desk = Desk(world, out, index + 1, org, log, damage)
        if "residents" in org.datasets:
            _register(desk)
            _life_events(desk)
        if "grants" in org.datasets:
            _grants(desk)
        if "needs" in org.datasets:
            _needs(desk, index)
        if org.services:
            _handouts(desk, index)
        desk.close()
    manifest = {
        "district": places.GU,
        "시험자료": True,
        "as_of": world.as_of.isoformat(),
        "organisations": log.manifest,
    }
    (out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return log


def _register(desk: Desk) -> None:
    """주민 명단: everybody registered at any time in the last 13 months; who left is on the list of changes."""
    world, people = desk.world, desk.world.people
    persons = np.flatnonzero(people.registered)
    typed = desk.typist(REGISTER).type_people(persons)
    home = people.household[persons]
    town = world.buildings
    lots = [f"{places.CITY} {places.GU} {town.legal[b]} {town.lot_no(b)}" for b in people.home[home].tolist()]
    secret = world.facts.protected[persons].tolist()
    roles = [ROLE_NAMES[r] for r in people.role[persons].tolist()]
    rows = zip((f"{h:08d}" for h in (home + 10_000_001).tolist()), roles, typed.name, typed.birth, typed.sex, typed.dong,
               typed.address, lots, typed.phone, ("비공개" if s else "" for s in secret), strict=True)  # fmt: skip
    header = [
        "세대번호",
        "세대주와의 관계",
        "성명",
        "생년월일",
        "성별",
        "행정동",
        "도로명주소",
        "지번주소",
        "전화번호",
        "비공개",
    ]
    _send_plain(desk, "residents", "주민_명단", "해오름구 주민 명단", header, list(rows), persons)


def _life_events(desk: Desk) -> None:
    """사망·말소 명단 and 전출 명단: what was reported up to the day of writing."""
    world, people, facts = desk.world, desk.world.people, desk.world.facts
    today = (world.as_of - EPOCH).days
    known = people.registered & (facts.reported_on >= 0) & (facts.reported_on <= today)
    dead = np.flatnonzero(known & (facts.died_on >= 0))
    lost = np.flatnonzero(people.registered & (facts.unknown_on >= 0))
    persons = np.concatenate([dead, lost])
    day = np.concatenate([facts.died_on[dead], facts.unknown_on[lost]])
    reported = np.concatenate([facts.reported_on[dead], facts.unknown_on[lost]])
    order = np.argsort(reported, kind="stable")
    persons, day, reported = persons[order], day[order], reported[order]
    typed = desk.typist(REGISTER).type_people(persons)
    kind = ["사망" if d else "거주불명" for d in (facts.died_on[persons] >= 0).tolist()]
    header = ["변동구분", "성명", "생년월일", "성별", "도로명주소", "변동일", "신고일", "비고"]
    rows = list(
        zip(
            kind,
            typed.name,
            typed.birth,
            typed.sex,
            typed.address,
            _iso(day),
            _iso(reported),
            [""] * len(kind),
            strict=True,
        )
    )
    _send_plain(desk, "life_events", "사망_말소_명단", "사망·말소 명단", header, rows, persons)
    moved = np.flatnonzero(known & (facts.moved_on >= 0))
    moved = moved[np.lexsort((moved, facts.reported_on[moved]))]
    typed = desk.typist(REGISTER).type_people(moved)
    to = [f"{places.CITY} {places.OTHER_GU[h % len(places.OTHER_GU)]}" for h in people.household[moved].tolist()]
    header = ["변동구분", "성명", "생년월일", "성별", "종전주소", "변동일", "신고일", "전출지"]
    rows = list(zip(["전출"] * len(moved), typed.name, typed.birth, typed.sex, typed.address, _iso(facts.moved_on[moved]),
                    _iso(facts.reported_on[moved]), to, strict=True))  # fmt: skip
    _send_plain(desk, "life_events", "전출_명단", "전출 명단", header, rows, moved)


def _send_plain(desk: Desk, dataset: str, name: str, title: str, header: list[str], rows: list[tuple[object, ...]],
                persons: np.ndarray) -> None:  # fmt: skip
    path = f"{desk.folder}/{name}.csv"
    table = Table("명단", header, list(rows), [f"{title} (시험자료) {desk.world.as_of.isoformat()} 기준"])
    write_csv(desk.out / path, table, desk.org.look.encoding)
    desk.files.append({"dataset": dataset, "path": path, "note": ""})
    first = table.first_row
    desk.log.lines.extend((path, "", first + i, dataset, p, -1, "", 0) for i, p in enumerate(persons.tolist()))


def _iso(day: np.ndarray) -> list[str]:
    return [(EPOCH + timedelta(days=d)).isoformat() for d in day.tolist()]


def _grants(desk: Desk) -> None:
    world, grants = desk.world, desk.world.grants
    offices = [programme.office == desk.org.key for programme in g.PROGRAMMES]
    facts = np.flatnonzero(np.array(offices)[grants.programme])
    persons = grants.person[facts]
    typist = desk.typist()
    typed = typist.type_people(persons)
    columns = desk.person_columns(typed, persons)
    kinds = [g.PROGRAMMES[p] for p in grants.programme[facts].tolist()]
    today = (world.as_of - EPOCH).days
    until = grants.until_on[facts]
    # A list names the last day, the truth keeps the day after it.
    columns |= {
        "programme": [kind.name for kind in kinds], "monthly": desk.money(grants.won[facts]), "payday": [g.payday(p, world.as_of) for p in grants.programme[facts].tolist()],
        "per": [kind.per for kind in kinds], "from": desk.write_days(typist, grants.from_on[facts]),
        "stop": desk.write_days(typist, np.where(until > 0, until - 1, -1)),
        "state": ["중지" if 0 <= u <= today else "지급중" for u in until.tolist()],
    }  # fmt: skip
    columns["payday"] = [f"매월 {day}일" if desk.excel else day for day in columns["payday"]]
    keys = (
        "no",
        "programme",
        "name",
        "birth",
        "sex",
        "phone",
        "address",
        "monthly",
        "per",
        "from",
        "stop",
        "payday",
        "state",
    )
    title = {
        "living": "기초생활보장·차상위·긴급복지 수급자 명단",
        "elder": "기초연금·장애인연금·돌봄서비스 수급자 명단",
    }[desk.org.key]
    desk.send("grants", title, "공적급여_수급자_명단", keys, columns, persons, facts, typed.spoiled)


def _needs(desk: Desk, index: int) -> None:
    world, needs = desk.world, desk.world.needs
    facts = np.flatnonzero(needs.organisation == index)
    if not len(facts):
        return
    persons = needs.person[facts]
    typist = desk.typist()
    typed = typist.type_people(persons)
    columns = desk.person_columns(typed, persons)
    flags = world.facts.need[persons].tolist()
    main = needs.kind[facts].tolist()
    others = [
        ", ".join(word for i, word in enumerate(c.NEEDS) if flag >> i & 1 and i != kind)
        for flag, kind in zip(flags, main, strict=True)
    ]
    columns |= {
        "kind": [c.NEEDS[k] for k in main], "since": desk.write_days(typist, needs.since_on[facts]), "note": others,
        "route": [SOURCES[s] for s in needs.source[facts].tolist()],
    }  # fmt: skip
    keys = ("no", "name", "birth", "sex", "phone", "address", "kind", "since", "route", "note")
    name = "방문건강관리_대상자" if desk.org.kind == "health_centre" else "위기가구_발굴_명단"
    desk.send("needs", name.replace("_", " "), name, keys, columns, persons, facts, typed.spoiled)


def _handouts(desk: Desk, index: int) -> None:
    world, handouts, look = desk.world, desk.world.handouts, desk.org.look
    facts = np.flatnonzero(handouts.organisation == index)
    spans = [(f"제공대장_{world.as_of.year - 1}하반기-{world.as_of.year}", facts, np.zeros(len(facts), dtype=bool))]
    if look.repeat == "overlap":
        # The second file starts before the first one ends: the rows between are sent twice.
        start, stop = (world.as_of - timedelta(days=190) - EPOCH).days, (world.as_of - timedelta(days=120) - EPOCH).days
        given = handouts.given_on[facts]
        spans = [("제공대장_1차", facts[given < stop], np.zeros(int((given < stop).sum()), dtype=bool)),
                 ("제공대장_2차", facts[given >= start], given[given >= start] < stop)]  # fmt: skip
    # A row is typed once: the overlapping part of the second file repeats it letter by letter.
    typist = desk.typist()
    persons = handouts.person[facts]
    typed = typist.type_people(persons)
    _tell_stories(desk, typed, facts)
    columns = desk.person_columns(typed, persons) | _handout_columns(desk, typist, facts)
    order = _ORDERS[index % len(_ORDERS)] if not look.rrn else _ORDERS[2]
    order = (*order[:1], "member", *order[1:]) if look.numbered else order
    keys = (
        *order,
        "given",
        "item",
        "category",
        "quantity",
        "unit",
        "won",
        "per",
        "until",
        "campaign",
        "funding",
        "note",
    )
    if desk.org.tier == 3:
        keys = tuple(key for key in keys if key not in ("category", "until", "funding", "unit"))
    place = {int(fact): i for i, fact in enumerate(facts)}
    for name, chosen, repeated in spans:
        at = [place[int(fact)] for fact in chosen]
        part = {key: [values[i] for i in at] for key, values in columns.items()}
        spoiled = [typed.spoiled[i] for i in at]
        when = handouts.given_on[chosen].astype("datetime64[D]").astype("datetime64[M]").astype(int) + 1970 * 12
        months = (when // 12) * 100 + when % 12 + 1
        desk.send(
            "handouts",
            "후원물품 제공대장",
            name,
            keys,
            part,
            handouts.person[chosen],
            chosen,
            spoiled,
            months,
            repeated,
        )
    if look.repeat == "same":
        desk.send_again()


def _handout_columns(desk: Desk, typist: Typist, facts: np.ndarray) -> dict[str, list[object]]:
    world, handouts = desk.world, desk.world.handouts
    campaigns = campaigns_of(world.as_of)
    services = [desk.org.services[s] for s in handouts.service[facts].tolist()]
    quantity = handouts.quantity[facts].tolist()
    glued = desk.org.tier == 3  # "10kg" in one cell: a charity has no column for the unit
    names = [campaigns[s.campaign].name if s.campaign else "" for s in services]
    if desk.org.tier > 1:
        names = [name.replace(" ", "", 1) if name and desk.rng.random() < 0.25 else name for name in names]
    until = handouts.until_on[facts]
    return {
        "item": [s.item for s in services], "category": [words.CATEGORY_WORDS[s.category] for s in services],
        "quantity": [f"{q}{s.unit}" if glued else int(q) for q, s in zip(quantity, services, strict=True)],
        "unit": [s.unit for s in services], "won": desk.money(handouts.won[facts]), "per": [s.per for s in services],
        "given": desk.write_days(typist, handouts.given_on[facts]),
        "until": desk.write_days(typist, np.where(until > 0, until - 1, -1)),
        "campaign": names, "funding": [s.funding for s in services],
        "note": ["" if desk.rng.random() < 0.9 else "부재중\n문 앞에 둠" for _ in services],
    }  # fmt: skip


def _tell_stories(desk: Desk, typed: TypedPeople, facts: np.ndarray) -> None:
    """Put the planted spellings over what the typist wrote."""
    stories = desk.world.handouts.story[facts]
    for i in np.flatnonzero(stories > 0).tolist():
        clean = desk.typist(CLEAN).type_people(desk.world.handouts.person[facts[i : i + 1]])
        line = desk.world.story_lines[int(stories[i]) - 1]
        for key in ("name", "birth", "sex", "phone", "address"):
            getattr(typed, key)[i] = line.get(key, getattr(clean, key)[0])
        typed.spoiled[i] = ""
