"""A file is what it holds, whatever it is called; what would do harm is not taken."""

import io

import pytest

from duru.blocks.documents.enums import FileKind
from duru.blocks.documents.errors import AttachmentRefused
from duru.blocks.documents.rules.contents import kind_of_content
from duru.blocks.documents.rules.names import clean_name
from tests.blocks.documents.house import PDF, PNG, hwpx, zipped

pytestmark = pytest.mark.unit

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (PNG, FileKind.PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1" + b"\0" * 200, FileKind.JPEG),
        (b"II*\0\x08\0\0\0" + b"\0" * 200, FileKind.TIFF),
        (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 200, FileKind.WEBP),
        (OLE + b"\0" * 2000 + b"HWP Document File V5.00" + b"\0" * 100, FileKind.HWP),
        ("토지사용승낙서\n위와 같이 승낙합니다.".encode(), FileKind.TEXT),
        ("토지사용승낙서\n뷁".encode("cp949"), FileKind.TEXT),
        (hwpx().getvalue(), FileKind.HWPX),
        (zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}).getvalue(), FileKind.DOCX),
        (zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}).getvalue(), FileKind.XLSX),
    ],
)
def test_a_kind_is_told_by_content(content, kind):
    assert kind_of_content(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "빈 파일"),
        (b" \r\n\0", "빈 파일"),
        (b"MZ\x90\0" + b"\0" * 400, "받을 수 없는 종류"),
        (b"\x7fELF" + b"\1" * 400, "받을 수 없는 종류"),
        (b"#!/bin/sh\nrm -rf /\n", "받을 수 없는 종류"),
        (b"<html><script>alert(1)</script>", "받을 수 없는 종류"),
        (b'<?xml version="1.0"?><svg onload="x()"/>', "받을 수 없는 종류"),
        (OLE + b"WordDocument" + b"\0" * 900, "옛 워드"),
        (b"PK\x03\x04 torn", "깨져"),
        (zipped({"a.pdf": PDF}).getvalue(), "압축 파일"),
        (hwpx(BinData__evil=b"x" * 10).getvalue()[:-30], "깨져"),
        (hwpx(**{"BinData__in.zip": b"PK"}).getvalue(), "다른 묶음 파일"),
        (hwpx(**{"Scripts__run.exe": b"MZ"}).getvalue(), "매크로나 실행 파일"),
        (hwpx(**{"..__..__etc": b"x"}).getvalue(), "경로"),
        (hwpx(**{"Contents__x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}).getvalue(), "DTD"),
    ],
)
def test_what_nobody_may_send_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(AttachmentRefused, match=sentence):
        kind_of_content(io.BytesIO(content))


def test_a_zip_bomb_that_calls_itself_hwpx_is_refused_before_it_is_unpacked():
    bomb = hwpx(**{"Contents__section1.xml": b"\0" * (40 << 20)})
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(AttachmentRefused, match="비정상적으로 압축"):
        kind_of_content(bomb)


def test_many_small_bombs_are_one_large_one():
    part = bytes(range(256)) * (3_900_000 // 256)
    bomb = hwpx(**{f"Contents__section{n}.xml": part for n in range(80)})
    with pytest.raises(AttachmentRefused, match="펼치면 너무 큽니다"):
        kind_of_content(bomb)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("위치도.pdf", "pdf", "위치도.pdf"),
        ("사진.jpg", "png", "사진.png"),
        ("승낙서.PDF", "pdf", "승낙서.pdf"),
        ("보고.2026.11", "pdf", "보고.2026.11.pdf"),
        ("C:\\내 문서\\도면.hwp", "hwp", "도면.hwp"),
        ("../../etc/passwd", "text", "passwd.txt"),
        ("\u1109\u1161\u110c\u1175\u11ab.png", "png", "사진.png"),
        ("\u202egpj.exe", "png", "gpj.exe.png"),
        ("평면도.pdf".encode("cp949").decode("latin-1"), "pdf", "평면도.pdf"),
        ("평면도.pdf".encode("cp949").decode("utf-8", "surrogateescape"), "pdf", "평면도.pdf"),
        ("café.pdf", "pdf", "café.pdf"),
        ("", "pdf", "이름 없는 파일.pdf"),
        ("\0\n/", "pdf", "이름 없는 파일.pdf"),
        ("가" * 300 + ".pdf", "pdf", "가" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name, kind, shown):
    assert clean_name(name, kind) == shown
