"""A data set of the tests, and ugly files made on the spot."""

from datetime import date
from pathlib import Path

import openpyxl

from duru.blocks.exchange.api import CLEAN_COUNT, CLEAN_DAY, CLEAN_WON, Dataset, Field
from duru.blocks.exchange.rules.planning import look_at_sheet
from duru.kernel.dates import parse_day
from duru.kernel.money import parse_won

TODAY = date(2026, 11, 22)
STORED: list = []


def gifts(*, store=STORED.append) -> Dataset:
    return Dataset(
        key="gifts",
        label="나눔 기록",
        fields=(
            Field(
                "given_on",
                "제공일",
                ("지원일자", "일자"),
                parse=lambda typed, cell: parse_day(typed, today=cell.today),
                is_required=True,
                clean=CLEAN_DAY,
            ),
            Field("item", "품목", ("지원품목", "물품", "지원내역")),
            Field("quantity", "수량", parse=lambda typed, cell: int(typed), clean=CLEAN_COUNT),
            Field("value_won", "금액", parse=lambda typed, cell: parse_won(typed), clean=CLEAN_WON),
        ),
        store=store,
    )


HEADER = "연번,성명,생년월일,성별,전화번호,주소,품목,수량,금액,제공일"


def line(
    n: int, name: str = "김철수", *, birth: str = "1955-03-05", item: str = "쌀 10kg", on: str = "2026-03-05"
) -> str:
    return f"{n},{name},{birth},남,010-1234-5678,해오름구 샛별로 3 101호,{item},1,30000,{on}"


def csv_text(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines]) + "\n"


def write(path: Path, text: str, encoding: str = "cp949") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def plan_of(header: str = HEADER, dataset: Dataset | None = None, *rows: str):
    cells = [header.split(","), *(row.split(",") for row in rows or (line(1), line(2)))]
    return look_at_sheet(0, "", list(enumerate(cells, start=1)), dataset or gifts()).plan


def workbook(path: Path, **sheets) -> Path:
    """Write an XLSX: {sheet title: rows}; a row is a list of values."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
