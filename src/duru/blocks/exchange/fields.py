"""What one column of a file may say, and how its cells are read. Used for the person's fields and for those of every data set."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from duru.kernel.hangul import clean_text


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a parser may need beside the cell.

    `today` is the day on which the file was uploaded (Korean calendar); `header` the words above the column ("금액(천원)").
    """

    today: date
    header: str = ""


def as_text(typed: str, cell: CellContext) -> str:
    """Take a cell as cleaned text; never refuses."""
    return clean_text(typed)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row may say.

    Attributes:
        key: What `store` finds it under.
        label: Its Korean name on the screen.
        aliases: Other words agencies put above such a column; spaces, brackets and marks are ignored when compared.
        parse: Reads a cell that is not blank; raises `duru.kernel.errors.Refused` with a Korean reason. Must be pure.
        is_required: A row whose cell is blank (or a file without the column) is refused.
        clean: A regular expression (RE2: nothing looks ahead or back; no groups, no spaces at the ends, no comma, tab, quote
            or backslash) of cells that `parse` is certain to take: the fast lane of intake. None when only `parse` can
            tell. A test checks each against its parser.
        unclean: Beginnings of cells that `clean` does not speak for after all.
        takes_any_text: `parse` takes every text of up to 200 letters (address, item, remarks).
        looks_like: A regular expression that most cells of such a column match, for guessing columns without a header.
        hint: One Korean sentence for the mapping page: what the column should hold.
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    parse: Callable[[str, CellContext], Any] = as_text
    is_required: bool = False
    clean: str | None = None
    unclean: tuple[str, ...] = ()
    takes_any_text: bool = False
    looks_like: str | None = None
    hint: str = ""


# Cells that the kernel's parsers are certain to take. For `Field.clean`.
_MONTH_DAY = r"(?:(?:0[1-9]|1[0-2]){0}(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2]){0}(?:29|30)|(?:0[13578]|1[02]){0}31)"


def clean_day(years: str) -> str:
    """Write the pattern of real days as 2026-03-05 or 20260305, for a pattern of years; 29 February is left to the parser."""
    return rf"(?:{years})(?:-{_MONTH_DAY.format('-')}|{_MONTH_DAY.format('')})"


CLEAN_DAY = clean_day("20[0-4][0-9]")
CLEAN_WON = r"(?:0|[1-9][0-9]{0,8})"
CLEAN_COUNT = r"[1-9][0-9]{0,5}"
