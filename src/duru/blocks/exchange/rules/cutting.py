"""Cut resident numbers out of a row before anything of it is kept."""

import re
from collections.abc import Collection, Sequence

from duru.kernel.rrn import cut_rrn, has_rrn

_TAIL = re.compile(r"\s*([0-9０-９*])[0-9０-９*]{6}\s*")


def cut_cells(
    cells: Sequence[str], *, number_cells: Collection[int] = (), secret: Sequence[int] = ()
) -> tuple[list[str], int]:
    """Cut every resident number of a row; returns the cells and how many were cut.

    A number that stands in two columns (front and back) loses the back but for its first digit, which tells century and
    sex. A number hidden across two cells of free text is not found.

    Source: 개인정보 보호법 제24조의2 제1항.
    """
    kept: list[str] = []
    total = 0
    for at, cell in enumerate(cells):
        if at in secret and (tail := _TAIL.fullmatch(cell)):
            cell, n_cut = tail[1], 1
        else:
            cell, n_cut = cut_rrn(cell, is_number_cell=at in number_cells)
        kept.append(cell)
        total += n_cut
    return kept, total


def may_hold_rrn(record: str) -> bool:
    """Ask cheaply whether a whole record may hold a resident number; False is certain (but for secret columns)."""
    return has_rrn(record)
