"""An answer laid out as a table: lines, columns, totals, hidden cells. The page, the files and the letters print this and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Number: TypeAlias = "int | float | None"
Place: TypeAlias = tuple["str | None", "str | None"]

HIDDEN = "X"
NOTHING = "–"
TOTAL = "계"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of numbers: the value it stands for (None is the total), the measure, its unit, and the words above it."""

    column: str | None
    measure: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its place; `is_hidden` outside the office only."""

    value: Number
    place: Place
    unit: str
    is_hidden: bool = False

    @property
    def text(self) -> str:
        """The number as it is read: 1,234; 12.5%; X; –."""
        if self.is_hidden:
            return HIDDEN
        if self.value is None:
            return NOTHING
        if self.unit == "비율":
            return f"{self.value * 100:,.1f}%"
        return f"{self.value:,}" if isinstance(self.value, int) else f"{self.value:,.1f}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    key: str | None
    words: str
    figures: tuple[Figure, ...]

    @property
    def is_total(self) -> bool:
        return self.key is None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be shown."""

    row_words: str
    column_words: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]

    @property
    def has_hidden(self) -> bool:
        return any(figure.is_hidden for line in self.lines for figure in line.figures)

    @property
    def is_empty(self) -> bool:
        return not any(figure.value for line in self.lines for figure in line.figures)

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines without the total: what a picture shows."""
        return tuple(line for line in self.lines if not line.is_total)


def lay_out(
    cells: Sequence[tuple[str | None, str | None, Sequence[Number]]],
    *,
    measures: Sequence[tuple[str, str, str]],
    row: tuple[str, Callable[[Collection[str]], Mapping[str, str]]] | None,
    column: tuple[str, Callable[[Collection[str]], Mapping[str, str]]] | None,
    hidden: Collection[Place] = (),
) -> Grid:
    """Lay cells out as lines and columns; a combination nobody is in is 0 where counts add up, "–" for ratios.

    Args:
        cells: (row, column, values), None for totals, "" for unknown.
        measures: (key, words, unit) in the order of the values.
        row, column: the words of a split, and a function that names its values in the order they are to be shown.
        hidden: places not to be shown.
    """
    values = {(one[0], one[1]): tuple(one[2]) for one in cells}
    rows = _ordered({place[0] for place in values}, row)
    columns = _ordered({place[1] for place in values}, column)
    units = {key: unit for key, _, unit in measures}
    nothing = tuple(None if units[key] == "비율" else 0 for key, _, _ in measures)
    headings = []
    for value, name in columns:
        for key, words, unit in measures:
            shown = words if column is None else name if len(measures) == 1 else f"{name} {words}"
            headings.append(Heading(value, key, unit, shown))
    keys = [key for key, _, _ in measures]
    lines = []
    for value, name in rows:
        figures = []
        for heading in headings:
            place = (value, heading.column)
            found = values.get(place, nothing)[keys.index(heading.measure)]
            figures.append(Figure(found, place, heading.unit, place in hidden))
        lines.append(Line(value, name, tuple(figures)))
    return Grid(row[0] if row else "", column[0] if column else "", tuple(headings), tuple(lines))


def _ordered(
    found: Collection[str | None], split: tuple[str, Callable[[Collection[str]], Mapping[str, str]]] | None
) -> list[tuple[str | None, str]]:
    if split is None:
        return [(None, TOTAL)]
    named = split[1]([each for each in found if each])
    known = [(value, words) for value, words in named.items() if value in found]
    rest = sorted(each for each in found if each and each not in named)
    unknown = [("", named.get("", "모름"))] if "" in found else []
    total: list[tuple[str | None, str]] = [(None, TOTAL)] if None in found else []
    return [*[one for one in known if one[0]], *((each, each) for each in rest), *unknown, *total]
