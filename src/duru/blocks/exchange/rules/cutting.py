"""Cut resident numbers out of a row before anything of it is kept."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from duru.kernel.rrn import LINE_MAY_HOLD_RRN, birth_of, cut_rrn, has_rrn

_TAIL = re.compile(r"\s*[0-9０-９*]{7}\s*")
_BETWEEN = "\x1f"
# Front and back in two cells side by side: a birth date of six digits, or of eight up to 2019, beside 1-8 and six digits.
_FRONT = r"(?:19|20(?=[01]))?([0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
_BACK = r"([1-8])[0-9]{6}"
_PARTED = re.compile(
    rf"(?:(?<=\A)|(?<={_BETWEEN}))\s*{_FRONT}\s*(?:-\s*)?{_BETWEEN}\s*(?:-\s*)?{_BACK}\s*(?={_BETWEEN}|\Z)"
)


def cut_cells(
    cells: Sequence[str],
    *,
    number_cells: Collection[int] = (),
    secret: Sequence[int] = (),
    exempt: Collection[int] = (),
) -> tuple[list[str], int]:
    """Cut every resident number of a row down to the birth date it tells; returns the cells and how many were cut.

    A number that stands in two cells side by side loses its back, also where no header says so, unless the column of the back
    is one of `exempt`: amounts, telephones and the agency's own numbers have seven digits too. `secret` are the columns
    known to hold backs. A number hidden across two cells of free text is not found.

    Source: 개인정보 보호법 제24조의2 제1항; 제3조 제1항 (필요한 최소한).
    """
    kept, total = list(cells), 0
    line = _BETWEEN.join(kept)
    if _PARTED.search(line):
        kept, total = _cut_parted(line, exempt)
    for at, cell in enumerate(kept):
        if at in secret and _TAIL.fullmatch(cell):
            kept[at], n_cut = "", 1
        else:
            kept[at], n_cut = cut_rrn(cell, is_number_cell=at in number_cells)
        total += n_cut
    return kept, total


def _cut_parted(line: str, exempt: Collection[int]) -> tuple[list[str], int]:
    n_cut = 0

    def birth_alone(match: re.Match[str]) -> str:
        nonlocal n_cut
        if line.count(_BETWEEN, 0, match.start(2)) in exempt:
            return match[0]
        n_cut += 1
        return birth_of(match[1], match[2]) + _BETWEEN

    return _PARTED.sub(birth_alone, line).split(_BETWEEN), n_cut


def may_hold_rrn(record: str) -> bool:
    """Ask cheaply whether a whole record may hold a resident number; False is certain (but for secret columns)."""
    return has_rrn(record)


_DIGITS = bytes.maketrans(b"0123456789", b"0" * 10)


def may_hold_parted(records: str, delimiter: str) -> bool:
    """Ask cheaply whether any of some records, one a line, holds a resident number parted by the delimiter.

    First by the shape alone, digits as 0, which few records have, then by one pattern. True is no certainty: which columns hold
    amounts is not asked here.
    """
    shape, pattern = _parted_by(delimiter)
    return (
        shape.search(records.encode().translate(_DIGITS, b'" \r')) is not None and pattern.search(records) is not None
    )


@cache
def _parted_by(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[str]]:
    gap, parts = r'[ "\r]*-?[ "\r]*', re.escape(delimiter)
    # It begins with fixed bytes, for which re looks fast; seven digits exactly leave out telephones beside birth dates.
    shape = re.compile(f"000000(?:{parts}-?|-{parts})0000000(?!0)".encode())
    return shape, re.compile(rf"(?<![0-9]){_FRONT}{gap}{parts}{gap}{_BACK}(?![0-9])")


# Both questions in RE2's words, for a column of single lines. To be given its {delimiter}.
LINE_MAY_HOLD = (
    LINE_MAY_HOLD_RRN.replace("{", "{{").replace("}", "}}")
    + "|[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]) *-? *{delimiter} *-? *[1-8][0-9]{{6}}(?:[^0-9]|$)"
)
