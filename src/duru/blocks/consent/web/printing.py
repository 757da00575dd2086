"""Consent forms as one PDF, a page a person."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from duru.blocks.consent.enums import Item, Purpose, Recipient
from duru.blocks.consent.models import ConsentSheet
from duru.blocks.consent.rules.sheets import TERMS, is_under_14
from duru.blocks.documents.api import print_pdf
from duru.blocks.ui.api import barcode_svg

_STYLE = """
@page { size: A4; margin: 16mm 18mm; }
body { font-family: Letter; font-size: 11pt; line-height: 1.6; color: #000; }
section { break-after: page; } section:last-child { break-after: auto; }
.top { display: flex; justify-content: space-between; align-items: flex-start; }
.code { text-align: center; font-size: 10pt; letter-spacing: .12em; } .code svg { display: block; }
h1 { font-size: 20pt; margin: 0 0 4mm; } h2 { font-size: 12pt; margin: 4mm 0 1mm; }
table { width: 100%; border-collapse: collapse; } th, td { border: .25mm solid #555; padding: 1.6mm 2.5mm; text-align: left; vertical-align: top; }
th { width: 30%; background: #f1f3f5; font-weight: 700; }
.choice td { font-size: 13pt; text-align: center; padding: 3mm; }
.sign { margin-top: 6mm; font-size: 12pt; line-height: 2.2; }
.band { border: .4mm solid #b3261e; color: #b3261e; text-align: center; font-size: 10pt; padding: 1mm; margin-bottom: 3mm; }
p { margin: 0 0 2mm; }
"""


def sheets_response(request, sheets: list[ConsentSheet]) -> HttpResponse:
    """Answer with the forms of sheets loaded with record and organisation, in their order."""
    today = timezone.localdate()
    pages = [
        {
            "sheet": sheet,
            "code": barcode_svg(sheet.number),
            "number": f"{sheet.number[:4]} {sheet.number[4:8]} {sheet.number[8:]}",
            "terms": TERMS[Purpose(sheet.purpose)],
            "items": [Item(item).label for item in sheet.items if item != Item.PUBLIC_GRANTS],
            "asks_grants": Item.PUBLIC_GRANTS in sheet.items,
            "recipient": Recipient(sheet.recipient).label,
            "birth": str(sheet.record.birth_on or sheet.record.birth_year or ""),
            "is_child": is_under_14(sheet.record.birth_on, on=today),
        }
        for sheet in sheets
    ]
    html = render_to_string("consent/print/sheets.html", {"pages": pages, "tenant": request.tenant}, request=request)
    answer = HttpResponse(print_pdf(html, _STYLE), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="consent-{today:%Y%m%d}-{len(sheets)}.pdf"'
    return answer
