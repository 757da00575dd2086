"""The first look at a sheet: header, guessed columns, running number, columns to be cut."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.rules.guessing import Guess, guess_mapping, known_words, missing_fields
from duru.blocks.exchange.rules.headers import (
    LOOK_AT,
    Header,
    find_header,
    find_known_header,
    header_at,
    is_rrn_tail,
    is_serial,
    left_out_signature,
    signature_of,
)
from duru.blocks.exchange.rules.plans import SheetPlan

HEAD_ROWS = LOOK_AT + 40
MOST_COLUMNS = 1_000
# Columns of these hold seven digits that are no back of a resident number.
SEVEN_DIGITS = frozenset({"value_won", "amount_won", "quantity", "phone", "source_id", "household_no"})
_OF_AMOUNTS = re.compile("금액|단가|가격|수량|환산|[가-힣]액$|원$|전화|연락처|번호$")
_OF_RESIDENTS = re.compile("주민|주번|뒷|뒤")


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A plan to start from, and how sure each of its columns is."""

    plan: SheetPlan
    guesses: tuple[Guess, ...]


def look_at_sheet(
    sheet: int,
    name: str,
    rows: Sequence[tuple[int, Sequence[str]]],
    dataset: Dataset,
    remembered: Callable[[str], Mapping[str, int] | None] = lambda signature: None,
    placed: tuple[int, ...] | None = None,
) -> SheetLook:
    """Plan one sheet from its first rows.

    Args:
        rows: (line number, cells) of the first rows, blank ones left out or in.
        remembered: returns the columns a person confirmed for a signature, or None; empty for a sheet left out for good.
        placed: the lines a person says are the header, one or two, () for none; None leaves it to the guess.

    A line whose words a person confirmed before is the header, wherever the guess would look. A sheet in which neither a name nor a
    way to tell people apart is found (a page of instructions) is not used.
    """
    filled = [(line, list(cells)) for line, cells in rows if any(cell.strip() for cell in cells)]
    header = _find_header([cells for _, cells in filled], dataset, remembered, placed, [line for line, _ in filled])
    head, data = filled[header.at : header.at + header.n_lines], filled[header.at + header.n_lines :]
    if not head:
        data = filled
    lines = tuple(line for line, _ in head)
    samples = [cells for _, cells in data]
    columns = _without_empty_end(header.columns, samples)
    guesses = guess_mapping(columns, samples, dataset)
    signature = signature_of(columns)
    known = remembered(signature)
    mapping = dict(known or {each.field: each.column for each in guesses if each.column is not None})
    is_left_out = placed is None and remembered(left_out_signature(signature, name)) is not None
    plan = SheetPlan(
        sheet=sheet,
        name=name,
        header=tuple(columns),
        header_lines=lines,
        first_line=lines[-1] + 1 if lines else filled[0][0] if filled else 1,
        signature=signature,
        is_used=bool(columns) and not is_left_out and not missing_fields(mapping, dataset),
        columns=mapping,
        serial=_serial_column(columns, samples, mapping),
        secret=_secret_columns(columns, samples, mapping),
        is_remembered=known is not None,
    )
    return SheetLook(plan, tuple(guesses))


def _find_header(
    texts: Sequence[Sequence[str]], dataset: Dataset, remembered, placed: tuple[int, ...] | None, lines: Sequence[int]
) -> Header:
    if placed is not None:
        return header_at(texts, [at for at, line in enumerate(lines) if line in placed])
    known = find_known_header(texts, lambda signature: remembered(signature) is not None)
    return known or find_header(texts, known_words(dataset))


def _without_empty_end(columns: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """Leave off columns at the end that have neither a word above nor a cell below."""
    width = len(columns)
    while width and not columns[width - 1] and not any(len(s) >= width and s[width - 1].strip() for s in samples):
        width -= 1
    return list(columns[:width])


def _serial_column(columns: Sequence[str], samples: Sequence[Sequence[str]], mapping: Mapping[str, int]) -> int | None:
    for at, head in enumerate(columns):
        if at not in mapping.values() and is_serial(head, [cells[at] for cells in samples if at < len(cells)]):
            return at
    return None


def _secret_columns(
    columns: Sequence[str], samples: Sequence[Sequence[str]], mapping: Mapping[str, int]
) -> tuple[int, ...]:
    """Return the columns of backs of resident numbers, each known by the fronts beside it."""
    exempt = exempt_columns(columns, mapping)

    def cells_at(at: int) -> list[str]:
        return [cells[at] if at < len(cells) else "" for cells in samples]

    return tuple(
        at
        for at in range(1, len(columns))
        if at not in exempt and is_rrn_tail(columns[at], cells_at(at), cells_at(at - 1))
    )


def exempt_columns(header: Sequence[str], columns: Mapping[str, int]) -> frozenset[int]:
    """Return the columns in which seven digits beside a date are an amount, a telephone or an agency's own number.

    By what a person or the guess says they are, or by their header; a header that speaks of resident numbers is none.
    """
    mapped = {at for key, at in columns.items() if key in SEVEN_DIGITS}
    words = [re.sub(r"[\s()\[\]]", "", head) for head in header]
    named = {at for at, word in enumerate(words) if _OF_AMOUNTS.search(word) and not _OF_RESIDENTS.search(word)}
    return frozenset(mapped | named)


def guesses_json(look: SheetLook) -> list[dict[str, Any]]:
    """Write the guesses of one sheet as they are kept with the intake."""
    return [
        {"field": each.field, "column": each.column, "confidence": round(each.confidence, 2), "why": each.why}
        for each in look.guesses
    ]
