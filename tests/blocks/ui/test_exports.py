import csv
import datetime as dt
import io
import math
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

import openpyxl
import pytest
from django.db import models
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from duru.blocks.ui.api import Column, csv_response, neutralise, xlsx_response
from duru.blocks.ui.exports import to_cell

pytestmark = pytest.mark.unit

DANGEROUS = [
    "=1+1",
    "+82-10-1234-5678",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\ttext",
    "\rtext",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\x00=1",
    "\x1f=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    '=HYPERLINK("x","y")',
    "=cmd|' /C calc'!A0",
]
HARMLESS = ["", "홍길동", "010-1234-5678", "a=b", "3-1", "가@나", "'=1", " 홍길동", "*=1", "%=1"]


class Tone(models.TextChoices):
    MINUS = "m", "-빼기"
    FOOD = "f", "식품"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_could_run_gets_an_apostrophe(text):
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    assert neutralise(text) == text


@given(st.text())
def test_repeating_changes_nothing(text):
    assert neutralise(neutralise(text)) == neutralise(text)


@given(st.text(min_size=1))
def test_no_cell_ever_begins_with_a_sign(text):
    cell = to_cell(text)
    assert cell == "" or (cell.lstrip() or "x")[0] not in "=+-@＝＋－＠"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (True, "예"),
        (False, "아니오"),
        (0, 0),
        (-5000, -5000),
        (123456789012345, 123456789012345),
        (1234567890123456, "1234567890123456"),
        (-1234567890123456, "'-1234567890123456"),
        (math.nan, None),
        (math.inf, None),
        (1.5, 1.5),
        (Decimal("-1.5"), Decimal("-1.5")),
        (Decimal("NaN"), None),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 22)),
        (Tone.FOOD, "식품"),
        (Tone.MINUS, "'-빼기"),
        (["=1", "나"], "'=1, 나"),
        (("가", "나"), "가, 나"),
        ("\x00가", "가"),
        ("\ud800", "?"),
    ],
)
def test_every_kind_of_value_becomes_a_safe_cell(value, cell):
    assert to_cell(value) == cell


def test_a_moment_is_written_in_korean_time():
    at = dt.datetime(2026, 11, 22, 0, 30, tzinfo=dt.UTC)
    assert to_cell(at) == dt.datetime(2026, 11, 22, 9, 30)
    assert timezone.is_naive(to_cell(at))


def test_a_text_too_long_for_a_cell_is_cut_and_marked():
    cell = to_cell("가" * 40_000)
    assert len(cell) < 32_767
    assert cell.endswith("…")


@dataclass
class Row:
    name: str
    won: int
    on: dt.date | None


ROWS = [Row("=나쁜", -5000, dt.date(2026, 11, 22)), Row('홍,"길\n동', 0, None), Row("옛날", 1, dt.date(1899, 1, 1))]
COLUMNS = [
    Column("name", "이름", "=신청서에 적은 이름"),
    Column("won", "=금액"),
    Column("on", "준 날", value=lambda row: row.on),
]


def body(response) -> bytes:
    with closing(response):
        return b"".join(response.streaming_content)


def test_csv_reads_back_with_every_formula_defused():
    raw = body(csv_response(ROWS, COLUMNS, "목록"))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))) == [
        ["이름", "'=금액", "준 날"],
        ["'=나쁜", "-5000", "2026-11-22"],
        ['홍,"길\n동', "0", ""],
        ["옛날", "1", "1899-01-01"],
    ]


def test_csv_can_be_written_for_old_spreadsheets():
    raw = body(csv_response([{"name": "홍길동😀"}], [Column("name", "이름")], "목록", encoding="cp949"))
    assert raw.decode("cp949").splitlines() == ['"이름"', '"홍길동?"']


def test_xlsx_reads_back_with_numbers_days_and_no_formula():
    raw = body(xlsx_response(ROWS, COLUMNS, "목록", title="겹침 [11월]", notes=["시험자료", "=만든 사람"]))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["겹침  11월", "설명"]
    sheet = book["겹침  11월"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["이름", "'=금액", "준 날"],
        ["'=나쁜", -5000, dt.datetime(2026, 11, 22)],
        ['홍,"길\n동', 0, None],
        ["옛날", 1, "1899-01-01"],
    ]
    assert {cell.data_type for each in book for row in each.rows for cell in row} <= {"s", "n", "d"}
    assert [[cell.value for cell in row] for row in book["설명"].iter_rows(max_col=2)] == [
        ["겹침 [11월]", None],
        ["시험자료", None],
        ["'=만든 사람", None],
        [None, None],
        ["열", "뜻"],
        ["이름", "'=신청서에 적은 이름"],
        ["'=금액", None],
        ["준 날", None],
    ]


def test_an_empty_list_still_gives_its_headings():
    book = openpyxl.load_workbook(io.BytesIO(body(xlsx_response([], COLUMNS, "목록", title="설명"))))
    assert book.sheetnames == ["설명_", "설명"]
    assert [cell.value for cell in book["설명_"][1]] == ["이름", "'=금액", "준 날"]


@pytest.mark.parametrize(
    ("filename", "header"),
    [
        ("목록", "attachment; filename*=utf-8''%EB%AA%A9%EB%A1%9D.csv"),
        ("list.csv", 'attachment; filename="list.csv"'),
        ('../../a"b\r\nSet-Cookie: x', 'attachment; filename="_.._a_b_Set-Cookie_ x.csv"'),
        ("", "attachment; filename*=utf-8''%EC%9E%90%EB%A3%8C.csv"),
    ],
)
def test_the_file_name_travels_whole_and_alone(filename, header):
    with closing(csv_response([], COLUMNS, filename)) as response:
        pass
    assert response["Content-Disposition"] == header
    assert response["Cache-Control"] == "no-store"


def test_rows_are_read_before_the_answer_is_sent():
    """The tenant's scope closes with the view: a file that still read rows afterwards would be empty."""
    seen = []

    def rows():
        for i in range(3):
            seen.append(i)
            yield {"n": i}

    with closing(csv_response(rows(), [Column("n", "번호")], "목록")):
        assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    "write", [csv_response, lambda rows, columns, name: xlsx_response(rows, columns, name, title=name)]
)
def test_a_row_that_fails_leaves_no_file_open(write):
    """Warnings are errors here: a file left open would fail this test."""
    with pytest.raises(KeyError):
        write([{"other": 1}], [Column("n", "번호")], "목록")
