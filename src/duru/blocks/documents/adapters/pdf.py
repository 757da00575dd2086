"""A sheet as PDF/A-3b with tags, its Hangul embedded. WeasyPrint is imported when used: it costs a web process 60 MiB."""

import base64
import warnings
from html import escape
from pathlib import Path

from django.contrib.staticfiles import finders

from duru.blocks.documents.errors import RenderingFailed
from duru.blocks.documents.rules.blocks import Block
from duru.blocks.documents.rules.sheets import END, Sheet

FONTS = {400: "PretendardGOV-Regular.ttf", 700: "PretendardGOV-Bold.ttf"}
VARIANT = "pdf/a-3b"
NO_PANGO = (
    "PDF를 만드는 시스템 꾸러미가 없습니다. 서버 관리자에게 libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0 설치를 요청하세요. "
    "그때까지는 HWPX로 받을 수 있습니다."
)
NO_FONT = "PDF에 넣을 글꼴 파일이 없습니다. 서버 관리자에게 ./run을 다시 실행해 달라고 하세요."
_STYLE = """
@page { size: A4; margin: 18mm 20mm 20mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; font-family: Letter; } }
body { font-family: Letter; font-size: 11.5pt; line-height: 1.65; color: #000; }
.band { border: .4mm solid #b3261e; color: #b3261e; text-align: center; font-size: 10pt; padding: 1mm; margin-bottom: 4mm; }
.office { text-align: center; font-size: 22pt; font-weight: 700; letter-spacing: .15em; margin: 0 0 8mm; }
.head { margin: 0; padding-left: 3.2em; text-indent: -3.2em; }
.head b { display: inline-block; width: 3.2em; text-indent: 0; font-weight: 700; }
.title { border-bottom: .5mm solid #000; padding-bottom: 2.5mm; margin-bottom: 5mm; }
h2 { font-size: 12pt; font-weight: 700; margin: 4.5mm 0 1mm; bookmark-level: none; }
p { margin: 0 0 2mm; white-space: pre-line; }
ul { margin: 0 0 2mm; padding-left: 1.2em; } li { white-space: pre-line; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; }
td, th { border: .25mm solid #555; padding: 1.2mm 2.5mm; text-align: left; vertical-align: top; white-space: pre-line; }
.facts th { width: 27%; font-weight: 700; background: #f1f3f5; }
.notice { border-left: .8mm solid #555; padding-left: 3mm; font-size: 10.5pt; margin: 1.5mm 0; }
.end { margin: 2mm 0 0; }
.sender { text-align: center; font-size: 19pt; font-weight: 700; letter-spacing: .12em; margin: 12mm 0 8mm; }
.sender img { height: 22mm; vertical-align: middle; margin-left: -6mm; }
.omitted { display: inline-block; border: .4mm solid #000; font-size: 10pt; letter-spacing: 0; padding: .5mm 2mm; vertical-align: middle; }
.foot { border-top: .5mm solid #000; padding-top: 2mm; font-size: 10pt; break-inside: avoid; }
.line td { border: 0; padding: 0 3mm 1mm 0; width: 25%; } .line .role { color: #333; } .line b { font-weight: 700; }
.foot p { margin: 0; }
"""


def pdf_of(sheet: Sheet) -> bytes:
    """Return a sheet as PDF/A-3b.

    Raises:
        RenderingFailed: the machine lacks the layout libraries or the fonts; says in Korean what to install.
    """
    return print_pdf(html_of(sheet), _STYLE)


def print_pdf(html: str, style: str) -> bytes:
    """Return a page of our own as PDF/A-3b, in the house's letters (font-family: Letter); it fetches nothing.

    Args:
        html: a whole page whose words are escaped; pictures only as data:image/png or inline SVG.
        style: CSS of the page, units of paper.

    Raises:
        RenderingFailed: the machine lacks the layout libraries or the fonts; says in Korean what to install.
    """
    faces = _faces()
    try:
        from weasyprint import CSS, HTML  # slow import
        from weasyprint.text.fonts import FontConfiguration
    except OSError:
        raise RenderingFailed(NO_PANGO) from None
    fonts = FontConfiguration()
    own_files = _fetcher()
    sheet_style = CSS(string=faces + style, font_config=fonts, url_fetcher=own_files)
    page = HTML(string=html, url_fetcher=own_files)
    # The library leaves its colour profile to the collector; a warning of that is nobody's news.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return page.write_pdf(stylesheets=[sheet_style], font_config=fonts, pdf_variant=VARIANT, pdf_tags=True)


def html_of(sheet: Sheet) -> str:
    """Return the page that is laid out; every word is escaped."""
    seal = f'<img alt="직인" src="data:image/png;base64,{base64.b64encode(sheet.seal).decode()}">' if sheet.seal else ""
    omitted = f' <span class="omitted">{sheet.seal_words}</span>' if sheet.seal_words else ""
    band = f'<div class="band">{escape(sheet.band)}</div>' if sheet.band else ""
    contact = "".join(f"<p>{escape(each)}</p>" for each in sheet.contact_lines)
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{escape(sheet.title)}</title>'
        f'<meta name="author" content="{escape(sheet.office)}"></head><body>{band}'
        f'<h1 class="office">{escape(sheet.office)}</h1><p class="head"><b>수신 </b>{escape(sheet.to_line)}</p>'
        f'<p class="head title"><b>제목 </b>{escape(sheet.title)}</p>{_body(sheet.blocks)}<p class="end">{END}</p>'
        f'<p class="sender">{escape(sheet.sender)}{seal}{omitted}</p><div class="foot">{_line(sheet)}'
        f"<p>{escape(sheet.number_line)}</p>{contact}</div></body></html>"
    )


def _body(blocks: list[Block]) -> str:
    html, before = [], ""
    for block in [*blocks, {"kind": ""}]:
        kind = block["kind"]
        if kind != before:
            html.append({"item": "</ul>", "row": "</table>"}.get(before, ""))
            html.append({"item": "<ul>", "row": '<table class="facts">'}.get(kind, ""))
        if kind == "row":
            first, *rest = block["cells"]
            html.append(
                f"<tr><th scope=row>{escape(first)}</th>" + "".join(f"<td>{escape(c)}</td>" for c in rest) + "</tr>"
            )
        elif kind:
            tag = {"h": "<h2>{}</h2>", "item": "<li>{}</li>", "notice": '<p class="notice">{}</p>'}.get(
                kind, "<p>{}</p>"
            )
            html.append(tag.format(escape(block["text"])))
        before = kind
    return "".join(html)


def _line(sheet: Sheet) -> str:
    cells = [
        f'<td><span class="role">{escape(each.role)}</span> <b>{escape(each.name)}</b><br>{escape(each.mark)}</td>'
        for each in sheet.signatures
    ]
    rows = ["".join(cells[n : n + 4]) for n in range(0, len(cells), 4)]
    return f'<table class="line">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>' if rows else ""


def _faces() -> str:
    faces = []
    for weight, name in FONTS.items():
        path = finders.find(f"vendor/pretendard-gov/print/{name}")
        if path is None:
            raise RenderingFailed(NO_FONT)
        faces.append(f"@font-face {{ font-family: Letter; font-weight: {weight}; src: url({Path(path).as_uri()}); }}")
    return "\n".join(faces)


def _fetcher():
    """Return what fetches our own fonts and the picture inside the page, and nothing else: a letter never asks the network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # slow import

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            is_font = url.startswith("file:") and Path(url).name in FONTS.values()
            if not is_font and not url.startswith("data:image/png;base64,"):
                raise FatalURLFetchingError(f"a letter fetches nothing: {url[:80]}")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=("file", "data"))
