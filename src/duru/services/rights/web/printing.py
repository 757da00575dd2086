"""What is kept of a person, on paper."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from duru.blocks.documents.api import print_pdf

_STYLE = """
@page { size: A4; margin: 16mm 16mm 18mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; font-family: Letter; } }
body { font-family: Letter; font-size: 10pt; line-height: 1.55; color: #000; }
h1 { font-size: 18pt; margin: 0 0 2mm; } h2 { font-size: 12.5pt; margin: 6mm 0 1.5mm; break-after: avoid; }
table { width: 100%; border-collapse: collapse; } thead { display: table-header-group; }
th, td { border: .2mm solid #777; padding: 1mm 1.8mm; text-align: left; vertical-align: top; font-size: 9pt; } th { background: #f1f3f5; font-weight: 700; }
.band { border: .4mm solid #b3261e; color: #b3261e; text-align: center; padding: 1mm; margin-bottom: 3mm; } p { margin: 0 0 2mm; } caption { display: none; } .day { white-space: nowrap; }
"""


def own_response(request: HttpRequest, context: dict) -> HttpResponse:
    """Answer with the paper a person takes home."""
    html = render_to_string("rights/print/own.html", context, request=request)
    answer = HttpResponse(print_pdf(html, _STYLE), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="own-data.pdf"'
    return answer
