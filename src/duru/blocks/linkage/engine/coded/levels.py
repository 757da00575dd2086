"""The tests of `engine.catalogue.TESTS` over codes: for each the same name and the same answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.sides import LAYOUT, Coded
from duru.blocks.linkage.engine.model import Comparison

FAR = 9  # a distance nobody asks for exactly
# Rows as `Side.lay_out` gives them.
Rows = tuple[np.ndarray, ...]
_PLACES = {name: (part, at) for part, names in enumerate(LAYOUT) for at, name in enumerate(names) if name}


class Pairs:
    """Some pairs of rows, small enough that what is gathered of them stays in the processor's cache.

    Rows are gathered as wholes, and what two tests ask alike is answered once.
    """

    def __init__(self, coded: Coded, left: Rows, right: Rows, near: Near):
        """Take the rows of both sides, one of each per pair; `near` knows the distances of these pairs."""
        self.near = near
        self.coded = coded
        self._left, self._right = left, right
        self._equal: dict[tuple[str, str], np.ndarray] = {}
        self._missing: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self._left[0])

    def both(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return one column of both sides."""
        part, at = _PLACES[name]
        left, right = self._left[part], self._right[part]
        if name == "phone":
            return left.view(np.int64)[:, at // 2], right.view(np.int64)[:, at // 2]
        return left[:, at], right[:, at]

    def equal(self, one: str, other: str = "") -> np.ndarray:
        """Tell where two columns agree and are known."""
        key = one, other or one
        if key not in self._equal:
            left, right = self.both(key[0])[0], self.both(key[1])[1]
            self._equal[key] = (left == right) & (left != 0)
        return self._equal[key]

    def missing(self, name: str) -> np.ndarray:
        """Tell where a column is unknown on a side."""
        if name not in self._missing:
            left, right = self.both(name)
            self._missing[name] = (left == 0) | (right == 0)
        return self._missing[name]


@dataclass
class Near:
    """Edits between the texts of some pairs, where they are few: 0, 1, 2, or FAR. Shape (n_pairs,) each, None where not asked for."""

    names: np.ndarray | None = None
    phones: np.ndarray | None = None

    def part(self, rows: slice) -> Near:
        """Return those of some of the pairs."""
        return Near(
            None if self.names is None else self.names[rows], None if self.phones is None else self.phones[rows]
        )


Distance = Callable[[pa.Array, pa.Array], np.ndarray]


def name_distances(coded: Coded, left: np.ndarray, right: np.ndarray, distance: Distance) -> np.ndarray:
    """Count edits between the names of pairs."""
    one, other = coded.left.column("name").take(left), coded.right.column("name").take(right)
    found = np.where(one == other, 0, FAR).astype(np.int8)
    rows = np.flatnonzero(found)
    one, other = one[rows], other[rows]
    # Two edits change at most four members of the set of jamo and two of the length; few pairs pass.
    near = np.bitwise_count(coded.name_mask.take(one) ^ coded.name_mask.take(other)) <= 4
    near &= np.abs(coded.name_length.take(one) - coded.name_length.take(other)) <= 2
    rows, one, other = rows[near], one[near], other[near]
    key, back = np.unique(one.astype(np.int64) << 32 | other, return_inverse=True)
    texts = (coded.names.take(pa.array(code)) for code in (key >> 32, key & 0xFFFFFFFF))
    found[rows] = np.minimum(distance(*texts), FAR)[back]
    return found


def phone_distances(coded: Coded, left: np.ndarray, right: np.ndarray, distance: Distance) -> np.ndarray:
    """Count edits between the phones of pairs, where at most one."""
    one, other = coded.left.column("phone").take(left), coded.right.column("phone").take(right)
    found = np.where(one == other, 0, FAR).astype(np.int8)
    rows = np.flatnonzero((one != other) & (one != 0) & (other != 0))
    one, other = one[rows], other[rows]
    # One edit leaves the first or the last digits alone.
    near = _same_ends(one, other)
    rows, one, other = rows[near], one[near], other[near]
    # Of equal length: they lie apart by one digit at one place, and agree in what stands before it.
    gap = np.abs(one - other)
    place = 10 ** np.floor(np.log10(gap)).astype(np.int64)
    found[rows[(gap % place == 0) & (one // (place * 10) == other // (place * 10))]] = 1
    longer = np.floor(np.log10(one)) != np.floor(np.log10(other))
    if longer.any():
        texts = (pa.array(numbers[longer]).cast(pa.string()) for numbers in (one, other))
        found[rows[longer]] = np.minimum(distance(*texts), FAR)
    return found


def _same_ends(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    head, other_head = one // 10_000, other // 10_000
    same = (head == other_head) | (one - head * 10_000 == other - other_head * 10_000)
    return same | (head == other // 1000) | (one // 1000 == other_head)


def _one_digit_apart(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Tell where two numbers of up to four digits differ in one of them."""
    return _ONE_DIGIT.take(_NIBBLES.take(left) ^ _NIBBLES.take(right))


# A number with each digit in four bits of its own; what two of them differ in lies in one digit where the table says so.
_NIBBLES = np.array([int(f"0x{number}", 16) for number in range(10_000)], np.uint16)
_ONE_DIGIT = np.array([sum(difference >> at & 15 > 0 for at in (0, 4, 8, 12)) == 1 for difference in range(1 << 16)])


def _name_part(p: Pairs) -> np.ndarray:
    rows = np.flatnonzero(p.equal("surname"))
    one, other = (p.coded.syllables.take(given[rows], axis=1) for given in p.both("given"))
    found = np.zeros(len(p), bool)
    found[rows] = (one[0] != 0) & (other[0] != 0) & (one == other).any(axis=0)
    return found


def _birth_digit(p: Pairs) -> np.ndarray:
    (year_l, year_r), (day_l, day_r) = p.both("year"), p.both("month_day")
    found = np.zeros(len(p), bool)
    differs = ~p.missing("birth_on") & ~p.equal("birth_on")
    rows = np.flatnonzero(differs & p.equal("year"))
    one, other = day_l[rows], day_r[rows]
    found[rows] = _one_digit_apart(one, other) | ((one // 100 == other % 100) & (one % 100 == other // 100))
    rows = np.flatnonzero(differs & (day_l == day_r) & (year_l != year_r))
    found[rows] |= _one_digit_apart(year_l[rows], year_r[rows])
    return found


def _year_gap(p: Pairs) -> np.ndarray:
    left, right = p.both("year")
    return np.abs(left - right)


def _no_unit(p: Pairs) -> np.ndarray:
    return p.equal("building") & p.missing("unit")


def _is_roman(p: Pairs) -> np.ndarray:
    left, right = p.both("is_roman")
    return (left | right) != 0


def _in_small(p: Pairs) -> np.ndarray:
    """Tell where the left building, and so an equal right one, is small."""
    return p.coded.small[p.both("building")[0]]


TESTS: dict[str, Callable[[Pairs], Any]] = {
    "name_missing": lambda p: p.missing("name"),
    "name_equal": lambda p: p.near.names == 0,
    "name_roman": lambda p: p.equal("roman") & _is_roman(p),
    "name_variant": lambda p: p.equal("given") & p.equal("surname"),
    "name_one_jamo": lambda p: p.near.names == 1,
    "name_two_jamo": lambda p: p.near.names == 2,
    "name_given": lambda p: p.equal("given"),
    "name_part": _name_part,
    "name_surname": lambda p: p.equal("surname"),
    "birth_missing": lambda p: p.missing("year"),
    "birth_equal": lambda p: p.equal("birth_on"),
    "birth_lunar": lambda p: p.equal("birth_alt", "birth_on") | p.equal("birth_on", "birth_alt"),
    "birth_digit": _birth_digit,
    "birth_year_only": lambda p: p.missing("birth_on") & p.equal("year"),
    "birth_month_day": lambda p: p.equal("month_day"),
    "birth_same_year": lambda p: p.equal("year"),
    "birth_near_year": lambda p: _year_gap(p) == 1,
    "sex_missing": lambda p: p.missing("sex"),
    "sex_equal": lambda p: p.equal("sex"),
    "phone_missing": lambda p: p.missing("phone"),
    "phone_equal": lambda p: p.equal("phone"),
    "phone_digit": lambda p: p.near.phones == 1,
    "address_missing": lambda p: p.missing("building") & p.missing("dong"),
    "address_unit": lambda p: p.equal("building") & p.equal("unit"),
    "address_house": lambda p: _no_unit(p) & _in_small(p),
    "address_building": _no_unit,
    "address_neighbour": lambda p: p.equal("building"),
    "address_dong": lambda p: p.equal("dong"),
}


def level_of(comparison: Comparison, pairs: Pairs) -> np.ndarray:
    """Return the level of every pair: 0 missing, 1 the first level whose test holds, and so on."""
    level = np.full(len(pairs), len(comparison.levels), np.int8)
    for at, one in reversed(list(enumerate(comparison.levels[:-1], 1))):
        np.copyto(level, np.int8(at), where=TESTS[one.test](pairs))
    np.copyto(level, np.int8(0), where=TESTS[comparison.missing](pairs))
    return level
