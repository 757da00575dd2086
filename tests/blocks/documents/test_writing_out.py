"""A document has the same words on paper, in HWPX and in PDF; what was issued never changes."""

import io
import re
import zipfile
import zlib
from datetime import date

import pypdfium2
import pytest
from lxml import etree

from duru.blocks.access.api import Organisation, Role
from duru.blocks.documents.adapters import pdf
from duru.blocks.documents.adapters.hwpx import hwpx_of, words_of
from duru.blocks.documents.adapters.pdf import pdf_of
from duru.blocks.documents.api import LineStep, Recipient, approve, draft_letter, submit_for_approval
from duru.blocks.documents.enums import Rank
from duru.blocks.documents.errors import RenderingFailed
from duru.blocks.documents.events import DocumentIssued
from duru.blocks.documents.models import DocumentFile, Seal
from duru.blocks.documents.operations.posts import appoint_signatory
from duru.blocks.documents.operations.writing_out import read_file, write_file
from duru.blocks.documents.queries.sheets import sender_of, sheet_of
from duru.blocks.documents.rules.blocks import read_blocks
from duru.blocks.documents.rules.sheets import Sheet, Signature
from duru.blocks.documents.tasks import write_issued
from tests.blocks.documents.house import CASE, MACHINE, NOW, TODAY, member

SHEET = Sheet(
    office="해오름구", to_line="김하늘 귀하 (우 01234 한빛특별시 해오름구 나래로 7)", title="가족묘지 설치허가 불허가 통지 <가>",
    blocks=read_blocks("다음과 같습니다. 뷁 똠 食品\n\n# 이유\n- 하나\n- 둘 & 셋\n> 60일 이내에 (법 제35조)\n| 접수번호 | 17\n| 위치 | 나래로 7"),
    sender="해오름구청장", seal=None, is_issued=True,
    signatures=[Signature("기안", "백서연", "2026. 11. 23."), Signature("과장", "민과장", "전결 2026. 11. 23.")],
    number_line="시행 해오름구-노인장애인과-1 (2026. 11. 23.)", contact_lines=["담당자 해오름구청 노인장애인과 백서연 / 부분공개(6)"],
)  # fmt: skip


def pdf_words(content: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return text.replace("\r", "").split()


def unpacked(content: bytes) -> list[bytes]:
    """Streams of a PDF, as they read unpacked."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S):
        try:
            found.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            found.append(stream)
    return found


def squeezed(pieces) -> str:
    """Words without blanks: where a line breaks is the paper's business."""
    return "".join("".join(piece.split()) for piece in pieces)


@pytest.mark.unit
def test_hwpx_and_pdf_carry_the_same_words():
    wanted = squeezed(SHEET.words())
    assert squeezed(words_of(hwpx_of(SHEET))) == wanted
    page = squeezed(pdf_words(pdf_of(SHEET))).replace("•", "")
    assert page.removesuffix("1/1") == wanted


@pytest.mark.unit
def test_the_pdf_is_for_the_archive_with_its_letters_inside():
    content = pdf_of(SHEET)
    described = b" ".join(unpacked(content))
    assert re.search(rb"pdfaid:part(?:>|=.)3", described)
    assert re.search(rb"pdfaid:conformance(?:>|=.)B", described)
    assert b"/OutputIntents" in content + described
    assert b"/MarkInfo" in content + described
    document = pypdfium2.PdfDocument(content)
    names = {each.get_font().get_base_name() for each in document[0].get_objects() if each.type == 1}
    assert names
    assert all(re.fullmatch(r"[A-Z]{6}\+.*Letter.*|.*Pretendard.*", name) for name in names), names


@pytest.mark.unit
def test_every_letter_form_of_the_pdf_lies_in_it_and_nothing_runs():
    described = b" ".join([(content := pdf_of(SHEET)), *unpacked(content)])
    fonts = len(re.findall(rb"/Type\s*/FontDescriptor", described))
    assert fonts == len(re.findall(rb"/FontFile[23]?\s+\d+ 0 R", described)) >= 2  # upright and bold
    assert re.search(rb"/ID\s*\[", described)
    assert not re.search(rb"/Encrypt|/JavaScript|/Launch|/URI\s*\(", described)


# Source: KS X 6101:2024 (OWPML). The package is OCF; parts are named by content.hpf, which the container names.
HWPML = "http://www.hancom.co.kr/hwpml/2011/"
OPF = "{http://www.idpf.org/2007/opf/}"
# What a paragraph points at by number → the list of the header that holds it.
REFERENCES = {"charPrIDRef": "charPr", "paraPrIDRef": "paraPr", "styleIDRef": "style", "borderFillIDRef": "borderFill"}


@pytest.fixture(scope="module")
def package():
    with zipfile.ZipFile(io.BytesIO(hwpx_of(SHEET))) as opened:
        yield opened


@pytest.mark.unit
def test_the_hwpx_is_a_package_that_says_what_it_is(package):
    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert package.read("mimetype") == b"application/hwp+zip"
    assert len(package.namelist()) == len(set(package.namelist()))
    (main,) = [
        each.get("full-path")
        for each in etree.fromstring(package.read("META-INF/container.xml")).iter("{*}rootfile")
        if each.get("media-type") == "application/hwpml-package+xml"
    ]
    assert main == "Contents/content.hpf"


@pytest.mark.unit
def test_the_hwpx_names_its_parts_and_they_are_there(package):
    described = etree.fromstring(package.read("Contents/content.hpf"))
    parts = {each.get("id"): each.get("href") for each in described.iter(f"{OPF}item")}
    assert {"header": "Contents/header.xml", "section0": "Contents/section0.xml"}.items() <= parts.items()
    assert set(parts.values()) <= set(package.namelist())
    assert [each.get("idref") for each in described.iter(f"{OPF}itemref")] == ["header", "section0"]
    roots = {
        name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith((".xml", ".hpf"))
    }
    assert roots["Contents/header.xml"].tag == f"{{{HWPML}head}}head"
    assert roots["Contents/section0.xml"].tag == f"{{{HWPML}section}}sec"


@pytest.mark.unit
def test_the_hwpx_says_whose_it_is_and_nobody_elses_name_or_day(package):
    described = etree.fromstring(package.read("Contents/content.hpf"))
    assert described.findtext(f".//{OPF}title") == SHEET.title
    told = {each.get("name"): (each.text or "") for each in described.iter(f"{OPF}meta")}
    assert told.pop("creator") == SHEET.office
    assert {each for each in told.values() if each} <= {"1970-01-01T00:00:00Z"}


@pytest.mark.unit
@pytest.mark.parametrize(("reference", "element"), REFERENCES.items())
def test_what_a_paragraph_of_the_hwpx_points_at_is_in_its_header(package, reference, element):
    header = etree.fromstring(package.read("Contents/header.xml"))
    known = {each.get("id") for each in header.iter(f"{{{HWPML}head}}{element}")}
    section = etree.fromstring(package.read("Contents/section0.xml"))
    used = {each.get(reference) for each in section.iter() if isinstance(each.tag, str) and each.get(reference)}
    assert used
    assert used <= known


@pytest.mark.unit
@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.4"])
def test_what_is_no_hwpx_cannot_be_read(content):
    with pytest.raises(RenderingFailed):
        words_of(content)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("organisation", "tenant", "sender"),
    [
        ("해오름구청 복지정책과", "해오름구", "해오름구청장"),
        ("미리내2동 주민센터", "해오름구", "미리내2동장"),
        ("해오름보건소", "해오름구", "해오름보건소장"),
    ],
)
def test_in_whose_name_a_letter_goes_out(organisation, tenant, sender):
    if organisation.startswith("해오름보건소"):
        assert sender_of(organisation, "새별구") == sender
    else:
        assert sender_of(organisation, tenant) == sender


@pytest.fixture
def issued(here):
    appoint_signatory(
        by=MACHINE, membership_id=here.mayor.membership_id, rank=Rank.MAYOR, from_on=date(2026, 1, 1), at=NOW
    )
    Organisation.objects.update(phone="02-000-0000")
    letter = draft_letter(
        by=here.officer, subject=CASE, kind="plain", fields={"heading": "알림", "text": "알려 드립니다."},
        to=Recipient("김하늘", "나래로 7"), on=TODAY, at=NOW,
    )  # fmt: skip
    line = [LineStep("approve", here.mayor.membership_id)]
    submit_for_approval(by=here.officer, document=letter.public_id, line=line, seen=1, at=NOW)
    return approve(by=here.mayor, document=letter.public_id, seen=2, at=NOW)


def test_an_issued_letter_names_number_day_and_whom_to_ask(here, issued):
    words = " ".join(sheet_of(issued).words())
    for piece in (
        "시행 해오름구-노인장애인과-1 (2026. 11. 23.)", "직인 생략", "해오름구청장", "담당자 해오름구청 노인장애인과 백서연 / 전화 02-000-0000 / 부분공개(6)",
        "기안 백서연 2026. 11. 23.", "구청장 한결 2026. 11. 23.",
    ):  # fmt: skip
        assert piece in words
    assert "효력이 없습니다" not in words


def test_a_draft_says_that_it_has_no_force(here):
    letter = draft_letter(
        by=here.officer, subject=CASE, kind="plain", fields={"heading": "알림", "text": "가"}, to=Recipient("김하늘"), on=TODAY, at=NOW
    )  # fmt: skip
    words = " ".join(sheet_of(letter).words())
    assert "기안 중인 문서입니다. 효력이 없습니다." in words
    assert "직인" not in words


def test_a_seal_is_used_in_its_span_only(here, issued, files_folder):
    folder = files_folder / "documents" / str(here.tenant.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "seal").write_bytes(b"png")
    Seal.objects.create(title="구청장인", stored_name="seal", sha256="0", effective_from=TODAY)
    assert (sheet_of(issued).seal, sheet_of(issued).seal_words) == (b"png", "")
    Seal.objects.update(effective_from=date(2026, 11, 24))
    assert sheet_of(issued).seal_words == "직인 생략"


def test_an_issued_document_is_written_once_and_never_changes(here, issued, files_folder):
    first = write_file(issued, "hwpx", at=NOW)
    Organisation.objects.update(phone="02-111-1111")
    again = write_file(issued, "hwpx", at=NOW)
    assert (again.pk, DocumentFile.objects.count()) == (first.pk, 1)
    content = read_file(issued, "hwpx", at=NOW)
    assert "02-000-0000" in " ".join(words_of(content))
    (files_folder / "documents" / str(here.tenant.id) / first.stored_name).write_bytes(content + b"x")
    with pytest.raises(OSError, match="not what was written"):
        read_file(issued, "hwpx", at=NOW)


def test_only_what_is_issued_is_written_out(here):
    letter = draft_letter(
        by=member(here.office, "김담당", role=Role.CASEWORKER), subject=CASE, kind="plain", fields={"heading": "알림", "text": "가"},
        to=Recipient("김하늘"), on=TODAY, at=NOW,
    )  # fmt: skip
    with pytest.raises(ValueError, match="not issued"):
        write_file(letter, "hwpx", at=NOW)
    assert "효력이" in " ".join(words_of(read_file(letter, "hwpx", at=NOW)))


def test_a_machine_without_fonts_still_writes_hwpx_and_says_what_is_missing(here, issued, monkeypatch, caplog):
    monkeypatch.setattr(pdf, "FONTS", {400: "nowhere.ttf"})
    write_issued(DocumentIssued(issued.public_id, CASE, "plain", issued.number, TODAY.isoformat()))
    assert list(DocumentFile.objects.values_list("format", flat=True)) == ["hwpx"]
    assert "글꼴 파일이 없습니다" in caplog.text
