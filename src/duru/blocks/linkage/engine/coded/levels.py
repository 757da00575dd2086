"""The tests of `engine.sql.TESTS` over codes: for each the same name and the same answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.coded.encode import COLUMN, Coded
from duru.blocks.linkage.engine.model import Comparison

FAR = 9  # a distance nobody asks for exactly


class Pairs:
    """Some pairs of rows, small enough that what is gathered of them stays in the processor's cache."""

    def __init__(self, coded: Coded, left: np.ndarray, right: np.ndarray, near: Near):
        """Gather the rows: left and right are row numbers, shape (n_pairs,); `near` knows the distances of these pairs."""
        self.near = near
        # One row is one cache line: gathered whole, looked at column by column.
        self._left, self._right = coded.left.rows[left], coded.right.rows[right]

    def both(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return one column of both sides."""
        at = COLUMN[name]
        return self._left[:, at], self._right[:, at]

    def equal(self, one: str, other: str = "") -> np.ndarray:
        """Tell where two columns agree and are known."""
        left, right = self._left[:, COLUMN[one]], self._right[:, COLUMN[other or one]]
        return (left == right) & (left != 0)

    def missing(self, name: str) -> np.ndarray:
        """Tell where a column is unknown on a side."""
        left, right = self.both(name)
        return (left == 0) | (right == 0)

    def flag(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return one flag of both sides."""
        bit = {"is_roman": 4, "is_small": 8}[name]
        left, right = self.both("sex_flags")
        return (left & bit) != 0, (right & bit) != 0


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
    one, other = coded.left.column("name")[left], coded.right.column("name")[right]
    found = np.where(one == other, 0, FAR).astype(np.int8)
    rows = np.flatnonzero(found)
    # Two edits change at most four members of the set of jamo and two of the length; few pairs pass.
    rows = rows[np.bitwise_count(coded.name_mask[one[rows]] ^ coded.name_mask[other[rows]]) <= 4]
    rows = rows[np.abs(coded.name_length[one[rows]] - coded.name_length[other[rows]]) <= 2]
    found[rows] = np.minimum(_distances(coded.names, one[rows], other[rows], distance), FAR)
    return found


def phone_distances(coded: Coded, left: np.ndarray, right: np.ndarray, distance: Distance) -> np.ndarray:
    """Count edits between the phones of pairs, where at most one: it leaves the first or the last digits alone."""
    one, other = coded.left.column("phone")[left], coded.right.column("phone")[right]
    found = np.where(one == other, 0, FAR).astype(np.int8)
    rows = np.flatnonzero((one != other) & (one != 0) & (other != 0))
    a, b = coded.phone_numbers[one[rows]], coded.phone_numbers[other[rows]]
    head_a, head_b = a // 10_000, b // 10_000
    rows = rows[(a % 10_000 == b % 10_000) | (head_a == head_b) | (head_a == b // 1000) | (a // 1000 == head_b)]
    found[rows] = np.minimum(_distances(coded.phones, one[rows], other[rows], distance), FAR)
    return found


def _distances(texts: pa.Array, one: np.ndarray, other: np.ndarray, distance: Distance) -> np.ndarray:
    key, back = np.unique(one.astype(np.int64) << 32 | other, return_inverse=True)
    return distance(texts.take(pa.array(key >> 32)), texts.take(pa.array(key & 0xFFFFFFFF)))[back]


def _digits_apart(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return sum((left // step % 10 != right // step % 10).astype(np.int8) for step in (1, 10, 100, 1000))


def _name_part(p: Pairs) -> np.ndarray:
    (first_l, first_r), (second_l, second_r) = p.both("given_1"), p.both("given_2")
    return p.equal("surname") & (first_l != 0) & (first_r != 0) & ((first_l == first_r) | (second_l == second_r))


def _birth_digit(p: Pairs) -> np.ndarray:
    (year_l, year_r), (day_l, day_r) = p.both("year"), p.both("month_day")
    found = np.zeros(len(year_l), bool)
    known = ~p.missing("birth_on")
    rows = np.flatnonzero(known & (year_l == year_r))
    one, other = day_l[rows], day_r[rows]
    found[rows] = (_digits_apart(one, other) == 1) | ((one // 100 == other % 100) & (one % 100 == other // 100))
    rows = np.flatnonzero(known & (day_l == day_r) & (year_l != year_r))
    found[rows] |= _digits_apart(year_l[rows], year_r[rows]) == 1
    return found


def _year_gap(p: Pairs) -> np.ndarray:
    left, right = p.both("year")
    return np.abs(left - right)


def _no_unit(p: Pairs) -> np.ndarray:
    return p.equal("building") & p.missing("unit")


def _some(pair: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return pair[0] | pair[1]


def _every(pair: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return pair[0] & pair[1]


def _sexes(p: Pairs) -> tuple[np.ndarray, np.ndarray]:
    left, right = p.both("sex_flags")
    return left & 3, right & 3


TESTS: dict[str, Callable[[Pairs], Any]] = {
    "name_missing": lambda p: p.missing("name"),
    "name_equal": lambda p: p.near.names == 0,
    "name_roman": lambda p: p.equal("roman") & _some(p.flag("is_roman")),
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
    "sex_missing": lambda p: (_sexes(p)[0] == 0) | (_sexes(p)[1] == 0),
    "sex_equal": lambda p: _sexes(p)[0] == _sexes(p)[1],
    "phone_missing": lambda p: p.missing("phone"),
    "phone_equal": lambda p: p.equal("phone"),
    "phone_digit": lambda p: p.near.phones == 1,
    "address_missing": lambda p: p.missing("building") & p.missing("dong"),
    "address_unit": lambda p: p.equal("building") & p.equal("unit"),
    "address_house": lambda p: _no_unit(p) & _every(p.flag("is_small")),
    "address_building": _no_unit,
    "address_neighbour": lambda p: p.equal("building"),
    "address_dong": lambda p: p.equal("dong"),
}


def level_of(comparison: Comparison, pairs: Pairs) -> np.ndarray:
    """Return the level of every pair: 0 missing, 1 the first level whose test holds, and so on."""
    level = np.full(len(pairs.both("name")[0]), len(comparison.levels), np.int16)
    for at, one in reversed(list(enumerate(comparison.levels[:-1], 1))):
        level[TESTS[one.test](pairs)] = at
    level[TESTS[comparison.missing](pairs)] = 0
    return level
