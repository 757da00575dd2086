"""Cards and receipts on paper."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from duru.blocks.documents.api import print_pdf
from duru.blocks.giving.models import Card
from duru.blocks.ui.api import qr_svg

# ISO/IEC 7810 ID-1: the size of a bank card; two columns of five on A4.
_CARD_STYLE = """
@page { size: A4; margin: 12mm 15mm; }
body { font-family: Letter; color: #000; margin: 0; }
.cards { display: flex; flex-wrap: wrap; gap: 2mm; }
.card { width: 85.6mm; height: 53.9mm; border: .2mm dashed #777; box-sizing: border-box; padding: 4mm; display: flex; gap: 4mm; align-items: center; break-inside: avoid; }
.card svg { width: 34mm; height: 34mm; }
.card b { font-size: 12pt; } .card p { margin: 1mm 0 0; font-size: 8.5pt; line-height: 1.4; } .card .code { font-size: 11pt; letter-spacing: .06em; }
"""
RECEIPT_STYLE = """
@page { size: A5 landscape; margin: 14mm; }
body { font-family: Letter; font-size: 11pt; line-height: 1.6; color: #000; }
h1 { font-size: 18pt; text-align: center; letter-spacing: .3em; margin: 0 0 5mm; }
table { width: 100%; border-collapse: collapse; } th, td { border: .25mm solid #555; padding: 1.6mm 2.5mm; text-align: left; } th { width: 24%; background: #f1f3f5; font-weight: 700; }
.band { border: .4mm solid #b3261e; color: #b3261e; text-align: center; font-size: 10pt; padding: 1mm; margin-bottom: 3mm; }
.end { text-align: center; margin-top: 5mm; font-size: 13pt; }
"""


def cards_response(request: HttpRequest, cards: list[Card]) -> HttpResponse:
    """Answer with cards to print and cut, ten a page: a QR code, a number, and no personal data at all."""
    shown = [
        {"card": card, "qr": qr_svg(request.build_absolute_uri(reverse("giving:card", args=[card.code])))}
        for card in cards
    ]
    html = render_to_string("giving/print/cards.html", {"cards": shown, "tenant": request.tenant}, request=request)
    return pdf_answer(print_pdf(html, _CARD_STYLE), f"cards-{len(cards)}")


def pdf_answer(made: bytes, name: str) -> HttpResponse:
    """Answer with a PDF that the browser shows."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
