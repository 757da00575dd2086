"""A file as it arrives: looked at, and copied free of what may not be kept."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.readers.copies import create_private, write_row
from duru.blocks.exchange.readers.delimited import RecordBlock, cells_of, read_blocks, sniff_delimiter
from duru.blocks.exchange.readers.letters import TextFile, inspect_text
from duru.blocks.exchange.rules.cutting import cut_cells, may_hold_parted, may_hold_rrn
from duru.blocks.exchange.rules.planning import HEAD_ROWS, MOST_COLUMNS, SheetLook, exempt_columns
from duru.blocks.exchange.rules.plans import SheetPlan
from duru.blocks.workbooks.api import SheetRow, kind_of_file, open_workbook

Look = Callable[[int, str, Sequence[tuple[int, Sequence[str]]]], SheetLook]
_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is known of a file after the first look.

    `encoding`, `newline`, `start` tell how to read the file itself; `copy_size` is the size of the copy, 0 without one.
    """

    kind: str
    looks: list[SheetLook]
    encoding: str = ""
    delimiter: str = ""
    newline: bytes = b"\n"
    start: int = 0
    sha256: str = ""
    n_rrn_cut: int = 0
    copy_size: int = 0


def look_at_file(
    path: Path, *, look: Look, must_cut: bool, copy_to: Path | None, progress: Callable[[int], None] | None = None
) -> Arrived:
    """Look at a file and, when asked, write the copy that intake will read.

    Args:
        look: plans one sheet from its first rows (`rules.planning.look_at_sheet`).
        must_cut: resident numbers are cut from the copy, and from the rows `look` is shown.
        copy_to: where to put the copy; None reads a text file in place (workbooks always need a copy).

    Raises:
        FileRefused: with a Korean reason; nothing is left on disk then.
    """
    kind = kind_of_file(path)
    try:
        if kind == "xlsx":
            if copy_to is None:
                raise ValueError("a workbook is read from its copy")
            return _look_at_workbook(path, look, must_cut, copy_to)
        return _look_at_text(path, look, must_cut, copy_to, progress)
    except FileRefused:
        if copy_to is not None:
            copy_to.unlink(missing_ok=True)
        raise


def _look_at_text(path: Path, look: Look, must_cut: bool, copy_to: Path | None, progress) -> Arrived:
    text = inspect_text(path, progress=progress)
    head = next(_blocks(path, text, ",", 0), None)
    if head is None:
        raise FileRefused("빈 파일입니다. 자료가 들어 있는 파일을 올려 주세요.")
    delimiter = sniff_delimiter(head.records[:HEAD_ROWS])
    rows = []
    for record, line in zip(head.records[:HEAD_ROWS], head.lines, strict=False):
        if record.count(delimiter) >= MOST_COLUMNS:
            raise FileRefused(
                f"{line}번째 줄의 열이 {MOST_COLUMNS:,}개를 넘습니다. 표 파일이 맞는지 확인해 주세요.", line=line
            )
        cells = cells_of(record, delimiter)
        # Which columns hold amounts is only known after the look: backs beside fronts are cut from what is kept.
        rows.append((line, cut_cells(cells, exempt=range(len(cells)))[0] if must_cut else cells))
    found = look(0, "", rows)
    plan = found.plan
    arrived = Arrived("text", [found], text.encoding, delimiter, text.newline, text.start, text.sha256)
    if copy_to is None:
        return arrived
    n_cut = 0
    with _replacing(copy_to) as copy:
        for block in _blocks(path, text, delimiter, plan.width):
            records = block.records
            if must_cut:
                records, n_more = _cut_records(records, delimiter, plan)
                n_cut += n_more
            copy.write(("\n".join(records) + "\n").encode("utf-8"))
    return replace(arrived, n_rrn_cut=n_cut, copy_size=copy_to.stat().st_size)


def _blocks(path: Path, text: TextFile, delimiter: str, width: int) -> Iterator[RecordBlock]:
    return read_blocks(
        path,
        encoding=text.encoding,
        newline=_newline_bytes(text),
        delimiter=delimiter,
        offset=text.start,
        line=1,
        width=width,
    )


def _newline_bytes(text: TextFile) -> bytes:
    return text.newline.decode().encode(text.encoding)


def _cut_records(records: list[str], delimiter: str, plan: SheetPlan) -> tuple[list[str], int]:
    secret, birth = plan.secret, plan.columns.get("birth")
    is_parted = may_hold_parted("\n".join(records), delimiter)
    if (
        not secret
        and not is_parted
        and not may_hold_rrn("|".join(records))
        and not (birth is not None and _TWELVE.search("|".join(records)))
    ):
        return records, 0
    kept, total, exempt = [], 0, exempt_columns(plan.header, plan.columns)
    for record in records:
        if (
            secret
            or may_hold_rrn(record)
            or (is_parted and may_hold_parted(record, delimiter))
            or (birth is not None and _TWELVE.search(record))
        ):
            cells, n_cut = cut_cells(
                cells_of(record, delimiter),
                secret=secret,
                number_cells=() if birth is None else (birth,),
                exempt=exempt,
            )
            if n_cut:
                total += n_cut
                record = _record_of(cells, delimiter)
        kept.append(record)
    return kept, total


def _record_of(cells: Sequence[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()


def _look_at_workbook(path: Path, look: Look, must_cut: bool, copy_to: Path) -> Arrived:
    looks: list[SheetLook] = []
    n_cut = 0
    with open_workbook(path) as workbook, _replacing(copy_to) as copy:
        for number, rows in _by_sheet(workbook.rows):
            head: list[SheetRow] = []
            for row in rows:
                head.append(row)
                if len(head) == HEAD_ROWS:
                    break
            shown = [
                (
                    row.line,
                    cut_cells(row.cells, number_cells=row.number_cells, exempt=range(len(row.cells)))[0]
                    if must_cut
                    else row.cells,
                )
                for row in head
            ]
            looks.append(look(number, workbook.sheets[number], shown))
            plan = looks[-1].plan
            exempt = exempt_columns(plan.header, plan.columns)
            for row in _chain(head, rows):
                cells = row.cells
                if must_cut:
                    cells, n_more = cut_cells(cells, number_cells=row.number_cells, secret=plan.secret, exempt=exempt)
                    n_cut += n_more
                write_row(copy, row.sheet, row.line, cells)
    if not looks:
        raise FileRefused("모든 시트가 비어 있습니다. 자료가 들어 있는 파일을 올려 주세요.")
    return Arrived("xlsx", looks, n_rrn_cut=n_cut, copy_size=copy_to.stat().st_size)


def _chain(head: list[SheetRow], rest: Iterator[SheetRow]) -> Iterator[SheetRow]:
    yield from head
    yield from rest


def _by_sheet(rows: Iterator[SheetRow]) -> Iterator[tuple[int, Iterator[SheetRow]]]:
    """Group rows by sheet without holding a sheet in memory."""
    yield from groupby(rows, key=lambda row: row.sheet)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a private file that appears under its name only when it is whole."""
    scratch = path.with_name(path.name + ".part")
    file = create_private(scratch)
    try:
        with file:
            yield file
        scratch.rename(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
