"""Plant the stories that the 5-minute tour shows, so that their people are found whatever the seed and the size.

Households of the right kind are taken over: their members get a fixed name, birth date and home, and whatever chance had
given them is replaced by the story. `Story.lines` hold what four agencies typed instead of the official spelling.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from duru.demo import circumstances as c
from duru.demo import grants as g
from duru.demo import handouts as h
from duru.demo.agencies import ROSTER
from duru.demo.buildings import Buildings, Dwellings
from duru.demo.needs import Needs
from duru.demo.people import CHILD, ELDER_COUPLE, LONE_PARENT_1, SINGLE_ELDER, People, days, spell_names
from duru.demo.world import World

_PAIR_WITH_TWO_CHILDREN, _ELDER_WITH_CHILD = 6, 13
_LUCKY_FLAT, _FORGOTTEN_FLAT = 2, 3  # 201호 and 202호 of the story house


@dataclass
class Cast:
    """Who plays whom: person indexes by role."""

    kimchi: int
    neighbour: int
    dead: int
    moved: int
    twins: tuple[int, int]
    namesakes: tuple[int, int]
    couple: tuple[int, int]
    father: int
    son: int
    hidden: int
    taken: list[int] = field(default_factory=list)  # households


def cast_people(
    people: People, facts: c.Circumstances, buildings: Buildings, dwellings: Dwellings, as_of: date
) -> Cast:
    """Take over households for the stories and rewrite who lives in them.

    Raises:
        ValueError: the district is too small to hold the stories (fewer than about 800 people).
    """
    free = {kind: np.flatnonzero(people.household_type == kind).tolist() for kind in range(15)}

    def take(kind: int) -> int:
        if not free[kind]:
            raise ValueError("이야기를 심기에는 인구가 너무 적습니다. 사람 수를 1,000명 이상으로 하십시오.")
        home = free[kind].pop(0)
        inside = slice(int(people.first[home]), int(people.first[home] + people.size[home]))
        for column in (facts.died_on, facts.moved_on, facts.reported_on, facts.unknown_on, people.roman):
            column[inside] = -1
        facts.protected[inside] = False
        people.registered[inside] = True
        facts.need[inside] &= ~(c.POOR | c.NEAR_POOR | c.DEMENTIA | c.BEDRIDDEN | c.SEVERE | c.LONELY | c.CELLAR)
        facts.household_poverty[home] = 0
        facts.visibility[home] = 0.0
        return home

    def play(person: int, name: str, woman: bool, born: date) -> int:
        people.surname[person], people.given[person] = name[0], name[1:]
        people.sex[person], people.birth[person] = int(woman), days(born)
        people.twin_of[person] = -1
        people.former.pop(person, None)
        return person

    alone = [take(SINGLE_ELDER) for _ in range(6)]
    first = [int(people.first[home]) for home in alone]
    _move_in(people, buildings, dwellings, alone[0], _LUCKY_FLAT)
    _move_in(people, buildings, dwellings, alone[1], _FORGOTTEN_FLAT)
    family, pair, two = take(_PAIR_WITH_TWO_CHILDREN), take(ELDER_COUPLE), take(_ELDER_WITH_CHILD)
    secret = take(LONE_PARENT_1)
    facts.protected[people.first[secret] : people.first[secret] + 2] = True  # 주민등록법 제29조제6항
    children = [i for i in range(people.first[family], people.first[family] + 4) if people.role[i] == CHILD]
    father_of_twins = int(people.first[family]) + int(people.sex[people.first[family]])
    people.surname[father_of_twins] = "김"
    cast = Cast(
        kimchi=play(first[0], "박말순", True, date(1941, 3, 12)), neighbour=play(first[1], "최봉례", True, date(1938, 7, 21)),
        dead=play(first[2], "서정만", False, date(1944, 5, 6)), moved=play(first[3], "윤태식", False, date(1950, 11, 30)),
        twins=(play(children[0], "김도윤", False, date(2016, 5, 3)), play(children[1], "김도현", False, date(2016, 5, 3))),
        namesakes=(play(first[4], "이영숙", True, date(1952, 9, 14)), play(first[5], "이영숙", True, date(1952, 9, 14))),
        couple=(play(int(people.first[pair]), "정복동", False, date(1947, 1, 18)),
                play(int(people.first[pair]) + 1, "한순자", True, date(1950, 8, 2))),
        father=play(int(people.first[two]), "조영호", False, date(1951, 2, 8)),
        son=play(int(people.first[two]) + 1, "조영훈", False, date(1979, 10, 25)),
        hidden=play(int(people.first[secret]), "문서영", True, date(1988, 6, 17)), taken=[*alone, family, pair, two, secret],
    )  # fmt: skip
    people.twin_of[cast.twins[0]], people.twin_of[cast.twins[1]] = cast.twins[1], cast.twins[0]
    people.lunar[cast.kimchi] = True
    for person in (cast.kimchi, cast.neighbour, cast.dead, cast.moved, *cast.namesakes, cast.father, cast.son):
        people.mobile[person] = people.mobile[person] if people.mobile[person] >= 0 else people.old_mobile[person]
    people.mobile[cast.couple[0]] = people.old_mobile[cast.couple[0]]
    people.mobile[cast.couple[1]] = people.mobile[cast.couple[0]]
    facts.need[cast.neighbour] |= c.ALONE | c.BEDRIDDEN
    facts.need[cast.kimchi] |= c.ALONE | c.NEAR_POOR
    facts.household_poverty[alone[0]] = 1
    today = days(as_of)
    facts.died_on[cast.dead], facts.reported_on[cast.dead] = today - 23, today - 13
    facts.moved_on[cast.moved], facts.reported_on[cast.moved] = today - 41, today - 38
    people.names = spell_names(people)
    return cast


def _move_in(people: People, buildings: Buildings, dwellings: Dwellings, home: int, flat: int) -> None:
    people.dwelling[home] = flat
    people.home[home] = dwellings.building[flat]


def tell(world: World, cast: Cast) -> None:
    """Replace what chance gave to the cast by what the stories say, and note what each story expects."""
    _grants(world, cast)
    world.needs = _needs(world, cast)
    lines: list[dict[str, object]] = []
    _handouts(world, cast, lines)
    world.story_lines = lines
    world.stories = _describe(world, cast)


def _grants(world: World, cast: Cast) -> None:
    old, today = world.grants, days(world.as_of)
    players = [
        i
        for home in cast.taken
        for i in range(world.people.first[home], world.people.first[home] + world.people.size[home])
    ]
    keep = ~np.isin(old.person, players)
    pension = (cast.kimchi, cast.dead, cast.moved, *cast.namesakes, *cast.couple, cast.father)
    # The dead man's second benefit is the one that leaves in three days, whatever day the district is made.
    n, person = len(pension) + 1, np.array([*pension, cast.dead])
    columns = {
        "person": person, "programme": np.array([*[g.PENSION] * len(pension), g.LONGEVITY]),
        "won": np.array([*[349_700] * len(pension), 50_000]),
        "from_on": np.full(n, today - 2200), "until_on": np.full(n, -1), "leaked": np.isin(person, (cast.dead, cast.moved)),
    }  # fmt: skip
    merged = {name: np.concatenate([getattr(old, name)[keep], columns[name]]) for name in columns}
    order = np.lexsort((merged["programme"], merged["person"]))
    world.grants = g.Grants(**{name: column[order] for name, column in merged.items()})


def _needs(world: World, cast: Cast) -> Needs:
    old = world.needs
    keep = ~np.isin(world.people.household[old.person], cast.taken)
    dong = world.district.dong_names[world.buildings.dong[0]]
    keys = [org.key for org in ROSTER.organisations]
    office = next(
        (i for i, org in enumerate(ROSTER.organisations) if org.name == f"{dong} 주민센터"), keys.index("policy")
    )
    added = Needs(np.array([cast.neighbour]), np.array([c.NEEDS.index("와상")]), np.array([days(world.as_of) - 97]),
                  np.array([office]), np.array([0]))  # fmt: skip
    merged = {
        name: np.concatenate([getattr(old, name)[keep], getattr(added, name)]) for name in Needs.__dataclass_fields__
    }
    order = np.lexsort((merged["person"], merged["since_on"], merged["organisation"]))
    return Needs(**{name: column[order] for name, column in merged.items()})


def _handouts(world: World, cast: Cast, lines: list[dict[str, object]]) -> None:
    today, people = days(world.as_of), world.people
    keys = [org.key for org in ROSTER.organisations]
    added: list[tuple[str, str, int, int, int, dict[str, object]]] = []

    def give(org: str, item: str, person: int, day: int, until: int = -1, **typed: object) -> None:
        added.append((org, item, person, day, until, typed))

    kimchi_day = days(h.campaigns_of(world.as_of)["kimchi"].last)
    town, old = world.buildings, int(people.old_mobile[cast.kimchi])
    jibun = f"{town.legal[0]} {town.lot_no(0)} {town.name[0]} 201호"
    road = f"{town.road[0]} {town.road_no(0)}"
    give("centre1", "김장김치", cast.kimchi, kimchi_day - 9, name="박말순 어르신", birth="1941.03.12")
    give("foodbank", "김장김치", cast.kimchi, kimchi_day - 7, name="박 말순", birth="1941-02-15(음)")
    give("church1", "김장김치", cast.kimchi, kimchi_day - 4, name="박말슨", birth="1941년생", address=jibun,
         phone=f"010-{old // 10_000:04d}-{old % 10_000:04d}")  # fmt: skip
    give("council", "김장김치", cast.kimchi, kimchi_day - 2, name="Park Mal Soon", birth="410312", address=road)
    for org, item, offset in (("homecare", "밑반찬", 60), ("homecare", "밑반찬", 30), ("homecare", "밑반찬", 10)):
        give(org, item, cast.dead, today - offset, today - offset + 30)
        give("council", "반찬 배달", cast.moved, today - offset - 2, today - offset + 28)
    for twin, item in zip(cast.twins, ("아동 급식", "학용품"), strict=True):
        give("children", item, twin, today - 40, today - 10 if item == "아동 급식" else -1)
    give("temple", "자비의 쌀", cast.namesakes[0], today - 33)
    give("foodbank", "쌀", cast.namesakes[1], today - 31)
    give("church2", "반찬 나눔", cast.couple[0], today - 20, today + 10)
    give("homecare", "밑반찬", cast.couple[1], today - 15, today + 15)
    give("centre3", "경로식당 무료급식", cast.father, today - 25, today + 5)
    give("foundation", "긴급 생계비", cast.son, today - 25)
    give("foodbank", "식품꾸러미", cast.hidden, today - 18)
    first = len(lines) + 1
    lines.extend(typed for *_, typed in added)
    services = [next(i for i, s in enumerate(ROSTER.get(org).services) if s.item == item) for org, item, *_ in added]
    specs = [ROSTER.get(org).services[i] for (org, *_), i in zip(added, services, strict=True)]
    part = h.Handouts(
        np.array([keys.index(org) for org, *_ in added]), np.array(services), np.array([row[2] for row in added]),
        np.array([row[3] for row in added]), np.array([row[4] for row in added]), np.array([s.quantity for s in specs]),
        np.array([s.won for s in specs]), np.arange(first, first + len(added)),
    )  # fmt: skip
    kept = ~np.isin(people.household[world.handouts.person], cast.taken)
    everyday = replace(
        world.handouts, **{name: getattr(world.handouts, name)[kept] for name in h.Handouts.__dataclass_fields__}
    )
    world.handouts = h.join([everyday, part])


def _describe(world: World, cast: Cast) -> list[dict[str, object]]:
    def day(offset: int) -> str:
        return (world.as_of - timedelta(days=offset)).isoformat()

    return [
        {"key": "kimchi_four_times", "title": "김장김치를 네 번 받은 어르신과 한 번도 못 받은 옆집", "people": [cast.kimchi, cast.neighbour],
         "expect": "박말순(201호)은 복지관·푸드뱅크·교회·협의체에서 같은 행사의 김치를 네 번, 최봉례(202호, 와상)는 12개월 동안 아무것도 없음"},
        {"key": "dead_23_days", "title": "사망 23일, 다음 지급 3일 뒤", "people": [cast.dead],
         "expect": f"서정만은 {day(23)} 사망, 장수수당이 {day(-3)}에 다시 지급될 예정이고 기초연금도 이어지며 밑반찬이 {day(10)}에도 제공됨"},
        {"key": "moved_still_paid", "title": "전출했는데 계속 나가는 급여", "people": [cast.moved],
         "expect": f"윤태식은 {day(41)} 전출, 기초연금과 반찬 배달이 이어짐"},
        {"key": "twins", "title": "쌍둥이는 두 사람", "people": list(cast.twins), "expect": "김도윤·김도현: 생일·주소가 같아도 한 사람이 아님"},
        {"key": "namesakes", "title": "생일까지 같은 동명이인", "people": list(cast.namesakes), "expect": "이영숙 두 사람: 주소와 전화가 다르므로 중복이 아님"},
        {"key": "shared_phone", "title": "전화 한 대를 함께 쓰는 부부", "people": list(cast.couple), "expect": "정복동·한순자: 두 사람, 같은 가구의 밑반찬 중복"},
        {"key": "father_and_son", "title": "이름이 비슷한 부자", "people": [cast.father, cast.son], "expect": "조영호·조영훈: 한 집의 두 사람"},
        {"key": "hidden_family", "title": "주소가 새면 안 되는 가족", "people": [cast.hidden, cast.hidden + 1],
         "expect": "문서영과 자녀: 비공개 대상이므로 지정 담당자 밖의 검색·가구카드·지도에 나오지 않음"},
    ]  # fmt: skip
