"""Read the agency files in the plainest way there is, without the product's intake."""

from __future__ import annotations

import csv
from pathlib import Path

from python_calamine import CalamineWorkbook

ENCODINGS = ("utf-8-sig", "cp949")


def encoding_of(path: Path) -> str:
    """Return utf-8-sig for a file with a byte order mark and cp949 for any other."""
    return "utf-8-sig" if path.read_bytes()[:3] == b"\xef\xbb\xbf" else "cp949"


def read_sheets(path: Path) -> dict[str, list[list[object]]]:
    """Return the rows of every sheet; a CSV is one sheet without a name."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(str(path))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    with path.open(encoding=encoding_of(path), newline="") as file:
        return {"": list(csv.reader(file))}
