"""The copy of an upload that is kept until the file is accepted: text as it was, a workbook as JSON lines.

From an organisation that may not hold resident numbers the copy is free of them before its first byte is written.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PIECE = 2 << 20


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows of a JSON-lines copy: (sheet, line, cells); reading goes on at `end_offset`."""

    rows: list[tuple[int, int, list[str]]]
    end_offset: int


def create_private(path: Path) -> BinaryIO:
    """Create a file that only the server's user reads; an existing one of the same name is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(descriptor, "wb", buffering=1 << 20)


def write_row(file: BinaryIO, sheet: int, line: int, cells: Iterable[str]) -> None:
    """Write one row of a workbook's copy."""
    text = json.dumps([sheet, line, list(cells)], ensure_ascii=False, separators=(",", ":"))
    file.write(text.encode("utf-8", "replace") + b"\n")


def read_rows(path: Path, offset: int) -> Iterator[RowBlock]:
    """Read a workbook's copy from a byte offset that begins a row, in flat memory."""
    with path.open("rb") as file:
        file.seek(offset)
        while lines := file.readlines(PIECE):
            offset += sum(map(len, lines))
            yield RowBlock([tuple(json.loads(line)) for line in lines], offset)
