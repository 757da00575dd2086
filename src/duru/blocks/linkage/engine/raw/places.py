"""Address cells by columns: building, dong and unit, by the gazetteer where there is one.

Reading as in `kernel.addresses.parse_address`. A cell of the usual shape is cut into region, "road number" or "dong lot", and what
stands behind: the middle is looked up as written, the end repeats and is read once per distinct text; the rest goes to the kernel.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from duru.blocks.linkage.engine.raw.columns import as_text, clean, distinct, matches, where
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
_PLAIN_UNIT = (
    r"^(?:[0-9]{1,4}(?:동 ?|-)[0-9]{3,4}호?|[0-9]{1,4}호|[1-9][0-9]?층|[가-사A-F]동 ?[0-9]{3,4}호?|(?:지하|지층|반지하) ?[0-9]{1,3}호|[0-9]{1,4}동"
    r"|지하|반지하|[Bb][0-9]{1,3}호)?$"
)


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

    def find_all(self, keys: list[str], gus: list[str], dongs: list[str], asked: np.ndarray) -> np.ndarray:
        """Do the same for many; `asked` holds positions in the three lists, shape (n, 3), the answer has shape (n, 2)."""
        found = [self.place_of.get(key, ()) for key in keys]
        only = np.array([at[0] if len(at) == 1 else -1 for at in found] or [-1])[asked[:, 0]]
        gu = np.array([self._known.get(gu, -1) for gu in gus] or [-1])[asked[:, 1]]
        hit = (only >= 0) & ((gu < 0) | (self._gu_at[only] == gu))
        answer = np.where(hit[:, None], np.stack([only, self.dong_at[only]], axis=1), -1)
        # Keys of several buildings, or of one in another 구, one by one; keys of none may still name a dong.
        is_any = np.array([len(at) > 0 for at in found] or [False])[asked[:, 0]]
        for row in np.flatnonzero(~hit & is_any).tolist():
            key, gu_at, dong_at = asked[row]
            answer[row] = self.find(keys[key], gus[gu_at], dongs[dong_at])
        rows = np.flatnonzero(~hit & ~is_any)
        pairs, at = np.unique(asked[rows, 1] * len(dongs) + asked[rows, 2], return_inverse=True)
        by_pair = [self.find("", gus[pair // len(dongs)], dongs[pair % len(dongs)])[1] for pair in pairs.tolist()]
        answer[rows, 1] = np.array(by_pair or [-1])[at]
        return answer

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

    def find(self, key: str, gu: str, dong: str) -> tuple[int, int]:
        """Return the numbers of the two texts, -1 for none. The 구 is left out: half of the agencies do not write it."""
        number = self._numbers.setdefault
        return number(key, len(self._numbers)) if key else -1, number(f"{dong}|", len(self._numbers)) if dong else -1

    def find_all(self, keys: list[str], gus: list[str], dongs: list[str], asked: np.ndarray) -> np.ndarray:
        """Do the same for many; `asked` holds positions in the three lists, shape (n, 3), the answer has shape (n, 2)."""
        key = np.array([self.find(key, "", "")[0] for key in keys] or [-1])
        dong = np.array([self.find("", "", dong)[1] for dong in dongs] or [-1])
        return np.stack([key[asked[:, 0]], dong[asked[:, 2]]], axis=1)


Places = Gazetteer | TextPlaces


def address_columns(column: pa.Array, gazetteer: Places) -> dict[str, pa.Array]:
    """Read a column of address cells.

    Returns:
        building_id (position in the gazetteer), unit, dong_code.
    """
    cells, places = distinct(column)
    text = clean(cells)
    building, dong, unit = (
        np.full(len(text), -1, np.int64),
        np.full(len(text), -1, np.int64),
        np.zeros(len(text), np.int64),
    )
    units: dict[str, int] = {"": 0}
    finder = _Finder(gazetteer)
    left = pc.not_equal(text, "").to_numpy(zero_copy_only=False)
    for pattern in (_ROAD, _LOT):
        rows = np.flatnonzero(left)
        found = pc.extract_regex(text.take(pa.array(rows)), pattern)
        hit = pc.is_valid(found).to_numpy(zero_copy_only=False)
        found, rows = found.take(where(hit)), rows[hit]
        tails, tail_at = distinct(pc.struct_field(found, "unit"))
        plain = matches(tails, _PLAIN_UNIT)
        good = plain[tail_at.to_numpy()]
        found, rows, tail_at = found.take(where(good)), rows[good], tail_at.to_numpy()[good]
        tail_unit = np.array([units.setdefault(take_unit(tail)[0], len(units)) for tail in tails.to_pylist()] or [0])
        unit[rows] = tail_unit[tail_at]
        building[rows], dong[rows] = finder.by_columns(found)
        left[rows] = False
    for at, cell in zip(np.flatnonzero(left).tolist(), cells.take(where(left)).to_pylist(), strict=True):
        parsed = parse_address(cell)
        building[at], dong[at] = finder.by_parts(parsed)
        unit[at] = units.setdefault(parsed.unit, len(units))
    dongs = pa.array(["", *(str(at) for at in range(int(dong.max(initial=-1)) + 1))])
    return {
        "building_id": pa.array(building, mask=building < 0).take(places),
        "unit": _named(pa.array(list(units)), unit, places),
        "dong_code": _named(dongs, dong + 1, places),
    }


def _named(names: pa.Array, at: np.ndarray, places: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)).take(places), names)


@dataclass
class _Finder:
    """Makes keys out of what was read, and looks them up."""

    places: Places

    def by_columns(self, found: pa.Array) -> tuple[np.ndarray, np.ndarray]:
        """Look up cells that were cut into region, place, number and the dong in brackets."""
        regions, region_at = distinct(pc.struct_field(found, "region"))
        places, place_at = distinct(pc.struct_field(found, "place"))
        numbers, number_at = distinct(pc.struct_field(found, "number"))
        insides, inside_at = distinct(pc.struct_field(found, "inside"))
        gu, inside = {"": 0}, {"": 0}
        gu_of = np.array([gu.setdefault(_gu(region), len(gu)) for region in regions.to_pylist()] or [0])
        place_names = places.to_pylist()
        inside_of = np.array([inside.setdefault(name, len(inside)) for name in insides.to_pylist()] or [0])
        own_of = np.array([inside.setdefault(_dong(name), len(inside)) for name in place_names] or [0])
        written = [number.replace(" ", "").removesuffix("-0") for number in numbers.to_pylist()]
        # Each distinct place with its number, then each of those with its 구 and dong, is looked at once.
        n = max(len(written), 1)
        keys, key_at = np.unique(place_at.to_numpy().astype(np.int64) * n + number_at.to_numpy(), return_inverse=True)
        dong = inside_of[inside_at.to_numpy()]
        dong = np.where(dong > 0, dong, own_of[place_at.to_numpy()])
        heads, at = np.unique(
            (key_at * len(gu) + gu_of[region_at.to_numpy()]) * len(inside) + dong, return_inverse=True
        )
        asked = np.stack([heads // len(inside) // len(gu), heads // len(inside) % len(gu), heads % len(inside)], axis=1)
        texts = [f"{place_names[key // n]}|{written[key % n]}" for key in keys.tolist()]
        answer = self.places.find_all(texts, list(gu), list(inside), asked)
        return answer[at, 0], answer[at, 1]

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
