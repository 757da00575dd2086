"""A sheet as HWPX: the one module that knows python-hwpx, whose interface moves fast (docs/decisions/0014)."""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from duru.blocks.documents.errors import RenderingFailed
from duru.blocks.documents.rules.blocks import Block
from duru.blocks.documents.rules.sheets import END, Sheet

FONT = "Pretendard GOV"
MARGINS_MM = {"left": 20, "right": 20, "top": 18, "bottom": 20}
COLUMNS = 4
_UNITS_A_MM = 7200 / 25.4  # HWPUNIT is a 7200th of an inch


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a report: kind title, h, p, note, table (`rows`, the first is the head) or picture (`png`, `width_mm`)."""

    kind: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    png: bytes = b""
    width_mm: float = 160


def hwpx_of(sheet: Sheet) -> bytes:
    """Return a sheet as HWPX, opened again and checked before it is given out.

    Raises:
        RenderingFailed: what was written cannot be read again with the same words.
    """
    from hwpx import HwpxDocument, validate_editor_open_safety  # slow import

    writer = _Writer(HwpxDocument.new())
    writer.write(sheet)
    _describe(writer.document, sheet)
    content = writer.document.to_bytes()
    report = validate_editor_open_safety(content)
    # Spaces and tabs between cells are the reader's; the words are ours.
    if not report.reopen_ok or report.blocking_package_errors or words_of(content) != _words(sheet.words()):
        raise RenderingFailed("한글 문서(HWPX)를 쓰지 못했습니다. 본문에 특수한 글자가 있는지 살펴 주세요.")
    return content


def print_hwpx(title: str, office: str, pieces: Sequence[Piece]) -> bytes:
    """Return a report of our own as HWPX: headings, paragraphs, tables and pictures one after another, opened again and checked.

    Raises:
        RenderingFailed: what was written cannot be opened again.
    """
    from hwpx import HwpxDocument, validate_editor_open_safety  # slow import

    writer = _Writer(HwpxDocument.new())
    for piece in pieces:
        writer.write_piece(piece)
    writer.document.parts.clear_document_metadata(keep=("language",))
    writer.document.parts.set_document_metadata(title=title, creator=office)
    content = writer.document.to_bytes()
    report = validate_editor_open_safety(content)
    if not report.reopen_ok or report.blocking_package_errors:
        raise RenderingFailed("한글 문서(HWPX)를 쓰지 못했습니다. 본문에 특수한 글자가 있는지 살펴 주세요.")
    return content


def words_of(content: bytes) -> list[str]:
    """Return the words of a HWPX in reading order.

    Raises:
        RenderingFailed: it cannot be opened.
    """
    from hwpx import HwpxDocument, HwpxError  # slow import

    try:
        return _words([HwpxDocument.open(content).text.plain()])
    except (HwpxError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise RenderingFailed("한글 문서(HWPX)를 열 수 없습니다.") from error


def _describe(document, sheet: Sheet) -> None:
    """Say what the document is and whose; the library's blank page brings an author and dates of its own, which are nobody's here.

    No clock is asked: the day of a letter stands in the letter, and the same sheet gives the same file.
    """
    document.parts.clear_document_metadata(keep=("language",))
    document.parts.set_document_metadata(title=sheet.title, creator=sheet.office)


class _Writer:
    """Writes paragraphs one after another; remembers the looks it has made."""

    def __init__(self, document):
        self.document = document
        document.page.setup(paper_size="A4", margins_mm=MARGINS_MM)
        self._looks: dict[tuple, str] = {}
        self._is_first = True

    def write(self, sheet: Sheet) -> None:
        if sheet.band:
            self._paragraph(sheet.band, size=10, colour="#B3261E", align="CENTER")
        self._paragraph(sheet.office, size=22, bold=True, align="CENTER", after=14)
        self._paragraph(f"수신  {sheet.to_line}")
        self._paragraph(f"제목  {sheet.title}", bold=True, after=10, line_below=True)
        rows: list[Block] = []
        for block in [*sheet.blocks, Block(kind="")]:
            if rows and block["kind"] != "row":
                self._table([each["cells"] for each in rows])
                rows = []
            if block["kind"] == "row":
                rows.append(block)
            elif block["kind"]:
                self._block(block)
        self._paragraph(END)
        self._paragraph(sheet.sender, size=19, bold=True, align="CENTER", before=24, after=6)
        if sheet.seal_words:
            self._paragraph(sheet.seal_words, size=10, align="CENTER")
        elif sheet.seal:
            place = self.document.paragraphs[-1]
            self.document.media.add_image(sheet.seal, "png")
            place.add_picture(sheet.seal, "png", width_mm=22, height_mm=22)
        if sheet.signatures:
            cells = [" ".join(p for p in (each.role, each.name, each.mark) if p) for each in sheet.signatures]
            self._table(
                [cells[n : n + COLUMNS] for n in range(0, len(cells), COLUMNS)], n_columns=min(COLUMNS, len(cells))
            )
        self._paragraph(sheet.number_line, size=10, before=6)
        for line in sheet.contact_lines:
            self._paragraph(line, size=10)

    def write_piece(self, piece: Piece) -> None:
        if piece.kind == "title":
            self._paragraph(piece.text, size=20, bold=True, align="CENTER", after=10)
        elif piece.kind == "h":
            self._paragraph(piece.text, size=13, bold=True, before=12, after=3)
        elif piece.kind == "note":
            self._paragraph(piece.text, size=9.5, after=2, colour="#464C53")
        elif piece.kind == "table":
            self._figures([list(row) for row in piece.rows])
        elif piece.kind == "picture":
            # Width and height stand in the first bytes of every PNG.
            wide, high = struct.unpack(">II", piece.png[16:24])
            name = self.document.media.add_image(piece.png, "png")
            self._paragraph("", align="CENTER")
            width = round(piece.width_mm * _UNITS_A_MM)
            self.document.paragraphs[-1].add_picture(name, width=width, height=round(width * high / wide))
        else:
            self._paragraph(piece.text, after=4)

    def _figures(self, rows: list[list[str]]) -> None:
        """A table of figures: the head grey, numbers to the right."""
        table = self.document.add_table(len(rows), len(rows[0]))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                table.set_cell_text(y, x, text)
                if y == 0:
                    table.set_cell_shading(y, x, "#EEF2F7")
                elif x:
                    self.document.styles.apply_paragraph_format(
                        paragraphs=table.cell(y, x).paragraphs, alignment="RIGHT"
                    )

    def _block(self, block: Block) -> None:
        kind, text = block["kind"], block["text"]
        if kind == "h":
            self._paragraph(text, size=12, bold=True, before=10, after=2)
        elif kind == "item":
            self._paragraph(text, indent=5, after=2)
        elif kind == "notice":
            self._paragraph(text, size=10.5, indent=4, after=3)
        else:
            self._paragraph(text, after=5)

    def _paragraph(
        self, text: str, *, size: float = 11.5, bold: bool = False, colour: str = "#000000", align: str = "LEFT",
        indent: float = 0, before: float = 0, after: float = 0, line_below: bool = False,
    ) -> None:  # fmt: skip
        look = self._looks.get((size, bold, colour))
        if look is None:
            look = self.document.styles.ensure_run(size=size, bold=bold, color=colour, font=FONT)
            self._looks[size, bold, colour] = look
        # The first paragraph is there already and holds the page's own settings; what is written goes after it.
        for line in text.split("\n"):
            if self._is_first:
                paragraph = self.document.paragraphs[0]
                paragraph.text = line
                for run in paragraph.runs:
                    run.char_pr_id_ref = look
                self._is_first = False
            else:
                paragraph = self.document.add_paragraph(line, char_pr_id_ref=look, inherit_style=False)
            self.document.styles.apply_paragraph_format(
                paragraphs=[paragraph], alignment=align, line_spacing_percent=160, indent_left_mm=indent,
                spacing_before_pt=before, spacing_after_pt=after, bottom_border=line_below,
            )  # fmt: skip

    def _table(self, rows: list[list[str]], *, n_columns: int = 0) -> None:
        n_columns = n_columns or max(len(row) for row in rows)
        table = self.document.add_table(len(rows), n_columns)
        if n_columns == 2:
            table.set_column_widths([27, 73])
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                table.set_cell_text(y, x, text, split_paragraphs=True)


def _words(pieces: list[str]) -> list[str]:
    return " ".join(pieces).split()
