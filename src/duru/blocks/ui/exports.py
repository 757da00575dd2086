"""Files that leave the house: CSV and XLSX whose cells can never run as a formula.

Both writers finish the file on disk inside the caller's transaction and only then stream it: a generator that reads the
database while the answer is sent would run after the tenant's scope has closed, and find no rows.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from io import TextIOWrapper
from typing import IO, Any, TypeAlias

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

# Signs that make Excel, LibreOffice or Hancell read a text as a formula; the wide forms are folded to the narrow ones
# by Korean and Japanese input, so they count too. Source: OWASP "CSV Injection".
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
_CONTROL_SIGNS = frozenset("\t\r\n")
_BLANK = re.compile(r"^[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_SHEET_ROWS = 1_048_575  # a sheet's limit, less the header
_CELL_CHARS = 32_767  # longer texts are dropped by the writer without a word
_EXACT_DIGITS = 15  # a spreadsheet number holds no more
_EXCEL_EPOCH = dt.date(1900, 3, 1)  # Excel believes in 29 February 1900; earlier days are written as text

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {
    "head": {"bold": True, "bg_color": "#EEF2F7", "bottom": 1, "text_wrap": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
    "number": {"num_format": "#,##0.##"},
    "int": {"num_format": "#,##0"},
    "title": {"bold": True, "font_size": 14},
}

Cell: TypeAlias = str | int | float | Decimal | dt.date | dt.datetime | None


@dataclass(frozen=True)
class Column:
    """One column of an export.

    `key` names the item of a mapping or the attribute of an object; `value` computes the cell from the row instead.
    `definition` explains the column on the XLSX's second sheet. `width` is in characters.
    """

    key: str
    label: str
    definition: str = ""
    width: int = 16
    value: Callable[[Any], Any] | None = None

    def read(self, row: Any) -> Any:
        if self.value is not None:
            return self.value(row)
        return row[self.key] if isinstance(row, Mapping) else getattr(row, self.key)


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could read as a formula.

    A text is dangerous when it begins with = + - @ (or their wide forms), also behind blanks and invisible signs, or with
    TAB, CR or LF. Other texts come back unchanged, so repeating does nothing.
    Source: OWASP, CSV Injection.
    """
    if not text:
        return text
    visible = _BLANK.sub("", text)
    if text[0] in _CONTROL_SIGNS or (visible and visible[0] in FORMULA_SIGNS):
        return "'" + text
    return text


def to_cell(value: Any) -> Cell:
    """Turn any value into what a cell may hold: numbers and days stay themselves, everything else becomes safe text."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, Enum):
        return neutralise(_clean(str(getattr(value, "label", value.value))))
    if isinstance(value, int):
        return value if len(str(abs(value))) <= _EXACT_DIGITS else neutralise(str(value))
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, float):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return neutralise(_clean(", ".join(str(item) for item in value)))
    return neutralise(_clean(str(value)))


def csv_response(
    rows: Iterable[Any], columns: Sequence[Column], filename: str, *, encoding: str = "utf-8-sig"
) -> FileResponse:
    """Answer with a CSV file (UTF-8 with a byte order mark, so that Excel reads Korean), every text cell quoted.

    Rows are read once and written to disk as they come: memory stays flat for any number of rows.
    """
    with ExitStack() as stack:
        body = stack.enter_context(tempfile.TemporaryFile(suffix=".csv"))
        text = TextIOWrapper(body, encoding=encoding, errors="replace", newline="", write_through=True)
        writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([to_cell(column.label) for column in columns])
        writer.writerows([_csv_cell(to_cell(column.read(row))) for column in columns] for row in rows)
        text.detach()
        stack.pop_all()  # from here on the response closes the file
    content_type = "text/csv; charset=utf-8" if encoding.startswith("utf-8") else "text/csv"
    return _file_response(body, filename, ".csv", content_type)


def xlsx_response(
    rows: Iterable[Any],
    columns: Sequence[Column],
    filename: str,
    *,
    title: str,
    notes: Sequence[str] = (),
) -> FileResponse:
    """Answer with an XLSX file: a sheet of rows, and a sheet «설명» with title, notes and what each column means.

    `notes` are lines such as who made the file, when, for which purpose, or 시험자료. Beyond a sheet's limit the rows go on
    in further sheets. Rows are read once; memory stays flat.
    """
    with ExitStack() as stack:
        body = stack.enter_context(tempfile.TemporaryFile(suffix=".xlsx"))
        # The writer keeps rows in named files of its own; in our folder they go even when a row fails.
        with tempfile.TemporaryDirectory() as scratch:
            book = xlsxwriter.Workbook(body, {**_SAFE, "constant_memory": True, "tmpdir": scratch})
            book.set_properties({"title": title, "author": "두루", "comments": " ".join(notes)})
            formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
            try:
                _write_rows(book, rows, columns, title, formats)
                _write_definitions(book, title, notes, columns, formats)
            finally:
                book.close()
        stack.pop_all()  # from here on the response closes the file
    return _file_response(body, filename, ".xlsx", _XLSX)


def _write_rows(
    book: Any, rows: Iterable[Any], columns: Sequence[Column], title: str, formats: Mapping[str, Any]
) -> None:
    n_sheets = 1
    sheet = _new_sheet(book, _sheet_name(title, n_sheets), columns, formats["head"])
    row_no = 0
    for row in rows:
        if row_no >= _SHEET_ROWS:
            n_sheets += 1
            sheet, row_no = _new_sheet(book, _sheet_name(title, n_sheets), columns, formats["head"]), 0
        row_no += 1
        for i, column in enumerate(columns):
            _write_cell(sheet, row_no, i, to_cell(column.read(row)), formats)


def _new_sheet(book: Any, name: str, columns: Sequence[Column], head: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for i, column in enumerate(columns):
        sheet.set_column(i, i, column.width)
        sheet.write_string(0, i, str(to_cell(column.label) or ""), head)
    return sheet


def _write_cell(sheet: Any, row_no: int, i: int, cell: Cell, formats: Mapping[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dt.datetime):
        if cell.date() < _EXCEL_EPOCH:
            sheet.write_string(row_no, i, cell.isoformat(" ", "minutes"))
        else:
            sheet.write_datetime(row_no, i, cell, formats["time"])
    elif isinstance(cell, dt.date):
        if cell < _EXCEL_EPOCH:
            sheet.write_string(row_no, i, cell.isoformat())
        else:
            sheet.write_datetime(row_no, i, cell, formats["day"])
    elif isinstance(cell, int):
        sheet.write_number(row_no, i, cell, formats["int"])
    elif isinstance(cell, (float, Decimal)):
        sheet.write_number(row_no, i, cell, formats["number"])
    else:
        sheet.write_string(row_no, i, cell)


def _write_definitions(
    book: Any, title: str, notes: Sequence[str], columns: Sequence[Column], formats: Mapping[str, Any]
) -> None:
    sheet = book.add_worksheet("설명")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, neutralise(_clean(title)), formats["title"])
    row_no = 1
    for note in notes:
        sheet.write_string(row_no, 0, neutralise(_clean(note)))
        row_no += 1
    row_no += 1
    sheet.write_string(row_no, 0, "열", formats["head"])
    sheet.write_string(row_no, 1, "뜻", formats["head"])
    for column in columns:
        row_no += 1
        sheet.write_string(row_no, 0, str(to_cell(column.label) or ""))
        if column.definition:
            sheet.write_string(row_no, 1, neutralise(_clean(column.definition)))


def _csv_cell(cell: Cell) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _clean(text: str) -> str:
    """Drop NUL and lone surrogates, which no file format carries, and cut what no cell can hold."""
    text = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    # Two signs are left for the apostrophe and the ellipsis.
    return text if len(text) < _CELL_CHARS else text[: _CELL_CHARS - 2] + "…"


def _sheet_name(title: str, n: int) -> str:
    name = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title).strip()[:24] or "자료"
    name = name if name not in {"설명", "History"} else f"{name}_"
    return name if n == 1 else f"{name} {n}"


def _file_response(body: IO[bytes], filename: str, suffix: str, content_type: str) -> FileResponse:
    body.seek(0)
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "_", filename).strip(" .") or "자료"
    if not name.lower().endswith(suffix):
        name += suffix
    response = FileResponse(body, content_type=content_type)
    # RFC 5987: a name outside ASCII travels as filename*=utf-8''…
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
