"""Type people the way agencies do: the same person in a hundred ways, as Arrow text columns."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.demo import names, slips
from duru.demo.crowd.errors import Errors
from duru.demo.crowd.folk import TODAY, YEAR, Folk
from duru.demo.lunar import lunar_day

CITY = "한빛특별시"
_TITLES = ("{}님", "{} 님", "{}어르신", "{} 어르신", "{}(배우자)", "{}씨", "{} 씨", "{}(본인)", "{} 할머니")
_INITIAL_LAW = {"류": "유", "라": "나", "유": "류", "임": "림", "이": "리"}
_DATES = (
    "{y:04d}-{m:02d}-{d:02d}", "{y:04d}{m:02d}{d:02d}", "{y:04d}.{m:02d}.{d:02d}", "{yy:02d}{m:02d}{d:02d}",
    "{y}년 {m}월 {d}일", "{yy:02d}.{m}.{d}", "{y}/{m:02d}/{d:02d}",
)  # fmt: skip
_YEARS = ("{y}", "{y}년생", "{yy:02d}년생", "{y}년")
_MARKS = ("", "", "(음)", " 음력", "")
_SEXES = (("남", "여"), ("M", "F"), ("남자", "여자"), ("1", "2"), ("男", "女"))


def text(values) -> pa.Array:
    """Turn numpy text or numbers into an Arrow text column."""
    array = pa.array(values)
    return array if pa.types.is_string(array.type) else array.cast(pa.string())


def joined(*parts) -> pa.Array:
    """Join text columns and words row by row."""
    return pc.binary_join_element_wise(*parts, "")


def type_rows(
    folk: Folk, persons: np.ndarray, agency: np.ndarray, kinds: list[Errors], rng: np.random.Generator
) -> dict:
    """Type these persons, one row each.

    Args:
        persons: Indexes into `folk`, shape (n,).
        agency: Which agency typed the row, shape (n,): its habits (formats) follow from the number.
        kinds: The errors of each agency.
    """
    table = {name: np.array([getattr(kind, name) for kind in kinds])[agency] for name in Errors.__dataclass_fields__}

    def hit(name: str) -> np.ndarray:
        return rng.random(len(persons)) < table[name]

    return {
        "name": _names(folk, persons, hit, rng),
        "birth": _births(folk, persons, agency, hit, rng),
        "sex": _sexes(folk, persons, agency, hit),
        "phone": _phones(folk, persons, agency, hit, rng),
        "address": _addresses(folk, persons, agency, hit, rng),
    }


def _names(folk: Folk, persons, hit, rng) -> pa.Array:
    given = np.where((folk.former[persons] != "") & hit("name_former"), folk.former[persons], folk.given[persons])
    column = joined(text(folk.surname[persons]), text(given))
    changed: dict[int, str] = {}

    def now(at: int) -> str:
        return changed.get(at) or column[at].as_py()

    foreign = folk.foreign[persons]
    for at in np.flatnonzero(foreign >= 0).tolist():
        _, family, first = names.FOREIGN[foreign[at]]
        changed[at] = f"{family} {first}"
    hangul = foreign < 0
    for at in np.flatnonzero(hit("name_initial_law") & hangul).tolist():
        name = now(at)
        changed[at] = _INITIAL_LAW.get(name[0], name[0]) + name[1:]
    for kind, slip in (
        ("name_jamo", slips.slip_jamo),
        ("name_syllable", slips.slip_syllable),
        ("name_roman", slips.romanise),
    ):
        for at in np.flatnonzero(hit(kind) & hangul).tolist():
            if now(at)[0] >= "가":
                changed[at] = slip(now(at), rng)
    for at in np.flatnonzero(hit("name_roman") & ~hangul).tolist():
        changed[at] = " ".join(reversed(now(at).split(" ", 1))).title()
    for at in np.flatnonzero(hit("name_space") & hangul).tolist():
        name = now(at)
        changed[at] = name[:1] + (" " if at % 2 else "\u3000") + name[1:] if at % 5 else " ".join(name)
    for at in np.flatnonzero(hit("name_title")).tolist():
        changed[at] = _TITLES[at % len(_TITLES)].format(now(at))
    for at in np.flatnonzero(hit("name_hidden")).tolist():
        name = now(at)
        changed[at] = (unicodedata.normalize("NFD", name), name[:1] + "\u200b" + name[1:], name + "\u00a0", "\ufeff" + name,
                       "\u3000" + name)[at % 5]  # fmt: skip
    return _replaced(column, changed)


def _replaced(column: pa.Array, changed: dict[int, str]) -> pa.Array:
    if not changed:
        return column
    mask = np.zeros(len(column), bool)
    where = np.array(sorted(changed))
    mask[where] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array([changed[at] for at in where.tolist()]))


def _births(folk: Folk, persons, agency, hit, rng) -> pa.Array:
    n = len(persons)
    birth = folk.birth[persons]
    year, month, day = _parts(birth)
    lunar = hit("birth_lunar") & (birth < TODAY - 40 * YEAR)
    moon = _lunar_table()[birth - _FIRST_DAY]
    year, month, day = (np.where(lunar, moon[:, at], part) for at, part in enumerate((year, month, day)))
    swap = hit("birth_swap") & (day <= 12)
    month, day = np.where(swap, day, month), np.where(swap, month, day)
    digit = hit("birth_digit")
    # One digit of the day, or the decade of the year.
    day = np.where(digit & (birth % 3 > 0), np.where(day < 20, day + 1, day - 1), day)
    year = np.where(digit & (birth % 3 == 0), np.where(year % 100 >= 10, year - 10, year + 10), year)
    year = np.where(hit("birth_near_year"), year + 1, year)
    style = np.where(hit("mixed_habits"), rng.integers(0, len(_DATES), n), agency % len(_DATES))
    style = np.where((year < 1930) & np.isin(style, (3, 5)), 0, style)
    only_year = hit("birth_year_only")
    year_style = np.where(year < 1930, 0, rng.integers(0, len(_YEARS), n))
    code = np.where(
        only_year, year * 10_000 + 9900 + year_style, (year * 10_000 + month * 100 + day) + style * 100_000_000
    )
    distinct, back = np.unique(code, return_inverse=True)
    words = pa.array([_write_date(code) for code in distinct.tolist()]).take(pa.array(back))
    marks = pa.array(_MARKS).take(pa.array(np.where(lunar & ~only_year, rng.integers(0, len(_MARKS), n), 0)))
    return pc.if_else(pa.array(hit("birth_missing")), pa.scalar(""), joined(words, marks))


def _write_date(code: int) -> str:
    style, day = divmod(code, 100_000_000)
    year, rest = divmod(day, 10_000)
    if rest >= 9900:
        return _YEARS[rest - 9900].format(y=year, yy=year % 100)
    return _DATES[style].format(y=year, yy=year % 100, m=rest // 100, d=rest % 100)


def _parts(days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    value = days.astype("datetime64[D]")
    year, month = value.astype("datetime64[Y]"), value.astype("datetime64[M]")
    return year.astype(int) + 1970, month.astype(int) % 12 + 1, (value - month).astype(int) + 1


_FIRST_DAY = (date(1915, 1, 1) - date(1970, 1, 1)).days
_table: list[np.ndarray] = []


def _lunar_table() -> np.ndarray:
    if not _table:
        _table.append(
            np.array([lunar_day(date(1970, 1, 1) + timedelta(days=at)) for at in range(_FIRST_DAY, TODAY + 1)])
        )
    return _table[0]


def _sexes(folk: Folk, persons, agency, hit) -> pa.Array:
    sex = np.where(hit("sex_wrong"), 1 - folk.sex[persons], folk.sex[persons])
    words = pa.array([word for pair in _SEXES for word in pair])
    written = words.take(pa.array(np.where(agency % 3 == 0, agency % len(_SEXES), 0) * 2 + sex))
    return pc.if_else(pa.array(hit("sex_missing")), pa.scalar(""), written)


def _phones(folk: Folk, persons, agency, hit, rng) -> pa.Array:
    n = len(persons)
    number = np.where(hit("phone_old"), folk.old_mobile[persons], folk.mobile[persons])
    home = folk.household[persons]
    relative = folk.first[home] + (rng.random(n) * folk.size[home]).astype(int)
    number = np.where(hit("phone_family"), folk.mobile[relative], number)
    place = 10 ** rng.integers(0, 7, n)
    digit = number // place % 10
    number = np.where(
        hit("phone_digit") & (number >= 0), number + ((digit + 1 + number % 8) % 10 - digit) * place, number
    )
    none = hit("phone_missing") | (number < 0)
    head, tail = (pc.utf8_lpad(text(part), 4, "0") for part in (number.clip(0) // 10_000, number.clip(0) % 10_000))
    style = np.where(hit("mixed_habits"), rng.integers(0, 8, n), agency % 4)
    # 010-1234-5678, 01012345678, 010.1234.5678, 010 1234 5678, +82-10-1234-5678, 1012345678, (010)1234-5678, 82 10 1234 5678
    lead = pa.array(["010-", "010", "010.", "010 ", "+82-10-", "10", "(010)", "82 10 "]).take(pa.array(style))
    glue = pa.array(["-", "", ".", " ", "-", "", "-", " "]).take(pa.array(style))
    office = pa.array([f"02-188{at % 10}-{1000 + at}" for at in range(1000)]).take(pa.array(agency % 1000))
    written = pc.if_else(pa.array(hit("phone_office")), office, joined(lead, head, glue, tail))
    return pc.if_else(pa.array(none), pa.scalar(""), written)


def _addresses(folk: Folk, persons, agency, hit, rng) -> pa.Array:
    n = len(persons)
    home = folk.home[folk.household[persons]]
    home = np.where(hit("address_moved"), rng.integers(0, len(folk.home), n), home)
    building = folk.dwelling_building[home]
    jibun = hit("address_jibun")
    no_gu = hit("address_no_gu")
    main = np.where(jibun, folk.lot_main[building], folk.main[building])
    main = np.where(hit("address_digit"), main + 1, main)
    sub = np.where(jibun, folk.lot_sub[building], folk.sub[building])
    head = pa.array(["", *(f"{name} " for name in folk.gu_names), *(f"{CITY} {name} " for name in folk.gu_names),
                     *(f"한빛시 {name} " for name in folk.gu_names)])  # fmt: skip
    region = np.where(no_gu, 0, 1 + folk.gu[building] + len(folk.gu_names) * np.where(agency % 2 == 0, 1, 0))
    places = pa.array([*folk.road_names, *folk.dong_names])
    place = np.where(jibun, len(folk.road_names) + folk.dong[building], folk.road[building])
    number = joined(text(main), pc.if_else(pa.array(sub > 0), joined("-", text(sub)), pa.scalar("")))
    written = joined(head.take(pa.array(region)), places.take(pa.array(place)), " ", number)
    unit = _units(folk, home, agency, hit, rng)
    bare = hit("address_no_unit") | (folk.room[home] == 0)
    glue = pa.array([" ", ", "]).take(pa.array(((agency % 3 == 0) & ~jibun).astype(int)))
    written = joined(written, pc.if_else(pa.array(bare), pa.scalar(""), joined(glue, unit)))
    # The official form names the legal dong in brackets.
    named = joined(" (", pa.array(folk.dong_names).take(pa.array(folk.dong[building])), ")")
    written = joined(written, pc.if_else(pa.array((agency % 4 == 0) & ~jibun), named, pa.scalar("")))
    only_dong = joined(head.take(pa.array(region)), pa.array(folk.dong_names).take(pa.array(folk.dong[building])))
    written = pc.if_else(pa.array(hit("address_only_dong")), only_dong, written)
    return pc.if_else(pa.array(hit("address_missing")), pa.scalar(""), written)


def _units(folk: Folk, home, agency, hit, rng) -> pa.Array:
    n = len(home)
    block, room = folk.block[home], folk.room[home]
    style = np.where(hit("mixed_habits"), rng.integers(0, 4, n), agency % 4)
    words = text(np.abs(room))
    flat_glue = pa.array(["동 ", "-", "동", "동 "]).take(pa.array(style))
    flat = joined(text(block), flat_glue, words, pa.array(["호", "", "호", ""]).take(pa.array(style)))
    cellar = joined(pa.array(["지하", "B0", "지층", "지하 "]).take(pa.array(style)), words, "호")
    floor = joined(text(np.abs(room) // 100), "층")
    plain = pc.if_else(pa.array((style == 3) & (room > 0)), floor, joined(words, "호"))
    return pc.if_else(pa.array(block > 0), flat, pc.if_else(pa.array(room < 0), cellar, plain))
