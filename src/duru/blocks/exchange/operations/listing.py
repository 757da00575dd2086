"""Read a short list of persons from a file without keeping it: who is to get something, asked before anything is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from duru.blocks.exchange.datasets import Dataset
from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.readers.delimited import cells_of, sniff_delimiter
from duru.blocks.exchange.readers.letters import inspect_text
from duru.blocks.exchange.rules.cutting import cut_cells
from duru.blocks.exchange.rules.guessing import guess_mapping, known_words
from duru.blocks.exchange.rules.headers import find_header, is_total
from duru.blocks.exchange.rules.planning import MOST_COLUMNS
from duru.blocks.workbooks.api import kind_of_file, open_workbook

_HEAD = 40
_LARGEST = 20 << 20
_KEYS = ("name", "birth", "sex", "phone", "address")
_PERSONS = Dataset(key="persons", label="명단", fields=(), store=lambda batch: None)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line of a list, as typed, "" where a column is missing or the cell empty; never a resident number."""

    name: str
    birth: str
    sex: str
    phone: str
    address: str


def read_person_list(path: Path, *, most: int) -> list[ListedPerson]:
    """Read the persons of the first sheet of an XLSX, or of a CSV in any encoding intake reads; the columns are guessed.

    Resident numbers are cut out. Lines without a name and totals are left out. Nothing is stored.

    Args:
        most: a longer list is refused.

    Raises:
        FileRefused: no table, no column of names, too long, too large, or hostile; the text says what to do.
    """
    if path.stat().st_size > _LARGEST:
        raise FileRefused("명단 파일은 20MB까지 올릴 수 있습니다. 이름과 생년월일, 전화, 주소만 남겨 주세요.")
    rows = list(islice(_rows(path), most + _HEAD + 1))
    header = find_header(rows[:_HEAD], known_words(_PERSONS))
    body = rows[header.at + header.n_lines if header.n_lines else 0 :]
    at = {
        guess.field: guess.column
        for guess in guess_mapping(header.columns, body[:_HEAD], _PERSONS)
        if guess.field in _KEYS and guess.column is not None
    }
    if "name" not in at:
        raise FileRefused(
            "이름 열을 찾지 못했습니다. 첫 줄에 ‘이름, 생년월일, 전화번호, 주소’처럼 열 이름을 적어 주세요."
        )
    found = [
        ListedPerson(*(row[at[key]].strip()[:200] if key in at and at[key] < len(row) else "" for key in _KEYS))
        for row in body
        if not is_total(row, at["name"])
    ]
    found = [person for person in found if person.name]
    if len(found) > most:
        raise FileRefused(f"명단은 한 번에 {most:,}명까지 확인합니다. 파일을 나누어 주세요.")
    if not found:
        raise FileRefused("명단에 사람이 없습니다. 이름이 들어 있는 줄이 있는지 확인해 주세요.")
    return found


def _rows(path: Path) -> Iterator[list[str]]:
    if kind_of_file(path) == "xlsx":
        with open_workbook(path) as book:
            for row in book.rows:
                if row.sheet != 0:
                    return
                yield cut_cells(row.cells, number_cells=row.number_cells)[0]
        return
    text = inspect_text(path)
    lines = path.read_bytes()[text.start :].decode(text.encoding).splitlines()
    delimiter = sniff_delimiter(lines[:_HEAD])
    for at, line in enumerate(lines, start=1):
        if line.count(delimiter) >= MOST_COLUMNS:
            raise FileRefused(
                f"{at}번째 줄의 열이 {MOST_COLUMNS:,}개를 넘습니다. 명단 파일이 맞는지 확인해 주세요.", line=at
            )
        yield cut_cells(cells_of(line, delimiter))[0]
