"""Address cells by columns: building, dong and unit, by the gazetteer where there is one.

Reading as in `kernel.addresses.parse_address`. A cell of the usual shape is cut into region, "road number" or "dong lot", and what
stands behind: the middle is looked up as written, the end repeats and is read once per distinct text; the rest goes to the kernel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.raw.columns import as_text, clean, distinct, distinct_numbers, where
from duru.kernel.addresses import ParsedAddress, jibun_key, parse_address, road_key
from duru.kernel.units import take_unit

_DETAIL = r"(?:,? (?P<unit>[^()\[\],]*[동호층0-9]))?"
_BRACKETS = r"(?: ?\((?P<inside>[가-힣]{1,6}(?:[0-9]가|[동읍면]))\))?$"
_REGION = r"^(?P<region>(?:[가-힣]+[시도군구] ){0,3})"
_ROAD = rf"{_REGION}(?P<place>[가-힣]{{1,9}}(?:[0-9]{{1,4}}번?[가-힣0-9]?)?[로길]) (?P<number>[0-9]{{1,5}}(?:-[0-9]{{1,5}})?){_DETAIL}{_BRACKETS}"
_LOT = (
    rf"{_REGION}(?P<place>[가-힣]{{1,6}}(?:[0-9]가|[동읍면])(?: [가-힣]{{1,6}}리)?) (?P<number>(?:산 ?)?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?)"
    rf"(?:번지)?{_DETAIL}{_BRACKETS}"
)
# 동·층·호 that `units.take_unit` reads whole, so that nothing of the cell is left over.
_PLAIN_UNIT = re.compile(
    r"(?:[0-9]{1,4}(?:동 ?|-)[0-9]{3,4}호?|[0-9]{1,4}호|[1-9][0-9]?층|[가-사A-F]동 ?[0-9]{3,4}호?|(?:지하|지층|반지하) ?[0-9]{1,3}호|[0-9]{1,4}동"
    r"|지하|반지하|[Bb][0-9]{1,3}호)?"
)


_NOBODY = -2


@dataclass
class Gazetteer:
    """Buildings by road and by lot; positions are those of the file's rows.

    Attributes:
        ids: The file's building_id per position.
        place_of: key ("road|12-3" or "dong|12-3") → positions with it, in the order of the file.
        dong_names: Distinct "gu|dong" names; `dong_at` says per position which of them.
    """

    ids: pa.Array
    gus: list[str]
    dong_names: list[str]
    dong_at: np.ndarray
    place_of: dict[str, list[int]] = field(default_factory=dict)
    dong_of: dict[str, list[int]] = field(default_factory=dict)

    def find(self, key: str, gu: str, dong: str) -> tuple[int, int]:
        """Return the numbers of the building of a key and of its dong, -1 for none."""
        at = self.building(key, gu) if key else -1
        if at < 0 and key and dong:
            # The same road name in several 구: the dong in brackets decides.
            inside = [
                one for one in self.place_of.get(key, []) if self.dong_names[self.dong_at[one]].endswith(f"|{dong}")
            ]
            at = inside[0] if len(inside) == 1 and (not gu or self.gus[inside[0]] == gu) else -1
        return at, int(self.dong_at[at]) if at >= 0 else self.dong(dong, gu) if dong else -1

    def find_all(self, keys: pa.Array, gus: list[str], dongs: list[str], asked: np.ndarray) -> np.ndarray:
        """Do the same for many; `asked` holds positions in the three lists, shape (n, 3), the answer has shape (n, 2)."""
        known, buildings = self._only
        # Behind the last key stands "no such key".
        at = pc.fill_null(pc.index_in(keys, known), len(known)).to_numpy()
        only = np.append(buildings[at], _NOBODY)[asked[:, 0]]
        gu = np.array([self._known.get(gu, -1) for gu in gus] or [-1])[asked[:, 1]]
        hit = (only >= 0) & ((gu < 0) | (self._gu_at[only] == gu))
        answer = np.where(hit[:, None], np.stack([only, self.dong_at[only]], axis=1), -1)
        # Keys of several buildings, or of one in another 구, one by one; keys of none may still name a dong.
        is_any = only != _NOBODY
        for row in np.flatnonzero(~hit & is_any).tolist():
            key, gu_at, dong_at = asked[row]
            answer[row] = self.find(keys[int(key)].as_py(), gus[gu_at], dongs[dong_at])
        rows = np.flatnonzero(~hit & ~is_any)
        pairs, at = distinct_numbers(asked[rows, 1] * len(dongs) + asked[rows, 2])
        by_pair = [self.find("", gus[pair // len(dongs)], dongs[pair % len(dongs)])[1] for pair in pairs.tolist()]
        answer[rows, 1] = np.array(by_pair or [-1])[at]
        return answer

    @cached_property
    def _only(self) -> tuple[pa.Array, np.ndarray]:
        """All keys, and the one building of each: -1 where there are several, `_NOBODY` behind the last one."""
        only = [at[0] if len(at) == 1 else -1 for at in self.place_of.values()]
        return pa.array(self.place_of, pa.string()), np.array([*only, _NOBODY])

    def building(self, key: str, gu: str) -> int:
        """Find the one building of a key, inside a 구 when that is written; -1 when there is none or several."""
        found = self.place_of.get(key, [])
        if gu and gu in self._known:
            found = [at for at in found if self.gus[at] == gu]
        return found[0] if len(found) == 1 else -1

    def dong(self, name: str, gu: str) -> int:
        """Find the number of a dong by its name."""
        found = self.dong_of.get(name, [])
        if gu and gu in self._known:
            found = [at for at in found if self.dong_names[at].startswith(f"{gu}|")]
        return found[0] if len(found) == 1 else -1

    def __post_init__(self) -> None:
        self._known = {gu: at for at, gu in enumerate(dict.fromkeys(gu for gu in self.gus if gu))}
        self._gu_at = np.array([self._known.get(gu, -2) for gu in self.gus] or [-2])


def read_gazetteer(table: pa.Table) -> Gazetteer:
    """Make the look-up out of the columns building_id, gu, road, building_no, dong, jibun (any of them may be '')."""
    column = {name: clean(as_text(table[name])).to_pylist() for name in ("gu", "road", "building_no", "dong", "jibun")}
    gus = [gu.split(" ")[-1] for gu in column["gu"]]
    dongs = [f"{gu}|{dong}" for gu, dong in zip(gus, column["dong"], strict=True)]
    names = list(dict.fromkeys(dongs))
    number = {name: at for at, name in enumerate(names)}
    gazetteer = Gazetteer(
        as_text(table["building_id"]), gus, names, np.array([number[dong] for dong in dongs], np.int64)
    )
    for at, (road, no, dong, lot) in enumerate(
        zip(column["road"], column["building_no"], column["dong"], column["jibun"], strict=True)
    ):
        for place, written in ((road.replace(" ", ""), no), (dong, lot)):
            if place and written:
                gazetteer.place_of.setdefault(f"{place}|{written.replace(' ', '').removesuffix('-0')}", []).append(at)
    for name, at in number.items():
        gazetteer.dong_of.setdefault(name.partition("|")[2], []).append(at)
    return gazetteer


class TextPlaces:
    """Stands in for a gazetteer where there is none: the text of road or lot is the building, the text of a dong the dong."""

    def __init__(self) -> None:
        """Start without any text; every file read with it adds its own."""
        self._numbers: dict[str, int] = {}
        self._next = count()  # two files are read at a time

    def find(self, key: str, gu: str, dong: str) -> tuple[int, int]:
        """Return the numbers of the two texts, -1 for none. The 구 is left out: half of the agencies do not write it."""
        number = self._numbers.setdefault
        return number(key, next(self._next)) if key else -1, number(f"{dong}|", next(self._next)) if dong else -1

    def find_all(self, keys: pa.Array, gus: list[str], dongs: list[str], asked: np.ndarray) -> np.ndarray:
        """Do the same for many; `asked` holds positions in the three lists, shape (n, 3), the answer has shape (n, 2)."""
        key = np.array([self.find(key, "", "")[0] for key in keys.to_pylist()] or [-1])
        dong = np.array([self.find("", "", dong)[1] for dong in dongs] or [-1])
        return np.stack([key[asked[:, 0]], dong[asked[:, 2]]], axis=1)


Places = Gazetteer | TextPlaces


def address_columns(column: pa.Array, gazetteer: Places) -> dict[str, pa.Array]:
    """Read a column of address cells.

    Returns:
        building_id (position in the gazetteer), unit, dong_code.
    """
    finder = _Finder(gazetteer)
    n = len(column)
    building, dong, unit = (np.full(n, -1, np.int32), np.full(n, -1, np.int32), np.zeros(n, np.int32))
    left = pc.not_equal(column, "").to_numpy(zero_copy_only=False).copy()
    for read in (_by_words, _by_shape):
        every = np.flatnonzero(left)
        # A part at a time: what is worked out beside a column must not outgrow it.
        for start in range(0, len(every), _PART):
            rows = every[start : start + _PART]
            done, building[rows], dong[rows], unit[rows] = read(column.take(pa.array(rows)), finder)
            left[rows] = ~done
    dongs = pa.array(["", *(str(at) for at in range(int(dong.max(initial=-1)) + 1))])
    return {
        "building_id": pa.array(building.astype(np.int64), mask=building < 0),
        "unit": pa.DictionaryArray.from_arrays(pa.array(unit), pa.array(list(finder.units))),
        "dong_code": pa.DictionaryArray.from_arrays(pa.array(dong + np.int32(1)), dongs),
    }


_PART = 1 << 17
_Read = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _by_words(column: pa.Array, finder: _Finder) -> _Read:
    """Read the cells that are clean and go: up to three regions, road and number or dong and lot, the home, a dong in brackets.

    There are few distinct words: each is looked at once, and a cell is the numbers of its words. Returns per cell whether it was
    read, building, dong and unit.
    """
    split = pc.split_pattern(column, " ")
    words = split.flatten().dictionary_encode()
    starts = split.offsets.to_numpy()
    size = np.diff(starts)
    texts = words.dictionary.to_pylist()
    # One word more stands for "nothing there".
    nothing = len(texts)
    facts = list(zip(*(finder.word(text) for text in [*texts, ""]), strict=True))
    is_region, is_road, is_lot, is_number, is_lot_number, is_open, is_unclean = (np.array(fact) for fact in facts[:7])
    is_unclean[nothing] = False
    number = np.append(words.indices.to_numpy(), np.full(8, nothing, np.int32))
    # An empty word is a space too many; of the last ones, which stand for nothing, there is none in a cell.
    unclean = np.flatnonzero(is_unclean.take(number[: starts[-1]]))
    clean_cell = np.ones(len(column), bool)
    clean_cell[np.searchsorted(starts, unclean, side="right") - 1] = False

    def word(at: np.ndarray | int, known: np.ndarray) -> np.ndarray:
        return np.where(known, number.take(starts[:-1] + at, mode="clip"), nothing)

    first = np.zeros(len(column), np.int32)
    for at in range(3):
        first += (first == at) & is_region.take(word(at, size > at))
    place, written = word(first, size > first), word(first + 1, size > first + 1)
    inside = word(size - 1, size > first + 2)
    in_brackets = (np.array(facts[8]) != "").take(inside)
    n_unit = size - first - 2 - in_brackets
    home, n_homes = word(first + 2, n_unit >= 1), nothing + 1
    homes, home_at = distinct_numbers(home.astype(np.int64) * n_homes + word(first + 3, n_unit == 2))
    parts = [[texts[part] for part in divmod(key, n_homes) if part != nothing] for key in homes.tolist()]
    unit = np.array([finder.plain_unit(" ".join(part)) for part in parts] or [-1], np.int32)[home_at]
    done = clean_cell & ((is_road[place] & is_number[written]) | (is_lot[place] & is_lot_number[written]))
    done &= (n_unit >= 0) & (n_unit <= 2) & (unit >= 0) & ~(is_open[written] & (n_unit == 0))
    gus, dongs = {"": 0}, {"": 0}
    gu_of = np.array([gus.setdefault(gu, len(gus)) for gu in facts[7]])
    inside_of = np.array([dongs.setdefault(name, len(dongs)) for name in facts[8]])
    own_of = np.array([dongs.setdefault(name, len(dongs)) for name in facts[9]])
    dong = np.where(in_brackets, inside_of[inside], own_of[place])[done]
    gu = np.where(first > 0, gu_of[word(first - 1, first > 0)], 0)[done]
    found = np.full((len(column), 2), -1, np.int64)
    found[done] = finder.look_up(texts, place[done], facts[10], written[done], list(gus), gu, list(dongs), dong)
    return done, found[:, 0], found[:, 1], np.where(done, unit, 0)


_INSIDE = re.compile(r"\([가-힣]{1,6}(?:[0-9]가|[동읍면])\)")
_KINDS = [
    re.compile(pattern)
    for pattern in (
        "[가-힣]+[시도군구]",
        "[가-힣]{1,9}(?:[0-9]{1,4}번?[가-힣0-9]?)?[로길]",
        "[가-힣]{1,6}(?:[0-9]가|[동읍면])",
        "[0-9]{1,5}(?:-[0-9]{1,5})?,?",
        "[0-9]{1,4}(?:-[0-9]{1,4})?(?:번지)?,?",
    )
]


_UNCLEAN_WORD = re.compile("^$|[^!-~가-힣]")


def _word(text: str) -> tuple:
    """Tell what a word can be: region, road, dong of a lot, number on a road, lot; whether more has to follow; whether it must be
    cleaned first; the 구 it names, the dong in its brackets, the dong of its lot, and the number it writes.
    """  # fmt: skip
    inside = text[1:-1] if _INSIDE.fullmatch(text) else ""
    kinds = (pattern.fullmatch(text) is not None for pattern in _KINDS)
    written = text.rstrip(",").removesuffix("번지").removesuffix("-0")
    is_unclean = _UNCLEAN_WORD.search(text) is not None
    return (*kinds, text.endswith(","), is_unclean, _gu(text), inside, _dong(text), written)


def _by_shape(column: pa.Array, finder: _Finder) -> _Read:
    """Read what is left: cells of a usual shape by a pattern, the others by the kernel; all are read then."""
    cells, places = distinct(column)
    text = clean(cells)
    building, dong, unit = (
        np.full(len(text), -1, np.int64),
        np.full(len(text), -1, np.int64),
        np.zeros(len(text), np.int32),
    )
    left = pc.not_equal(text, "").to_numpy(zero_copy_only=False).copy()
    for pattern in (_ROAD, _LOT):
        rows = np.flatnonzero(left)
        found = pc.extract_regex(text.take(pa.array(rows)), pattern)
        hit = pc.is_valid(found).to_numpy(zero_copy_only=False)
        found, rows = found.take(where(hit)), rows[hit]
        tails, tail_at = distinct(pc.struct_field(found, "unit"))
        home = np.array([finder.plain_unit(tail) for tail in tails.to_pylist()] or [-1], np.int32)[tail_at.to_numpy()]
        good = home >= 0
        found, rows = found.take(where(good)), rows[good]
        unit[rows] = home[good]
        building[rows], dong[rows] = finder.by_columns(found)
        left[rows] = False
    for at, cell in zip(np.flatnonzero(left).tolist(), cells.take(where(left)).to_pylist(), strict=True):
        parsed = parse_address(cell)
        building[at], dong[at] = finder.by_parts(parsed)
        unit[at] = finder.number_of(parsed.unit)
    at = places.to_numpy()
    return np.ones(len(column), bool), building[at], dong[at], unit[at]


@dataclass
class _Finder:
    """Makes keys out of what was read, and looks them up; numbers the homes it is told of."""

    places: Places
    units: dict[str, int] = field(default_factory=lambda: {"": 0})
    words: dict[str, tuple] = field(default_factory=dict)
    plain_units: dict[str, int] = field(default_factory=dict)

    def word(self, text: str) -> tuple:
        """Return `_word`, looked at once."""
        return self.words.get(text) or self.words.setdefault(text, _word(text))

    def number_of(self, unit: str) -> int:
        """Return the number of a home."""
        return self.units.setdefault(unit, len(self.units))

    def plain_unit(self, tail: str) -> int:
        """Return the number of the home that a tail says and nothing else, -1 when it may say more."""
        found = self.plain_units.get(tail)
        if found is None:
            found = self.number_of(take_unit(tail).unit) if _PLAIN_UNIT.fullmatch(tail) else -1
            self.plain_units[tail] = found
        return found

    def by_columns(self, found: pa.Array) -> tuple[np.ndarray, np.ndarray]:
        """Look up cells that were cut into region, place, number and the dong in brackets."""
        regions, region_at = distinct(pc.struct_field(found, "region"))
        places, place_at = distinct(pc.struct_field(found, "place"))
        numbers, number_at = distinct(pc.struct_field(found, "number"))
        insides, inside_at = distinct(pc.struct_field(found, "inside"))
        gus, dongs = {"": 0}, {"": 0}
        gu_of = np.array([gus.setdefault(_gu(region), len(gus)) for region in regions.to_pylist()] or [0])
        place_names = places.to_pylist()
        inside_of = np.array([dongs.setdefault(name, len(dongs)) for name in insides.to_pylist()] or [0])
        own_of = np.array([dongs.setdefault(_dong(name), len(dongs)) for name in place_names] or [0])
        written = [number.replace(" ", "").removesuffix("-0") for number in numbers.to_pylist()]
        dong = inside_of[inside_at.to_numpy()]
        answer = self.look_up(
            place_names, place_at.to_numpy(), written, number_at.to_numpy(), list(gus), gu_of[region_at.to_numpy()],
            list(dongs), np.where(dong > 0, dong, own_of[place_at.to_numpy()]),
        )  # fmt: skip
        return answer[:, 0], answer[:, 1]

    def look_up(
        self, places: list[str], place: np.ndarray, numbers: Sequence[str], number: np.ndarray, gus: list[str], gu: np.ndarray,
        dongs: list[str], dong: np.ndarray,
    ) -> np.ndarray:  # fmt: skip
        """Look up cells by positions in four lists of texts; returns buildings and dongs, shape (n, 2)."""
        # Each distinct place with its number, then each of those with its 구 and dong, is looked at once.
        n = max(len(numbers), 1)
        keys, key_at = distinct_numbers(place.astype(np.int64) * n + number)
        heads, at = distinct_numbers((key_at.astype(np.int64) * len(gus) + gu) * len(dongs) + dong)
        asked = np.stack([heads // len(dongs) // len(gus), heads // len(dongs) % len(gus), heads % len(dongs)], axis=1)
        texts = (
            pa.array(words, pa.string()).take(pa.array(of)) for words, of in ((places, keys // n), (numbers, keys % n))
        )
        return self.places.find_all(pc.binary_join_element_wise(*texts, "|"), gus, dongs, asked)[at]

    def by_parts(self, parsed: ParsedAddress) -> tuple[int, int]:
        """Look up an address that the kernel has read."""
        gu = parsed.sigungu.rpartition(" ")[2]
        key = (road_key(parsed) or jibun_key(parsed)).removesuffix("-0")
        found = self.places.find(key, gu, parsed.emd)
        if found[0] < 0 and road_key(parsed) and jibun_key(parsed):
            found = self.places.find(jibun_key(parsed).removesuffix("-0"), gu, parsed.emd)
        return found


def _gu(region: str) -> str:
    """Return the 구, 군 or 시 that a region ends with."""
    region = region.rstrip()
    return region.rpartition(" ")[2] if region.endswith(("구", "군", "시")) else ""


def _dong(place: str) -> str:
    """Return the dong of a lot, "" for a road."""
    return place.split(" ")[0] if place.endswith(("동", "읍", "면", "가", "리")) else ""
