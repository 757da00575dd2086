"""Tables as files: XLSX with definitions, PDF and HWPX with pictures. One `Paper` is printed by all of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import xlsxwriter

from duru.blocks.documents.api import Piece, print_hwpx, print_pdf
from duru.blocks.statistics.rules.drawing import svg_of
from duru.blocks.statistics.rules.grid import HIDDEN, Grid
from duru.blocks.ui.api import neutralise

HIDDEN_NOTE = f"{HIDDEN}: 사람이 적은 칸과, 합계에서 그 칸을 짐작하게 하는 칸을 가렸습니다."
_PIXELS = 1_300
_STYLE = """
@page { size: A4; margin: 16mm 16mm 18mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; font-family: Letter; } }
body { font-family: Letter; font-size: 9.5pt; line-height: 1.45; color: #000; }
h1 { font-size: 18pt; text-align: center; margin: 0 0 2mm; bookmark-level: none; } h2 { font-size: 12pt; margin: 5mm 0 1mm; break-after: avoid; bookmark-level: none; }
.band { border: .4mm solid #b3261e; color: #b3261e; text-align: center; padding: .6mm; margin-bottom: 3mm; }
.lead { text-align: center; color: #333; margin: 0 0 3mm; }
table { width: 100%; border-collapse: collapse; margin: 1mm 0 1.5mm; font-size: 8.5pt; } tr { break-inside: avoid; }
th, td { border: .2mm solid #777; padding: .6mm 1.6mm; text-align: right; } th { background: #eef2f7; font-weight: 700; text-align: center; }
tbody th { background: #fff; text-align: left; font-weight: 400; } .total th, .total td { font-weight: 700; background: #f6f7f9; }
.note { color: #464c53; font-size: 8pt; margin: 0 0 .6mm; } svg { width: 100%; max-height: 90mm; margin: 1mm 0; }
.figures { display: flex; gap: 3mm; margin: 2mm 0; } .figures div { flex: 1; border: .3mm solid #999; padding: 2mm; text-align: center; } .figures b { display: block; font-size: 15pt; }
"""


_ONE_PAGE = """
@page { margin: 10mm 10mm 12mm; } body { font-size: 8pt; line-height: 1.3; } h1 { font-size: 15pt; } .lead { margin: 0 0 1.5mm; }
.sections { columns: 2; column-gap: 5mm; } section { break-inside: avoid; } h2 { font-size: 10pt; margin: 0 0 .5mm; }
table { font-size: 7pt; margin: .5mm 0 1mm; } th, td { padding: .3mm 1mm; } .note { font-size: 6pt; margin: 0; line-height: 1.25; }
svg { max-height: 44mm; margin: 0; } .figures { gap: 1.5mm; margin: 1mm 0 2mm; } .figures div { padding: 1mm; } .figures b { font-size: 10.5pt; }
"""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a paper with everything that is printed beside it."""

    title: str
    grid: Grid
    definitions: Sequence[tuple[str, str]]
    sources: str
    note: str = ""
    has_picture: bool = True

    @property
    def notes(self) -> list[str]:
        """The lines below the table: what a row means, what is counted, from which snapshot."""
        lines = [f"{word}: {text}" for word, text in self.definitions]
        return [
            *lines,
            *([self.note] if self.note else []),
            *([HIDDEN_NOTE] if self.grid.has_hidden else []),
            self.sources,
        ]


@dataclass(frozen=True, slots=True)
class Paper:
    """A report: a title, one line of lead, big figures, sections; `band` (시험자료, 내부용) stands above all.

    `is_one_page`: as PDF it is set small and in two columns, and pictures give way until it fits one sheet.
    """

    title: str
    office: str
    lead: str
    sections: Sequence[Section]
    figures: Sequence[tuple[str, str]] = ()
    band: str = ""
    is_one_page: bool = False


def xlsx_of(paper: Paper) -> bytes:
    """Return a workbook: a sheet for each table with its definitions below, and one «설명» with all of them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": paper.title, "author": paper.office, "comments": paper.band})
    look = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#EEF2F7", "border": 1, "text_wrap": True, "align": "center"}
        ),
        "word": book.add_format({"border": 1}),
        "int": book.add_format({"border": 1, "num_format": "#,##0"}),
        "number": book.add_format({"border": 1, "num_format": "#,##0.0"}),
        "share": book.add_format({"border": 1, "num_format": "0.0%"}),
        "text": book.add_format({"border": 1, "align": "right"}),
        "note": book.add_format({"font_color": "#464C53", "font_size": 9}),
    }
    names: set[str] = set()
    for section in paper.sections:
        _write_section(book.add_worksheet(_sheet_name(section.title, names)), paper, section, look)
    sheet = book.add_worksheet("설명")
    sheet.set_column(0, 0, 110)
    lines = [paper.title, paper.lead, paper.band, *(f"{name}: {value}" for name, value in paper.figures)]
    for section in paper.sections:
        lines += ["", section.title, *section.notes]
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, neutralise(line), look["title"] if at == 0 else None)
    book.close()
    return out.getvalue()


def pdf_of(paper: Paper) -> bytes:
    """Return the paper as PDF/A with its pictures.

    Raises:
        RenderingFailed: the machine lacks the layout libraries or the fonts.
    """
    if not paper.is_one_page:
        return print_pdf(_html(paper), _STYLE)
    import pypdfium2  # slow import

    n_pictures = len(paper.sections)
    while True:
        drawn = [
            replace(each, has_picture=each.has_picture and at < n_pictures) for at, each in enumerate(paper.sections)
        ]
        pdf = print_pdf(_html(replace(paper, sections=drawn)), _STYLE + _ONE_PAGE)
        document = pypdfium2.PdfDocument(pdf)
        n_pages = len(document)
        document.close()
        if n_pages == 1 or n_pictures == 0:
            return pdf
        n_pictures //= 2


def hwpx_of(paper: Paper) -> bytes:
    """Return the paper as HWPX with its pictures.

    Raises:
        RenderingFailed: it cannot be written, or a picture cannot be drawn on this machine.
    """
    pieces = [Piece("note", paper.band)] if paper.band else []
    pieces += [Piece("title", paper.title), Piece("p", paper.lead)]
    if paper.figures:
        pieces.append(Piece("table", rows=[[name for name, _ in paper.figures], [value for _, value in paper.figures]]))
    svgs = [svg_of(each.grid, each.title) if each.has_picture else "" for each in paper.sections]
    pictures = iter(pngs_of([svg for svg in svgs if svg]))
    for section, svg in zip(paper.sections, svgs, strict=True):
        pieces.append(Piece("h", section.title))
        if svg:
            pieces.append(Piece("picture", png=next(pictures)))
        pieces.append(Piece("table", rows=_rows(section.grid)))
        pieces += [Piece("note", note) for note in section.notes]
    return print_hwpx(paper.title, paper.office, pieces)


def pngs_of(svgs: Sequence[str]) -> list[bytes]:
    """Return SVGs of our own as PNGs, laid out by the same library as PDF, so that letters look alike; one run for all."""
    if not svgs:
        return []
    import pypdfium2  # slow import

    sizes, pages = [], []
    for at, svg in enumerate(svgs):
        height = int(svg.split('height="', 1)[1].split('"', 1)[0])
        sizes.append(f"@page p{at} {{ size: 640px {height + 4}px; margin: 0; }} .p{at} {{ page: p{at}; }}")
        pages.append(f'<div class="p{at}">{svg}</div>')
    page = f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>그림</title></head><body>{"".join(pages)}</body></html>'
    document = pypdfium2.PdfDocument(print_pdf(page, "body { margin: 0; font-family: Letter; }" + "".join(sizes)))
    drawn = []
    try:
        for at in range(len(svgs)):
            out = io.BytesIO()
            sheet = document[at]
            sheet.render(scale=_PIXELS / sheet.get_width()).to_pil().convert("RGB").save(out, "PNG")
            drawn.append(out.getvalue())
    finally:
        document.close()
    return drawn


def _rows(grid: Grid) -> list[list[str]]:
    rows = [[grid.row_words or "구분", *(each.words for each in grid.headings)]]
    return rows + [[line.words, *(figure.text for figure in line.figures)] for line in grid.lines]


def _html(paper: Paper) -> str:
    band = f'<div class="band">{escape(paper.band)}</div>' if paper.band else ""
    figures = "".join(f"<div>{escape(name)}<b>{escape(value)}</b></div>" for name, value in paper.figures)
    parts = [f'<div class="figures">{figures}</div>' if figures else "", '<div class="sections">']
    for section in paper.sections:
        parts.append(f"<section><h2>{escape(section.title)}</h2>")
        if section.has_picture:
            parts.append(svg_of(section.grid, section.title))
        head, *lines = _rows(section.grid)
        parts.append(
            "<table><thead><tr>"
            + "".join(f"<th scope=col>{escape(each)}</th>" for each in head)
            + "</tr></thead><tbody>"
        )
        for line, cells in zip(section.grid.lines, lines, strict=True):
            mark = ' class="total"' if line.is_total else ""
            parts.append(
                f"<tr{mark}><th scope=row>{escape(cells[0])}</th>"
                + "".join(f"<td>{escape(each)}</td>" for each in cells[1:])
                + "</tr>"
            )
        parts.append(
            "</tbody></table>" + "".join(f'<p class="note">{escape(note)}</p>' for note in section.notes) + "</section>"
        )
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(paper.title)}</title>'
        f'<meta name="author" content="{escape(paper.office)}"></head><body>{band}<h1>{escape(paper.title)}</h1>'
        f'<p class="lead">{escape(paper.lead)}</p>{"".join(parts)}</div></body></html>'
    )


def _write_section(sheet: Any, paper: Paper, section: Section, look: dict[str, Any]) -> None:
    grid = section.grid
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(grid.headings), 15)
    sheet.write_string(0, 0, neutralise(section.title), look["title"])
    sheet.write_string(
        1, 0, neutralise(" · ".join(part for part in (paper.office, paper.lead, paper.band) if part)), look["note"]
    )
    for at, words in enumerate(_rows(grid)[0]):
        sheet.write_string(3, at, neutralise(words), look["head"])
    sheet.freeze_panes(4, 1)
    for number, line in enumerate(grid.lines, start=4):
        sheet.write_string(number, 0, neutralise(line.words), look["word"])
        for at, figure in enumerate(line.figures, start=1):
            if figure.is_hidden or figure.value is None:
                sheet.write_string(number, at, figure.text, look["text"])
            else:
                kind = "share" if figure.unit == "비율" else "int" if isinstance(figure.value, int) else "number"
                sheet.write_number(number, at, figure.value, look[kind])
    for at, note in enumerate(section.notes, start=5 + len(grid.lines)):
        sheet.write_string(at, 0, neutralise(note), look["note"])


def _sheet_name(title: str, names: set[str]) -> str:
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title).strip()[:27] or "표"
    name, n = plain, 2
    while name.lower() in names or name in {"설명", "History"}:
        name, n = f"{plain} {n}", n + 1
    names.add(name.lower())
    return name
