"""Rules as dated rows: tables an official can open (CSV), read into typed rows and asked for by day."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from duru.kernel.days import Period, parse_period

_DATES = ("effective_from", "effective_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """A rule in force over the half-open span of days [effective_from, effective_until); open where a cell is empty."""

    effective_from: date = date.min
    effective_until: date = date.max

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on a day."""
        return self.effective_from <= day < self.effective_until


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRule(DatedRow):
    """How long something may take."""

    key: str
    label: str
    period: str
    source: str
    status: str

    @property
    def length(self) -> Period:
        """The period as the calendar counts it."""
        return parse_period(self.period)


AnyRow = TypeVar("AnyRow", bound=DatedRow)


def rows_on(rows: Iterable[AnyRow], day: date) -> list[AnyRow]:
    """Return the rows in force on a day, in their order."""
    return [row for row in rows if row.holds_on(day)]


def rows_from_csv(text: str, row_type: type[AnyRow]) -> tuple[AnyRow, ...]:
    """Read a table into rows of a type, in its order.

    Columns are the fields of the type; the two dates may be missing. Cells hold words, numbers, days (2026-11-22), members of
    an enum, "yes" or nothing for a bool, and lists of words separated by |; an empty cell is None where the type allows it.

    Raises:
        ValueError: a column is missing or unknown, or a cell cannot be what its field is; the line is named.
    """
    reader = csv.DictReader(text.splitlines())
    known, named = {each.name for each in fields(row_type)}, set(reader.fieldnames or ())
    if wrong := (named - known) | (known - named - set(_DATES)):
        raise ValueError(f"columns missing or unknown: {', '.join(sorted(wrong))}")
    hints = get_type_hints(row_type)
    found = []
    for line, cells in enumerate(reader, start=2):
        try:
            values = {name: _value(hints[name], cell) for name, cell in cells.items() if cell or name not in _DATES}
        except (ValueError, ArithmeticError, KeyError) as error:
            raise ValueError(f"line {line}: {error}") from error
        found.append(row_type(**values))
    return tuple(found)


def read_table(package: str, name: str, row_type: type[AnyRow]) -> tuple[AnyRow, ...]:
    """Return the rows of a table that a package ships as `name`.csv, in its order; read once.

    Raises:
        ValueError: as `rows_from_csv`.
    """
    key: Any = row_type  # a class is hashable, which a generic one is not known to be
    return _read_once(package, name, key)


@cache
def _read_once(package: str, name: str, row_type: Any) -> tuple:
    return rows_from_csv(files(package).joinpath(f"{name}.csv").read_text(encoding="utf-8"), row_type)


class Tables:
    """The tables a package ships, a file for each type of row."""

    def __init__(self, package: str, names: dict[type[DatedRow], str]):
        """Name the file of every type, without its ending; none is read before it is asked for."""
        self._package, self._names = package, names

    def all_rows(self, row_type: type[AnyRow]) -> tuple[AnyRow, ...]:
        """Return a whole table as shipped, in its order."""
        return read_table(self._package, self._names[row_type], row_type)

    def rows_on(self, row_type: type[AnyRow], on: date) -> list[AnyRow]:
        """Return the rows of a table in force on a day, in their order."""
        return rows_on(self.all_rows(row_type), on)

    def period_on(self, key: str, on: date) -> PeriodRule:
        """Return the period of something on a day.

        Raises:
            KeyError: no row holds.
        """
        for row in self.rows_on(PeriodRule, on):
            if row.key == key:
                return row
        raise KeyError(key)


def _value(hint: Any, cell: str | None) -> Any:
    if cell is None:
        raise ValueError("fewer cells than columns")
    if isinstance(hint, UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        return _value(kinds[0], cell) if cell else None
    if hint == frozenset[str]:
        return frozenset(name for name in cell.split("|") if name)
    if hint is bool:
        return {"yes": True, "": False}[cell]
    if hint is date:
        return date.fromisoformat(cell)
    return hint(cell)
