"""Write tables as the CSV and XLSX files that agencies send: titles above, merged headers, totals below.

Row numbers count from 1 and include titles and headers; a cell with a line break does not start a new row.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

Cell = object  # str | int | date | None


@dataclass
class Table:
    """One sheet: title rows, an optional merged upper header, the header, data rows and an optional total row."""

    sheet: str
    header: list[str]
    rows: Sequence[Sequence[Cell]]
    titles: list[str] = field(default_factory=list)
    groups: list[tuple[str, int]] = field(default_factory=list)  # (label, columns it spans)
    total: list[Cell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # lines below everything

    @property
    def first_row(self) -> int:
        """Return the row number of the first data row."""
        return len(self.titles) + (1 if self.groups else 0) + 2


def write_csv(path: Path, table: Table, encoding: str) -> None:
    """Write one table as CSV with CRLF line ends; raises UnicodeEncodeError rather than lose a letter."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        width = len(table.header)
        for title in table.titles:
            writer.writerow([title] + [""] * (width - 1))
        if table.groups:
            writer.writerow([cell for label, span in table.groups for cell in [label] + [""] * (span - 1)])
        writer.writerow(table.header)
        writer.writerows(table.rows)
        if table.total:
            writer.writerow(table.total)
        for note in table.notes:
            writer.writerow([note] + [""] * (width - 1))


def write_xlsx(path: Path, tables: Sequence[Table], guide: Sequence[str], as_of: date) -> None:
    """Write several sheets, the guide sheet (작성 요령) last; the same input gives the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                           "default_date_format": "yyyy-mm-dd"})  # fmt: skip
    book.set_properties({"title": "해오름구 시험자료", "created": _at(as_of, 9)})
    bold = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#DDE6F0"})
    title_format = book.add_format({"bold": True, "font_size": 14})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for table in tables:
        page = book.add_worksheet(table.sheet)
        row = 0
        for title in table.titles:
            page.write_string(row, 0, title, title_format)
            row += 1
        if table.groups:
            column = 0
            for label, span in table.groups:
                if span > 1:
                    page.merge_range(row, column, row, column + span - 1, label, bold)
                else:
                    page.write_string(row, column, label, bold)
                column += span
            row += 1
        for column, word in enumerate(table.header):
            page.write_string(row, column, word, bold)
        for cells in table.rows:
            row += 1
            _write_row(page, row, cells, day)
        if table.total:
            row += 1
            _write_row(page, row, table.total, day)
        for note in table.notes:
            row += 1
            page.write_string(row, 0, note)
    if guide:
        page = book.add_worksheet("작성요령")
        for row, line in enumerate(guide):
            page.write_string(row, 0, line)
    book.close()


def _write_row(page: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[Cell], day: object) -> None:
    for column, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        if isinstance(cell, date):
            page.write_datetime(row, column, _at(cell), day)
        elif isinstance(cell, int):
            page.write_number(row, column, cell)
        else:
            page.write_string(row, column, str(cell))


def _at(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour))
