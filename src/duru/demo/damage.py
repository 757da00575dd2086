"""Type people into agency files the way agencies do: with the damage rates of three quality tiers.

The rates follow the measured generator of our linkage notes (public / welfare centre / charity); every one can be set.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np

from duru.demo import lunar, places, slips
from duru.demo.buildings import APARTMENT, HOUSE, Buildings, Dwellings
from duru.demo.people import People

EPOCH = date(1970, 1, 1)
EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Damage:
    """How often a typed field is wrong or missing; every rate 0–1, per row."""

    name_jamo: float = 0.006
    name_syllable: float = 0.003
    name_roman: float = 0.002
    name_title: float = 0.01  # 님, 어르신, (배우자) …
    name_space: float = 0.01
    name_hidden: float = 0.003  # NFD, zero-width space, no-break space
    birth_missing: float = 0.005
    birth_year_only: float = 0.005
    birth_lunar: float = 0.005  # of those who celebrate the lunar day; half of them marked (음)
    birth_swap: float = 0.002
    birth_digit: float = 0.003
    sex_missing: float = 0.02
    phone_missing: float = 0.08
    phone_old: float = 0.08
    phone_family: float = 0.02
    phone_typo: float = 0.004
    phone_zero_lost: float = 0.0
    address_moved: float = 0.06
    address_jibun: float = 0.05
    address_no_gu: float = 0.1
    address_no_unit: float = 0.1
    address_road_split: float = 0.01  # 은가람로 12길, 은가람로12길34
    address_only_dong: float = 0.0
    address_line_break: float = 0.0
    row_spoiled: float = 0.001  # no name, an impossible date: to be refused
    name_former: float = 0.5  # of those who changed their name
    name_initial_law: float = 0.002  # 류/유, 이/리


TIERS: dict[int, Damage] = {
    1: Damage(),
    2: Damage(
        name_jamo=0.014, name_syllable=0.006, name_roman=0.004, name_title=0.06, name_space=0.03, name_hidden=0.008,
        birth_missing=0.05, birth_year_only=0.06, birth_lunar=0.04, birth_swap=0.004, birth_digit=0.008, sex_missing=0.06,
        phone_missing=0.12, phone_old=0.12, phone_family=0.04, phone_typo=0.01, phone_zero_lost=0.02, address_moved=0.10,
        address_jibun=0.15, address_no_gu=0.35, address_no_unit=0.25, address_road_split=0.05, address_only_dong=0.01, address_line_break=0.02,
        row_spoiled=0.003, name_former=0.5, name_initial_law=0.006,
    ),
    3: Damage(
        name_jamo=0.03, name_syllable=0.014, name_roman=0.010, name_title=0.12, name_space=0.06, name_hidden=0.012,
        birth_missing=0.20, birth_year_only=0.20, birth_lunar=0.09, birth_swap=0.006, birth_digit=0.015, sex_missing=0.25,
        phone_missing=0.18, phone_old=0.15, phone_family=0.06, phone_typo=0.02, phone_zero_lost=0.06, address_moved=0.10,
        address_jibun=0.25, address_no_gu=0.6, address_no_unit=0.4, address_road_split=0.1, address_only_dong=0.04, address_line_break=0.05,
        row_spoiled=0.006, name_former=0.6, name_initial_law=0.012,
    ),
}  # fmt: skip
_NONE = {item.name: 0.0 for item in fields(Damage)}
CLEAN = Damage(**_NONE)
REGISTER = Damage(**_NONE | {"phone_missing": 0.35, "phone_old": 0.04})  # the register only lacks telephones

DATE_STYLES = (
    "{y:04d}-{m:02d}-{d:02d}", "{y:04d}.{m:02d}.{d:02d}", "{y:04d}{m:02d}{d:02d}", "{yy:02d}{m:02d}{d:02d}",
    "{yy:02d}.{m}.{d}", "{y}년 {m}월 {d}일", "{y}/{m:02d}/{d:02d}", "{y}. {m}. {d}.", "{y}-{m}-{d}",
)  # fmt: skip
MIXED = 9
_TITLES = ("{}님", "{} 님", "{}(배우자)", "{}씨", "{} 씨", "{}(본인)")
_ELDER_TITLES = (
    ("{}님", "{} 어르신", "{}어르신", "{} 할아버지", "{}(배우자)"),
    ("{}님", "{} 어르신", "{}어르신", "{} 할머니", "{}(배우자)"),
)
_ELDER_BEFORE = -6200  # born before 1953 or so, in days since 1970-01-01
_INITIAL_LAW = {"류": "유", "라": "나", "유": "류", "임": "림", "이": "리"}  # 두음법칙, written both ways by hand
RETYPED = 0.1


@dataclass
class TypedPeople:
    """The person columns of one file, as typed; one entry per row. A birth may be text, a number or a real date."""

    name: list[str]
    birth: list[object]
    sex: list[str]
    phone: list[object]
    address: list[str]
    dong: list[str]
    spoiled: list[str]

    def take(self, lines: list[int]) -> TypedPeople:
        """Return the rows of the given numbers, in that order, with lists of their own."""
        return TypedPeople(*([column[i] for i in lines] for column in vars(self).values()))


class Typist:
    """Types persons for one organisation with its damage rates and its habits."""

    def __init__(self, people: People, buildings: Buildings, dwellings: Dwellings, dong_names: list[str], damage: Damage,
                 dates: int, unicode_text: bool, excel: bool, rng: np.random.Generator) -> None:  # fmt: skip
        self.people, self.buildings, self.dwellings, self.dong_names = people, buildings, dwellings, dong_names
        self.damage, self.dates, self.unicode_text, self.excel, self.rng = damage, dates, unicode_text, excel, rng
        self.phone_style = int(rng.integers(4))
        self.unit_style = int(rng.integers(4))

    def type_people(self, persons: np.ndarray) -> TypedPeople:
        """Type these persons, one row each.

        An agency copies a client's line from its own list: whoever comes again looks as before, mistakes included,
        except for one row in ten that somebody types anew.
        """
        first = np.unique(persons, return_index=True, return_inverse=True)
        line = first[1][first[2]]
        anew = (line != np.arange(len(persons))) & (self.rng.random(len(persons)) < RETYPED)
        line = np.where(anew, np.arange(len(persons)), line)
        fresh = np.flatnonzero(line == np.arange(len(persons)))
        typed = self._type_fresh(persons[fresh])
        if len(fresh) < len(persons):
            place = np.zeros(len(persons), dtype=np.int64)
            place[fresh] = np.arange(len(fresh))
            typed = typed.take(place[line].tolist())
        self._spoil(typed)
        return typed

    def _spoil(self, typed: TypedPeople) -> None:
        """Leave a few rows in a state that an intake must refuse."""
        at = np.flatnonzero(self.rng.random(len(typed.name)) < self.damage.row_spoiled).tolist()
        for i in at:
            if self.rng.random() < 0.5:
                typed.name[i], typed.spoiled[i] = "", "성명 없음"
            else:
                typed.birth[i], typed.spoiled[i] = f"{int(self.rng.integers(1930, 2010))}-02-30", "없는 날짜"

    def _type_fresh(self, persons: np.ndarray) -> TypedPeople:
        n = len(persons)
        dice = self.rng.random((n, 12)).tolist()
        everybody = persons.tolist()
        names = [
            self._name(person, dice[i][10], dice[i][11], dice[i][0], dice[i][1]) for i, person in enumerate(everybody)
        ]
        births = [self._birth(person, dice[i][2], dice[i][3]) for i, person in enumerate(everybody)]
        words = ("남", "여") if self.rng.random() < 0.7 else ("M", "F")
        sexes = self.people.sex[persons].tolist()
        sex = ["" if dice[i][4] < self.damage.sex_missing else words[s] for i, s in enumerate(sexes)]
        phones = [self._phone(person, dice[i][5], dice[i][6]) for i, person in enumerate(everybody)]
        addresses = [self._address(person, dice[i][7], dice[i][8], dice[i][9]) for i, person in enumerate(everybody)]
        dongs = [
            self.dong_names[d] for d in self.buildings.dong[self.people.home[self.people.household[persons]]].tolist()
        ]
        return TypedPeople(names, births, sex, phones, addresses, dongs, [""] * n)

    def _name(self, person: int, former: float, spelling: float, roll: float, second: float) -> str:
        name, d = self.people.names[person], self.damage
        if former < d.name_former:
            name = self.people.former.get(person, name)
        if spelling < d.name_initial_law and name[0] in _INITIAL_LAW:
            name = _INITIAL_LAW[name[0]] + name[1:]
        if self.people.roman[person] < 0:
            edge = d.name_jamo
            if roll < edge:
                name = slips.slip_jamo(name, self.rng)
            elif roll < (edge := edge + d.name_syllable):
                name = slips.slip_syllable(name, self.rng)
            elif roll < edge + d.name_roman:
                name = slips.romanise(name, self.rng)
        elif roll < 0.3 * (d.name_roman * 20):
            name = " ".join(reversed(name.split(" ", 1))).title()
        edge = d.name_title
        if second < edge:
            titles = _TITLES if self.people.birth[person] > _ELDER_BEFORE else _ELDER_TITLES[self.people.sex[person]]
            return titles[int(self.rng.integers(len(titles)))].format(name)
        if second < (edge := edge + d.name_space):
            return name[:1] + " " + name[1:] if self.rng.random() < 0.6 else "\u3000".join(name[:4])
        if second < edge + d.name_hidden:
            if not self.unicode_text:
                return name + " "
            kind = int(self.rng.integers(3))
            return (unicodedata.normalize("NFD", name), name[:1] + "\u200b" + name[1:], name + "\u00a0")[kind]
        return name

    def _birth(self, person: int, roll: float, second: float) -> object:
        d = self.damage
        born = EPOCH + timedelta(days=int(self.people.birth[person]))
        year, month, day = born.year, born.month, born.day
        mark = ""
        if self.people.lunar[person] and second < d.birth_lunar:
            year, month, day = lunar.lunar_day(born)
            mark = ("(음)", "(음력)", " 음력")[person % 3] if second < d.birth_lunar / 2 else ""
        edge = d.birth_missing
        if roll < edge:
            return ""
        if roll < (edge := edge + d.birth_year_only):
            return (f"{year}", f"{year}년생", f"{year % 100:02d}년생", year)[int(self.rng.integers(4))]
        if roll < (edge := edge + d.birth_swap) and day <= 12:
            month, day = day, month
        elif roll < edge + d.birth_digit:
            day = day + 1 if day < 28 else day - 1
        return self.write_date(year, month, day, mark)

    def write_date(self, year: int, month: int, day: int, mark: str = "") -> object:
        """Write a date the organisation's way; XLSX files of the mixed style hold real dates beside texts."""
        style = self.dates
        if self.excel and style == 3 and not mark:
            return int(f"{year % 100}{month:02d}{day:02d}")  # a number cell: 050312 comes out as 50312
        if style == MIXED:
            roll = self.rng.random()
            if (
                self.excel
                and roll < 0.62
                and not mark
                and 1 <= month <= 12
                and (day <= 28 or month not in (2, 4, 6, 9, 11))
            ):
                # One in forty lost its format and shows the spreadsheet's day number.
                value = date(year, month, min(day, 31))
                return (value - EXCEL_EPOCH).days if roll < 0.015 else value
            style = int(self.rng.integers(len(DATE_STYLES))) if roll > 0.8 else 1
        return DATE_STYLES[style].format(y=year, yy=year % 100, m=month, d=day) + mark

    def write_day(self, day: int) -> object:
        """Write a day given as days since 1970-01-01."""
        value = EPOCH + timedelta(days=day)
        return self.write_date(value.year, value.month, value.day)

    def _phone(self, person: int, roll: float, second: float) -> object:
        people, d = self.people, self.damage
        number, line = int(people.mobile[person]), int(people.landline[person])
        edge = d.phone_missing
        if roll < edge:
            return ""
        if roll < (edge := edge + d.phone_old):
            number = int(people.old_mobile[person])
        elif roll < (edge := edge + d.phone_family):
            first = int(people.first[people.household[person]])
            number = int(people.mobile[first + int(second * people.size[people.household[person]])])
        elif roll < edge + d.phone_typo and number >= 0:
            number = number - number % 10 + (number + 3) % 10
        if number < 0 or (line >= 0 and second < 0.12):
            return "" if line < 0 else f"02-1{line // 10_000:02d}-{line % 10_000:04d}"
        head, tail = number // 10_000, number % 10_000
        if second > 1 - d.phone_zero_lost:
            return 1_000_000_000 + number if self.excel else str(1_000_000_000 + number)
        style = self.phone_style if second < 0.85 else int(second * 100) % 4
        return (f"010-{head:04d}-{tail:04d}", f"010{head:04d}{tail:04d}", f"010.{head:04d}.{tail:04d}",
                f"010 {head:04d} {tail:04d}")[style]  # fmt: skip

    def _address(self, person: int, roll: float, second: float, third: float) -> str:
        people, d = self.people, self.damage
        home = int(people.household[person])
        dwelling, building = int(people.dwelling[home]), int(people.home[home])
        if roll < d.address_moved and dwelling >= 0:
            dwelling = int(people.old_dwelling[home])
            building = int(self.dwellings.building[dwelling])
        if second > 1 - d.address_only_dong:
            return self.dong_names[int(self.buildings.dong[building])]
        unit = "" if third < d.address_no_unit else self.unit(dwelling, third)
        head = "" if third > 1 - d.address_no_gu else f"{places.CITY} {places.GU} "
        if head and third > 1 - 1.5 * d.address_no_gu:
            head = f"{places.GU} "
        if second < d.address_jibun:
            text = f"{head}{self.buildings.legal[building]} {self.buildings.lot_no(building)}"
            name = self.buildings.name[building]
            text += "번지" if third < 0.5 else ""
            return f"{text} {name} {unit}".replace("  ", " ").strip()
        glue = "\n" if roll > 1 - d.address_line_break else ", " if self.unit_style < 2 and head else " "
        text = f"{head}{self._road(building, third)}"
        text += f"{glue}{unit}" if unit else ""
        if self.unit_style == 0 and second > 0.4:
            name = self.buildings.name[building]
            inner = f"{self.buildings.legal[building]}{', ' + name if name and self.buildings.kind[building] == APARTMENT else ''}"
            text += f" ({inner})"
        return text

    def _road(self, building: int, roll: float) -> str:
        road, number = self.buildings.road[building], self.buildings.road_no(building)
        if 0.5 < roll < 0.5 + self.damage.address_road_split:
            head, _, lane = road.partition("로")
            return f"{road}{number}" if not lane or roll * 1000 % 1 < 0.3 else f"{head}로 {lane} {number}"
        return f"{road} {number}"

    def unit(self, dwelling: int, roll: float) -> str:
        """Write 동·층·호 of a dwelling; "" where its building has none."""
        if dwelling < 0:
            return ""
        block, floor, room = (
            int(a[dwelling]) for a in (self.dwellings.block, self.dwellings.floor, self.dwellings.room)
        )
        loose = roll > 0.72 and self.damage.address_no_unit > 0
        if block:
            styles = (f"{block}-{room}", f"{block}동{room}호", f"{block}동 {room}", f"{block}/{room}")
            return styles[self.unit_style] if loose else f"{block}동 {room}호"
        if floor == -1:
            words = (f"지하{room or 1}호", f"B{room or 1:02d}호", "지층", "반지하", f"지하 {room or 1}호")
            return words[int(roll * 1000) % 5] if loose else words[0]
        if room:
            return f"{floor}층" if loose and roll > 0.95 else f"{room}호"
        return f"{floor}층" if floor and self.buildings.kind[self.dwellings.building[dwelling]] == HOUSE else ""


def fake_rrn(born: date, woman: bool, rng: np.random.Generator) -> str:
    """Make up a number in the shape of a 주민등록번호 whose check digit is always wrong, so that it is nobody's."""
    digits = f"{born:%y%m%d}{(2 if woman else 1) + (2 if born.year >= 2000 else 0)}{int(rng.integers(0, 100_000)):05d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    check = (11 - total % 11) % 10
    return f"{digits[:6]}-{digits[6:]}{(check + 1 + int(rng.integers(0, 9))) % 10}"
