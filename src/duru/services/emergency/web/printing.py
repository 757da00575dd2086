"""The call sheet on paper."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from duru.blocks.documents.api import print_pdf
from duru.services.emergency.operations.copies import sheet_svg
from duru.services.emergency.queries import Sheet

_STYLE = """
@page { size: A4; margin: 12mm 12mm 15mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; font-family: Letter; } }
body { font-family: Letter; font-size: 9.5pt; line-height: 1.4; color: #000; }
h1 { font-size: 17pt; margin: 0 0 1mm; } p { margin: 0 0 2mm; } svg { width: 186mm; height: 105mm; }
table { width: 100%; border-collapse: collapse; } thead { display: table-header-group; } tr { break-inside: avoid; } caption { display: none; }
th, td { border: .2mm solid #777; padding: 1mm 1.4mm; text-align: left; vertical-align: top; font-size: 8.8pt; } th { background: #f1f3f5; }
.why { font-weight: 700; } .band { border: .4mm solid #b3261e; color: #b3261e; text-align: center; font-weight: 700; padding: 1mm; margin-bottom: 2mm; }
.box { display: inline-block; width: 3.2mm; height: 3.2mm; border: .25mm solid #000; margin-right: 1mm; } .no { font-weight: 700; text-align: center; width: 7mm; }
.who { width: 17mm; white-space: nowrap; } .tick { width: 24mm; white-space: nowrap; line-height: 1.8; } .tel { width: 30mm; }
"""


def paper_response(request: HttpRequest, sheet: Sheet, at: datetime) -> HttpResponse:
    """Answer with the sheet as PDF: map, people, boxes to tick."""
    context = {
        "sheet": sheet, "incident": sheet.incident, "tenant": request.tenant, "actor": request.actor, "at": at,
        "svg": mark_safe(sheet_svg(sheet)),
    }  # fmt: skip
    html = render_to_string("emergency/print/sheet.html", context, request=request)
    answer = HttpResponse(print_pdf(html, _STYLE), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="call-sheet.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
