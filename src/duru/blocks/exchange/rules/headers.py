"""Where a table begins: title rows above, a header of one or two lines, totals below."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

LOOK_AT = 40
_NOISE = re.compile(r"[\s·∙,./:;*※#_~\-'\"‘’“”!?]+")
_BRACKETS = re.compile(r"[(\[{<（［][^)\]}>）］]*[)\]}>）］]?")
_SERIAL = frozenset({"연번", "순번", "번호", "순", "no", "일련번호", "연변", "번", "순서", "줄번호", "num", "idx"})
_TOTAL = re.compile(
    r"(?:총|합|소|누|총합|월|일)?계(?:\(.*\)|:.*|[0-9,]+.*)?|총(?:인원|원|수|건수)?:?[0-9,]+(?:명|건|개|세대|가구|원)?.*|이하여백|이상(?:끝)?|-이하여백-|끝"
)


def word_of(header: str) -> str:
    """Reduce a header cell to its bare word: "성 명*" → "성명", "H.P" → "hp". Brackets keep their content."""
    return re.sub(r"[()\[\]{}<>（）［］]", "", _NOISE.sub("", header)).lower()


def words_of(header: str) -> tuple[str, ...]:
    """List the words a header cell may be known by, the most exact first: all of it, without brackets, its last line."""
    found = [word_of(header), word_of(_BRACKETS.sub("", header))]
    if "\n" in header or " " in header.strip():
        found.append(word_of(_BRACKETS.sub("", re.split(r"[\n ]", header.strip())[-1])))
    return tuple(dict.fromkeys(word for word in found if word))


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table.

    `at` is the index of its first row among the rows looked at, -1 when there is none; `n_lines` 0, 1 or 2; `columns` the
    words above each column, the two lines of a merged header joined by a line break.
    """

    at: int
    n_lines: int
    columns: tuple[str, ...]


def find_header(rows: Sequence[Sequence[str]], known: Iterable[str]) -> Header:
    """Find the header: the row, or pair of rows, in which most cells are words we know.

    Args:
        rows: the first rows of a sheet, cells as typed (40 are enough).
        known: bare words (`word_of`) of all labels and aliases of the data set.

    Returns:
        A header without lines when fewer than two known words stand in one row and the first row looks like data.
    """
    known = {*known, *_SERIAL}
    best, best_score = Header(-1, 0, ()), 1.0
    for at, row in enumerate(rows[:LOOK_AT]):
        score = sum(_is_known(cell, known) for cell in row)
        if score > best_score:
            best, best_score = Header(at, 1, tuple(cell.strip() for cell in row)), score
        if at + 1 < len(rows):
            joined = _join(row, rows[at + 1])
            score = sum(_joined_is_known(upper, lower, known) for upper, lower in joined)
            alone = sum(_is_known(cell, known) for cell in rows[at + 1])
            # Half a word more, so that a row of data is never the second line by chance; and more than the lower line
            # alone, so that a title right above the header (with its date) never becomes part of every column's name.
            if score > max(best_score, alone) + 0.5:
                best, best_score = Header(at, 2, tuple(_joined_text(upper, lower) for upper, lower in joined)), score
    if best.n_lines:
        return best
    if rows and _looks_like_header(rows[0], rows[1:LOOK_AT]):
        return Header(0, 1, tuple(cell.strip() for cell in rows[0]))
    return Header(-1, 0, ("",) * max((len(row) for row in rows), default=0))


def header_at(rows: Sequence[Sequence[str]], at: Sequence[int]) -> Header:
    """Read the header that stands in one row, or in two rows one below the other; no rows: a table without header.

    Args:
        at: indexes among `rows`; of more than two the first two count.
    """
    if not at:
        return Header(-1, 0, ("",) * max((len(row) for row in rows), default=0))
    first = at[0]
    if len(at) == 1 or at[1] != first + 1:
        return Header(first, 1, tuple(cell.strip() for cell in rows[first]))
    joined = _join(rows[first], rows[first + 1])
    return Header(first, 2, tuple(_joined_text(upper, lower) for upper, lower in joined))


def find_known_header(rows: Sequence[Sequence[str]], is_known: Callable[[str], bool]) -> Header | None:
    """Find the row, or pair of rows, whose signature a person confirmed before; None when there is none.

    Args:
        is_known: asked with signatures of rows that hold words.
    """
    for at in range(min(len(rows), LOOK_AT)):
        pairs = [[at, at + 1], [at]] if at + 1 < len(rows) else [[at]]
        for lines in pairs:
            header = header_at(rows, lines)
            if any(word_of(column) for column in header.columns) and is_known(signature_of(header.columns)):
                return header
    return None


def left_out_signature(signature: str, sheet: str) -> str:
    """Name a sheet of a shape that is left out for good: the same shape under another sheet's name is another."""
    return blake2b(f"{signature}\x1f{sheet}".encode(), digest_size=16).hexdigest()


def _looks_like_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Tell an unknown header from data: words only, above columns that hold digits."""
    if len(first) < 2 or not rest or not all(0 < len(cell.strip()) <= 20 and not _DIGIT.search(cell) for cell in first):
        return False
    with_digits = [sum(at < len(row) and bool(_DIGIT.search(row[at])) for row in rest) for at in range(len(first))]
    return any(2 * count > len(rest) for count in with_digits)


_DIGIT = re.compile(r"[0-9]")


def is_total(cells: Sequence[str], name_at: int | None, told_by: Iterable[int] = ()) -> bool:
    """Tell whether a row is a total or closing line (합계, 소계, 계 120명, 이하 여백) and not a person.

    Args:
        name_at: column of the name, None when unknown.
        told_by: columns of birth date, phone and address. There are people called 이상 or 소계: a row that tells who is
            meant (six digits, or an address) is a person whatever the name.
    """
    filled = [(at, cell) for at, cell in enumerate(cells) if cell and not cell.isspace()]
    if not filled:
        return False
    if len(filled) == 1 and filled[0][1].lstrip().startswith("※"):
        return True  # a remark below the table: alone in its row, and no name begins so
    for at, cell in filled[:3]:
        if _TOTAL.fullmatch(_NOISE_KEEPING_COLON.sub("", cell)):
            if name_at is not None and at > name_at and name_at < len(cells) and cells[name_at].strip():
                return False
            return not any(at < len(cells) and _TELLS_WHO.search(cells[at]) for at in told_by)
        if at == name_at:
            return False
    return False


_TELLS_WHO = re.compile(r"[0-9](?:[^0-9가-힣]*[0-9]){5}|[가-힣](?:로|길|동|리|읍|면)[0-9 ]")
_NOISE_KEEPING_COLON = re.compile(r"[\s·∙./;*※#_~'\"!?<>\[\]]+|(?<=계)[,\-]+")


def is_serial(header: str, samples: Sequence[str]) -> bool:
    """Tell whether a column is a running number: by its header, or because it counts 1, 2, 3 … without one."""
    if header:
        return any(word in _SERIAL for word in words_of(header))
    numbers = [int(cell) for cell in samples if cell.strip().isdecimal() and len(cell.strip()) < 8]
    return (
        len(numbers) >= 3
        and len(numbers) == len(samples)
        and all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))
    )


def is_rrn_tail(header: str, samples: Sequence[str], previous: Sequence[str]) -> bool:
    """Tell whether a column holds the back half of resident numbers, written apart from the front.

    By its header (주민번호 뒷자리), or because most cells are seven digits beside six that are a birth date.
    """
    word = word_of(header)
    if ("뒷" in word or "뒤" in word or word.endswith("2")) and ("주민" in word or "자리" in word):
        return True
    pairs = [(a.strip(), b.strip()) for a, b in zip(previous, samples, strict=False) if b.strip()]
    hits = sum(bool(_FRONT.fullmatch(a) and _BACK.fullmatch(b)) for a, b in pairs)
    return len(pairs) >= 1 and hits * 2 > len(pairs)


_FRONT = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_BACK = re.compile(r"[1-8][0-9]{6}")


def signature_of(columns: Sequence[str]) -> str:
    """Name the shape of a table: 32 hex digits, the same whatever the spacing of the header's words."""
    words = [word_of(column) for column in columns]
    while words and not words[-1]:
        words.pop()
    text = "\x1f".join(words) if any(words) else f"\x1e{len(columns)}"
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _is_known(cell: str, known: set[str]) -> bool:
    return len(cell) <= 40 and any(word in known for word in words_of(cell))


def _join(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    """Pair two lines; a merged cell of the upper line reaches over the blanks to its right."""
    width = max(len(upper), len(lower))
    pairs, carried = [], ""
    for at in range(width):
        above = upper[at].strip() if at < len(upper) else ""
        below = lower[at].strip() if at < len(lower) else ""
        carried = above or (carried if below else "")
        pairs.append((carried, below))
    return pairs


def _joined_is_known(upper: str, lower: str, known: set[str]) -> bool:
    if not lower:
        return _is_known(upper, known)
    return _is_known(lower, known) or (bool(upper) and word_of(upper + lower) in known)


def _joined_text(upper: str, lower: str) -> str:
    return upper if not lower or upper == lower else f"{upper}\n{lower}" if upper else lower
