"""Which column is which field: guessed from the header's words and from what the cells look like."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.fields import CellContext, Field
from duru.blocks.exchange.rules.headers import is_serial, word_of, words_of

LEAST_CONFIDENCE = 0.4
SURE = 0.85
SAMPLES = 30


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a field was found. `column` counts from 0, None when nowhere; `confidence` 0-1; `why` is Korean."""

    field: str
    column: int | None
    confidence: float
    why: str

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


def guess_mapping(header: Sequence[str], samples: Sequence[Sequence[str]], dataset: Dataset) -> list[Guess]:
    """Guess the column of every field of a data set, in the order of its fields.

    Args:
        header: words above the columns, "" where there are none.
        samples: some rows of data (30 are enough), cells as typed.
    """
    columns = range(max([len(header), *(len(row) for row in samples[:SAMPLES])], default=0))
    words = [words_of(header[at]) if at < len(header) else () for at in columns]
    cells = [[row[at].strip() for row in samples[:SAMPLES] if at < len(row) and row[at].strip()] for at in columns]
    serials = {at for at in columns if is_serial(header[at] if at < len(header) else "", cells[at])}
    candidates = [
        (score, -order, -at, field.key, why)
        for order, field in enumerate(dataset.all_fields)
        for at in columns
        if at not in serials and (found := _score(field, words[at], cells[at]))
        for score, why in [found]
    ]
    taken: dict[str, tuple[int, float, str]] = {}
    for score, _, at, key, why in sorted(candidates, reverse=True):
        if score >= LEAST_CONFIDENCE and key not in taken and -at not in {column for column, _, _ in taken.values()}:
            taken[key] = (-at, score, why)
    return [
        Guess(field.key, *taken[field.key])
        if field.key in taken
        else Guess(field.key, None, 0.0, "맞는 열이 없습니다.")
        for field in dataset.all_fields
    ]


def known_words(dataset: Dataset) -> set[str]:
    """Return the bare words of all labels and aliases of a data set."""
    return {word_of(word) for field in dataset.all_fields for word in (field.label, *field.aliases)}


def missing_fields(columns: Mapping[str, int], dataset: Dataset) -> list[str]:
    """Return the Korean names of what a mapping lacks: required fields, and any contact to tell persons apart."""
    missing = [field.label for field in dataset.all_fields if field.is_required and field.key not in columns]
    if dataset.needs_contact and not {"birth", "phone", "address"} & columns.keys():
        missing.append("생년월일·전화번호·주소 가운데 하나")
    return missing


def _score(field: Field, words: Sequence[str], cells: Sequence[str]) -> tuple[float, str] | None:
    exact = {word_of(field.label), *(word_of(alias) for alias in field.aliases)}
    name, score = "", 0.0
    for rank, word in enumerate(words):
        if word in exact:
            name, score = f"머리글 '{word}'", 1.0 - 0.05 * rank
            break
    else:
        for word in words:
            if "주민등록번호" in word or "주민번호" in word:
                continue  # holds "등록번호" and is no 관리번호: what is left of it after the cut names nobody
            if any(len(alias) >= 2 and (alias in word or (len(word) >= 2 and word in alias)) for alias in exact):
                name, score = f"머리글 '{word}'과(와) 비슷한 말", 0.6
                break
    share = _share(field, cells)
    if share is None or not cells:
        return (score, f"{name}로 알아보았습니다.") if score else None
    if score:
        if share < 0.3:
            return score * 0.5, f"{name}이지만 내용은 {field.label}처럼 보이지 않습니다."
        return min(1.0, score + 0.2 * share * (score < 0.9)), f"{name}, 내용 {share:.0%}가 {field.label} 모양입니다."
    if words and share >= 0.8 and field.is_required:
        return 0.45, f"머리글은 모르는 말이지만 내용 {share:.0%}가 {field.label}로 읽힙니다."
    if not words and share >= 0.8:
        return 0.4 + 0.3 * share, f"머리글은 없지만 내용 {share:.0%}가 {field.label} 모양입니다."
    return None


def _share(field: Field, cells: Sequence[str]) -> float | None:
    """Return the share of cells that look like the field; None when any text would, or nothing is known."""
    if not cells:
        return None
    if field.looks_like is not None:
        shape = re.compile(field.looks_like)
        return sum(bool(shape.fullmatch(cell)) for cell in cells) / len(cells)
    if field.clean is None or field.takes_any_text:
        return None
    return sum(_reads(field, cell) for cell in cells) / len(cells)


_ANY_DAY = CellContext(date(2099, 12, 31))  # a guess needs no clock; only days in the future would be refused


def _reads(field: Field, cell: str) -> bool:
    try:
        field.parse(cell, _ANY_DAY)
    except (ValueError, TypeError, ArithmeticError, LookupError):
        return False
    return True
