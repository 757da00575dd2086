"""Hostile and wrong files are refused fast, with a sentence that helps."""

import io
import resource
import subprocess
import sys
import time
import zipfile

import openpyxl
import pytest

from duru.blocks.exchange.errors import FileRefused
from duru.blocks.exchange.readers.arriving import look_at_file
from duru.blocks.exchange.rules.planning import look_at_sheet
from duru.blocks.workbooks.api import check_archive, kind_of_file
from duru.blocks.workbooks.reading import MOST_MEMORY
from tests.blocks.exchange.samples import gifts

pytestmark = pytest.mark.unit

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def _book(path, *, sheet: str | bytes | None = None, extra: dict[str, bytes] | None = None):
    """Write a workbook whose first sheet is replaced, with further parts."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["성명", "생년월일"])
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            body = source.read(part)
            if sheet is not None and part.filename == "xl/worksheets/sheet1.xml":
                body = sheet if isinstance(sheet, bytes) else sheet.encode()
            target.writestr(part.filename, body)
        for name, body in (extra or {}).items():
            target.writestr(name, body)
    return path


def _zip_bomb(path):
    _book(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/worksheets/sheet2.xml", "w") as part:
        for _ in range(100):
            part.write(b" " * (4 << 20))
    return path


def _far_cell(path, *, with_dimension: bool):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    dimension = '<dimension ref="A1:XFD1048576"/>' if with_dimension else ""
    return _book(path, sheet=SHEET.format(f"{dimension}<sheetData>{rows}</sheetData>"))


HOSTILE = {
    "zip bomb": _zip_bomb,
    "XFD1048576 said": lambda path: _far_cell(path, with_dimension=True),
    "XFD1048576 hidden": lambda path: _far_cell(path, with_dimension=False),
    "billion laughs": lambda path: _book(
        path, sheet='<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SHEET[21:].format("&b;")
    ),
    "outside entity": lambda path: _book(
        path, sheet='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
    ),
    "entity in UTF-16": lambda path: _book(path, sheet='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "1">]><x/>'.encode("utf-16")),
    "zip in zip": lambda path: _book(path, extra={"xl/embeddings/inner.zip": b"PK\x03\x04"}),
    "path outside": lambda path: _book(path, extra={"../../etc/cron.d/x": b"x"}),
    "ten thousand parts": lambda path: _book(path, extra={f"xl/media/{n}.png": b"" for n in range(10_000)}),
    "million columns": lambda path: path.write_text(",".join(["열"] * 1_000_000), "utf-8"),
    "million columns of CP949": lambda path: path.write_bytes(b"," * 1_000_000 + "가".encode("cp949")),
    "six megabytes without a line end": lambda path: path.write_bytes(b"a" * (6 << 20)),
    "NUL": lambda path: path.write_bytes(b"name,birth\nKim\0,1955\n"),
    "cut off": lambda path: path.write_bytes(_book(path.with_suffix(".whole")).read_bytes()[:-200]),
    "nothing": lambda path: path.write_bytes(b""),
    "blanks": lambda path: path.write_bytes(b" \r\n \r\n"),
    "plain zip": lambda path: zipfile.ZipFile(path, "w").writestr("a.csv", "x") or None,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_within_five_seconds_and_little_memory(name, tmp_path):
    path = tmp_path / "upload"
    HOSTILE[name](path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        look_at_file(path, look=lambda *args: look_at_sheet(*args, gifts()), must_cut=True, copy_to=tmp_path / "copy")
    assert time.monotonic() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 << 10
    assert any("가" <= letter <= "힣" for letter in refused.value.message)
    assert [each.name for each in tmp_path.iterdir() if "copy" in each.name] == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "옛 엑셀"),
        (b"%PDF-1.7\n", "PDF"),
        (b"HWP Document File V3.00", "한글"),
        (b"<html><table><tr><td>1</td></tr></table>", "웹 문서"),
        (b"7z\xbc\xaf\x27\x1c", "압축"),
    ],
)
def test_other_kinds_say_how_to_save_them(tmp_path, head, said):
    path = tmp_path / "a.xlsx"
    path.write_bytes(head)
    with pytest.raises(FileRefused, match=said) as refused:
        kind_of_file(path)
    assert "저장" in refused.value.message


def test_the_child_that_opens_workbooks_is_held_to_its_memory():
    # Its own peak cannot be read from here: the kernel counts the parent's memory into a child's.
    code = "bytearray(400 << 20)"
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY})); {code}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert subprocess.run([sys.executable, "-c", limited], check=False, stderr=subprocess.DEVNULL).returncode != 0


def test_an_honest_workbook_passes(tmp_path):
    check_archive(_book(tmp_path / "a.xlsx"))
