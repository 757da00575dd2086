"""Text tables: blocks of whole records, read in flat memory from any place where reading stopped."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duru.blocks.exchange.errors import FileRefused

BLOCK_BYTES = 1 << 20
LONGEST_LINE = 4 << 20
LONGEST_RECORD_LINES = 200  # a cell with more line breaks is an unclosed quotation mark
DELIMITERS = ",\t;|"


@dataclass(frozen=True, slots=True)
class RecordBlock:
    """Whole records as typed, quotation marks and all, without their line ends.

    `lines` are the line numbers of the records (a record may span several lines); reading goes on at `end_offset`,
    which is line `end_line`.
    """

    records: list[str]
    lines: Sequence[int]
    end_offset: int
    end_line: int


def sniff_delimiter(lines: Sequence[str]) -> str:
    """Choose the delimiter by which most lines fall into the same number (two or more) of cells; comma when none does."""

    def steadiness(delimiter: str) -> tuple[int, int]:
        widths = [len(cells_of(line, delimiter)) for line in lines if line.strip()]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        wide = [width for width in widths if width > 1]
        return (widths.count(usual) if usual > 1 else 0, len(wide))

    best = max(DELIMITERS, key=steadiness)
    return best if steadiness(best)[1] else ","


def cells_of(record: str, delimiter: str) -> list[str]:
    """Cut one record into its cells.

    A quotation mark that is never closed is a letter like any other.
    """
    if '"' not in record:
        return record.split(delimiter)
    try:
        return next(csv.reader([record], delimiter=delimiter, strict=True))
    except csv.Error:
        try:
            return next(csv.reader([record], delimiter=delimiter, quoting=csv.QUOTE_NONE))
        except csv.Error:  # a cell beyond csv.field_size_limit; the row is refused for its length
            return record.split(delimiter)


def read_blocks(
    path: Path,
    *,
    encoding: str,
    newline: bytes,
    delimiter: str,
    offset: int,
    line: int,
    width: int = 0,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[RecordBlock]:
    """Read records from a byte offset that is line `line`, block by block.

    Args:
        width: The number of cells of the header, 0 when not known; tells a line break inside a cell from a
            quotation mark that was left open.

    Raises:
        FileRefused: a line of more than 4 MiB, or bytes that the encoding does not know (the file was changed).
    """
    with path.open("rb") as file:
        while True:
            file.seek(offset)
            piece = file.read(block_bytes)
            is_last = len(piece) < block_bytes
            if not is_last and (cut := _end_of_last_line(piece, newline)):
                piece = piece[:cut]
            elif not is_last:
                if block_bytes >= LONGEST_LINE:
                    raise FileRefused(
                        f"{line}번째 줄이 너무 깁니다(4 MiB 초과). 표 파일이 맞는지 확인해 주세요.",
                        byte=offset,
                        line=line,
                    )
                block_bytes *= 2
                continue
            if not piece:
                return
            try:
                text = piece.decode(encoding)
            except UnicodeDecodeError as error:
                raise FileRefused(
                    f"{line}번째 줄 뒤의 글자가 깨져 있습니다.", byte=offset + error.start, line=line
                ) from None
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            if text.endswith("\n"):
                text = text[:-1]
            found = text.split("\n")
            if '"' not in text:
                block = RecordBlock(found, range(line, line + len(found)), offset + len(piece), line + len(found))
            else:
                records, numbers, used = _join_quoted(found, line, delimiter, width, is_last=is_last)
                if used < len(found):
                    end = offset + _byte_length(piece, newline, used)
                    if not used:  # one record fills the block: read more, or take the line alone
                        if block_bytes < LONGEST_LINE:
                            block_bytes *= 2
                            continue
                        records, numbers, used = [found[0]], [line], 1
                        end = offset + _byte_length(piece, newline, 1)
                else:
                    end = offset + len(piece)
                block = RecordBlock(records, numbers, end, line + used)
            yield block
            offset, line = block.end_offset, block.end_line
            block_bytes = BLOCK_BYTES if block_bytes > BLOCK_BYTES else block_bytes


def _byte_length(piece: bytes, newline: bytes, n_lines: int) -> int:
    at = 0
    for _ in range(n_lines):
        at = piece.index(newline, at) + len(newline)
    return at


def _end_of_last_line(piece: bytes, newline: bytes) -> int:
    at = piece.rfind(newline)
    return at + len(newline) if at >= 0 else 0


def _join_quoted(
    lines: list[str], first: int, delimiter: str, width: int, *, is_last: bool
) -> tuple[list[str], list[int], int]:
    """Join lines that one quoted cell spans. Returns records, their line numbers, and how many lines were used."""
    records: list[str] = []
    numbers: list[int] = []
    at = 0
    while at < len(lines):
        here = lines[at]
        n_joined = 1
        if here.count('"') % 2:
            n_joined = _lines_of_record(lines, at, delimiter, width)
            if n_joined == 0:
                if not is_last and len(lines) - at <= LONGEST_RECORD_LINES:
                    break
                n_joined = 1
        records.append(here if n_joined == 1 else "\n".join(lines[at : at + n_joined]))
        numbers.append(first + at)
        at += n_joined
    return records, numbers, at


def _lines_of_record(lines: list[str], at: int, delimiter: str, width: int) -> int:
    """Count the lines of the record that begins at `at`; 1 when its quotation mark is only a letter, 0 when it stays open."""
    taken = 0
    is_open = False

    def feed() -> Iterator[str]:
        nonlocal taken, is_open
        for line in lines[at : at + LONGEST_RECORD_LINES]:
            taken += 1
            yield line + "\n"
        is_open = True

    try:
        # strict: a quotation mark that closes before a letter was not one that opened a cell
        cells = next(csv.reader(feed(), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return 0 if is_open and taken < LONGEST_RECORD_LINES else 1
    if width and taken > 1:
        between = lines[at + 1 : at + taken - 1]
        swallowed = any('"' not in line and line.count(delimiter) >= width - 1 for line in between)
        if swallowed or len(cells) != width:
            return 1
    return taken
