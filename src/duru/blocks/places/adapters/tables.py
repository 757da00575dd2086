"""Tables as agencies and ministries publish them: CSV, TSV, pipe-separated text, XLSX, Parquet. No database."""

from __future__ import annotations

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from duru.blocks.places.errors import UnknownColumns, UnreadableFile
from duru.blocks.workbooks.api import FileRefused, open_workbook

_MOST_COLUMNS = 400
_MOST_EMPTY = 1_000  # rows between two that hold something
_LONGEST_LINE = 1_000_000  # bytes; the widest official line has some 2,000
_MOST_RATIO = 100  # of a packed text; official tables shrink 5 to 20 times
_RATIO_MATTERS_FROM = 8 << 20
_NO_PARQUET = "Parquet 파일을 읽지 못했습니다."
_BROKEN = "압축 파일이 깨졌습니다. 다시 묶어서 올려 주세요."
csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, every cell as stripped text; (n_rows, n_headers), short rows filled up with "".

    `first_line` is the number a person sees beside the first row in their editor.
    """

    headers: list[str]
    rows: Iterable[list[str]]
    first_line: int = 2


def open_table(path: Path, *, layouts: dict[int, Sequence[str]] | None = None) -> Table:
    """Open a table by its suffix: .csv .txt .tsv (also .gz), .xlsx, .parquet. Rows are read as they are asked for.

    Args:
        layouts: headers of known files that come without one, by their number of columns.

    Raises:
        UnreadableFile: an unknown kind of file, an unknown encoding, an empty or a hostile file; also while the rows are walked.
    """
    suffix = path.suffixes[-2] if path.suffix == ".gz" and len(path.suffixes) > 1 else path.suffix
    match suffix.lower():
        case ".parquet":
            return _parquet(path)
        case ".xlsx":
            return _xlsx(path)
        case ".csv" | ".txt" | ".tsv":
            return _text(path, layouts or {})
    raise UnreadableFile("CSV, TXT, XLSX 또는 Parquet 파일을 올려 주세요.", field="file")


def count_rows(path: Path) -> int:
    """Count the rows of a table for a progress bar: exact for Parquet, the lines of a text, 0 for a workbook."""
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as parquet  # slow import

        return int(parquet.read_metadata(path).num_rows)
    if ".xlsx" in path.suffixes:
        return 0
    with _open(path) as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _text(path: Path, layouts: dict[int, Sequence[str]]) -> Table:
    encoding = find_encoding(path)
    lines = _lines(path, encoding)
    first = next(lines, "")
    if not first.strip():
        raise UnreadableFile("빈 파일입니다.", field="file")
    delimiter = max("|\t,;", key=first.count)
    reader = _cells(chain([first], lines), delimiter)
    head = [cell.strip() for cell in next(reader, [])]
    if len(head) > _MOST_COLUMNS:
        raise UnreadableFile(f"열이 {len(head):,}개입니다. {_MOST_COLUMNS}개까지 읽습니다.", field="file")
    layout = layouts.get(len(head))
    # Files of 주소정보누리집 have no header: their first line begins with a code.
    if layout is not None and head[0][:10].isdigit():
        return Table(list(layout), _padded(chain([head], reader), len(layout)), first_line=1)
    return Table(head, _padded(reader, len(head)))


def _cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter, quoting=_quoting(delimiter))
    except csv.Error as error:  # a cell of a million letters: a quotation mark that nobody closed
        raise UnreadableFile(
            "따옴표가 닫히지 않았거나 한 칸이 너무 깁니다. 표를 다시 저장해 주세요.", field="file"
        ) from error


def _quoting(delimiter: str) -> int:
    # Pipe-separated address files hold loose quotation marks in building names.
    return csv.QUOTE_NONE if delimiter == "|" else csv.QUOTE_MINIMAL


def find_encoding(path: Path) -> str:
    """Return the encoding of a text file: byte order mark, else strict UTF-8, else strict CP949.

    Raises:
        UnreadableFile: it is neither; the text names the first byte that fits neither.
    """
    position, has_mark = 0, False
    for encoding in ("utf-8", "cp949"):
        reader, n_read = codecs.getincrementaldecoder(encoding)(), 0
        try:
            for block in _blocks(path):
                has_mark = has_mark or (n_read == 0 and block.startswith(codecs.BOM_UTF8))
                reader.decode(block)
                n_read += len(block)
            reader.decode(b"", final=True)
        except UnicodeDecodeError as error:
            position = n_read + error.start
            if has_mark:
                break
            continue
        return "utf-8-sig" if has_mark else encoding
    raise UnreadableFile(
        f"글자 방식을 알 수 없습니다(UTF-8도 CP949도 아님, {position:,}번째 바이트 부근). 엑셀에서 'CSV UTF-8'로 저장해 주세요.",
        field="file",
    )


def _open(path: Path):
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with _open(path) as file:
        while line := file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise UnreadableFile("한 줄이 너무 깁니다. 표 파일이 맞는지 확인해 주세요.", field="file")
            yield line.decode(encoding).replace("\x00", "")


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a text and refuse a packed one that is a bomb or broken: read to its end once, lines may be walked."""
    most = max(_RATIO_MATTERS_FROM, _MOST_RATIO * path.stat().st_size) if path.suffix == ".gz" else float("inf")
    n_read = 0
    with _open(path) as file:
        try:
            while block := file.read(1 << 20):
                n_read += len(block)
                if n_read > most:
                    raise UnreadableFile(
                        "비정상적으로 압축된 파일이라 받지 않습니다. 풀어서 올려 주세요.", field="file"
                    )
                yield block
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableFile(_BROKEN, field="file") from error


def _padded(rows: Iterable[Sequence[str]], width: int) -> Iterator[list[str]]:
    for row in rows:
        cells = [cell.strip() for cell in row[:width]]
        yield cells + [""] * (width - len(cells))


def _xlsx(path: Path) -> Table:
    rows = _sheet(path)
    head = next(rows, [])
    if not any(head):
        raise UnreadableFile("첫 줄에 열 이름이 없습니다.", field="file")
    return Table(head, _padded(rows, len(head)))


def _sheet(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, empty ones too, so that a row's number is the one a person sees."""
    try:
        with open_workbook(path) as book:
            line = 0
            for row in book.rows:
                if row.sheet != 0:
                    return
                yield from ([] for _ in range(min(row.line - line - 1, _MOST_EMPTY)))
                line = row.line
                yield [_cell(value) for value in row.cells]
    except FileRefused as refusal:
        raise UnreadableFile(refusal.message, field="file") from refusal


def _parquet(path: Path) -> Table:
    import pyarrow.parquet as parquet  # slow import
    from pyarrow import ArrowException

    try:
        file = parquet.ParquetFile(path)
        head = [str(name) for name in file.schema_arrow.names]
    except (ArrowException, OSError) as error:
        raise UnreadableFile(_NO_PARQUET, field="file") from error
    n_rows = file.metadata.num_rows
    if len(head) > _MOST_COLUMNS or (n_rows > 100_000 and n_rows > 2 * path.stat().st_size):
        raise UnreadableFile("비정상적으로 압축된 파일이라 받지 않습니다. CSV로 저장해 올려 주세요.", field="file")

    def rows() -> Iterator[list[str]]:
        try:
            for batch in file.iter_batches(5_000):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield [_cell(value) for value in row]
        except (
            ArrowException,
            OSError,
            ValueError,
            OverflowError,
        ) as error:  # a value that is none, a page that is none
            raise UnreadableFile(_NO_PARQUET, field="file") from error

    return Table(head, rows())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        if value != value:  # NaN
            return ""
        # Codes come back from Excel as 1111051500.0.
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).replace("\x00", "").strip()


def _plain(header: str) -> str:
    return re.sub(r"[\s_()\[\]·.:/-]", "", header).lower()


def find_columns(headers: Sequence[str], aliases: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Find which column holds which field, by the names agencies use; fields that are not there are left out.

    Aliases are tried in order, first as the whole header (spaces, brackets and marks ignored), then as its beginning or end
    (not short Latin ones: "x" would find "index"). A column serves one field only.
    """
    plain = [_plain(header) for header in headers]
    found: dict[str, int] = {}
    for fits in (str.__eq__, str.startswith, str.endswith):
        for field, names in aliases.items():
            if field in found:
                continue
            for name in map(_plain, names):
                if fits is not str.__eq__ and name.isascii() and len(name) < 6:
                    continue
                at = next((i for i, h in enumerate(plain) if fits(h, name) and i not in found.values()), None)
                if at is not None:
                    found[field] = at
                    break
    return found


def need_columns(found: dict[str, int], wanted: dict[str, str], headers: Sequence[str]) -> None:
    """Refuse a table without the columns its kind cannot do without.

    Args:
        wanted: field → the Korean name to tell the person.

    Raises:
        UnknownColumns: with what is missing and the headers that were found.
    """
    missing = [label for field, label in wanted.items() if field not in found]
    if missing:
        seen = ", ".join(header for header in headers[:12] if header) or "없음"
        raise UnknownColumns(f"열을 찾지 못했습니다: {', '.join(missing)}. 파일의 열: {seen}", field="columns")
